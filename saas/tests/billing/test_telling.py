"""Letters about credits and payments: by what happens to wallets and by webhooks, each event once."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_saas.accounts.members import create_verified_user, open_account
from picopt_saas.accounts.models import Membership, User
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.port import Event, PaymentFailed, SubscriptionChanged
from picopt_saas.billing.payments.webhooks import take_event
from picopt_saas.billing.telling import low_balances

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return create_verified_user("ann@example.com", "a-long-password-1")


@pytest.fixture
def account(owner):
    account = open_account(owner)
    member = create_verified_user("bob@example.com", "another-password-2")
    Membership.objects.create(account=account, user=member, role=Membership.Role.MEMBER)
    return account


@pytest.fixture
def spend(account):
    """Spends credits as work does, and lets the clock's task look; the subjects of the letters since."""
    numbers = iter(range(100))

    def _spend(credits):
        reference = f"work-{next(numbers)}"
        ledger.reserve(account, [ledger.HoldRequest(reference=reference, line="export", credits=credits)])
        ledger.capture(reference)
        return look()

    return _spend


def look():
    before = len(mail.outbox)
    low_balances()
    assert all(one.to == ["ann@example.com"] for one in mail.outbox), "owners are told, members are not"
    return [one.subject for one in mail.outbox[before:]]


def test_a_balance_is_told_when_it_is_low_and_when_it_is_used_up(account, spend):
    ledger.grant(account, 100, reference="g", expires_at=None)
    assert spend(89) == []
    assert spend(1) == ["10 Picture Optimizer credits left"]
    assert spend(5) == [], "once after each top-up"
    assert spend(5) == ["You are out of Picture Optimizer credits"]
    assert look() == []
    ledger.grant(account, 10, reference="more", expires_at=None)
    assert look() == []
    assert spend(9) == ["1 Picture Optimizer credit left"]
    assert "http://localhost:8000/plan" in mail.outbox[-1].body
    assert "List-Unsubscribe" in mail.outbox[-1].extra_headers


def test_reserved_credits_are_not_gone(account):
    ledger.grant(account, 10, reference="g", expires_at=None)
    ledger.reserve(account, [ledger.HoldRequest(reference="a", line="export", credits=10)])
    assert look() == []
    ledger.capture("a")
    assert look() == ["You are out of Picture Optimizer credits"]


def test_who_was_given_little_is_not_told_that_it_is_little(account, spend):
    ledger.grant(account, 2, reference="g", expires_at=None)
    assert look() == []
    assert spend(1) == ["1 Picture Optimizer credit left"]


def test_whoever_turned_it_off_is_not_told(account, owner, spend):
    owner.muted_mail = ["credits"]
    owner.save()
    ledger.grant(account, 10, reference="g", expires_at=None)
    assert spend(10) == []


def test_a_month_that_is_just_being_renewed_worries_nobody(account, spend):
    now = timezone.now()
    plan = Subscription.objects.create(
        account=account, plan="starter", provider="sandbox", provider_id="s", told_at=now,
        period_ends_at=now - timedelta(hours=1),
    )  # fmt: skip
    ledger.grant(account, 10, reference="g", expires_at=None)
    assert spend(10) == []
    Subscription.objects.filter(pk=plan.pk).update(period_ends_at=now + timedelta(days=9))
    assert look() == ["You are out of Picture Optimizer credits"]


def failed(account, **changes):
    values = {
        "reference": "in_1", "account_id": account.pk, "product": "starter", "cents": 900,
        "tries_again_at": timezone.now() + timedelta(days=3),
    } | changes  # fmt: skip
    return PaymentFailed(**values)


def changed(account, plan="starter", *, active=True, after=0):
    now = timezone.now() + timedelta(minutes=after)
    return SubscriptionChanged(
        subscription_id="sub_1", account_id=account.pk, customer_id="c", plan=plan, active=active,
        period_ends_at=now + timedelta(days=30), told_at=now,
    )  # fmt: skip


def take(*news):
    """Webhooks, as each comes; the subjects of the letters about them."""
    before = len(mail.outbox)
    for one in news:
        take_event("sandbox", Event(id=f"evt-{uuid.uuid4()}", kind="x", news=one))
    return [letter.subject for letter in mail.outbox[before:]]


def test_each_failed_attempt_to_collect_is_told_once(account):
    again = failed(account)
    assert take(again, failed(account)) == ["Your payment for Picture Optimizer failed"]
    assert "€9.00 for Starter" in mail.outbox[-1].body
    assert "We’ll try again on" in mail.outbox[-1].body
    assert take(failed(account, attempt=2, tries_again_at=None)) == ["Your payment for Picture Optimizer failed"]
    assert "Nothing was charged" in mail.outbox[-1].body
    assert "List-Unsubscribe" not in mail.outbox[-1].extra_headers


def test_a_plan_is_told_when_it_changes_and_not_when_it_is_renewed(account):
    assert take(changed(account)) == ["You are now on the Starter plan"]
    assert "1000 credits a month" in mail.outbox[-1].body.replace(",", "")
    assert take(changed(account, after=1)) == [], "renewed"
    assert take(changed(account, "pro", after=2)) == ["You are now on the Pro plan"]
    assert take(changed(account, "starter", after=1)) == [], "an older word that comes late"
    assert take(changed(account, "pro", active=False, after=3)) == ["Your Pro plan has ended"]


def test_what_a_webhook_does_is_done_though_no_letter_can_be_written_of_it(account, owner):
    User.objects.filter(pk=owner.pk).update(email="no\naddress@example.com")
    news = SubscriptionChanged(
        subscription_id="sub_1", account_id=account.pk, customer_id="cus", plan="pro", active=True,
        period_ends_at=timezone.now() + timedelta(days=30), told_at=timezone.now(),
    )  # fmt: skip
    with capture_logs() as logs:
        assert take_event("bank", Event(id="evt_1", kind="subscription", news=news))
    assert Subscription.objects.get(account=account).plan == "pro"
    assert mail.outbox == []
    assert {"event": "mail_not_written", "user": owner.pk, "log_level": "warning"} in logs
