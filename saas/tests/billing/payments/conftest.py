from datetime import UTC, datetime, timedelta

import fake_stripe
import pytest
from pydantic import SecretStr

from picopt_saas.billing.payments.port import Event, Order, Paid, SubscriptionChanged
from picopt_saas.billing.payments.sandbox import SandboxProvider
from picopt_saas.billing.payments.stripe import StripeProvider
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.portal import set_up
from picopt_saas.billing.payments.webhooks import take_event
from picopt_saas.config import PaymentProviderName

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


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
def order(account):
    """A click on a plan's button."""
    return Order(
        account_id=account.pk, email="ann@example.com", product="pro", idempotency_key="click-1",
        success_url="https://us.example/ok", cancel_url="https://us.example/no",
    )  # fmt: skip


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


@pytest.fixture
def tell(account):
    """Take a webhook with these news."""

    def _tell(news, event_id="evt", provider="bank"):
        return take_event(provider, Event(id=event_id, kind=type(news).__name__, news=news))

    return _tell


@pytest.fixture
def sale(account):
    def _sale(**changed):
        values = {
            "reference": "sale-1", "payment": "pay-1", "account_id": account.pk, "customer_id": "cus-1",
            "product": "pack-500", "cents": 900, "paid_at": NOON,
        }  # fmt: skip
        return Paid(**values | changed)

    return _sale


@pytest.fixture
def subscription(account):
    def _subscription(**changed):
        values = {
            "subscription_id": "sub-1", "account_id": account.pk, "customer_id": "cus-1", "plan": "pro", "active": True,
            "period_ends_at": NOON + timedelta(days=30), "told_at": NOON,
        }  # fmt: skip
        return SubscriptionChanged(**values | changed)

    return _subscription
