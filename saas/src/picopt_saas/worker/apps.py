from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """The queue and its tasks."""

    name = "picopt_saas.worker"
    label = "worker"
    default_auto_field = "django.db.models.BigAutoField"
