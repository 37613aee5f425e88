import pytest
from django.core.management import call_command


def test_live_needs_no_database(client):
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_asks_the_database(client):
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_migrations_match_the_models():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_system_check_passes():
    call_command("check", fail_level="WARNING")
