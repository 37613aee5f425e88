"""Pages and letters in the reader's language: every string passes gettext, and the choice is kept (U5)."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

import picopt_saas
from picopt_contract.reasons import REASONS
from picopt_saas.accounts.audit import record
from picopt_saas.accounts.connect import begin, note_interest
from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.mail.letters import welcome
from picopt_saas.accounts.mail.once import tell
from picopt_saas.accounts.models import User
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.dashboard.reason_words import MARKED
from picopt_saas.jobs.models import Charge, Item, Job, SiteImage

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("U5")]
LOCALE = Path(picopt_saas.__file__).parent / "locale"
LANGUAGES = [code for code, _ in django_settings.LANGUAGES if code != "en"]
PERSON = {"email": "new@example.com", "password1": "a-good-long-one-7"}
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
PUBLIC = ("/", "/privacy", "/terms", "/security", "/status", "/help", "/nowhere", "/mail/preview")
SIGNED_IN = ("/", "/jobs", "/keys", "/plan", "/plan?paid=1", "/plan/log", "/ledger", "/members", "/connect")
# What is no language: names, addresses, codes, units, numbers.
DATA = re.compile(
    r"Picture Optimizer|Analyze & Export|[\w.+-]+@[\w.-]+|https?://\S+|po_(live|test)_\S+|(acc|job|key|itm)_\w+"
    r"|[A-Z]{4}-[A-Z]{4}|BCDF-GHJK|HTML|UTC|\b(Free|Starter|Pro|Agency)\b|:export:1|lighthouse\.jpg|SSIMULACRA2|\b[kKMG]?B\b|sandbox"
    r"|\d+\. [A-Z][a-zä]+( \d{4}( \d+:\d+)?)?|\d\s+Bytes?|English|Deutsch|Français|Español|日本語|evt_\w+|€"
)


class Words(HTMLParser):
    """The text of a page that a person reads or hears."""

    def __init__(self, html):
        super().__init__()
        self.found, self._skips = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        # Times are Django's own; the guide says that it is English.
        if tag in ("script", "style", "time") or (has.get("lang") == "en" and tag in ("article", "ul")):
            self._skips.append(tag)
        names = ("aria-label", "placeholder", "title", "alt", "data-label", "data-confirm")
        self.found += [has[name] for name in names if has.get(name)]

    def handle_endtag(self, tag):
        if self._skips and self._skips[-1] == tag:
            self._skips.pop()

    def handle_data(self, data):
        if not self._skips:
            self.found.append(data)


@pytest.fixture
def pseudo(settings, tmp_path):
    """German as a language that nobody speaks: every string of ours in brackets, so that what has none is seen."""
    entries = polib.pofile(LOCALE / "de" / "LC_MESSAGES" / "django.po")
    for entry in entries:
        entry.msgstr = f"⟦{entry.msgid}⟧"
        if entry.msgid_plural:
            entry.msgstr_plural = {0: f"⟦{entry.msgid}⟧", 1: f"⟦{entry.msgid_plural}⟧"}
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entries.save_as_mofile(folder / "django.mo")
    settings.LOCALE_PATHS = [str(tmp_path)]
    known = dict(trans_real._translations)
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()
    trans_real._translations.update(known)


@pytest.fixture
def busy(account, user):
    """Something of everything that pages can say."""
    key, _ = create_key(add_site(account, "https://example.com"), user=user, test=True)
    ledger.grant(account, 100, reference="g", expires_at=None, reason="Welcome, example.com")
    for number, state in enumerate(("delivered", "failed", "review", "no_gain")):
        job = Job.objects.create(account=account, api_key=key, pipeline="export", settings={}, automatic=number == 0)
        item = Item.objects.create(
            job=job, account=account, position=0, reference="1:1", sha256="0" * 64, state=state, price={},
            picture={"bytes": 900, "context": {"file_name": "lighthouse.jpg"}},
            reason_code="truncated" if state == "failed" else "",
            reason_message="The PNG is incomplete: 3 of 9 bytes." if state == "failed" else "",
        )  # fmt: skip
        charged = {"delivered": "captured", "failed": "released", "review": "held"}.get(state, "free")
        Charge.objects.create(item=item, account=account, line="export", credits=1, state=charged)
        ledger.reserve(
            account, [ledger.HoldRequest(reference=f"{item.pk}:export:1", line="export", credits=1)], api_key=key
        )
        (ledger.capture if number % 2 else ledger.release)(f"{item.pk}:export:1")
    SiteImage.objects.create(
        account=account, site=key.site, reference="1:1", item_id="i", bytes_before=900, bytes_after=300,
        first_at=job.created_at, files_at=job.created_at,
    )  # fmt: skip
    record(account, "key.switched_off", subject=key.prefix, user=user)
    wish, _ = begin("https://example.com", CHALLENGE)
    note_interest(wish, user)
    return [f"/jobs/{job.pk}" for job in Job.objects.all()]


def without_ours(text):
    """The text without what came through gettext, and without what is no language."""
    while text != (less := re.sub(r"⟦[^⟦⟧]*⟧", "", text)):
        text = less
    return DATA.sub("", text)


def untranslated(client, address, **form):
    answer = client.post(address, form, follow=True) if form else client.get(address, follow=True)
    words = Words(without_ours(answer.content.decode())).found
    return [word.strip() for word in words if re.search(r"[^\W\d_]{2,}", word)]


@pytest.fixture
def reads_german(ann):
    """Ann, who reads German; what she was told in English before is gone."""
    ann.get("/keys")
    User.objects.update(language="de")
    return ann


@pytest.mark.usefixtures("pseudo")
class TestEveryStringIsTranslatable:
    @pytest.mark.parametrize("address", PUBLIC)
    def test_of_public_pages(self, client, address):
        client.cookies["django_language"] = "de"
        assert untranslated(client, address) == []

    def test_of_the_customers_pages(self, reads_german, busy):
        found = {address: untranslated(reads_german, address) for address in (*SIGNED_IN, *busy)}
        assert {address: words for address, words in found.items() if words} == {}

    @pytest.mark.parametrize(
        ("address", "form"),
        [
            ("/plan/buy", {"product": "free"}),
            ("/members/invite", {"email": "no address"}),
            ("/members/invite", {"email": "bob@example.com"}),
            ("/members/join", {"invitation": "forged"}),
            ("/members/close", {"name": "wrong"}),
            ("/connect", {"code": "XXXX-XXXX"}),
            ("/mail/choices", {"topic": "credits"}),
        ],
    )
    def test_of_what_pages_answer(self, reads_german, address, form):
        assert untranslated(reads_german, address, **form) == []

    @pytest.mark.usefixtures("busy")
    def test_of_what_happens_to_a_key(self, reads_german, account):
        key = account.api_keys.get()
        for form in (
            {"action": "off"},
            {"action": "on"},
            {"action": "cap", "daily_spend_cap": "x"},
            {"action": "delete"},
        ):
            assert untranslated(reads_german, f"/keys/{key.pk}", **form) == []

    @pytest.mark.usefixtures("busy")
    @pytest.mark.parametrize("budget", [None, "1", "1000", "x"])
    def test_of_a_sites_budget(self, reads_german, account, budget):
        site = account.sites.get()
        form = {} if budget is None else {"monthly_budget": budget}
        assert untranslated(reads_german, f"/sites/{site.pk}", **form) == []
        assert untranslated(reads_german, "/") == []

    def test_of_letters(self, client):
        for address in re.findall(r'href="(/mail/preview/[^"]+lang=de)"', client.get("/mail/preview").content.decode()):
            text = client.get(address).content.decode()
            bare = without_ours(text)
            words = Words(bare).found if ".html" in address else [bare]
            left = [word.strip() for word in words if re.search(r"[^\W\d_]{2,}", re.sub(r"\d+\. \w+ \d{4}", "", word))]
            assert left == [], address


def test_reasons_of_the_contract_are_marked_for_translators():
    assert set(MARKED) == set(REASONS.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything(language):
    catalog = polib.pofile(LOCALE / language / "LC_MESSAGES" / "django.po")
    assert [entry.msgid for entry in catalog.untranslated_entries() + catalog.fuzzy_entries()] == []
    assert "machine-made draft" in catalog.header
    with translation.override(language):
        assert str(translation.gettext("Sign in")) != "Sign in"


@pytest.mark.parametrize(
    ("asked", "title"),
    [("de-CH,de;q=0.9", "Kleinere Bilder"), ("fr", "images plus légères"), ("xx", "Smaller images"), ("ja", "画像")],
)
def test_a_visitor_is_spoken_to_as_the_browser_asks(client, asked, title):
    answer = client.get("/", headers={"Accept-Language": asked})
    assert title in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_choice_is_kept_in_the_browser_and_for_the_person(client, user):
    answer = client.post("/language", {"language": "es", "next": "/privacy"})
    assert answer.headers["Location"] == "/privacy"
    assert '<html lang="es"' in client.get("/privacy").content.decode()
    client.force_login(user)
    client.post("/language", {"language": "fr", "next": "/members"})
    user.refresh_from_db()
    assert user.language == "fr"
    client.cookies.clear()
    client.force_login(user)
    assert '<html lang="fr"' in client.get("/members").content.decode(), "in any browser"


@pytest.mark.parametrize(
    "form", [{"language": "tlh"}, {"language": ""}, {"language": "de", "next": "https://evil.example"}]
)
def test_what_is_no_language_of_ours_changes_nothing(client, form):
    answer = client.post("/language", form)
    assert answer.headers["Location"] == "/"
    assert client.get("/language").status_code == 405


def test_letters_are_in_the_language_of_whoever_reads_them(client, user):
    client.post(reverse("account_signup"), PERSON, headers={"Accept-Language": "de"})
    assert User.objects.get(email=PERSON["email"]).language == "de"
    assert "Code" in mail.outbox[0].subject
    assert "15 Minuten" in mail.outbox[0].body
    user.language = "ja"
    tell(user, "event", welcome)
    assert "ようこそ" in mail.outbox[1].subject
    assert '<html lang="ja"' in mail.outbox[1].alternatives[0][0]


def test_numbers_and_money_are_written_as_the_language_does(ann, account):
    ledger.grant(account, 12_345, reference="g", expires_at=None)
    User.objects.update(language="de")
    assert "12.345" in ann.get("/").content.decode()
    assert "9,00\xa0€" in ann.get("/plan").content.decode()
