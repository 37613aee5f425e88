from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """What a worker does to one picture."""

    name = "picopt_saas.pipeline"
    label = "pipeline"
    default_auto_field = "django.db.models.BigAutoField"
