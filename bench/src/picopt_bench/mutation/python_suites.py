"""The Python packages whose tests are judged."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Suite:
    """A package: its files, the tests that are there for it, and what they need."""

    name: str
    sources: tuple[str, ...]
    tests: tuple[str, ...]
    folder: str = "."
    warm: tuple[str, ...] = ()
    database: bool = False
    declared: tuple[str, ...] = ()
    """Tests that hold what is declared, and runs when a file is imported, against something else."""

    @property
    def home(self) -> Path:
        """Where pytest is started."""
        return TOP / self.folder

    def files(self) -> list[Path]:
        """All files that may be changed; migrations are history."""
        found = {path for pattern in self.sources for path in TOP.glob(pattern)}
        return sorted(path for path in found if "migrations" not in path.parts and "management" not in path.parts)


_PLAIN: Final = ("hypothesis", "pydantic", "xml.etree.ElementTree")
_NATIVE: Final = (*_PLAIN, "numpy", "pyvips", "PIL.Image")
_DJANGO: Final = (
    *_PLAIN,
    "PIL.Image",
    "numpy",
    "django.db.models",
    "boto3",
    "psycopg_pool",
    "stripe",
    "jwt",
    "structlog",
    "procrastinate",
    "django.core.management",
    "django.db.backends.postgresql.base",
    "django.test.client",
    "fido2.server",
    "jinja2",
    "pebble",
    "prometheus_client",
    "pydantic_settings",
    "qrcode",
    "requests",
    "stripe.params",
)

_FLASK: Final = (
    *_PLAIN,
    "flask",
    "jwt",
    "limits",
    "markdown_it",
    "prometheus_client",
    "pydantic_settings",
    "redis",
    "structlog",
    "urllib3",
    "werkzeug.serving",
)
# What decides: who asks, what may pass, what it may cost, how often. What moves bytes is tried in a process of its own,
# which a changed file does not reach.
_GATEWAY_DECIDES: Final = (
    *("app", "call", "checks", "counters", "credit", "forward", "gate", "heads", "keys", "limits", "messages"),
    *("pace", "places", "prices", "problems", "settings", "uploads", "upstream"),
)

_MIGRATED: Final = ("tests/test_boot.py::test_migrations_match_the_models",)

SUITES: Final = (
    Suite("contract", ("contract/src/picopt_contract/**/*.py",), ("contract/tests",), warm=_PLAIN),
    Suite(
        "gateway",
        tuple(f"gateway/src/picopt_gateway/{name}.py" for name in _GATEWAY_DECIDES),
        ("gateway/tests", "--ignore=gateway/tests/real"),
        warm=_FLASK,
    ),
    Suite(
        "vision/rules",
        ("vision/src/picopt_vision/rules/**/*.py",),
        (
            "vision/tests/rules",
            "vision/tests/test_finish.py",
            "vision/tests/test_tidy.py",
            "vision/tests/test_placing.py",
        ),
        warm=_NATIVE,
    ),
    Suite(
        "imaging/search",
        ("imaging/src/picopt_imaging/search.py", "imaging/src/picopt_imaging/search/**/*.py"),
        ("imaging/tests/test_search.py", "imaging/tests/test_search_steps.py"),
        warm=_NATIVE,
    ),
    Suite(
        "billing",
        ("saas/src/picopt_saas/billing/**/*.py",),
        (
            "tests/billing",
            "tests/dashboard/test_money_pages.py",
            "tests/dashboard/test_plan_limits.py",
            "tests/test_boot.py",
        ),
        folder="saas",
        warm=_DJANGO,
        database=True,
        declared=_MIGRATED,
    ),
    Suite(
        "jobs",
        ("saas/src/picopt_saas/jobs/**/*.py",),
        ("tests/jobs", "tests/api", "tests/test_boot.py"),
        folder="saas",
        warm=_DJANGO,
        database=True,
        declared=_MIGRATED,
    ),
)
