"""A transaction that keeps what others need holds none of them for long, and they are told so."""

from contextlib import contextmanager
from copy import deepcopy

import psycopg
import pytest
from django.db import connection, connections

from picopt_saas.billing.models import Hold
from picopt_saas.database import database_settings, share_one_connection
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
