"""Jobs that are long over, made by the real thing and then aged."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from picopt_saas.billing.ledger import proof
from picopt_saas.billing.ledger.proof import advance
from picopt_saas.jobs.models import Charge, Item, Job, PaidWork
from picopt_saas.jobs.upkeep.expiring import expire_results

TABLES = (
    "jobs_job", "jobs_item", "jobs_charge", "jobs_receiptrecord", "jobs_resultfile",
    "billing_hold", "billing_holdpart", "billing_transfer",
)  # fmt: skip
LONG_AGO = datetime(2024, 3, 15, 12, tzinfo=UTC)


@pytest.fixture
def age(monkeypatch):
    """Makes all jobs that are not aged yet a month's of old: results gone, books compared up to today."""
    monkeypatch.setattr(proof, "_SETTLED", timedelta(0))

    def _age(moment=LONG_AGO):
        young = Job.objects.filter(created_at__gte=timezone.now() - timedelta(days=1)).values_list("pk", flat=True)
        jobs = list(young)
        Item.objects.filter(job__in=jobs).update(expires_at=timezone.now() - timedelta(seconds=1))
        PaidWork.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        expire_results()
        Job.objects.filter(pk__in=jobs).update(created_at=moment)
        Charge.objects.filter(item__job__in=jobs).update(created_at=moment, settled_at=moment)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE billing_hold SET created_at = %s, ended_at = %s FROM jobs_item "
                "WHERE jobs_item.job_id = ANY (%s) AND billing_hold.reference LIKE jobs_item.id || ':%%'",
                [moment, moment, jobs],
            )
        advance()
        return jobs

    return _age


@pytest.fixture
def rows():
    """All rows that an archive may take, by table."""

    def _rows():
        found = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT to_jsonb(one)::text FROM {table} one ORDER BY 1")  # noqa: S608 -- our names
                found[table] = [text for (text,) in cursor.fetchall()]
        return found

    return _rows


@pytest.fixture
def old_job(site, order, make_files, age):
    """Three images, exported in a month long ago: delivered, sent back, and never fetched. The job's id."""
    taken, returned, left = [make_files(item) for item in order(3, pipeline="export")]
    for item in (taken, returned):
        site.ask("GET", f"/v1/files/{item.files.get().pk}")
    applied = [{"name": "full", "sha256": "0" * 64}]
    site.ask("POST", f"/v1/items/{taken.pk}/receipt", {"outcome": "applied", "files": applied})
    site.ask("POST", f"/v1/items/{returned.pk}/receipt", {"outcome": "not_applied", "reason": "no room"})
    age()
    return left.job_id
