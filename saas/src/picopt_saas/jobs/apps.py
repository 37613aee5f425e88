from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Quotes, jobs, items and their states."""

    name = "picopt_saas.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
