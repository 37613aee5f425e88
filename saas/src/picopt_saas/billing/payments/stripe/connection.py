"""The way to Stripe: short deadlines, since a person waits, and nobody waits for a Stripe that is down."""

from collections.abc import Callable
from typing import Any, Final

import stripe
from django.utils.translation import gettext_lazy

from picopt_runtime.breaker import Breaker
from picopt_saas.billing.payments.port import PaymentError

_CONNECT_SECONDS: Final = 3.0
_ANSWER_SECONDS: Final = 8.0
_NETWORK_RETRIES: Final = 1
_SORRY: Final = gettext_lazy(
    "The payment service isn’t responding properly. Nothing was charged; try again in a minute."
)


class Connection:
    """Makes calls, with Stripe's errors as ours. What Stripe says is for us; people get a sentence they can act on."""

    def __init__(self, *, secret_key: str, api_base: str) -> None:
        self.v1 = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base},
            max_network_retries=_NETWORK_RETRIES,
            http_client=stripe.RequestsClient(timeout=(_CONNECT_SECONDS, _ANSWER_SECONDS)),
        ).v1
        self._breaker = Breaker(failures=3, seconds=30)

    def ask(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """What `call` (a method of `v1`) answers. Raises `PaymentError`."""
        if not self._breaker.lets_through():
            raise PaymentError(_SORRY)
        try:
            answer = call(*arguments)
        except (stripe.APIConnectionError, stripe.RateLimitError) as error:
            self._breaker.failed()
            raise PaymentError(_SORRY) from error
        except stripe.StripeError as error:
            self._breaker.succeeded()  # it answered, if only to say no
            raise PaymentError(_SORRY) from error
        self._breaker.succeeded()
        return answer
