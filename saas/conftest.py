"""A real PostgreSQL for the tests, started when the first one asks for a database and gone when they end."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, connections
from django.db.models.signals import post_migrate

from picopt_saas.database import database_settings
from picopt_standalone.postgres import temporary_postgres

pytest_plugins = ["own_context", "rare_collections", "s3_server"]


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
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Have Django empty the tables quickly between transactional tests, and leave them empty.

    It would fill in again each time what only its admin reads, the names of all permissions. The names of the models
    stay: everywhere else they are there from the migrations on, and Django remembers their numbers for good.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", delete_rows)
        yield


def delete_rows(_style: object, tables: Iterable[str], **_options: bool) -> list[str]:
    """For a few rows a twentieth of what TRUNCATE takes, which gives every table and every index new files.

    The queue's tables, which Django does not manage, go too: the next test must not find what this one ordered.
    Triggers sleep meanwhile: they keep order among tables, and the ledger's would let nothing go.
    """
    models = apps.get_app_config("procrastinate").get_models()
    queue = [model._meta.db_table for model in models]  # noqa: SLF001 -- documented by Django under this name
    emptied = [table for table in tables if table != ContentType._meta.db_table]  # noqa: SLF001 -- the same
    names = map(connection.ops.quote_name, [*emptied, *queue])
    deletions = [f"DELETE FROM {name}" for name in names]  # noqa: S608 -- Django's names
    return ["; ".join(["SET LOCAL session_replication_role = replica", *deletions])]


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
def no_files_to_look_for(settings) -> None:
    """Each client of a test would look through the folders of all static files; a browser gets them in `e2e/`."""
    settings.WHITENOISE_USE_FINDERS = False


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
