"""What an endpoint's failure means: whose matter it is, whether to try again, and what it says about its dialect.

Nothing is concluded from a status alone where the words say more: a 429 may be a full queue or an empty account, a 400
may be this image's, the model's or the request's wording. What nobody has described counts as this image's own matter:
the worst that a wrong guess then does is to fail one image. The words stand in `failures.toml`.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, cast

Verdict = Literal["again", "once", "reword", "image", "long", "room", "refused", "broken", "account", "model"]
"""Try again · try once more, then it is this image's matter · say it in other words · this image's matter: too much
that it is told of, or too much room kept for its answer, refused for what it shows, or its answer broken · the
account's · the model's."""

Trait = Literal[
    "max_tokens",
    "json_schema",
    "response_format",
    "temperature",
    "reasoning_effort",
    "detail",
    "cache_control",
    "system",
]
"""Parts of a request that servers differ in."""

_BUSY: Final = frozenset({408, 409, 425, 429, 498, *range(500, 600)})
_LONGEST_PAUSE: Final = 600.0
# Characters of an error that are read; what it has to say comes first.
_LONGEST_WORDS: Final = 4000
# `Please retry in 28.3s.`, `try again in 6ms`, `"retryDelay": "26s"`, `try again in 1m7.5s`.
_TOLD_PAUSE: Final = re.compile(
    r"(?:(?:retry|again) (?:in|after) |retryDelay\W+)"
    r"(?:(?P<minutes>\d+)m(?!s))?(?:(?P<number>\d+(?:\.\d+)?) ?(?P<unit>ms|s))?",
    re.IGNORECASE,
)
# From here on a validator says what it got, which is our request: a page about billing is no unpaid bill.
_ECHO: Final = re.compile(r"""["']input["']: .*""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Failure:
    """An endpoint's answer that is no text."""

    verdict: Verdict
    why: str
    """For people: a half sentence about the endpoint, such as `it answered 503`."""
    trait: Trait | None = None
    """What the endpoint refused to understand, where it said so."""
    after: float = 0.0
    """Seconds that it asked us to wait."""


@dataclass(frozen=True, slots=True)
class _Reading:
    verdict: Verdict
    why: str
    statuses: frozenset[int] | None
    words: re.Pattern[str]


def read_failure(status: int, headers: Mapping[str, str], body: str) -> Failure:
    """What a status that is no success means, with the words that came with it."""
    error = _error_of(body)
    said = " ".join(str(error[name]) for name in ("code", "type", "message") if error.get(name)) or body
    words = _ECHO.sub("", said[:_LONGEST_WORDS])
    # A router whose providers all refuse a part of the request finds none.
    is_about_request = status in (400, 422) or (status == 404 and "No endpoints found" in words)
    trait = _refused_trait(error, words) if is_about_request else None
    if trait:
        return Failure("reword", f"it does not take {trait}", trait=trait)
    for reading in _readings():
        if (reading.statuses is None or status in reading.statuses) and reading.words.search(words):
            after = max(asked_pause(headers), _told_pause(words)) if reading.verdict == "again" else 0.0
            return Failure(reading.verdict, reading.why, after=after)
    return _by_status(status, headers)


def read_error_in_answer(error: Any) -> Failure:
    """The same for an error that came with status 200, as routers send it."""
    known = error if isinstance(error, dict) else {"message": str(error)}
    code = str(known.get("code", ""))
    body = json.dumps({"error": known})
    # Without a status, the words are read as those of a failure of the server's, and of one of the account's.
    tried = [int(code)] if re.fullmatch(r"[345]\d\d", code) else [500, 429]
    failures = [read_failure(status, {}, body) for status in tried]
    return next((failure for failure in failures if failure.verdict != "again"), failures[0])


def asked_pause(headers: Mapping[str, str]) -> float:
    """`Retry-After` in seconds, whether it is a number or a date (RFC 9110, 10.2.3); 0 where there is none.

    Some providers say it in milliseconds beside that, and more exactly.
    """
    value, exact = headers.get("retry-after", ""), headers.get("retry-after-ms", "")
    try:
        seconds = float(exact) / 1000 if exact else float(value)
    except ValueError:
        seconds = _seconds_until(value)
    return min(max(0.0, seconds), _LONGEST_PAUSE)  # in this order, not-a-number counts as none


def _told_pause(words: str) -> float:
    """The longest pause in seconds that the words of an error ask for; 0 where there is none."""
    pauses = [
        60 * int(found["minutes"] or 0) + float(found["number"] or 0) * (0.001 if found["unit"] == "ms" else 1)
        for found in _TOLD_PAUSE.finditer(words)
    ]
    return min(max(pauses, default=0.0), _LONGEST_PAUSE)


def _seconds_until(date: str) -> float:
    try:
        when = parsedate_to_datetime(date)
    except ValueError:
        return 0.0
    if when.tzinfo is None:  # no zone, or `-0000`
        when = when.replace(tzinfo=UTC)
    return (when - datetime.now(UTC)).total_seconds()


def _by_status(status: int, headers: Mapping[str, str]) -> Failure:
    why = f"it answered {status}"
    if status in (401, 402, 403, 407):
        return Failure("account", f"{why}: its key or account was not accepted")
    if status in (404, 405, 410, 421, 426, *range(300, 400)):
        return Failure("model", f"{why}: its address or the model's name is wrong")
    if status in _BUSY:
        return Failure("again", why, after=asked_pause(headers))
    return Failure("image", why)


def _refused_trait(error: Mapping[str, Any], words: str) -> Trait | None:
    """By its words, else by the parameter that the error names."""
    for trait, pattern in _traits().items():
        if pattern.search(words):
            return trait
    named = str(error.get("param") or "").split(".")[0]
    known = next((trait for trait in _traits() if trait == named), None)
    return known if known != "max_tokens" else None  # a limit that is too high is not one that is called otherwise


def _error_of(body: str) -> dict[str, Any]:
    """The error in any known shape: `{"error": {…}}`, `[{"error": …}]`, `{"detail": …}`, `{"message": …}`."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    found = found[0] if isinstance(found, list) and found else found
    if not isinstance(found, dict):
        return {}
    error = found.get("error", found)
    if not isinstance(error, dict):
        return {"message": str(error)}
    metadata = error.get("metadata")
    raw = metadata.get("raw", "") if isinstance(metadata, dict) else ""  # routers hand on what their provider said
    details = (error.get(name) or "" for name in ("detail", "details", "errors"))  # FastAPI's, and Google's
    parts = (error.get("message", ""), raw, *(one if isinstance(one, str) else json.dumps(one) for one in details))
    return {**error, "message": " ".join(str(part) for part in parts if part)}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("failures.toml").read_text("utf-8"))


@cache
def _readings() -> tuple[_Reading, ...]:
    return tuple(
        _Reading(
            verdict=entry["verdict"],
            why=entry["why"],
            statuses=frozenset(entry["statuses"]) if "statuses" in entry else None,
            words=re.compile("|".join(entry["words"]), re.IGNORECASE),
        )
        for entry in _words()["readings"]
    )


@cache
def _traits() -> dict[Trait, re.Pattern[str]]:
    dialect = _words()["dialect"]
    return {
        cast("Trait", name): re.compile("|".join(words).replace("{not_taken}", dialect["not_taken"]), re.IGNORECASE)
        for name, words in dialect["traits"].items()
    }
