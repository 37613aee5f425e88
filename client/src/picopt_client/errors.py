"""What can go wrong, as exceptions."""

from picopt_contract.errors import ErrorCode, Problem


class ClientError(Exception):
    """Base of all errors here."""


class ApiError(ClientError):
    """The service refused; `problem` says what, why, and whether trying again can help."""

    def __init__(self, problem: Problem, *, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.code}: {problem.detail} (request {problem.request_id})")
        self.problem = problem
        self.retry_after = retry_after
        """Seconds that the service asks to wait, where it does."""

    @property
    def code(self) -> ErrorCode:
        """The machine-readable name of the error."""
        return self.problem.code


class UnreachableError(ClientError):
    """No usable answer: no connection, a time-out, or something that is not the service."""


class UntrustedAddressError(ClientError):
    """An address that the service did not announce; nothing was sent there."""


class BrokenDownloadError(ClientError):
    """A downloaded file is not the one that was announced; nothing was kept."""
