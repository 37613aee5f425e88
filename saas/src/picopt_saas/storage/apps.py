from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Originals and result files."""

    name = "picopt_saas.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
