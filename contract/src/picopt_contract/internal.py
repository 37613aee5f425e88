"""What crosses between gateway and SaaS only; not part of the public API.

Every internal request carries `Authorization: Bearer <JWT>` (HS256 with `PICOPT_INTERNAL_SECRET`, 60 s) whose claims
are `Claims`, and `X-Request-Id`. The SaaS trusts the claims and nobody else. Public `/v1/...` is `/internal/v1/...`.
"""

from enum import StrEnum
from typing import Final

from pydantic import Field

from picopt_contract.base import Model, Sha256
from picopt_contract.values import Scope

INTERNAL_PREFIX: Final = "/internal"
RESOLVE_KEY_PATH: Final = "/internal/keys/resolve"
TOKEN_SECONDS: Final = 60
AUDIENCE: Final = "picopt-saas"
CLOCKS_APART: Final = 10
"""Seconds that the two clocks may differ by."""
REFUSED_HEADER: Final = "X-Picopt-Gateway-Refused"
"""Of an answer to a gateway whose token was refused, with a `GatewayRefused`: it says nothing about anybody's key."""


class GatewayRefused(StrEnum):
    """Why the SaaS refuses a gateway."""

    CLOCK = "clock"
    """The token is of another time: the clocks are too far apart."""
    SIGNATURE = "signature"
    """It was not signed with the secret that the SaaS has."""


class Claims(Model):
    """Claims of the internal token, beside `aud`, `iat` and `exp`. Empty account and key: the gateway for itself."""

    account_id: str = ""
    key_id: str = ""
    scopes: list[Scope] = Field(default_factory=list)
    test: bool = False


class ResolveKey(Model):
    """Body of `POST /internal/keys/resolve`: the SHA-256 of the key, never the key."""

    key_sha256: Sha256


class ResolvedKey(Model):
    """What the gateway needs to know about a key; cached for at most `LIMITS.key_cache_seconds`."""

    account_id: str
    key_id: str
    scopes: list[Scope]
    active: bool
    test: bool
    requests_per_minute: int
    daily_spend_cap: int | None
    upload_bytes_per_30_days: int
