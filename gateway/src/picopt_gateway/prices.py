"""What the quotes that passed cost at most, remembered as long as they bind."""

from limits.storage import Storage

from picopt_contract.limits import LIMITS
from picopt_gateway.counters import Counters


class Prices:
    """Kept with the rate limits' counters, so that several gateways know the same."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters

    def remember(self, quote_id: str, price: int) -> None:
        """Note a quote's price in credits, once: repeated answers pass here too, also after the quote was ordered."""
        if price:
            self._counters.use(lambda limiter: _note(limiter.storage, quote_id, price))

    def recall(self, quote_id: str) -> int:
        """Return the price, or 0 when it is unknown here."""
        return self._counters.use(lambda limiter: limiter.storage.get(_name(quote_id)))

    def forget(self, quote_id: str) -> None:
        """Drop a quote that is about to be ordered, for good: its credits are held from now on."""
        self._counters.use(lambda limiter: _forget(limiter.storage, quote_id))


def _note(storage: Storage, quote_id: str, price: int) -> None:
    if storage.get(_name(quote_id)) or storage.get(_ordered(quote_id)):
        return
    # A store of counters can only add. Two answers at the same moment would add up to a price that is none.
    if storage.incr(_name(quote_id), LIMITS.quote_seconds, price) != price:
        storage.clear(_name(quote_id))


def _forget(storage: Storage, quote_id: str) -> None:
    storage.clear(_name(quote_id))
    storage.incr(_ordered(quote_id), LIMITS.quote_seconds)


def _name(quote_id: str) -> str:
    return f"quote/{quote_id}"


def _ordered(quote_id: str) -> str:
    return f"ordered/{quote_id}"
