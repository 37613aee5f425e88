"""`POST /internal/keys/resolve`: the gateway asks what a key may do."""

from django.http import HttpRequest, HttpResponse

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import INTERNAL_PREFIX, RESOLVE_KEY_PATH, ResolvedKey, ResolveKey
from picopt_contract.values import Scope
from picopt_saas.accounts.keys import find_key, note_use
from picopt_saas.api.access import GatewayOnly
from picopt_saas.api.endpoint import answer, api
from picopt_saas.billing.plans import plan_of
from picopt_saas.refusal import Refusal


@api.post(RESOLVE_KEY_PATH.removeprefix(INTERNAL_PREFIX), auth=GatewayOnly(), response=None)
def resolve_key(request: HttpRequest, payload: ResolveKey) -> HttpResponse:  # noqa: ARG001 -- ninja asks for the name
    """The key with this hash, switched off or not."""
    key = find_key(payload.key_sha256)
    if key is None:
        raise Refusal(ErrorCode.NOT_FOUND, "There is no such key.")
    note_use(key)
    plan = plan_of(key.account)
    return answer(
        200,
        ResolvedKey(
            account_id=key.account_id,
            key_id=key.pk,
            scopes=[Scope(scope) for scope in key.scopes],
            active=key.active,
            test=key.test,
            requests_per_minute=plan.requests_per_minute,
            daily_spend_cap=key.daily_spend_cap,
            upload_bytes_per_30_days=plan.upload_bytes_per_30_days,
        ),
    )
