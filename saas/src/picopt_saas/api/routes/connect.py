from importlib.metadata import version

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from picopt_contract.connect import ConnectCodes, ConnectRequest, ConnectToken, ConnectTokenRequest, Service
from picopt_contract.errors import ErrorCode
from picopt_contract.values import Scope
from picopt_saas.accounts import connect
from picopt_saas.addresses import public_address
from picopt_saas.api.endpoint import answer, endpoint
from picopt_saas.billing.allowance import PlanLimitError
from picopt_saas.billing.connecting import collect_key
from picopt_saas.refusal import Refusal

_PLUGIN_AT_LEAST = "0.1.0"
_WHY = {
    connect.PendingError: (ErrorCode.AUTHORIZATION_PENDING, "Nobody has confirmed the code in the dashboard yet."),
    connect.TooSoonError: (ErrorCode.SLOW_DOWN, f"Ask every {connect.INTERVAL} seconds, not more often."),
    connect.DeclinedError: (ErrorCode.ACCESS_DENIED, "The connection was declined in the dashboard."),
    connect.ExpiredError: (
        ErrorCode.EXPIRED_TOKEN,
        "The code has expired or was used already. Start connecting again.",
    ),
}


@endpoint("service")
def service(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- ninja asks for the name
    """Which service this is."""
    here = Service(
        product="picture-optimizer",
        version=version("picopt-saas"),
        plugin_at_least=_PLUGIN_AT_LEAST,
        time=timezone.now(),
        dashboard_url=settings.PICOPT.public_url,
    )
    return answer(200, here)


@endpoint("connect_begin")
def connect_begin(request: HttpRequest, payload: ConnectRequest) -> HttpResponse:  # noqa: ARG001 -- as above
    """Codes for a site that wants to be connected."""
    try:
        wish, device_code = connect.begin(payload.site_url, payload.challenge)
    except ValidationError as error:
        raise Refusal(ErrorCode.VALIDATION, error.messages[0], field="site_url") from error
    page = public_address("connect")
    codes = ConnectCodes(
        device_code=device_code,
        user_code=wish.user_code,
        verification_url=page,
        verification_url_complete=f"{page}?{urlencode({'code': wish.user_code})}",
        expires_in=int(connect.LIFETIME.total_seconds()),
        interval=connect.INTERVAL,
    )
    return answer(201, codes)


@endpoint("connect_token")
def connect_token(request: HttpRequest, payload: ConnectTokenRequest) -> HttpResponse:  # noqa: ARG001 -- as above
    """A key for the site that knows the verifier, once somebody has confirmed it."""
    try:
        key, secret = collect_key(payload.device_code, payload.verifier, payload.site_url)
    except connect.NotConnectedError as error:
        raise Refusal(*_WHY[type(error)]) from error
    except PlanLimitError as error:
        raise Refusal(ErrorCode.STATE_CONFLICT, f"{error} Then connect the site again.") from error
    scopes = [Scope(scope) for scope in key.scopes]
    return answer(201, ConnectToken(api_key=secret, prefix=key.prefix, scopes=scopes))
