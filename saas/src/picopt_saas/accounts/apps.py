from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, accounts, sites and API keys."""

    name = "picopt_saas.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of people who sign up, confirm their address, and change it."""
        from allauth.account.signals import (  # noqa: PLC0415 -- models must be loaded first
            email_changed,
            email_confirmed,
            user_signed_up,
        )

        from picopt_saas.accounts.mail.events import welcome  # noqa: PLC0415 -- as above
        from picopt_saas.accounts.members import follow_address  # noqa: PLC0415 -- as above
        from picopt_saas.accounts.signing_in import note_language, note_password  # noqa: PLC0415 -- as above

        email_changed.connect(follow_address, dispatch_uid="follow_address")
        email_confirmed.connect(welcome, dispatch_uid="welcome")
        user_signed_up.connect(note_language, dispatch_uid="note_language")
        user_signed_up.connect(note_password, dispatch_uid="note_password")
