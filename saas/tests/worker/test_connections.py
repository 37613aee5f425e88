"""What a worker asks of the database while it has nothing to do, and what it gives back."""

import psycopg
import pytest
from django.core.signals import request_started
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.database import WORKER
from picopt_saas.jobs.models import Item
from picopt_saas.postgres.liveness import has_news

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_holds_three_connections_at_most_also_while_it_works(
    site, make_pictures, workers, database_url, eventually
):
    workers.start()
    job = site.order_pictures(*make_pictures(3), pipeline="export")
    seen = []

    def done():
        with psycopg.connect(database_url) as database:
            count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
            seen.append(database.execute(count, [WORKER]).fetchone()[0])
        return Item.objects.filter(job=job["id"], state="ready").count() == 3

    eventually(done, seconds=180)  # real imaging, on a machine that may be busy
    assert 0 < max(seen) <= 3


def test_what_a_worker_without_heartbeat_held_is_another_ones(site, picture, workers, eventually):
    """It died, and its row in the list of workers with it, or not."""
    job = site.order_pictures(picture, pipeline="export")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    workers.start(WORKER_HEARTBEAT_SECONDS="0.5")
    eventually(lambda: Item.objects.filter(job=job["id"], state="ready").exists())
    eventually(lambda: not ProcrastinateJob.objects.filter(task_name="run_item").exists())


def test_a_connection_that_the_server_has_ended_is_known_by_its_socket(database_url, eventually):
    with psycopg.connect(database_url, autocommit=True) as one, psycopg.connect(database_url, autocommit=True) as other:
        one.execute("SELECT 1")
        assert not has_news(one)
        other.execute("SELECT pg_terminate_backend(%s)", [one.info.backend_pid])
        eventually(lambda: has_news(one))


def test_a_connection_that_broke_in_the_middle_of_a_statement_is_known_to_be_gone(database_url):
    """It has no socket to look at: each look raised, and a thread that had it never served anybody again."""
    with psycopg.connect(database_url, autocommit=True) as one:
        with pytest.raises(psycopg.OperationalError):
            one.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        assert has_news(one)


def test_the_next_request_after_one_that_lost_its_connection_is_served(client):
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    request_started.send(sender=None)  # what the test client leaves out: it keeps the test's own connection
    assert client.get("/health/ready").status_code == 200


def test_djangos_connection_is_made_anew_when_the_server_has_ended_it(database_url, eventually):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()[0]
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [before])
    eventually(lambda: has_news(connection.connection))
    connection.health_check_enabled, connection.health_check_done = True, False  # as between two requests
    connection.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != before
