"""Registers views by the contract's route table: method, path, scopes and idempotency stand there and only there."""

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, TypeVar

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import ValidationError
from psycopg.errors import DeadlockDetected, SerializationFailure
from pydantic import BaseModel

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import IDEMPOTENCY_KEY_PATTERN, IDEMPOTENCY_KEY_RULE
from picopt_contract.routes import ROUTES, Route
from picopt_saas.api.access import Caller, GatewayOnly, KeyRequired
from picopt_saas.api.problems import add_handlers, from_exception
from picopt_saas.billing import ledger
from picopt_saas.jobs.idempotency import Answer, once
from picopt_saas.refusal import Refusal

R = TypeVar("R", bound=HttpResponseBase)
View = Callable[..., Any]  # returns an HttpResponse, or a stream
_BY_NAME: Final = {route.name: route for route in ROUTES}
_IDEMPOTENCY_KEY: Final = re.compile(IDEMPOTENCY_KEY_PATTERN)
_TRIES: Final = 3
# Here the balance is still the one that came with the key.
_MOVES_NOTHING: Final = (
    "account",
    "capabilities",
    "image_head",
    "image_put",
    "image_upload",
    "image_uploaded",
    "job_list",
    "quote_create",
)

api = NinjaAPI(title="Picture Optimizer, internal", docs_url=None, openapi_url=None, urls_namespace="internal")
add_handlers(api)


@api.exception_handler(ValidationError)
def refuse_the_key_first(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Who has no key is not told what is wrong with the body."""
    caller = getattr(request, "auth", None)
    try:
        if isinstance(caller, Caller):
            caller.look_up()
    except Refusal as refusal:
        return from_exception(request, refusal)
    return from_exception(request, error)


def endpoint(name: str, *, regrow: View | None = None) -> Callable[[View], View]:
    """Serve the contract's route `name` by the decorated view, whose first argument is the request.

    `regrow(request, seed, …)` makes a repeated request's answer from the seed that the first one left (`answer`).
    """
    route = _BY_NAME[name]

    def register(view: View) -> View:
        auth, serve = (KeyRequired(), _for_a_key(route, view, regrow)) if route.authenticated else (GatewayOnly(), view)
        api.api_operation([route.method], route.path, auth=auth, url_name=name, response=None)(serve)
        return view

    return register


def _for_a_key(route: Route, view: View, regrow: View | None) -> View:
    """The view for whoever has a key with the route's scopes: once an Idempotency-Key, with the balance beside it."""

    @functools.wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        caller = caller_of(request)
        caller.require(route.scopes)
        act = functools.partial(view, request, *args, **kwargs)
        if route.idempotent:
            again = regrow and (lambda seed: regrow(request, seed, *args, **kwargs))
            act = functools.partial(_once, request, route, act, again)
        response = _again_after_deadlock(act)
        return _add_balance(response, _balance_after(route, caller, response))

    return serve


def with_balance(response: R, credits: ledger.Balance) -> R:
    """The view knows what the account has, so that nobody asks again."""
    response.picopt_balance = credits  # type: ignore[attr-defined]  # on its way to `serve` only
    return response


def without_balance(response: R) -> R:
    """Bytes that need no look at the database need none for this either."""
    response.picopt_balance = None  # type: ignore[attr-defined]  # as above
    return response


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, as the authentication says; the key itself is looked up when it is needed."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return caller


class Answered(HttpResponse):
    """A JSON answer; with a seed, that is kept for repetitions instead of the body."""

    def __init__(self, body: str, *, status: int, seed: str = "", seed_until: datetime | None = None) -> None:
        super().__init__(body, status=status, content_type="application/json")
        self.seed = seed
        self.seed_until = seed_until


def answer(status: int, model: BaseModel, *, seed: str = "", seed_until: datetime | None = None) -> HttpResponse:
    """A contract model as JSON."""
    return Answered(model.model_dump_json(), status=status, seed=seed, seed_until=seed_until)


def _once(
    request: HttpRequest, route: Route, act: Callable[[], HttpResponse], again: Callable[[str], HttpResponse] | None
) -> HttpResponse:
    """Serve a request by its Idempotency-Key: `act` the first time, then the same answer, by `again` if need be."""
    key, request_hash = _idempotency_key(request), _request_hash(request)
    first = _FirstTime(act)
    with transaction.atomic():  # the key's look-up and the balance are part of it: one transaction a request
        caller = caller_of(request)
        given = once(
            caller.account, key, request_hash, first, (lambda seed: again(seed).content.decode()) if again else str
        )
        credits = _balance_after(route, caller, first.response) if first.response else caller.balance
    kind = "application/problem+json" if given.status >= HTTPStatus.BAD_REQUEST else "application/json"
    response = HttpResponse(given.body, status=given.status, content_type=kind)
    return with_balance(response, credits) if credits else without_balance(response)


def _idempotency_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise Refusal(
            ErrorCode.IDEMPOTENCY_KEY_MISSING,
            f"Send an Idempotency-Key header of {IDEMPOTENCY_KEY_RULE}, a new one for every new request.",
        )
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise Refusal(ErrorCode.VALIDATION, f"Idempotency-Key: write {IDEMPOTENCY_KEY_RULE}.", field="Idempotency-Key")
    return key


def _request_hash(request: HttpRequest) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()


class _FirstTime:
    """Runs a view for a key that is new, and remembers its response: that knows the balance."""

    def __init__(self, act: Callable[[], HttpResponse]) -> None:
        self._act = act
        self.response: HttpResponse | None = None

    def __call__(self) -> Answer:
        self.response = response = self._act()
        seed, seed_until = (response.seed, response.seed_until) if isinstance(response, Answered) else ("", None)
        return Answer(response.status_code, response.content.decode(), seed, seed_until)


def _again_after_deadlock(act: Callable[[], HttpResponse]) -> HttpResponse:
    """Two transactions that wait for each other: the database ends one, and that one simply tries again."""
    for _ in range(_TRIES - 1):
        try:
            return act()
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected | SerializationFailure):
                raise
    return act()


def _balance_after(route: Route, caller: Caller, response: HttpResponseBase) -> ledger.Balance | None:
    if hasattr(response, "picopt_balance"):
        said: ledger.Balance | None = response.picopt_balance
        return said
    return caller.balance if route.name in _MOVES_NOTHING else ledger.balance(caller.account)


def _add_balance(response: HttpResponse, credits: ledger.Balance | None) -> HttpResponse:
    if credits is None:
        return response
    response["X-Credits-Available"] = str(credits.available)
    response["X-Credits-Held"] = str(credits.held)
    return response
