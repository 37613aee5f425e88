from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The internal API behind the gateway."""

    name = "picopt_saas.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
