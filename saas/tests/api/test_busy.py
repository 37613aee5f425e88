"""A transaction that keeps what others need holds none of them for long, and they are told so."""

from contextlib import contextmanager
from copy import deepcopy

import psycopg
import pytest
from django.db import DatabaseError, InternalError, connection, connections, transaction
from django.test import override_settings
from psycopg import sql

from picopt_saas.billing.models import Hold
from picopt_saas.database import database_settings, is_unavailable, share_one_connection
from picopt_saas.deferring import defer
from picopt_saas.jobs.models import Job


@pytest.fixture
def impatient(transactional_db):
    """Our connection waits for a moment only, as another one waits for seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("12s",), "what every connection begins with"
        cursor.execute("SET lock_timeout = '100ms'")
    yield
    connection.close()


@contextmanager
def kept(database_url, statement, *parameters):
    """Somebody else's transaction that does not end."""
    with psycopg.connect(database_url) as other:
        other.execute(statement, parameters)
        yield
        other.rollback()


@pytest.mark.usefixtures("impatient")
def test_an_order_that_cannot_get_the_wallet_is_busy_and_can_be_sent_again(site, picture, database_url):
    site.upload(picture)
    wanted = {"pipeline": "export", "items": [site.item(picture)], "settings": {}}
    order = {**wanted, "quote_id": site.ask("POST", "/v1/quotes", wanted).json()["id"]}
    wallet = "SELECT FROM billing_wallet WHERE account_id = %s FOR UPDATE"
    with kept(database_url, wallet, site.account.pk):
        refused = site.ask("POST", "/v1/jobs", order, key="the-same-key")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.json()["code"] == "busy"
    assert refused.json()["retryable"]
    assert refused.json()["detail"].startswith(
        "Something else is changing this right now. Nothing was changed or charged."
    )
    assert (Job.objects.count(), Hold.objects.count(), site.balance().held) == (0, 0, 0)
    assert site.ask("POST", "/v1/jobs", order, key="the-same-key").status_code == 202
    assert site.balance().held == 1


@pytest.mark.usefixtures("impatient")
def test_who_only_reads_does_not_wait_for_it(site, database_url):
    with kept(database_url, "SELECT FROM billing_wallet WHERE account_id = %s FOR UPDATE", site.account.pk):
        assert site.ask("GET", "/v1/account").status_code == 200


def test_a_worker_waits_longer_than_a_request_and_an_operators_word_counts_for_both(monkeypatch):
    def limits(options):
        return [part for part in options.split() if part.startswith("lock_timeout")]

    made = database_settings("postgresql://db/picopt?options=-c%20lock_timeout%3D5000")
    monkeypatch.setattr(connections["default"], "settings_dict", {**connection.settings_dict, **deepcopy(made)})
    options = connections["default"].settings_dict["OPTIONS"]
    assert limits(options["options"]) == ["lock_timeout=12000", "lock_timeout=5000"]
    share_one_connection()
    assert limits(options["options"]) == ["lock_timeout=60000", "lock_timeout=5000"], "PostgreSQL takes the last"


@pytest.fixture
def read_only(site, database_url):
    """A database that takes nothing in: a replica, or one whose provider has no room left for it."""
    with psycopg.connect(database_url, autocommit=True) as other:
        of_all = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}")
        name = sql.Identifier(connection.settings_dict["NAME"])
        other.execute(of_all.format(name, sql.SQL("on")))
        connection.close()
        yield
        other.execute(of_all.format(name, sql.SQL("off")))
    connection.close()


@pytest.mark.usefixtures("read_only")
def test_while_the_database_takes_nothing_in_everybody_is_told_to_come_back(site, client):
    begun = {"site_url": "https://example.org", "challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}
    refused = site.ask("POST", "/v1/connect", begun)
    assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (503, "busy", "5")
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["database"]) == (503, "read-only")


@pytest.mark.parametrize("address", ["/account/login/", "/account/signup/", "/account/password/reset/"])
@pytest.mark.usefixtures("read_only")
def test_a_person_is_told_that_the_service_is_for_reading_only_and_not_that_they_tried_too_often(
    client, settings, address
):
    """The counts of attempts are kept in the database, too, and cannot be written either."""
    client.raise_request_exception = False
    password = "correct-horse-42"
    typed = {"login": "ann@example.com", "email": "ann@example.com", "password": password, "password1": password}
    with override_settings(CACHES={"default": settings.CACHES["shared"]}):
        refused = client.post(address, typed)
    text = refused.content.decode()
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5"), text
    assert "<h1>The service is read-only right now</h1>" in text
    assert "Nothing was lost or charged" in text
    assert "Too many attempts" not in text


@pytest.mark.parametrize(
    ("state", "passes"),
    [("25006", True), ("25P03", True), ("55P03", True), ("57P01", True), ("XX000", False), ("23505", False)],
)
def test_what_passes_by_itself_is_told_from_faults_by_the_databases_own_state(db, state, passes):
    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")
    assert is_unavailable(raised.value) == passes


@pytest.mark.usefixtures("read_only")
def test_what_the_queue_cannot_take_in_says_why_as_everything_else_does():
    """An order, a sign-up or an upload that fails there is busy, or after a deadlock tried again."""
    with pytest.raises(InternalError) as raised:
        defer("send_mail", "housekeeping", mail_id="1")
    assert is_unavailable(raised.value)
