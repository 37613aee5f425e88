from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Pages for customers."""

    name = "picopt_saas.dashboard"
    label = "dashboard"
    default_auto_field = "django.db.models.BigAutoField"
