"""Migrations that move data, run on a real database: forwards over rows as an older version left them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

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
