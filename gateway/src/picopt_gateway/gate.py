"""The gateway's parts, built once, in one place."""

from picopt_gateway.bodies import Bodies
from picopt_gateway.counters import Counters
from picopt_gateway.downloads import Downloads
from picopt_gateway.keys import Keys
from picopt_gateway.limits import Limits
from picopt_gateway.metrics import Metrics
from picopt_gateway.places import Places
from picopt_gateway.prices import Prices
from picopt_gateway.settings import Settings
from picopt_gateway.upstream import Upstream


class Gate:
    """What the checks and the forwarding work with."""

    def __init__(self, settings: Settings) -> None:
        self._counters = counters = Counters(settings)
        self.settings = settings
        self.upstream = Upstream(settings)
        self.keys = Keys(self.upstream)
        self.limits = Limits(settings, counters)
        self.prices = Prices(counters)
        self.bodies = Bodies(settings)
        self.downloads = Downloads(settings)
        self.polls = Places(settings.threads // 4)  # who finds none is answered at once
        self.metrics = Metrics(self.bodies, self.downloads, self.polls, self.upstream.breaker)
