from django.http import HttpRequest, HttpResponse

from picopt_contract.quotes import QuoteRequest
from picopt_saas.api.endpoint import answer, caller_of, endpoint
from picopt_saas.jobs.ordering.quoting import make_quote


@endpoint("quote_create")
def create_quote(request: HttpRequest, payload: QuoteRequest) -> HttpResponse:
    """The most that these pictures can cost."""
    caller = caller_of(request)
    return answer(201, make_quote(caller.account, caller.api_key, payload))
