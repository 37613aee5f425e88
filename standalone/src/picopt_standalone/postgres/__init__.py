"""PostgreSQL without an installation: the server programs of a PyPI wheel, started by ourselves."""

from picopt_standalone.postgres.server import postgres, temporary_postgres

__all__ = ["postgres", "temporary_postgres"]
