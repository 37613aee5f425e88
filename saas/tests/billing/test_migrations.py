"""Migrations over rows that an older version left, and what they leave of the tables."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Hold

pytestmark = pytest.mark.django_db(transaction=True)

# Tables that grow with every image.
GROWING = (
    "billing_hold",
    "billing_holdpart",
    "billing_transfer",
    "jobs_charge",
    "jobs_item",
    "jobs_job",
    "jobs_resultfile",
)
NEEDLESS = """
    SELECT one.relname || ': ' || pg_get_indexdef(index.indexrelid)
    FROM pg_index index
    JOIN pg_class one ON one.oid = index.indrelid AND one.relname = ANY (%s)
    JOIN pg_opclass compares ON compares.oid = index.indclass[0]
    WHERE NOT index.indisunique AND index.indpred IS NULL AND (
      compares.opcname LIKE '%%pattern_ops'
      OR EXISTS (
        SELECT FROM pg_index longer
        WHERE longer.indrelid = index.indrelid AND longer.indexrelid <> index.indexrelid AND longer.indpred IS NULL
          AND longer.indnatts > index.indnatts AND index.indnatts = 1 AND longer.indkey[0] = index.indkey[0]
          AND longer.indclass[0] = index.indclass[0]
      )
    )
"""


@pytest.fixture
def back_to():
    """Goes back to a migration of `billing`, and forth again at the test's end."""

    def forth():
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    def back(name):
        MigrationExecutor(connection).migrate([("billing", name)])
        return forth

    yield back
    forth()


def test_sums_begin_with_what_was_spent_before_they_were_kept(account, give, hold, back_to):
    key, other = (create_key(add_site(account, f"https://{name}.example"))[0] for name in ("one", "other"))
    give(account, 100)
    forth = back_to("0011_unspent_grants")
    for reference, who in (("held", key), ("captured", key), ("released", key), ("others", other), ("yesterday", key)):
        hold(account, reference, credits=2, api_key=who)
    hold(account, "nobodys", credits=50)
    with connection.cursor() as cursor:  # as the version of then did
        cursor.execute("UPDATE billing_hold SET state = reference WHERE reference IN ('captured', 'released')")
    Hold.objects.filter(reference="yesterday").update(created_at=timezone.now() - timedelta(days=1))
    forth()
    assert [ledger.spent_today(one) for one in (key, other)] == [4, 2]
    hold(account, "new", credits=3, api_key=key)
    assert ledger.release("held")
    assert [ledger.spent_today(one) for one in (key, other)] == [5, 2]
    assert ledger.recount() == 0


def test_growing_tables_have_no_index_that_nothing_reads(db):
    with connection.cursor() as cursor:
        cursor.execute(NEEDLESS, [list(GROWING)])
        assert cursor.fetchall() == []


def test_the_functions_of_the_ledger_go_back_and_forth(account, give, hold, back_to):
    give(account, 10)
    forth = back_to("0012_spending")
    assert kept_plans() == set()
    hold(account, "before", credits=3)
    assert ledger.capture("before")
    forth()
    assert kept_plans() == {"billing_reserve", "billing_capture"}
    hold(account, "after", credits=3)
    assert ledger.capture("after")
    assert ledger.balance(account).used == 6


def kept_plans():
    """Functions whose statements are planned once a session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE 'plan_cache_mode=force_generic_plan' = ANY (proconfig)")
        return {name for (name,) in cursor.fetchall()}
