"""Jobs and items as they are shown: which texts and files may leave in which state, and that showing is delivery."""

import pytest
from django.utils import timezone

from picopt_contract.internal import Claims
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeState, ItemState
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.delivery.files import charge_and_open_file, look_up_file, require_kept, withdraw_files
from picopt_saas.jobs.delivery.texts import (
    charge_and_present_items,
    charge_and_present_job,
    summarize,
    text_may_leave,
    with_details,
)
from picopt_saas.jobs.models import Charge, Item, Job
from picopt_saas.jobs.running.attempts import begin_attempt, fail
from picopt_saas.jobs.running.cancel import cancel_job
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import result_key

pytestmark = pytest.mark.usefixtures("books")


def refusal(act):
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def shown_now(item):
    return charge_and_present_items(list(with_details(Item.objects.filter(pk=item.pk))))[0]


def test_a_new_item_shows_its_price_and_nothing_else(order):
    (item,) = order()
    shown = shown_now(item)
    assert (shown.state, shown.attempts, shown.reason) == ("queued", 0, None)
    assert [(one.line, one.state, one.credits) for one in shown.charges] == [
        ("analysis", "held", 1),
        ("export", "held", 1),
    ]
    assert (shown.analysis, shown.export) == (None, None)


def test_reading_a_text_is_paying_for_it_once(site, order, write):
    (item,) = order(review=True)
    write(item)
    assert site.balance().used == 0
    for _ in range(2):
        assert shown_now(item).analysis.alt == "A red barn"
    assert (site.balance().used, site.balance().held) == (1, 0)


def test_a_text_in_the_making_is_not_shown(site, order, write):
    (item,) = order()
    write(item, to=ItemState.EXPORTING)
    shown = shown_now(item)
    assert shown.analysis is None
    assert site.balance().used == 0


def test_a_text_whose_hold_ended_while_it_waited_is_not_shown_and_its_item_is(site, order, write):
    (item,) = order(pipeline="analyze")
    write(item)
    ledger.release(item.charges.get().reference)
    shown = shown_now(item)
    assert (shown.id, shown.state, shown.analysis) == (item.pk, "ready", None)
    assert [one.state for one in shown.charges] == ["released"]
    assert (site.balance().used, site.balance().available) == (0, 50)


def test_a_text_whose_credits_went_back_is_not_shown(site, order, write):
    (item,) = order(review=True)
    write(item)
    release_lines(item)
    assert shown_now(item).analysis is None
    assert site.balance().used == 0


@pytest.mark.parametrize(
    ("state", "charge", "leaves"),
    [
        ("review", "captured", True),
        ("ready", "captured", True),
        ("delivered", "captured", True),
        ("no_gain", "captured", True),
        ("review", "free", True),
        ("ready", "free", True),
        ("review", "held", False),
        ("review", "released", False),
        ("review", "refunded", False),
        ("exporting", "free", False),
        ("failed", "free", False),
        ("exporting", "captured", True),
        ("failed", "captured", True),
        ("expired", "captured", True),
        ("failed", "refunded", False),
    ],
)
def test_a_text_leaves_when_it_is_paid_or_free_and_finished(order, write, state, charge, leaves):
    (item,) = order(pipeline="analyze")
    write(item)
    item.charges.update(state=charge)
    item.state = state
    item = Item.objects.prefetch_related("charges").get(pk=item.pk)
    item.state = state
    assert text_may_leave(item) is leaves
    item.analysis = None
    assert text_may_leave(item) is False
    Charge.objects.filter(item=item).update(state="held")


def test_a_reason_is_shown_with_its_sentence(order):
    (item,) = order(pipeline="export")
    fail(begin_attempt(item.pk), ReasonCode.TRUNCATED)
    shown = shown_now(item)
    assert (shown.reason.code, shown.reason.message) == (
        "truncated",
        "The file is incomplete. Upload the whole image again.",
    )
    assert shown.charges[0].state == "released"


def test_files_are_shown_in_their_order_while_they_can_be_had(order, make_files):
    (item,) = order(pipeline="export")
    make_files(item, "full", "thumbnail", "breakpoint-640")
    assert [file.name for file in shown_now(item).export.files] == ["full", "thumbnail", "breakpoint-640"]
    withdraw_files(item)
    assert shown_now(item).export is None


def find_file(site, file_id):
    """The file as the site's key finds it."""
    return require_kept(look_up_file(Claims(account_id=site.account.pk, key_id=site.key.pk), file_id))


def test_seeing_files_costs_nothing_and_fetching_the_first_costs_all_of_them(site, order, make_files):
    (item,) = order(pipeline="export")
    make_files(item, "full", "thumbnail")
    shown_now(item)
    assert site.balance().used == 0
    for file in item.files.all():
        for _ in range(2):
            assert b"".join(charge_and_open_file(find_file(site, file.pk), 1, 2)) == b"eb"
    assert (site.balance().used, site.balance().held) == (1, 0)


