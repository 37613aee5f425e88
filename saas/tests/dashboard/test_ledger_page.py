"""The ledger in words, by date and kind, and as a file."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.signals import request_finished
from django.utils import timezone

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import create_verified_user, open_account
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Transfer
from picopt_saas.dashboard import streams
from picopt_saas.dashboard.views import ledger as ledger_view
from picopt_saas.dashboard.views.ledger import harmless
from picopt_saas.jobs.models import Item, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def spent(account):
    """Fifty credits, one image's files charged, another reserved and released."""
    key, _ = create_key(add_site(account, "https://example.com"))
    ledger.grant(account, 50, reference="free:example.com", expires_at=None, reason="Welcome, example.com")
    job = Job.objects.create(account=account, pipeline="export", settings={})
    names = ("lighthouse.jpg", "=cmd.png")
    for position, name in enumerate(names):
        item = Item.objects.create(
            job=job, account=account, position=position, reference=f"1:{position}", sha256="0" * 64,
            picture={"context": {"file_name": name}}, price={},
        )  # fmt: skip
        reference = f"{item.pk}:export:1"
        ledger.reserve(account, [ledger.HoldRequest(reference=reference, line="export", credits=1)], api_key=key)
        (ledger.capture if position == 0 else ledger.release)(reference)
    return account


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


@pytest.mark.acceptance("U4")
def test_entries_are_sentences_with_file_names_and_add_up_to_the_balance(ann, spent):
    page = ann.get("/ledger").content.decode()
    assert "Credits added: Welcome, example.com" in page
    assert "Files exported: lighthouse.jpg" in page
    assert "Reserved:" not in page
    assert re.findall(r'data-label="Credits">([^<]*)<', page) == ["−1", "+50"]
    everything = rows(ann.get("/ledger.csv?show=all"))
    assert len(everything) == 5
    assert sum(int(row["credits"]) for row in everything) == ledger.balance(spent).available == 49


def test_a_spreadsheet_runs_nothing(ann, spent):
    assert spent
    assert not any(row["entry"].startswith(("=", "+", "@")) for row in rows(ann.get("/ledger.csv?show=all")))


def test_days_and_kinds_filter(ann, spent):
    today = timezone.now().date()
    assert [row["entry"] for row in rows(ann.get("/ledger.csv?show=added"))] == ["Credits added: Welcome, example.com"]
    assert rows(ann.get(f"/ledger.csv?end={today - timedelta(days=1)}")) == []
    assert len(rows(ann.get(f"/ledger.csv?start={today}&end={today}"))) == 2
    assert "Files exported" in ann.get("/ledger?start=nonsense").content.decode()
    assert Transfer.objects.filter(account=spent).count() == 5


def test_others_see_nothing_of_it(client, spent, django_user_model):
    assert spent
    client.force_login(django_user_model.objects.create_user("eve@example.com", "a-long-password-3"))
    assert "lighthouse" not in client.get("/ledger").content.decode()
    assert rows(client.get("/ledger.csv?show=all")) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", "\uff20"])
def test_a_cell_that_could_be_a_formula_is_text(start):
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    assert harmless(f"Refund: {start}1") == f"Refund: {start}1"


def test_the_file_is_whole_in_order_and_in_the_readers_language_however_long_it_is(ann, user, spent, monkeypatch):
    monkeypatch.setattr(ledger_view, "_AT_ONCE", 2)
    for number in range(5):
        ledger.grant(spent, 1, reference=f"g{number}", expires_at=None)
    user.language = "de"
    user.save()
    answer = ann.get("/ledger.csv?show=all")
    assert answer.streaming
    found = rows(answer)
    assert [row["reference"] for row in found][:5] == [f"g{number}" for number in reversed(range(5))]
    assert len(found) == len({(row["reference"], row["entry"]) for row in found}) == 10
    assert "Dateien exportiert: lighthouse.jpg" in [row["entry"] for row in found]


def test_slow_readers_hold_only_so_many_threads(ann, spent, monkeypatch):
    monkeypatch.setattr(request_finished, "send", lambda **_: None)  # it would end the test's own transaction

    def get(client=ann):
        return client.get("/ledger.csv")

    first = get()
    second = get()
    assert (first.status_code, second.status_code, second.headers["Retry-After"]) == (200, 429, "30")
    first.close()  # without a byte having been read
    others = [open_account(create_verified_user(f"p{number}@example.com", "a-long-password-5")) for number in range(3)]
    held = [streams.send(other, iter(("x",)), content_type="text/csv", name="x.csv") for other in others]
    assert get().status_code == 429
    for answer in held:
        assert answer.getvalue() == b"x"
        answer.close()
    assert len(rows(get())) == 2
