from django.http import HttpRequest, HttpResponse

from picopt_contract.quotes import QuoteRequest
from picopt_saas.api.endpoint import answer, caller_of, endpoint
from picopt_saas.jobs.ordering.quoting import QUOTE_REMEMBERED, find_quote, make_quote, present_quote


def _again(request: HttpRequest, seed: str, payload: QuoteRequest) -> HttpResponse:
    return answer(201, present_quote(find_quote(caller_of(request).account, seed), payload))


@endpoint("quote_create", regrow=_again)
def create_quote(request: HttpRequest, payload: QuoteRequest) -> HttpResponse:
    """The most that these pictures can cost. The answer is long and free, so only its seed is kept for repetitions."""
    caller = caller_of(request)
    quote = make_quote(caller.account, caller.api_key, payload, available=caller.balance.available)
    return answer(201, present_quote(quote, payload), seed=quote.pk, seed_until=quote.expires_at + QUOTE_REMEMBERED)
