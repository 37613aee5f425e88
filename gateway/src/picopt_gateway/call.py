"""One public request on its way through the gateway."""

from dataclasses import dataclass, field
from typing import Any

from flask import Request

from picopt_contract.internal import Claims
from picopt_contract.routes import Route
from picopt_gateway.keys import Caller
from picopt_gateway.request_body import RequestBody
from picopt_runtime.networks import network_of


@dataclass(kw_only=True)
class Call:
    """Filled in by the checks, in their order; read by what forwards it."""

    route: Route
    request: Request
    parameters: dict[str, str]
    request_id: str
    caller: Caller | None = None
    """Set by `authenticate`; stays None on routes without a key."""
    query: dict[str, Any] = field(default_factory=dict)
    json: bytes | None = None
    message: dict[str, Any] | None = None
    """The same, validated; what the caller left to its default is not there."""
    upload: RequestBody | None = None
    """The body of an upload, not yet read."""

    @property
    def address(self) -> str:
        """Where it comes from, as limits count: who has a network of IPv6 is one caller."""
        return network_of(self.request.remote_addr or "unknown")

    @property
    def who(self) -> str:
        """Whose places this takes: the account's, or the address' where there is no key."""
        return self.caller.account_id if self.caller else self.address

    @property
    def claims(self) -> Claims:
        """For whom the platform is asked."""
        return self.caller.claims if self.caller else Claims()
