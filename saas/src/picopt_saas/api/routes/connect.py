from django.http import HttpRequest, HttpResponse

from picopt_contract.connect import ConnectToken, ConnectTokenRequest
from picopt_contract.errors import ErrorCode
from picopt_contract.values import Scope
from picopt_saas.api.endpoint import answer, endpoint
from picopt_saas.billing.allowance import PlanLimitError
from picopt_saas.billing.connecting import exchange_code
from picopt_saas.refusal import Refusal


@endpoint("connect_token")
def connect_token(request: HttpRequest, payload: ConnectTokenRequest) -> HttpResponse:  # noqa: ARG001 -- ninja asks for the name
    """A key for the site that knows the code's verifier."""
    try:
        made = exchange_code(payload.code, payload.verifier, payload.site_url)
    except PlanLimitError as error:
        raise Refusal(ErrorCode.STATE_CONFLICT, f"{error} Then connect the site again.") from error
    if made is None:
        raise Refusal(ErrorCode.NOT_FOUND, "The code is unknown, used or too old. Start connecting once more.")
    key, secret = made
    scopes = [Scope(scope) for scope in key.scopes]
    return answer(201, ConnectToken(api_key=secret, prefix=key.prefix, scopes=scopes))
