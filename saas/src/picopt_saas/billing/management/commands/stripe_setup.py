"""`manage.py stripe_setup`: make Stripe's products, prices and portal what `billing/plans.py` says."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from picopt_saas.billing.payments.port import PaymentError
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.portal import set_up
from picopt_saas.config import PaymentProviderName


class Command(BaseCommand):
    """Can be run again at any time; a changed price becomes a new one, and running subscriptions keep the old."""

    help = "Create or update the Prices and the customer portal's rules at Stripe"

    def handle(self, *_args: object, **_options: object) -> None:
        """Print what is set up. Raises `CommandError` when Stripe is not used here or says no."""
        config = settings.PICOPT
        if config.payment_provider is not PaymentProviderName.STRIPE:
            raise CommandError("PAYMENT_PROVIDER is not stripe: there is nothing to set up")
        secret = config.stripe_secret_key.get_secret_value()
        try:
            lines = set_up(Connection(secret_key=secret, api_base=config.stripe_api_base))
        except PaymentError as error:
            raise CommandError(f"Stripe says: {error.__cause__ or error}") from error
        self.stdout.write("\n".join(lines))
