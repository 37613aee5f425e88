from django.http import HttpRequest, HttpResponse

from picopt_contract import account as contract
from picopt_contract.values import Scope
from picopt_saas.addresses import public_address
from picopt_saas.api.access import Caller
from picopt_saas.api.capabilities import capabilities
from picopt_saas.api.endpoint import answer, caller_of, endpoint
from picopt_saas.billing import ledger
from picopt_saas.billing.plans import plan_of
from picopt_saas.storage.quota import uploaded_bytes


@endpoint("account")
def show_account(request: HttpRequest) -> HttpResponse:
    """Plan, credits, limits and what this key used."""
    caller = caller_of(request)
    plan = plan_of(caller.account)
    credits = _credits(caller)
    return answer(
        200,
        contract.Account(
            name=caller.account.name,
            plan=plan.tier,
            frozen=credits.debt > 0,
            credits=credits,
            usage=_usage(caller),
            key=_key(caller),
            upload_bytes_per_30_days=plan.upload_bytes_per_30_days,
            buy_url=public_address("plan"),
            budget_url=public_address("site_budget", caller.api_key.site_id),
        ),
    )


@endpoint("capabilities")
def show_capabilities(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- ninja asks for the name
    """What can be ordered, at which price, within which limits."""
    return answer(200, capabilities())


def _credits(caller: Caller) -> contract.Credits:
    balance = caller.balance
    return contract.Credits(
        granted=balance.granted,
        available=balance.available,
        held=balance.held,
        used=balance.used,
        expired=balance.expired,
        revoked=balance.revoked,
        debt=balance.debt,
        expiring=[
            contract.ExpiringCredits(credits=number, expires_at=moment)
            for moment, number in ledger.expiring(caller.account)
        ],
    )


def _usage(caller: Caller) -> contract.Usage:
    return contract.Usage(
        credits_today=ledger.spent_today(caller.api_key),
        credits_30_days=ledger.spent_in_days(caller.api_key, 30),
        credits_this_month=ledger.spent_this_month(caller.api_key.site),
        upload_bytes_30_days=uploaded_bytes(caller.account, caller.api_key),
    )


def _key(caller: Caller) -> contract.KeyInfo:
    key = caller.api_key
    return contract.KeyInfo(
        prefix=key.prefix,
        scopes=[Scope(scope) for scope in key.scopes],
        site_url=key.site.url,
        daily_spend_cap=key.daily_spend_cap,
        monthly_budget=key.site.monthly_budget,
        test=key.test,
    )
