"""Who may ask: the gateway, by its signed token, for a key of an account. Nobody else."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import jwt
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from pydantic import ValidationError

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import AUDIENCE, TOKEN_SECONDS, Claims
from picopt_contract.values import Scope
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.refusal import Refusal

_CLOCKS_APART: Final = 10  # seconds


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The key that asks, and its account."""

    account: Account
    api_key: ApiKey
    scopes: frozenset[Scope]

    def require(self, scopes: tuple[Scope, ...]) -> None:
        """Raise `Refusal` (scope_missing) unless the key has one of these; none means any key may."""
        if scopes and not self.scopes & set(scopes):
            wanted = " or ".join(scopes)
            raise Refusal(ErrorCode.SCOPE_MISSING, f"This needs a key that may {wanted}; see the key in the dashboard.")


class GatewayOnly(HttpBearer):
    """Lets the gateway in, for itself: no key stands behind the request."""

    def authenticate(self, _request: HttpRequest, token: str) -> Claims:
        """The token's claims. Raises `Refusal` (invalid_key)."""
        return read_claims(token)


class KeyRequired(HttpBearer):
    """Lets the gateway in for a key that is switched on."""

    def authenticate(self, _request: HttpRequest, token: str) -> Caller:
        """The caller. Raises `Refusal`: key_inactive, or invalid_key (for test keys too: they must never cost)."""
        claims = read_claims(token)
        key = (
            ApiKey.objects.select_related("account", "site")
            .filter(pk=claims.key_id, account=claims.account_id, deleted_at=None, account__closed_at=None)
            .first()
        )
        if key is None:
            raise Refusal(ErrorCode.INVALID_KEY, "This API key is not valid.")
        if key.test:
            raise Refusal(ErrorCode.INVALID_KEY, "Test keys are answered by the gateway; nothing is ordered with one.")
        if not key.active:
            raise Refusal(ErrorCode.KEY_INACTIVE, "This API key is switched off; switch it on in the dashboard.")
        return Caller(account=key.account, api_key=key, scopes=frozenset(claims.scopes))


def read_claims(token: str) -> Claims:
    """What the gateway signed. Raises `Refusal` (invalid_key) for everything that it did not, or too long ago."""
    try:
        payload = _payload(token)
        claims = Claims(**{name: payload[name] for name in Claims.model_fields if name in payload})
    except (jwt.InvalidTokenError, ValidationError):
        raise _not_the_gateway() from None
    if payload["exp"] - payload["iat"] > TOKEN_SECONDS:
        raise _not_the_gateway()
    return claims


def _payload(token: str) -> dict[str, Any]:
    """The token's content, signed with the present secret or, while it is changed, an earlier one."""
    *earlier, last = settings.PICOPT.internal_secrets
    for secret in earlier:
        with suppress(jwt.InvalidSignatureError):
            return _decode(token, secret)
    return _decode(token, last)


def _decode(token: str, secret: str) -> dict[str, Any]:
    payload: dict[str, Any] = jwt.decode(
        token,
        secret,
        algorithms=["HS256"],
        audience=AUDIENCE,
        leeway=_CLOCKS_APART,
        options={"require": ["exp", "iat", "aud"]},
    )
    return payload


def _not_the_gateway() -> Refusal:
    return Refusal(ErrorCode.INVALID_KEY, "Only the gateway may ask here.")
