import pytest
from django.urls import reverse

from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.dashboard import streams


@pytest.fixture
def user(db):
    return create_verified_user("ann@example.com", "a-long-password-1")


@pytest.fixture
def account(user):
    return account_of(user)


@pytest.fixture
def ann(client, user):
    """A browser in which Ann is logged in."""
    client.post(reverse("account_login"), {"login": user.email, "password": "a-long-password-1"})
    return client


@pytest.fixture(autouse=True)
def _nobody_downloads(monkeypatch):
    """Of a response that a test does not close, nothing stays."""
    monkeypatch.setattr(streams, "_taken", set())
