from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import HoldRequest, InsufficientCredits, ReferenceConflictError
from picopt_saas.billing.models import Grant, Hold, HoldPart, Transfer

pytestmark = pytest.mark.usefixtures("in_balance")


def test_reserve_moves_credits_from_available_to_held(account, give, hold):
    give(account, 10)
    hold(account, "itm_a:analysis:1", "itm_a:export:1")
    after = ledger.balance(account)
    assert (after.available, after.held) == (8, 2)


def test_capture_moves_held_to_used_and_only_once(account, give, hold):
    give(account, 10)
    hold(account, "a")
    assert [ledger.capture("a"), ledger.capture("a")] == [True, False]
    after = ledger.balance(account)
    assert (after.available, after.held, after.used) == (9, 0, 1)


def test_release_gives_back_and_only_once(account, give, hold):
    give(account, 10)
    hold(account, "a")
    assert [ledger.release("a"), ledger.release("a"), ledger.capture("a")] == [True, False, False]
    assert ledger.balance(account).available == 10


def test_refund_undoes_a_capture_and_only_once(account, give, hold):
    give(account, 10)
    hold(account, "a")
    assert not ledger.refund("a"), "nothing was captured yet"
    ledger.capture("a")
    assert [ledger.refund("a"), ledger.refund("a")] == [True, False]
    assert (ledger.balance(account).used, ledger.balance(account).available) == (0, 10)


def test_unknown_references_do_nothing(account, give):
    give(account, 10)
    assert not any([ledger.capture("nobody"), ledger.release("nobody"), ledger.refund("nobody")])


def test_the_same_reference_holds_once(account, give, hold):
    give(account, 10)
    first = hold(account, "a", "b")
    again = hold(account, "b", "a")
    assert [h.pk for h in again] == [first[1].pk, first[0].pk]
    assert ledger.balance(account).held == 2


def test_a_repeat_beside_a_new_reference_holds_only_the_new_one(account, give, hold):
    give(account, 10)
    hold(account, "a")
    hold(account, "a", "b")
    assert ledger.balance(account).held == 2


def test_a_repeat_succeeds_after_the_account_ran_dry(account, give, hold):
    give(account, 1)
    (first,) = hold(account, "a")
    (again,) = hold(account, "a")
    assert first.pk == again.pk


def test_too_few_credits_hold_nothing_at_all(account, give, hold):
    give(account, 1)
    with pytest.raises(InsufficientCredits) as refused:
        hold(account, "a", "b")
    assert (refused.value.needed, refused.value.available) == (2, 1)
    assert not Hold.objects.exists()
    assert not Transfer.objects.filter(kind="reserve").exists()


def test_an_account_without_any_credit_is_told_so(account, hold):
    with pytest.raises(InsufficientCredits) as refused:
        hold(account, "a")
    assert refused.value.available == 0


def test_a_reference_of_another_account_is_refused(account, give, hold):
    other = Account.objects.create(name="Bob")
    give(account, 5)
    give(other, 5)
    hold(account, "a")
    with pytest.raises(ReferenceConflictError):
        hold(other, "a")
    assert ledger.balance(other).available == 5


def test_a_reference_with_another_price_is_refused(account, give, hold):
    give(account, 5)
    hold(account, "a")
    with pytest.raises(ReferenceConflictError):
        hold(account, "a", credits=2)


def test_a_free_line_has_a_hold_but_no_transfer(account, hold):
    (free,) = hold(account, "free", credits=0)
    assert free.credits == 0
    assert ledger.capture("free")
    assert not Transfer.objects.exists()


def test_the_grant_that_ends_first_is_used_first(account, give, hold):
    late = give(account, 5, days=300)
    never = give(account, 5, days=None)
    soon = give(account, 5, days=3)
    hold(account, "a", credits=12)
    left = [Grant.objects.get(pk=grant.pk).remaining for grant in (soon, late, never)]
    assert left == [0, 0, 3]