def test_a_file_of_nobody_or_of_somebody_else_does_not_exist(site, order, make_files, make_site):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    other = make_site("Bob", url="https://example.org")
    assert refusal(lambda: find_file(other, file.pk)) == "not_found"
    assert refusal(lambda: find_file(site, "fil_nobody")) == "not_found"


@pytest.mark.parametrize("state", [ItemState.FAILED, ItemState.EXPIRED, ItemState.QUEUED, ItemState.NO_GAIN])
def test_a_file_of_an_item_that_came_to_nothing_is_gone(site, order, make_files, state):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    Item.objects.filter(pk=item.pk).update(state=state)
    assert refusal(lambda: find_file(site, file.pk)) == "gone"


def test_a_withdrawn_file_is_gone_and_its_name_in_the_storage_is_told(site, order, make_files):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    assert withdraw_files(item) == [result_key(site.account.pk, file.pk)]
    assert withdraw_files(item) == []
    assert refusal(lambda: find_file(site, file.pk)) == "gone"


def test_a_file_whose_bytes_are_lost_costs_nothing(site, order, make_files):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    storage().delete(result_key(site.account.pk, file.pk))
    assert refusal(lambda: charge_and_open_file(file, 0, 4)) == "gone"
    assert (site.balance().used, site.balance().held) == (0, 1)


def test_a_file_whose_hold_has_ended_is_not_given_away(site, order, make_files):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    release_lines(item)
    assert refusal(lambda: charge_and_open_file(file, 0, 4)) == "gone"
    assert item.charges.get().state == "released"
    assert site.balance().used == 0


def test_a_file_without_a_charge_line_is_not_given_away(order, make_files):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    release_lines(item)
    Charge.objects.filter(item=item).delete()
    assert refusal(lambda: charge_and_open_file(file, 0, 4)) == "gone"


def test_a_job_is_shown_page_by_page(order):
    items = order(5, pipeline="export")
    job = items[0].job
    seen, cursor = [], "-1"
    while cursor is not None:
        page = charge_and_present_job(job, after=int(cursor), page=2)
        seen.append([one.id for one in page.items])
        cursor = page.next_cursor
    assert seen == [[items[0].pk, items[1].pk], [items[2].pk, items[3].pk], [items[4].pk]]


def test_a_page_that_ends_with_the_job_has_no_next(order):
    items = order(2, pipeline="export")
    assert charge_and_present_job(items[0].job, page=2).next_cursor is None
    assert charge_and_present_job(items[0].job, page=1).next_cursor == "0"
    assert charge_and_present_job(items[0].job, after=1).items == []


def test_the_rest_of_a_job_is_summed_up_with_what_came_before(order):
    items = order(3)
    shown = charge_and_present_job(items[0].job, after=0)
    assert [one.id for one in shown.items] == [items[1].pk, items[2].pk]
    assert (shown.counts, shown.credits_held) == ({ItemState.QUEUED: 3}, 6)


def test_a_job_sums_up_all_its_items_whatever_the_page(order, make_files):
    items = order(3)
    make_files(items[0])
    shown = charge_and_present_job(items[0].job, page=1)
    assert shown.counts == {ItemState.READY: 1, ItemState.QUEUED: 2}
    assert (shown.credits_held, shown.credits_used, shown.state) == (5, 1, "running")  # its text was read
    charge_and_open_file(items[0].files.get(), 0, 4).close()
    again = charge_and_present_job(items[0].job)
    assert (again.credits_held, again.credits_used) == (4, 2)


def test_jobs_are_summed_up_with_one_query(site, order, django_assert_num_queries):
    first, second = order(2, pipeline="export")[0].job, order(1, pipeline="export")[0].job
    cancel_job(second)
    with django_assert_num_queries(1):
        shown = summarize([first, second])
    assert [(one.id, one.state, one.counts) for one in shown] == [
        (first.pk, "queued", {ItemState.QUEUED: 2}),
        (second.pk, "cancelled", {ItemState.CANCELLED: 1}),
    ]
    assert summarize([]) == []


def test_a_job_without_items_is_finished(site):
    job = Job.objects.create(account=site.account, api_key=site.key, pipeline="export", settings={})
    shown = charge_and_present_job(job)
    assert (shown.state, shown.counts, shown.items, shown.next_cursor) == ("finished", {}, [], None)
    assert shown.created_at <= timezone.now()


def test_free_text_is_shown_without_a_charge(site, order, write, settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"bill_embedded": False})
    (item,) = order(pipeline="analyze")
    write(item)
    shown = shown_now(item)
    assert (shown.analysis.alt, shown.charges[0].state, shown.charges[0].credits) == ("A red barn", ChargeState.FREE, 0)
    assert site.balance().used == 0
