"""Migrations that move data, run on a real database: forwards over rows as an older version left them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import ChargeLine
from picopt_saas.jobs.delivery.fingerprints import fingerprint

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migrate():
    """Goes to a migration of `jobs`; the models as they were there."""

    def _migrate(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("jobs", name)])
        return executor.loader.project_state([("jobs", name)]).apps

    yield _migrate
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.deep  # history that no change of today touches; the others run what it runs
def test_orders_of_test_keys_end_and_everything_else_stays(migrate, site):
    then = migrate("0002_reconciliation")
    for test in (True, False):
        job = then.get_model("jobs", "Job").objects.create(
            account_id=site.account.pk, api_key_id=site.key.pk, pipeline="export", settings={}, test=test
        )
        for position, state in enumerate(("queued", "ready")):
            then.get_model("jobs", "Item").objects.create(
                id=f"itm_{test}_{state}",
                account_id=site.account.pk,
                job=job,
                position=position,
                reference="1:1",
                sha256="0" * 64,
                picture={},
                price={},
                state=state,
            )
    now = migrate("0003_without_test_orders")
    assert dict(now.get_model("jobs", "Item").objects.values_list("id", "state")) == {
        "itm_True_queued": "cancelled",
        "itm_True_ready": "ready",
        "itm_False_queued": "queued",
        "itm_False_ready": "ready",
    }
    assert now.get_model("jobs", "Job").objects.filter(cancelled_at=None).count() == 1


def test_an_index_that_was_left_half_built_does_not_hold_up_the_next_try(migrate):
    """Building it waits for those who write, and gives up after a while."""
    migrate("0014_known_to_the_database")
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX items_by_reason ON jobs_item (id)")
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'items_by_reason'::regclass")
        migrate("0015_items_by_reason")
        cursor.execute("SELECT indisvalid, indnatts FROM pg_index WHERE indexrelid = 'items_by_reason'::regclass")
        assert cursor.fetchone() == (True, 2)


def test_what_was_paid_before_contexts_were_dropped_is_still_paid(migrate, site, known_picture):
    """The old name held the words around the image; the new one must be what the code of today computes."""
    then = migrate("0003_without_test_orders")
    settings = JobSettings.model_validate({"analysis": {"language": "de", "tone": "plain"}})
    picture = PictureItem.model_validate(site.item(known_picture))
    job = then.get_model("jobs", "Job").objects.create(
        account_id=site.account.pk,
        api_key_id=site.key.pk,
        pipeline="analyze",
        settings=settings.model_dump(mode="json", exclude={"analysis": {"glossary"}}),  # there was none then
    )
    for number, day in enumerate((2, 1)):
        item = then.get_model("jobs", "Item").objects.create(
            id=f"itm_{number}", account_id=site.account.pk, job=job, position=number, reference="1:1",
            sha256=picture.sha256, picture=picture.model_dump(mode="json"), price={}, state="delivered",
        )  # fmt: skip
        charge = then.get_model("jobs", "Charge").objects.create(
            item=item,
            account_id=site.account.pk,
            line="analysis",
            credits=1,
            state="captured",
            fingerprint=f"old{number}",
        )
        paid = then.get_model("jobs", "PaidWork").objects.create(
            account_id=site.account.pk, line="analysis", fingerprint=f"old{number}", charge=charge,
            analysis={"alt": f"of day {day}"}, expires_at=timezone.now() + timedelta(days=9),
        )  # fmt: skip
        then.get_model("jobs", "PaidWork").objects.filter(pk=paid.pk).update(
            paid_at=timezone.now() + timedelta(hours=day)
        )
    now = migrate("0004_analysis_without_context")
    kept = now.get_model("jobs", "PaidWork").objects.get()
    assert kept.fingerprint == fingerprint(ChargeLine.ANALYSIS, settings, picture)
    assert kept.analysis == {"alt": "of day 2"}


def test_what_sites_have_already_is_counted_once_an_image(migrate, site):
    """The newest delivered result of each image, with the sizes whose present bytes are known."""
    then = migrate("0010_archive")
    job = then.get_model("jobs", "Job").objects.create(
        account_id=site.account.pk, api_key_id=site.key.pk, pipeline="export", settings={}
    )
    sizes = [{"name": "thumbnail", "replaces_bytes": 100}, {"name": "new", "replaces_bytes": None}]
    rows = [("a", "1:1", "delivered"), ("b", "1:1", "delivered"), ("c", "1:2", "ready"), ("d", "1:3", "delivered")]
    for number, (name, reference, state) in enumerate(rows):
        item = then.get_model("jobs", "Item").objects.create(
            id=f"itm_{name}", account_id=site.account.pk, job=job, position=number, reference=reference, price={},
            sha256="0" * 64, state=state, picture={} if name == "d" else {"bytes": 1_000, "sizes": sizes},
            analysis={"alt": "A dog"},
        )  # fmt: skip
        for place, file in enumerate(("full", "thumbnail", "new")):
            then.get_model("jobs", "ResultFile").objects.create(
                id=f"fil_{name}{place}", account_id=site.account.pk, item=item, position=place, name=file, width=9,
                height=9, bytes=10 * (number + 1), sha256="1" * 64, media_type="image/webp", extension="webp",
            )  # fmt: skip
    now = migrate("0011_site_images_and_batches")
    (image,) = now.get_model("jobs", "SiteImage").objects.all()
    assert (image.reference, image.item_id, image.site_id) == ("1:1", "itm_b", site.key.site_id)
    assert (image.bytes_before, image.bytes_after) == (1_100, 40)
    assert image.alt_at == image.files_at == image.first_at
