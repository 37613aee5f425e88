from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Credits, plans and payments."""

    name = "picopt_saas.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"
