"""An image has a page: the same facts as in WordPress, and nothing that is not paid for."""

import re

import pytest

from picopt_contract.values import MetadataField
from picopt_saas.dashboard.job_rows import LARGEST_SHOWN
from picopt_saas.dashboard.templatetags.dashboard import embedded_name
from picopt_saas.jobs.models import Charge, Item, Job, ReceiptRecord, ResultFile
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key, result_key

pytestmark = pytest.mark.django_db

ANALYSIS = {
    "alt": "A red bicycle", "title": "Red bicycle", "caption": "", "description": "", "filename": "red-bicycle",
    "tags": ["bicycle", "red"], "draft": True,
}  # fmt: skip
EXPORT = {
    "format": "webp",
    "metadata_changes": [
        {"field": "gps", "before": "52.5 N", "after": None},
        {"field": "keywords", "before": None, "after": "bicycle, red"},
    ],
    "notes": ["Converted from Display P3 to sRGB."],
}


@pytest.fixture
def job(account):
    return Job.objects.create(account=account, pipeline="analyze_export", settings={})


@pytest.fixture
def image(account, job):
    """Delivered and paid for, with two files and two pages of which one is named twice."""
    return make(account, job, "captured")


def make(account, job, paid, position=0):
    places = [{"page_title": "Our <b>bikes</b>"}, {"page_title": "Shop"}, {"page_title": "Shop"}, {"page_title": ""}]
    item = Item.objects.create(
        job=job, account=account, position=position, reference="1:7", sha256="a" * 64, state="delivered", price={},
        analysis=ANALYSIS, export=EXPORT,
        picture={"bytes": 4096, "media_type": "image/jpeg", "context": {"file_name": "bike.jpg", "placements": places}},
    )  # fmt: skip
    for line in ("analysis", "export"):
        Charge.objects.create(item=item, account=account, line=line, credits=1, state=paid)
    for place, (name, width, score) in enumerate([("full", 1200, 70.6), ("medium", 300, None)]):
        file = ResultFile.objects.create(
            account=account, item=item, position=place, name=name, width=width, height=100, bytes=1024, sha256="1" * 64,
            media_type="image/webp", extension="webp", score=score,
        )  # fmt: skip
        storage().write(result_key(account.pk, file.pk), [name.encode()])
    storage().write(original_key(account.pk, item.sha256), [b"original"])
    return item


def test_everything_about_it_is_on_its_page(ann, image):
    page = ann.get(f"/images/{image.pk}").content.decode()
    for words in ("bike.jpg", "A red bicycle", "bicycle, red", "1200 × 100", "300 × 100", ">71<", "WebP",
                  "GPS location", "52.5 N", "removed", "Converted from Display P3", "(−75%)",
                  "Files: 1 credit charged"):  # fmt: skip
        assert words in page
    assert "A draft waiting for review" in page
    uses = page.partition('id="use"')[2].partition("</ul>")[0]
    assert re.findall(r"<li><bdi>([^<]+)<", uses) == ["Our &lt;b&gt;bikes&lt;/b&gt;", "Shop"]
    assert f'href="/images/{image.pk}"' in ann.get(f"/jobs/{image.job_id}").content.decode()


def test_sizes_and_fields_have_the_names_that_people_know(ann, account, image):
    for place, name in enumerate(["medium_large", "breakpoint-1640", "shop_catalog", "breakpoint-wide"], start=2):
        ResultFile.objects.create(
            account=account, item=image, position=place, name=name, width=9, height=9, bytes=1, sha256="1" * 64,
            media_type="image/webp", extension="webp",
        )  # fmt: skip
    page = ann.get(f"/images/{image.pk}").content.decode()
    assert re.findall(r'<th scope="row">([^<]+)</th>', page.partition('id="files"')[2]) == [
        *("Full size", "Medium", "Medium large", "Additional width, 1,640 px", "Shop catalog", "Breakpoint wide"),
        *("GPS location", "Keywords"),
    ]


def test_every_group_of_embedded_metadata_has_a_name():
    assert [field for field in MetadataField if embedded_name(field) == field] == []


