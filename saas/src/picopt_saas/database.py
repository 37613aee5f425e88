"""From a database URL to Django's settings."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# A process that is frozen in the middle of a transaction must not keep its locks: the server ends it after so many
# milliseconds of silence.
_LET_GO = "-c idle_in_transaction_session_timeout=10000"


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a URL. libpq itself reads it, so sockets, `sslmode` and the like work as in its manual."""
    options = dict(conninfo_to_dict(url))
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {names[key]: str(options.pop(key)) for key in list(options) if key in names}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **known,
        "OPTIONS": {**options, "options": f"{_LET_GO} {options.get('options', '')}".strip()},
    }
