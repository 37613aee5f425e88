"""What a check-up finds."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """How a check ended; only `WRONG` keeps the service from working."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


class Finding(NamedTuple):
    """One line of the report: `what` was looked at, and what there is to say."""

    verdict: Verdict
    what: str
    says: str
