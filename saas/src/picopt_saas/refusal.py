"""How business code says no: one exception, formatted once, in `picopt_saas.api.problems`."""

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import GatewayRefused


class Refusal(Exception):  # noqa: N818 -- a plain no, said by business code on purpose
    """A request is refused. `detail` is public: say what to do. `extra` are the problem document's further members."""

    def __init__(self, code: ErrorCode, detail: str, **extra: int | str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.extra = extra


class NotTheGateway(Refusal):
    """Somebody asks who is not the gateway, or a gateway that is not set up as we are."""

    def __init__(self, why: GatewayRefused, **more: int) -> None:
        super().__init__(ErrorCode.INVALID_KEY, "Only the gateway may ask here.")
        self.why = why
        self.more = more
        """For the log."""
