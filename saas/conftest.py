"""A real PostgreSQL for the tests, started when the first one asks for a database and gone when they end."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from picopt_saas.database import database_settings
from picopt_standalone.postgres import temporary_postgres

pytest_plugins = ["s3_server"]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server for this run: `DATABASE_URL` when it is set, else our own."""
    with ExitStack() as stack:
        yield os.environ.get("DATABASE_URL") or stack.enter_context(temporary_postgres())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres_url: str) -> None:
    """Point Django at the server, and only when a test wants a database.

    A test's own transaction lasts as long as the test, which first loads what it needs: on a busy machine longer than
    the ten seconds of silence after which the server ends a transaction of ours.
    """
    made = database_settings(postgres_url)
    made["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=10min"
    connections["default"].settings_dict.update(made)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let Django empty the tables between transactional tests, which the ledger's trigger forbids."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS transfer_no_truncate ON billing_transfer")


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """`DATABASE_URL` of the test database, for programs that a test starts."""
    settings = connection.settings_dict
    place = quote(settings.get("HOST") or "", safe="")
    return f"postgresql://{settings.get('USER') or ''}@{place}/{settings['NAME']}"


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hashing a password is slow on purpose; not in tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def forgotten_attempts(settings) -> Iterator[None]:
    """Log-ins that one test fails must not slow the next test's down: they are counted in the cache.

    This process's own, so that tests without a database can be cleaned up too; who wants the shared one asks for it.
    """
    shared = settings.CACHES
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "shared": shared["default"],
    }
    yield
    caches["default"].clear()