@pytest.mark.parametrize(
    ("soon", "amounts", "parts"),
    [
        (5, [2, 2], [("a", "soon", 2), ("b", "soon", 2)]),
        (5, [2, 3], [("a", "soon", 2), ("b", "soon", 3)]),
        (5, [0, 5], [("b", "soon", 5)]),
        (5, [3, 3], [("a", "soon", 3), ("b", "late", 1), ("b", "soon", 2)]),
        (5, [5, 1], [("a", "soon", 5), ("b", "late", 1)]),
        (1, [2, 0], [("a", "late", 1), ("a", "soon", 1)]),
    ],
)
def test_each_hold_knows_its_grants_whether_one_is_enough_or_not(account, give, soon, amounts, parts):
    give(account, soon, days=3, reference="soon")
    give(account, 4, days=300, reference="late")
    ended = give(account, 9, days=1, reference="ended")
    Grant.objects.filter(pk=ended.pk).update(expires_at=timezone.now())
    requests = [HoldRequest(reference=name, line="export", credits=n) for name, n in zip("ab", amounts, strict=True)]
    held = ledger.reserve(account, requests)
    assert [(one.reference, one.credits, one.state) for one in held] == [
        ("a", amounts[0], "held"),
        ("b", amounts[1], "held"),
    ]
    found = HoldPart.objects.values_list("hold__reference", "grant__reference", "credits")
    assert sorted(found) == parts
    remaining = dict(Grant.objects.values_list("reference", "remaining"))
    assert [remaining["soon"] + remaining["late"], remaining["ended"]] == [soon + 4 - sum(amounts), 9]


def test_a_release_returns_to_the_grants_it_came_from(account, give, hold):
    soon, late = give(account, 5, days=3), give(account, 5, days=300)
    hold(account, "a", credits=7)
    ledger.release("a")
    assert [Grant.objects.get(pk=grant.pk).remaining for grant in (soon, late)] == [5, 5]


def test_a_release_after_the_grants_end_goes_to_expired(account, give, hold):
    soon, _late = give(account, 5, days=3), give(account, 5, days=300)
    hold(account, "a", credits=7)
    Grant.objects.filter(pk=soon.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    ledger.release("a")
    after = ledger.balance(account)
    assert (after.available, after.expired, after.held) == (5, 5, 0)
    assert [*Transfer.objects.filter(kind="expire").values_list("source", "target", "amount")] == [
        ("available", "expired", 5)
    ]


def test_an_ended_grant_is_never_reserved_even_before_the_sweep(account, give, hold):
    give(account, 5, days=-1)
    with pytest.raises(InsufficientCredits) as refused:
        hold(account, "a")
    assert refused.value.available == 0
    assert ledger.balance(account).expired == 5


def test_a_forgotten_hold_ends_by_itself_after_72_hours(account, give, hold):
    give(account, 5)
    hold(account, "old", "new")
    Hold.objects.filter(reference="old").update(expires_at=timezone.now())
    assert ledger.expire_holds() == ["old"]
    assert ledger.balance(account).held == 1
    kept = Hold.objects.get(reference="new")
    assert kept.expires_at - kept.created_at == timedelta(hours=72)


def test_many_holds_end_in_one_call(account, give, hold):
    give(account, 50)
    names = [f"r{n:02}" for n in range(20)]
    hold(account, *names)
    assert sorted(ledger.capture_all(reversed(names[:10]))) == names[:10]
    assert sorted(ledger.release_all(names)) == names[10:]
    after = ledger.balance(account)
    assert (after.used, after.held, after.available) == (10, 0, 40)


def test_the_hold_rolls_back_with_the_callers_transaction(account, give):
    give(account, 5)

    with transaction.atomic():
        ledger.reserve(account, [HoldRequest(reference="a", line="export", credits=1)])
        transaction.set_rollback(True)
    assert ledger.balance(account).held == 0


def test_credits_return_in_one_statement(account, give, hold, django_assert_num_queries):
    give(account, 10)
    hold(account, "a", "b", credits=2)
    with django_assert_num_queries(1, using="default", exact=True):
        assert ledger.release_all(["b", "a", "unknown"]) == ["a", "b"]
    assert (ledger.balance(account).available, ledger.balance(account).held) == (10, 0)
    assert ledger.release_all(["a", "b"]) == []


def test_holds_of_several_accounts_return_each_to_its_own_grants(account, give, hold):
    other = Account.objects.create(name="Bob")
    lasting, ending, others = give(account, 3), give(account, 3, days=1), give(other, 5)
    hold(account, "mine", credits=5)
    hold(other, "theirs", credits=4)
    Grant.objects.filter(pk=ending.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert sorted(ledger.release_all(["theirs", "mine"])) == ["mine", "theirs"]
    for grant in (lasting, ending, others):
        grant.refresh_from_db()
    assert (lasting.remaining, ending.remaining, ending.expired, others.remaining) == (3, 0, 3, 5)
    assert (ledger.balance(account).available, ledger.balance(account).expired) == (3, 3)
    assert ledger.balance(other).available == 5
