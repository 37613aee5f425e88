from django.apps import AppConfig

from picopt_saas.pipeline.config import pipeline_config


class PipelineConfig(AppConfig):
    """What a worker does to one picture."""

    name = "picopt_saas.pipeline"
    label = "pipeline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the settings, so that a bad one is told at start."""
        pipeline_config()
