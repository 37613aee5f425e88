from django.apps import AppConfig

from picopt_saas.api.config import api_config


class ApiConfig(AppConfig):
    """The internal API behind the gateway."""

    name = "picopt_saas.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the settings, so that a bad one is told at start."""
        api_config()
