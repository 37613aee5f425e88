from django.apps import AppConfig

from picopt_saas.jobs.config import vision_config


class JobsConfig(AppConfig):
    """Quotes, jobs, items and their states."""

    name = "picopt_saas.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the settings, so that a bad one is told at start."""
        vision_config()
