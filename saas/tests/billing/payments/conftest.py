import importlib.util
from pathlib import Path

import pytest

from picopt_saas.billing.payments.sandbox import SandboxProvider
from picopt_saas.billing.payments.stripe import StripeProvider

_spec = importlib.util.spec_from_file_location("fake_stripe", Path(__file__).with_name("fake_stripe.py"))
fake_stripe = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fake_stripe)


@pytest.fixture(scope="session")
def sign():
    return fake_stripe.sign


@pytest.fixture
def stripe_side():
    fake = fake_stripe.FakeStripe()
    yield fake
    fake.close()


@pytest.fixture
def stripe(stripe_side):
    return StripeProvider(secret_key=fake_stripe.KEY, webhook_secret=fake_stripe.SECRET, api_base=stripe_side.url)


@pytest.fixture
def sandbox():
    return SandboxProvider(secret="s" * 32, page_url="http://testserver/sandbox/checkout")
