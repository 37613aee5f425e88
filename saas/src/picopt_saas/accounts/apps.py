from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, accounts, sites and API keys."""

    name = "picopt_saas.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of people who sign up."""
        from allauth.account.signals import user_signed_up  # noqa: PLC0415 -- models must be loaded first

        from picopt_saas.accounts.signing_in import note_password  # noqa: PLC0415 -- as above

        user_signed_up.connect(note_password, dispatch_uid="note_password")
