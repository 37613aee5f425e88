"""Processes of the version before go on while a new one has migrated: their INSERTs and SELECTs name what they know."""

import pytest
from django.db import connection
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from picopt_saas.jobs.models import Job

pytestmark = pytest.mark.django_db

OURS = ("accounts", "billing", "storage", "jobs")
TAKES_AWAY = (operations.RemoveField, operations.RenameField, operations.DeleteModel, operations.RenameModel)
# From before the first version that anybody runs.
LONG_AGO = {"accounts.0004_connect_wishes", "jobs.0003_without_test_orders"}
READS_ALL = (operations.AddIndex, operations.AddConstraint)
GROWING = {
    *("billing_hold", "billing_holdpart", "billing_transfer"),
    *("jobs_charge", "jobs_item", "jobs_job", "jobs_receiptrecord", "jobs_resultfile", "storage_original"),
}
# From before anybody's tables were large.
WHILE_OTHERS_WAITED = {"billing.0006_keeping_up", "jobs.0009_keeping_up", "jobs.0011_site_images_and_batches"}


def in_the_database(given):
    for one in given:
        if isinstance(one, operations.SeparateDatabaseAndState):
            yield from in_the_database(one.database_operations)
        else:
            yield one


def migrations():
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app in OURS:
            yield app, name, list(in_the_database(migration.operations))


def added_columns():
    """Table and column of what was added to a table that older processes know."""
    for app, _name, made in migrations():
        new = {one.name_lower for one in made if isinstance(one, operations.CreateModel)}
        for one in made:
            if isinstance(one, operations.AddField) and one.model_name_lower not in new:
                yield f"{app}_{one.model_name_lower}", f"{one.name}_id" if one.field.is_relation else one.name


def test_a_row_that_does_not_name_a_new_column_is_taken():
    """Django gives a column of its own a default in Python only, and takes the one of the migration away again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE is_nullable = 'NO' AND column_default IS NULL AND is_generated = 'NEVER' AND is_identity = 'NO'"
        )
        needed = set(cursor.fetchall())
    added = set(added_columns())
    assert len(added) > 15
    assert not added & needed, "give the field a `db_default`"


def test_nothing_is_taken_away_that_the_version_before_asks_for():
    """First a version that does without it, then one that removes it: a migration of its own, and a line here."""
    found = {f"{app}.{name}" for app, name, made in migrations() if any(isinstance(one, TAKES_AWAY) for one in made)}
    assert found == LONG_AGO


def locking_writers():
    """Migrations that keep those who write to a table that grows with every image waiting while they read all of it."""
    for app, name, made in migrations():
        new = {one.name_lower for one in made if isinstance(one, operations.CreateModel)}
        reading = [
            one.model_name_lower for one in made if type(one) in READS_ALL
        ]  # not PostgreSQL's own kinds of these
        if any(f"{app}_{model}" in GROWING and model not in new for model in reading):
            yield f"{app}.{name}"


def test_no_index_on_what_grows_is_made_while_others_wait():
    """`AddIndexConcurrently`; a constraint that is not valid first, and then validated (`billing.0014_known_paths`)."""
    assert set(locking_writers()) == WHILE_OTHERS_WAITED


def test_an_order_of_the_version_before_is_written(site):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_job (id, account_id, pipeline, settings, review, created_at) "
            "VALUES ('job_old', %s, 'export', '{}', false, %s)",
            [site.account.pk, timezone.now()],
        )
    job = Job.objects.get(pk="job_old")
    assert (job.batch, job.may_wait, job.accept_drafts, job.automatic) == ("", False, False, False)
