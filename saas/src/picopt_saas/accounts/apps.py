from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, accounts, sites and API keys."""

    name = "picopt_saas.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
