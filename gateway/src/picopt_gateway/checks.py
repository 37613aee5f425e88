"""What every request passes before it is forwarded, in this order. A check fills in the call or raises `ApiError`."""

import re
from collections.abc import Callable
from typing import Final

from flask import g

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import IDEMPOTENCY_KEY_PATTERN, IDEMPOTENCY_KEY_RULE, LIMITS
from picopt_contract.routes import Body
from picopt_gateway import credit, messages, uploads
from picopt_gateway.call import Call
from picopt_gateway.gate import Gate
from picopt_gateway.problems import ApiError

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ID: Final = re.compile(r"(?:job|itm|fil)_[A-Za-z0-9]{1,40}")
_IDEMPOTENCY_KEY: Final = re.compile(IDEMPOTENCY_KEY_PATTERN)


def limit_address(gate: Gate, call: Call) -> None:
    """Refuse an address that asks too often, before anything costs work."""
    if call.route.authenticated:
        gate.limits.hit_address(call.address)
    else:
        gate.limits.hit_connect(call.address)


def authenticate(gate: Gate, call: Call) -> None:
    """Find out whose key this is."""
    if call.route.authenticated:
        call.caller = gate.keys.resolve(call.request.headers.get("Authorization", ""), request_id=call.request_id)
        g.caller = call.caller


def limit_key(gate: Gate, call: Call) -> None:
    """Hold the key to its plan's rate. Files of results, many for each image and paid for already, count apart."""
    if not call.caller:
        return
    if call.route.answer_body is Body.BYTES:
        gate.limits.hit_files(call.caller.key_id, call.caller.requests_per_minute)
    else:
        gate.limits.hit_key(call.caller.key_id, call.caller.requests_per_minute)


def check_scope(_gate: Gate, call: Call) -> None:
    """Any one of the route's scopes is enough."""
    if call.caller and call.route.scopes and not set(call.route.scopes) & set(call.caller.scopes):
        wanted = " or ".join(call.route.scopes)
        raise ApiError(ErrorCode.SCOPE_MISSING, f"This needs a key with scope {wanted}.")


def check_parameters(_gate: Gate, call: Call) -> None:
    """Ids that cannot exist are not found; a hash that is none is a mistake worth naming."""
    for name, value in call.parameters.items():
        if name == "sha256" and not _SHA256.fullmatch(value):
            raise ApiError(
                ErrorCode.VALIDATION, "sha256: write the SHA-256 of the file as 64 digits 0-9a-f.", field=name
            )
        if name != "sha256" and not _ID.fullmatch(value):
            raise ApiError(ErrorCode.NOT_FOUND, "Nothing has this ID.")


def check_query(_gate: Gate, call: Call) -> None:
    """Take the route's own query parameters; on a route that has some, another one is a mistake worth naming."""
    if not call.route.query:
        return
    known = {name for name, _kind, _description in call.route.query}
    unknown = next((name for name in call.request.args if name not in known), None)
    if unknown is not None:
        raise ApiError(ErrorCode.VALIDATION, f"{unknown[:50]}: there is no such parameter.", field=unknown[:50])
    for name, kind, _description in call.route.query:
        value = call.request.args.get(name)
        if value is None:
            continue
        if kind == "integer" and not re.fullmatch(r"[0-9]{1,4}", value):
            raise ApiError(ErrorCode.VALIDATION, f"{name}: give a whole number of seconds.", field=name)
        call.query[name] = min(int(value), LIMITS.long_poll_seconds) if kind == "integer" else value


def check_idempotency_key(_gate: Gate, call: Call) -> None:
    """A request that writes needs a name, so that sending it twice does it once."""
    if not call.route.idempotent:
        return
    key = call.request.headers.get("Idempotency-Key", "")
    if not key:
        raise ApiError(
            ErrorCode.IDEMPOTENCY_KEY_MISSING, f"Send an Idempotency-Key of your own, {IDEMPOTENCY_KEY_RULE}."
        )
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise ApiError(ErrorCode.VALIDATION, f"Idempotency-Key: write {IDEMPOTENCY_KEY_RULE}.", field="Idempotency-Key")


CHECKS: Final[tuple[Callable[[Gate, Call], None], ...]] = (
    limit_address,
    authenticate,
    limit_key,
    check_scope,
    check_parameters,
    check_query,
    check_idempotency_key,
    messages.take_json,
    uploads.take_upload,
    credit.check_credit,
)
