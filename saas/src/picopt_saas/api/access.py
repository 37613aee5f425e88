"""Who may ask: the gateway, by its signed token, for a key of an account. Nobody else."""

import time
from contextlib import suppress
from functools import cached_property
from typing import Any, Final

import jwt
import structlog
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from pydantic import ValidationError

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import AUDIENCE, CLOCKS_APART, TOKEN_SECONDS, Claims, GatewayRefused
from picopt_contract.values import Scope
from picopt_saas.accounts.mail.events import note_site
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing import ledger
from picopt_saas.refusal import NotTheGateway, Refusal

log = structlog.get_logger(__name__)

_OF_ANOTHER_TIME: Final = (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError)


class Caller:
    """The key that asks, and its account: looked up when somebody wants to know, with one statement.

    Raises `Refusal` then: key_inactive, or invalid_key (for test keys too: they must never cost).
    """

    def __init__(self, claims: Claims, *, user_agent: str = "") -> None:
        self.claims = claims
        self._user_agent = user_agent
        self._beside: dict[str, Any] = {}

    def beside(self, **annotations: Any) -> Any:
        """The key with more beside it, from the same statement; asked for before anything else."""
        self._beside = annotations
        return self.api_key

    def require(self, scopes: tuple[Scope, ...]) -> None:
        """Raise `Refusal` (scope_missing) unless the key has one of these; none means any key may."""
        if scopes and not set(self.claims.scopes) & set(scopes):
            wanted = " or ".join(scopes)
            raise Refusal(
                ErrorCode.SCOPE_MISSING, f"This needs a key with permission to {wanted}. See the key in the dashboard."
            )

    @cached_property
    def api_key(self) -> ApiKey:
        """The key."""
        keys = ApiKey.objects.select_related("account__subscription", "site")
        key = (
            keys.filter(pk=self.claims.key_id, account=self.claims.account_id)
            .filter(deleted_at=None, account__closed_at=None)
            .annotate(**ledger.balance_beside("account_id", wallet="account__wallet"), **self._beside)
            .first()
        )
        if key is None:
            raise Refusal(ErrorCode.INVALID_KEY, "This API key is not valid.")
        if key.test:
            raise Refusal(
                ErrorCode.INVALID_KEY, "Test keys are answered by the gateway. Nothing can be ordered with one."
            )
        if not key.active:
            raise Refusal(ErrorCode.KEY_INACTIVE, "This API key is turned off. Turn it on in the dashboard.")
        note_site(key, self._user_agent)
        return key

    def look_up(self) -> None:
        """Look the key up now, for its refusal."""
        _ = self.api_key

    @property
    def account(self) -> Account:
        """The key's account, with its plan."""
        return self.api_key.account

    @property
    def balance(self) -> ledger.Balance:
        """The account's credits when the key was looked up."""
        return ledger.balance_of(self.api_key)


class GatewayOnly(HttpBearer):
    """Lets the gateway in, for itself: no key stands behind the request."""

    def authenticate(self, _request: HttpRequest, token: str) -> Claims:
        """The token's claims. Raises `Refusal` (invalid_key)."""
        return _let_in(token)


class KeyRequired(HttpBearer):
    """Lets the gateway in for a key. That the key is switched on is for `Caller` to say."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller. Raises `Refusal` (invalid_key)."""
        return Caller(_let_in(token), user_agent=request.headers.get("User-Agent", ""))


def _let_in(token: str) -> Claims:
    """What the gateway signed. Raises `NotTheGateway`, and says so in the log: nobody else reaches what is here."""
    try:
        return read_claims(token)
    except NotTheGateway as refused:
        log.error("gateway_refused", why=refused.why, **refused.more)  # noqa: TRY400 -- no bug
        raise


def read_claims(token: str) -> Claims:
    """What the gateway signed. Raises `NotTheGateway` for everything that it did not, or at another time."""
    try:
        payload = _payload(token)
        claims = Claims(**{name: payload[name] for name in Claims.model_fields if name in payload})
    except _OF_ANOTHER_TIME:
        raise NotTheGateway(GatewayRefused.CLOCK, seconds_ahead=_seconds_ahead(token)) from None
    except (jwt.InvalidTokenError, ValidationError):
        raise NotTheGateway(GatewayRefused.SIGNATURE) from None
    if payload["exp"] - payload["iat"] > TOKEN_SECONDS:
        raise NotTheGateway(GatewayRefused.SIGNATURE)
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
        leeway=CLOCKS_APART,
        options={"require": ["exp", "iat", "aud"]},
    )
    return payload


def _seconds_ahead(token: str) -> int:
    """How far the gateway's clock is before ours, or, negative, at the least behind it. Of a token that it signed."""
    payload: dict[str, int] = jwt.decode(token, options={"verify_signature": False})
    now = int(time.time())
    return payload["iat"] - now if payload["iat"] > now else payload["exp"] - now
