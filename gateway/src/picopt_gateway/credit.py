"""The credit check of POST /v1/jobs: a courtesy that saves the platform a trip; the hold there decides.

The price of a quote is remembered when it passes. It is forgotten before the job is forwarded, so that a repeated
request (whose credits are held already) always reaches the platform and gets its first answer again.
"""

from http import HTTPStatus
from typing import Final

from flask import Response
from pydantic import BaseModel

from picopt_contract.account import Account
from picopt_contract.errors import ErrorCode
from picopt_contract.internal import INTERNAL_PREFIX
from picopt_gateway.call import Call
from picopt_gateway.gate import Gate
from picopt_gateway.problems import ApiError
from picopt_gateway.upstream import read_whole


class _Price(BaseModel):
    """All of a quote that the gateway needs."""

    id: str
    credits: int


_ACCOUNT: Final = f"{INTERNAL_PREFIX}/v1/account"


def remember_price(gate: Gate, call: Call, answer: Response) -> None:
    """Note what a quote costs when it passes."""
    if call.route.name == "quote_create" and answer.status_code == HTTPStatus.CREATED:
        quote = _Price.model_validate_json(answer.get_data())
        gate.prices.remember(quote.id, quote.credits)


def check_credit(gate: Gate, call: Call) -> None:
    """Refuse a job that the quote's price, the account's credits, its key's cap, or its site's budget rules out."""
    if call.message is None or call.route.name != "job_create":
        return
    quote_id = call.message["quote_id"]
    needed = gate.prices.recall(quote_id)
    if needed:
        account = _account(gate, call)
        if account:
            _refuse_hopeless(account, needed)
    gate.prices.forget(quote_id)


def _account(gate: Gate, call: Call) -> Account | None:
    answer = gate.upstream.call("GET", _ACCOUNT, claims=call.claims, request_id=call.request_id)
    data = read_whole(answer)
    return Account.model_validate_json(data, extra="ignore") if answer.status == HTTPStatus.OK else None


def _refuse_hopeless(account: Account, needed: int) -> None:
    if account.frozen:
        raise ApiError(
            ErrorCode.ACCOUNT_FROZEN, "Settle the outstanding amount in the dashboard. Nothing is lost in the meantime."
        )
    available = account.credits.available
    if available < needed:
        detail = f"This job needs {needed} credits and {available} are available. Buy more at {account.buy_url}"
        raise ApiError(ErrorCode.INSUFFICIENT_CREDITS, detail, needed=needed, available=available)
    cap = account.key.daily_spend_cap
    if cap is not None and account.usage.credits_today + needed > cap:
        detail = f"This key may spend {cap} credits a day and has spent {account.usage.credits_today}."
        raise ApiError(ErrorCode.SPEND_CAP, detail, needed=needed)
    budget, used = account.key.monthly_budget, account.usage.credits_this_month
    if budget is not None and used + needed > budget:
        detail = (
            f"This site may use {budget} credits a month and has used {used}; this job needs {needed}. "
            "Nothing was charged. Raise the site's budget in the dashboard, or wait for next month."
        )
        raise ApiError(ErrorCode.MONTHLY_BUDGET, detail, needed=needed, available=max(0, budget - used))
