"""What the quotes that passed cost at most, remembered as long as they bind."""

from picopt_contract.limits import LIMITS
from picopt_gateway.counters import Counters


class Prices:
    """Kept with the rate limits' counters, so that several gateways know the same."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def remember(self, quote_id: str, price: int) -> None:
        """Note a quote's price in credits."""
        if price:
            self._counters.use(lambda limiter: limiter.storage.incr(_name(quote_id), LIMITS.quote_seconds, price))

    def recall(self, quote_id: str) -> int:
        """Return the price, or 0 when it is unknown here."""
        return self._counters.use(lambda limiter: limiter.storage.get(_name(quote_id)))

    def forget(self, quote_id: str) -> None:
        """Drop a quote that is about to be ordered."""
        self._counters.use(lambda limiter: limiter.storage.clear(_name(quote_id)))


def _name(quote_id: str) -> str:
    return f"quote/{quote_id}"
