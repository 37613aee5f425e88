import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import HoldRequest
from picopt_saas.billing.ledger.proof import prove


@pytest.fixture
def account(db):
    return Account.objects.create(name="Ann")


@pytest.fixture
def give():
    numbers = itertools.count()

    def _give(account, credits, *, days=30, reference=None):
        ends = None if days is None else timezone.now() + timedelta(days=days)
        return ledger.grant(account, credits, reference=reference or f"grant-{next(numbers)}", expires_at=ends)

    return _give


@pytest.fixture
def hold():
    def _hold(account, *references, credits=1, api_key=None):
        requests = [HoldRequest(reference=r, line="export", credits=credits) for r in references]
        return ledger.reserve(account, requests, api_key=api_key)

    return _hold


@pytest.fixture
def in_balance(db):
    """Ends every test that asks for it with the proof."""
    yield
    assert [proof.faults for proof in prove() if proof.faults] == []
