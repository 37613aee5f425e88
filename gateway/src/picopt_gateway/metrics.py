"""Prometheus metrics of this process."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.process_collector import ProcessCollector

from picopt_gateway.bodies import Bodies
from picopt_gateway.downloads import Downloads
from picopt_gateway.places import Places
from picopt_runtime.breaker import Breaker

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Its own registry, so that two gateways in one process (tests) do not meet."""

    def __init__(self, bodies: Bodies, downloads: Downloads, polls: Places, breaker: Breaker) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.seconds = Histogram(
            "picopt_gateway_request_seconds",
            "Time until the answer starts, by route and status",
            ["route", "status"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.errors = Counter(
            "picopt_gateway_refused",
            "Requests refused here, by code",
            ["code"],
            registry=self.registry,
        )
        self.received = Counter("picopt_gateway_upload_bytes", "Bytes of originals taken in", registry=self.registry)
        self.sent = Counter("picopt_gateway_download_bytes", "Bytes of results given out", registry=self.registry)
        self._gauge("picopt_gateway_bodies", "Request bodies being read").set_function(lambda: bodies.reading)
        self._gauge("picopt_gateway_downloads", "Results being given out").set_function(lambda: downloads.taken)
        self._gauge("picopt_gateway_long_polls", "Long polls waiting").set_function(lambda: polls.taken)
        self._gauge("picopt_gateway_breaker_open", "1 while the platform is taken to be down").set_function(
            lambda: breaker.is_open
        )

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, registry=self.registry)
