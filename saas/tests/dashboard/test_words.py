"""Pages speak of images by name, of states and charges in words, and of what to do next."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import picopt_saas
from picopt_saas.accounts.audit import record
from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.models import Account
from picopt_saas.accounts.sites import add_site
from picopt_saas.dashboard import happenings
from picopt_saas.dashboard.first_steps import steps_of
from picopt_saas.dashboard.templatetags.dashboard import reason
from picopt_saas.jobs.models import Charge, Item, Job, ResultFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(account):
    """One image whose file became smaller, one that failed."""
    job = Job.objects.create(account=account, pipeline="export", settings={})
    for position, (name, state) in enumerate([("lighthouse.jpg", "delivered"), ("broken.tif", "failed")]):
        item = Item.objects.create(
            job=job, account=account, position=position, reference=f"1:{position}", sha256="0" * 64, state=state,
            picture={"bytes": 4096, "context": {"file_name": name}}, price={},
            reason_message="" if position == 0 else "The image is damaged. Nothing was charged.",
        )  # fmt: skip
        charged = "captured" if position == 0 else "released"
        Charge.objects.create(item=item, account=account, line="export", credits=1, state=charged)
        if position == 0:
            ResultFile.objects.create(
                account=account, item=item, position=0, name="full", width=10, height=10, bytes=1024, sha256="1" * 64,
                media_type="image/webp", extension="webp", score=70.6,
            )  # fmt: skip
    return job


@pytest.mark.parametrize(
    ("code", "language", "said"),
    [
        ("truncated", "en", "Cut off after 3 bytes."),
        ("truncated", "de", "Die Datei ist unvollständig. Lade das ganze Bild noch einmal hoch."),
        ("newer_than_this_page", "de", "Cut off after 3 bytes."),
    ],
)
def test_a_reason_is_said_in_the_readers_language(code, language, said):
    with translation.override(language):
        assert reason(Item(reason_code=code, reason_message="Cut off after 3 bytes.")) == said


def test_a_job_names_its_images(ann, job):
    page = ann.get(f"/jobs/{job.pk}").content.decode()
    for words in ("lighthouse.jpg", "broken.tif", "The image is damaged. Nothing was charged.", "(−75%)", ">71<"):
        assert words in page
    assert "Files: 1 credit charged" in page
    assert "Files: not charged" in page
    assert not re.search(r"(?<!\d)1:0(?!\d)", page)  # and no time of day


def test_states_begin_as_labels_do(ann, job):
    page = ann.get(f"/jobs/{job.pk}").content.decode()
    assert re.findall(r'class="state \w+">([^<]+)<', page) == ["Finished", "Delivered", "Failed"]
    assert "1 delivered, 1 failed" in page, "within a sentence they do not"


@pytest.mark.parametrize("path", ["/account/2fa/", "/account/email/", "/account/password/change/", "/account/logout/"])
def test_pages_of_libraries_are_in_sentence_case_too(ann, path):
    """Headings, labels and buttons of django-allauth, in English."""
    page = ann.get(path, follow=True).content.decode().partition('class="card"')[2].partition("</main>")[0]
    elements = re.findall(r"<(?:h1|h2|label|button|a) ?[^>]*>(.*?)</", page, re.DOTALL)
    said = [text.split() for element in elements for text in re.split(r"<[^>]+>", element)]
    assert any(said)
    for words in said:
        assert not [word for word in words[1:] if word[:1].isupper()], " ".join(words)


def test_pages_of_libraries_say_sign_in_too(ann):
    page = ann.get("/account/password/reset/").content.decode()
    assert "You are already signed in as ann@example.com." in page
    assert not re.search(r"\blog(?:ged)? in\b", page, re.IGNORECASE)


@pytest.mark.usefixtures("job")
def test_first_steps_follow_what_is_there(ann, account):
    assert [step.done for step in steps_of(account).all] == [False, True, True, True, False]
    assert steps_of(account).next.text == "Connect your site"
    create_key(add_site(account, "https://example.com"))
    Job.objects.create(account=account, pipeline="export", settings={}, automatic=True)
    assert steps_of(account).finished
    assert "First steps" not in ann.get("/").content.decode()


def test_a_new_account_is_led_step_by_step(ann, account):
    assert [step.done for step in steps_of(account).all] == [False] * 5
    page = ann.get("/").content.decode()
    assert "What results look like" in page, "samples, while there is nothing of one's own"
    assert "coffee-before" in page
    create_key(add_site(account, "https://example.com"))
    Account.objects.update(previews_made=1)
    account.refresh_from_db()
    assert [step.done for step in steps_of(account).all] == [True, True, False, False, False]
    Account.objects.update(previews_made=5)
    account.refresh_from_db()
    assert steps_of(account).next.text == "Optimize your first batch"


def test_the_activity_is_sentences(ann, account, user):
    record(account, "key.switched_off", subject="po_live_ab12cd", user=user)
    record(account, "something.new", subject="thing")
    record(account, "money.paid", subject="cs_test_a1B2", product="starter", cents=900)
    record(account, "money.refused", subject="cs_test_a1B3", product="pack-2500", cents=4500)
    record(account, "money.back", subject="cs_test_a1B2", credits=500)
    record(account, "money.kept", subject="cs_test_a1B2", credits=-1500)
    record(account, "money.refund_decided", subject="itm_123", user=user, credits=1)
    record(account, "plan.changed", subject="starter-yearly", active=True)
    record(account, "plan.changed", subject="starter", active=False)
    page = ann.get("/members").content.decode()
    for words in (
        "Turned off the key po_live_ab12cd…",
        "Something new thing",
        "Paid €9.00 for Starter",
        "A payment of €45.00 for 2,500 credits was refused: the account was closed",
        "A payment was returned. Credits taken back: 500<",
        "A payment was not returned after all. Credits given back: 1,500<",
        "Support reviewed a refund. Credits returned: 1<",
        "The plan is Starter (yearly)",
        "The Starter plan ended",
    ):
        assert words in page
    assert not re.search(r"cs_test|itm_|starter-yearly|pack-2500", page)


def test_whatever_is_recorded_has_a_sentence_of_its_own():
    source = "\n".join(path.read_text() for path in Path(picopt_saas.__file__).parent.rglob("*.py"))
    recorded = set(re.findall(r"audit\.record\([^\"]*\"([a-z_]+\.[a-z_]+)\"", source))
    assert "money.refund_decided" in recorded
    assert recorded <= happenings.SENTENCES.keys()