def test_before_and_after_are_shown_while_they_are_kept(ann, account, image):
    page = ann.get(f"/images/{image.pk}").content.decode()
    for which, seen in (("before", b"original"), ("after", b"full")):
        assert f"?of={which}" in page
        assert ann.get(f"/images/{image.pk}/thumbnail?of={which}").content == seen
    storage().delete(original_key(account.pk, image.sha256))
    page = ann.get(f"/images/{image.pk}").content.decode()
    assert "?of=before" not in page
    assert "?of=after" in page


def test_an_original_that_is_larger_than_the_site_said_is_not_read_into_a_page(ann, account, image):
    """The site said 4096 bytes. Two dozen requests for 83 MiB took the platform from 0.15 to 2.9 GB."""
    address = f"/images/{image.pk}/thumbnail?of=before"
    storage().write(original_key(account.pk, image.sha256), [b"x" * LARGEST_SHOWN])
    assert len(ann.get(address).content) == LARGEST_SHOWN
    storage().write(original_key(account.pk, image.sha256), [b"x" * (LARGEST_SHOWN + 1)])
    assert ann.get(address).status_code == 404


def test_a_large_file_is_no_thumbnail(ann, image):
    assert ann.get(f"/images/{image.pk}/thumbnail").content == b"full"
    image.files.filter(name="full").update(bytes=LARGEST_SHOWN + 1)
    assert ann.get(f"/images/{image.pk}/thumbnail").content == b"medium"
    image.files.update(bytes=LARGEST_SHOWN + 1)
    assert ann.get(f"/images/{image.pk}/thumbnail").content == b"original"


def test_what_is_not_paid_for_is_not_shown(ann, account, job):
    item = make(account, job, "held")
    page = ann.get(f"/images/{item.pk}").content.decode()
    for words in ("A red bicycle", 'id="metadata"', 'id="embedded"', "Converted from Display P3", "?of=after"):
        assert words not in page
    assert ann.get(f"/images/{item.pk}/thumbnail?of=after").status_code == 404


def test_its_history_names_what_the_site_said_and_other_jobs(ann, account, job, image):
    other = make(account, Job.objects.create(account=account, pipeline="export", settings={}), "released")
    ReceiptRecord.objects.create(item=image, outcome="applied")
    image.reviewed_text = {"alt": "Our red bicycle", "title": "Red bicycle"}
    image.save()
    page = ann.get(f"/images/{image.pk}").content.decode()
    assert "Our red bicycle" in page
    assert "Approved in review on the site" in page
    history = page.partition('id="history"')[2]
    assert "Applied on the site" in history
    assert f'href="/images/{other.pk}">Compress &amp; Export Only</a>' in history
    ReceiptRecord.objects.filter(item=image).update(outcome="reverted")
    assert "Restored on the site" in ann.get(f"/images/{image.pk}").content.decode()


def test_an_image_that_failed_says_why_and_has_nothing_else(ann, account, job):
    item = Item.objects.create(
        job=job, account=account, position=3, reference="1:9", sha256="b" * 64, state="failed", price={},
        picture={"bytes": 10, "media_type": "image/tiff", "context": {"file_name": "scan.tif"}},
        reason_message="The image is damaged.",
    )  # fmt: skip
    page = ann.get(f"/images/{item.pk}").content.decode()
    assert "The image is damaged." in page
    assert "The site didn’t name any page that uses this image." in page
    for part in ('id="files"', 'id="metadata"', 'id="embedded"', "?of="):
        assert part not in page


def test_while_the_store_is_away_the_page_has_no_pictures_and_everything_else(ann, image, settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"storage_url": "file:/proc/self/mem/picopt"})
    page = ann.get(f"/images/{image.pk}")
    assert page.status_code == 200
    assert "A red bicycle" in page.content.decode()
    assert "?of=" not in page.content.decode()
    picture = ann.get(f"/images/{image.pk}/thumbnail")
    assert (picture.status_code, picture.headers["Retry-After"]) == (503, "5")
