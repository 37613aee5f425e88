"""Every error of the public API, once: code, status, title, whether trying again can help.

Formatted as RFC 9457 `application/problem+json` by one handler in each component.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import Field

from picopt_contract.base import Model


class ErrorCode(StrEnum):
    """Machine-readable names of the errors."""

    # The four of RFC 8628, 3.5.
    AUTHORIZATION_PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    ACCESS_DENIED = "access_denied"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 -- the name of an error
    INVALID_KEY = "invalid_key"
    INSUFFICIENT_CREDITS = "insufficient_credits"
    ACCOUNT_FROZEN = "account_frozen"
    KEY_INACTIVE = "key_inactive"
    SCOPE_MISSING = "scope_missing"
    SPEND_CAP = "spend_cap"
    MONTHLY_BUDGET = "monthly_budget"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    TOO_SLOW = "too_slow"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing"
    QUOTE_EXPIRED = "quote_expired"
    UPLOAD_OFFSET = "upload_offset"
    STATE_CONFLICT = "state_conflict"
    GONE = "gone"
    LENGTH_REQUIRED = "length_required"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA = "unsupported_media"
    RANGE_NOT_SATISFIABLE = "range_not_satisfiable"
    UNREADABLE_IMAGE = "unreadable_image"
    HASH_MISMATCH = "hash_mismatch"
    IMAGE_NOT_UPLOADED = "image_not_uploaded"
    VALIDATION = "validation"
    RATE_LIMITED = "rate_limited"
    BYTE_QUOTA = "byte_quota"
    BUSY = "busy"
    INTERNAL = "internal"


class ErrorSpec(NamedTuple):
    """What is said once about an error. `status` is the HTTP status."""

    status: int
    title: str
    retryable: bool


ERRORS: Final[dict[ErrorCode, ErrorSpec]] = {
    ErrorCode.AUTHORIZATION_PENDING: ErrorSpec(400, "The code has not been confirmed yet", retryable=True),
    ErrorCode.SLOW_DOWN: ErrorSpec(400, "Polling too often; wait longer", retryable=True),
    ErrorCode.ACCESS_DENIED: ErrorSpec(400, "The connection was declined in the dashboard", retryable=False),
    ErrorCode.EXPIRED_TOKEN: ErrorSpec(400, "The code has expired or was used already", retryable=False),
    ErrorCode.INVALID_KEY: ErrorSpec(401, "This API key is not valid", retryable=False),
    ErrorCode.INSUFFICIENT_CREDITS: ErrorSpec(402, "Not enough credits", retryable=False),
    ErrorCode.ACCOUNT_FROZEN: ErrorSpec(
        402, "The account is frozen until an outstanding amount is settled", retryable=False
    ),
    ErrorCode.KEY_INACTIVE: ErrorSpec(403, "This API key is turned off", retryable=False),
    ErrorCode.SCOPE_MISSING: ErrorSpec(403, "This API key does not have permission to do that", retryable=False),
    ErrorCode.SPEND_CAP: ErrorSpec(403, "The key's daily spending cap has been reached", retryable=True),
    ErrorCode.MONTHLY_BUDGET: ErrorSpec(403, "The site's monthly credit budget has been reached", retryable=False),
    ErrorCode.NOT_FOUND: ErrorSpec(404, "Not found", retryable=False),
    ErrorCode.METHOD_NOT_ALLOWED: ErrorSpec(405, "This address does not support that method", retryable=False),
    ErrorCode.TOO_SLOW: ErrorSpec(408, "The request body arrived too slowly", retryable=True),
    ErrorCode.IDEMPOTENCY_MISMATCH: ErrorSpec(
        409, "This Idempotency-Key was used for another request", retryable=False
    ),
    ErrorCode.IDEMPOTENCY_KEY_MISSING: ErrorSpec(422, "An Idempotency-Key header is required", retryable=False),
    ErrorCode.QUOTE_EXPIRED: ErrorSpec(409, "The quote has expired; request a new one", retryable=False),
    ErrorCode.UPLOAD_OFFSET: ErrorSpec(409, "The upload continues at a different offset", retryable=True),
    ErrorCode.STATE_CONFLICT: ErrorSpec(409, "That is not possible in the current state", retryable=False),
    ErrorCode.GONE: ErrorSpec(410, "This is no longer available", retryable=False),
    ErrorCode.LENGTH_REQUIRED: ErrorSpec(411, "A Content-Length header is required", retryable=False),
    ErrorCode.TOO_LARGE: ErrorSpec(413, "Too large", retryable=False),
    ErrorCode.UNSUPPORTED_MEDIA: ErrorSpec(415, "This file type is not supported", retryable=False),
    ErrorCode.RANGE_NOT_SATISFIABLE: ErrorSpec(416, "The file does not have that range", retryable=False),
    ErrorCode.UNREADABLE_IMAGE: ErrorSpec(422, "The image cannot be read", retryable=False),
    ErrorCode.HASH_MISMATCH: ErrorSpec(422, "The bytes do not match the stated SHA-256", retryable=True),
    ErrorCode.IMAGE_NOT_UPLOADED: ErrorSpec(422, "An image has not been uploaded yet", retryable=False),
    ErrorCode.VALIDATION: ErrorSpec(422, "The request is not valid", retryable=False),
    ErrorCode.RATE_LIMITED: ErrorSpec(429, "Too many requests", retryable=True),
    ErrorCode.BYTE_QUOTA: ErrorSpec(429, "The plan's upload quota is used up", retryable=True),
    ErrorCode.BUSY: ErrorSpec(503, "Busy; try again shortly", retryable=True),
    ErrorCode.INTERNAL: ErrorSpec(500, "Something went wrong on our side", retryable=True),
}


def type_of(code: ErrorCode) -> str:
    """A problem's `type`: a reference to the page about it, relative to the API's own address (RFC 9457, 3.1.1)."""
    return f"/docs/errors#{code}"


class Problem(Model):
    """An RFC 9457 problem document. `charged` is always false: no error costs a credit."""

    type: str = Field(examples=["/docs/errors#insufficient_credits"])
    title: str
    status: int = Field(ge=400, le=599)
    code: ErrorCode
    detail: str
    retryable: bool
    charged: bool = False
    request_id: str
    # Only where the code has them:
    needed: int | None = Field(default=None, description="insufficient_credits, monthly_budget: credits needed")
    available: int | None = Field(
        default=None, description="insufficient_credits: credits available; monthly_budget: credits left in it"
    )
    offset: int | None = Field(default=None, description="upload_offset: byte to continue at")
    field: str | None = Field(default=None, description="validation: path of the first field at fault, dotted")
