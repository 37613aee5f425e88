from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Pages for customers."""

    name = "picopt_saas.dashboard"
    label = "dashboard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of people who sign up."""
        from allauth.account.signals import user_signed_up  # noqa: PLC0415 -- models must be loaded first

        from picopt_saas.dashboard.views.connect import keep_wish  # noqa: PLC0415 -- as above

        user_signed_up.connect(keep_wish, dispatch_uid="keep_wish")
