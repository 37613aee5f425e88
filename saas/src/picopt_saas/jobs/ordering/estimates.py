"""Estimates of a quote: from what a worker once saw of a picture, else from what the order says of it."""

from collections.abc import Iterable

from pydantic import ValidationError

from picopt_contract.estimates import Look
from picopt_saas.accounts.models import Account
from picopt_saas.storage.models import Original


def looks_of(account: Account, sha256s: Iterable[str]) -> dict[str, Look | None]:
    """The account's own originals that are here, by SHA-256; None for those that nobody has looked at."""
    there = Original.objects.filter(account=account, sha256__in=set(sha256s))
    return {sha256: _read(look) for sha256, look in there.values_list("sha256", "look")}


def _read(look: object) -> Look | None:
    """None too for one that an older version wrote in another way."""
    try:
        return Look.model_validate(look) if look else None
    except ValidationError:
        return None
