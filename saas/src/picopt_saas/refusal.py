"""How business code says no: one exception, formatted once, in `picopt_saas.api.problems`."""

from picopt_contract.errors import ErrorCode


class Refusal(Exception):  # noqa: N818 -- a plain no, said by business code on purpose
    """A request is refused. `detail` is public: say what to do. `extra` are the problem document's further members."""

    def __init__(self, code: ErrorCode, detail: str, **extra: int | str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.extra = extra
