"""Rows come back from the archive as they were, may leave again, and are shown without coming back."""

import io
import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from picopt_saas.billing.models import ArchivedReference, Opening
from picopt_saas.jobs.models import ArchiveObject, Item, Job
from picopt_saas.jobs.upkeep.archiving import archive, prove_archive
from picopt_saas.jobs.upkeep.archiving.months import later
from picopt_saas.jobs.upkeep.reconciling import reconcile, reconcile_whole
from picopt_saas.rows import insert_rows
from picopt_saas.storage.build import archive_storage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H2")]


def run(*words):
    out = io.StringIO()
    call_command("archive", *words, stdout=out)
    return out.getvalue()


def without_content(rows):
    """What the archive leaves out is not expected back."""
    left_out = ("reference", "picture", "reason_message", "analysis", "reviewed_text", "wish", "export", "settings",
                "quote_id", "reason", "files")  # fmt: skip
    kept = {}
    for table, some in rows.items():
        gone = () if table.startswith("billing") else left_out
        kept[table] = [{k: v for k, v in json.loads(row).items() if k not in gone} for row in some]
    return kept


def test_a_month_comes_back_as_it_was_and_leaves_again(site, old_job, rows):
    before = rows()
    archive()
    assert "1 objects of 2024-03 are in the database again" in run("restore", "--month", "2024-03")
    assert without_content(rows()) == without_content(before)
    assert not ArchivedReference.objects.exists()
    assert set(Opening.objects.values_list("used", "holds", "transfers")) == {(0, 0, 0)}
    assert [*reconcile().faults, *reconcile_whole().faults] == []
    call_command("ledger", "verify")
    assert site.job(old_job)["items"][0]["charges"][0]["state"] == "captured"

    assert archive()["jobs"] == 0  # it stays for whoever looks into it
    assert "0 objects" in run("restore", "--month", "2024-03")
    assert "1 objects" in run("resume", "--month", "2024-03")
    assert archive()["jobs"] == 1
    assert prove_archive() == []
    call_command("ledger", "verify")


def test_a_restored_month_lets_others_leave(old_job, order, make_files, age):
    archive()
    run("restore", "--month", "2024-03")
    make_files(*order(1, pipeline="export"))
    age(datetime(2024, 5, 2, tzinfo=UTC))
    assert archive()["jobs"] == 1
    assert Job.objects.get().pk == old_job


def test_a_damaged_object_is_told_and_nothing_of_it_comes_back(old_job, rows):
    archive()
    made = ArchiveObject.objects.get()
    data = b"".join(archive_storage().read(made.key))
    before = rows()
    for broken in (data[:-5], b""):
        archive_storage().write(made.key, [broken])
        with pytest.raises(CommandError, match="does not hold"):
            run("verify")
        with pytest.raises(CommandError, match="not what was written"):
            run("restore", "--month", "2024-03")
        with pytest.raises(CommandError, match="not what was written"):
            run("show", "--month", "2024-03")
    archive_storage().delete(made.key)
    with pytest.raises(CommandError, match="is not there"):
        run("restore", "--month", "2024-03")
    assert rows() == before
    archive_storage().write(made.key, [data])
    assert "1 objects are what was written" in run("verify")


def test_the_archive_is_listed_and_shown_by_item_and_account(site, old_job):
    item = Item.objects.order_by("position").first().pk
    archive()
    assert run("list").startswith("2024-03")
    assert run("list", "--month", "2024-04") == ""
    shown = [json.loads(line) for line in run("show", "--month", "2024-03", "--item", item).splitlines()]
    assert {one["table"] for one in shown} == {
        "jobs_item", "jobs_charge", "jobs_receiptrecord", "billing_hold", "billing_transfer", "jobs_resultfile",
    }  # fmt: skip
    assert run("show", "--month", "2024-03", "--account", "acc_other") == ""
    for words in (("show",), ("restore",), ("list", "--month", "2024"), ("restore", "--month", "13-2024")):
        with pytest.raises(CommandError, match="month"):
            run(*words)


def test_a_row_from_before_a_column_gets_the_columns_default(site, old_job):
    old = Job.objects.get()
    row = {"id": "job_old", "account_id": old.account_id, "pipeline": "export", "settings": {}}
    insert_rows(Job, {"jobs_job": [json.dumps(row | {"created_at": "2024-03-01T00:00:00+00:00"})]})
    assert (Job.objects.get(pk="job_old").review, Job.objects.get(pk="job_old").accept_drafts) == (False, False)


def test_months_are_counted_over_years():
    assert later(date(2026, 1, 1), -13) == date(2024, 12, 1)
    assert later(date(2024, 12, 1), 1) == date(2025, 1, 1)
    assert later(date(2024, 3, 1), 15) == date(2025, 6, 1)


def test_the_ledger_page_says_what_is_archived(site, old_job, django_user_model):
    user = django_user_model.objects.create_user("ann@example.com")
    site.account.memberships.create(user=user, role="owner")
    client = Client()
    client.force_login(user)
    assert "in the archive" not in client.get(reverse("ledger")).content.decode()
    archive()
    assert "up to March 2024 are in the archive: 1 credits" in client.get(reverse("ledger")).content.decode()
