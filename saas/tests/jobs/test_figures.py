"""What sites have from us is counted once an image, by what they say themselves (U4)."""

import pytest

from picopt_contract.jobs import Receipt
from picopt_saas.jobs.delivery.charges import deliver
from picopt_saas.jobs.delivery.figures import has_alt, sizes_of
from picopt_saas.jobs.delivery.files import charge_and_open_file
from picopt_saas.jobs.delivery.receipts import take_receipt
from picopt_saas.jobs.models import Item, Job, ResultFile, SiteImage

pytestmark = [pytest.mark.usefixtures("books"), pytest.mark.acceptance("U4")]
TOLD = Receipt(outcome="applied", bytes_before=9_000, bytes_after=3_000)
UNTOLD = Receipt(outcome="applied")


@pytest.fixture
def exported(order, make_files):
    """An image whose files were fetched."""

    def _exported():
        (item,) = order(1, pipeline="export")
        charge_and_open_file(make_files(item).files.get(), 0, 4).close()
        return item

    return _exported


def test_an_applied_image_counts_as_its_site_counted_it(exported, site):
    item = exported()
    for _ in range(2):
        take_receipt(item, TOLD)
    image = SiteImage.objects.get()
    assert (image.site, image.reference, image.item_id) == (site.key.site, item.reference, item.pk)
    assert (image.bytes_before, image.bytes_after) == (9_000, 3_000)
    assert image.files_at is not None
    assert image.alt_at is None


def test_an_image_that_is_processed_again_is_still_one(exported):
    take_receipt(exported(), TOLD)
    first = SiteImage.objects.get()
    take_receipt(exported(), Receipt(outcome="applied", bytes_before=9_000, bytes_after=2_000))
    again = SiteImage.objects.get()
    assert (again.bytes_after, again.first_at, again.files_at) == (2_000, first.first_at, first.files_at)


def test_text_and_files_of_one_image_come_together(exported, order, write):
    take_receipt(exported(), TOLD)
    (item,) = order(1, pipeline="analyze")
    write(item)
    deliver(item.charges.all())
    Job.objects.update(accept_drafts=True)
    take_receipt(Item.objects.get(pk=item.pk), UNTOLD)
    image = SiteImage.objects.get()
    assert image.bytes_after == 3_000, "text says nothing of bytes"
    assert image.alt_at is not None


def test_a_result_that_was_sent_back_counts_no_more(exported):
    item = exported()
    take_receipt(item, TOLD)
    take_receipt(item, Receipt(outcome="not_applied", reason="The disk is full."))
    assert not SiteImage.objects.exists()


def test_an_image_that_was_reverted_counts_no_more_but_a_newer_result_does(exported):
    older, newer = exported(), exported()
    take_receipt(older, TOLD)
    take_receipt(newer, TOLD)
    take_receipt(older, Receipt(outcome="reverted"))
    assert SiteImage.objects.get().item_id == newer.pk
    take_receipt(newer, Receipt(outcome="reverted"))
    assert not SiteImage.objects.exists()


def test_a_site_that_counts_nothing_is_counted_by_the_order(exported):
    item = exported()
    take_receipt(item, UNTOLD)
    image = SiteImage.objects.get()
    assert (image.bytes_before, image.bytes_after) == (item.picture["bytes"], 4)


@pytest.mark.parametrize("told", [{"bytes_before": 9_000}, {"bytes_after": 3_000}, {}])
def test_half_a_count_is_none(exported, told):
    item = exported()
    take_receipt(item, Receipt(outcome="applied", **told))
    image = SiteImage.objects.get()
    assert (image.bytes_before, image.bytes_after) == (item.picture["bytes"], 4)


def test_all_sizes_count_whose_present_bytes_are_known_on_both_sides():
    item = Item(
        picture={
            "bytes": 1_000,
            "sizes": [
                {"name": "thumbnail", "replaces_bytes": 100},
                {"name": "medium", "replaces_bytes": 300},
                {"name": "new", "replaces_bytes": None},
            ],
        }
    )
    made = [("full", 400), ("thumbnail", 40), ("new", 50), ("breakpoint-640", 60)]
    assert sizes_of(item, [ResultFile(name=name, bytes=size) for name, size in made]) == (1_100, 440)
    assert sizes_of(item, []) is None


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Item(picture={}), False),
        (Item(picture={"context": {"existing_alt": "A dog"}}), True),
        (Item(picture={"text": {"alt": "A dog"}}), True),
        (Item(picture={}, analysis={"alt": "A dog"}), True),
        (Item(picture={}, analysis={"alt": "", "decorative": True}), True),
        (Item(picture={}, analysis={"alt": "A dog", "draft": True}), False),
        (Item(picture={}, analysis={"alt": "A dog", "draft": True}, reviewed_text={"alt": "My dog"}), True),
    ],
)
def test_an_alt_text_counts_when_somebody_may_read_it(item, expected):
    item.job = Job(accept_drafts=False)
    assert has_alt(item) is expected


def test_a_draft_counts_where_drafts_are_taken():
    item = Item(picture={}, analysis={"alt": "A dog", "draft": True})
    item.job = Job(accept_drafts=True)
    assert has_alt(item)
    item.reviewed_text = {"alt": "", "decorative": False}
    assert not has_alt(item), "somebody has read it, and took the words out"
