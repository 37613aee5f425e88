import importlib.util
from pathlib import Path

import pytest
from pydantic import SecretStr

from picopt_saas.billing.payments.sandbox import SandboxProvider
from picopt_saas.billing.payments.stripe import StripeProvider
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.portal import set_up
from picopt_saas.config import PaymentProviderName

_spec = importlib.util.spec_from_file_location("fake_stripe", Path(__file__).with_name("fake_stripe.py"))
fake_stripe = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fake_stripe)


@pytest.fixture(scope="session")
def sign():
    return fake_stripe.sign


@pytest.fixture(scope="session")
def stripe_secrets():
    return fake_stripe.KEY, fake_stripe.SECRET


@pytest.fixture
def stripe_side():
    """A Stripe account that was set up as an operator does it."""
    fake = fake_stripe.FakeStripe()
    set_up(Connection(secret_key=fake_stripe.KEY, api_base=fake.url))
    fake.requests.clear()
    yield fake
    fake.close()


@pytest.fixture
def stripe_connection(stripe_side):
    return Connection(secret_key=fake_stripe.KEY, api_base=stripe_side.url)


@pytest.fixture
def stripe(stripe_side):
    return StripeProvider(secret_key=fake_stripe.KEY, webhook_secret=fake_stripe.SECRET, api_base=stripe_side.url)


@pytest.fixture
def taxing(stripe_side):
    """Stripe, told to add tax."""
    return StripeProvider(
        secret_key=fake_stripe.KEY, webhook_secret=fake_stripe.SECRET, api_base=stripe_side.url, adds_tax=True
    )


@pytest.fixture
def sandbox():
    return SandboxProvider(secret="s" * 32, page_url="http://testserver/sandbox/checkout")


@pytest.fixture
def stripe_takes_the_money(settings, stripe_side, stripe_secrets):
    key, webhook_secret = stripe_secrets
    settings.PICOPT = settings.PICOPT.model_copy(
        update={
            "payment_provider": PaymentProviderName.STRIPE,
            "stripe_secret_key": SecretStr(key),
            "stripe_webhook_secret": SecretStr(webhook_secret),
            "stripe_api_base": stripe_side.url,
        }
    )
