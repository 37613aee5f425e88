"""Which provider this installation uses."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from picopt_saas.billing.payments.port import PaymentProvider
from picopt_saas.billing.payments.sandbox import SandboxProvider
from picopt_saas.billing.payments.stripe import StripeProvider
from picopt_saas.config import Config, PaymentProviderName


def payment_provider() -> PaymentProvider:
    """The provider that the settings name."""
    return build_provider(settings.PICOPT)


@cache
def build_provider(config: Config) -> PaymentProvider:
    """The provider that `config` names. Raises `ImproperlyConfigured` for test money in production."""
    if config.payment_provider is PaymentProviderName.STRIPE:
        return StripeProvider(
            secret_key=config.stripe_secret_key.get_secret_value(),
            webhook_secret=config.stripe_webhook_secret.get_secret_value(),
            api_base=config.stripe_api_base,
            adds_tax=config.stripe_tax,
        )
    if config.in_production:
        raise ImproperlyConfigured("PAYMENT_PROVIDER: production refuses the sandbox; set it to stripe")
    return SandboxProvider(
        secret=config.secret_key.get_secret_value(), page_url=f"{config.public_url}/sandbox/checkout"
    )
