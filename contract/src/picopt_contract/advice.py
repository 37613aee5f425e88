"""What each error means and what to do about it: for the page that a problem's `type` points to."""

from typing import Final, NamedTuple

from picopt_contract.errors import ErrorCode


class Advice(NamedTuple):
    """Two or three sentences each, for the person whose program was refused."""

    meaning: str
    remedy: str


ADVICE: Final[dict[ErrorCode, Advice]] = {
    ErrorCode.INVALID_KEY: Advice(
        "The request has no API key, or one that this service does not know.",
        "Send `Authorization: Bearer po_live_…` with a key from the dashboard. A deleted key needs a new one.",
    ),
    ErrorCode.INSUFFICIENT_CREDITS: Advice(
        "The account has fewer credits available than the work may cost. `needed` and `available` say how many.",
        "Buy credits or wait for the plan's next ones, then send the same request again. A smaller job may fit now.",
    ),
    ErrorCode.ACCOUNT_FROZEN: Advice(
        "A payment was returned or disputed after its credits had been spent, so the account owes credits.",
        "Settle the outstanding amount in the dashboard. Finished results can still be downloaded.",
    ),
    ErrorCode.KEY_INACTIVE: Advice(
        "The key exists but someone turned it off, or it belongs to another site address.",
        "Turn the key on in the dashboard, or create one for this site.",
    ),
    ErrorCode.SCOPE_MISSING: Advice(
        "The key is valid but not allowed to do this. `detail` names the scope that is missing.",
        "Create a key with that scope in the dashboard.",
    ),
    ErrorCode.SPEND_CAP: Advice(
        "The key has reached the most that it may spend in a day.",
        "Raise the cap in the dashboard, or send the request again after midnight UTC.",
    ),
    ErrorCode.MONTHLY_BUDGET: Advice(
        "The key's site would use more credits this month than its owner allows. `needed` says how many the request "
        "may cost, `available` how many the budget has left. Nothing was charged.",
        "Raise the site's budget in the dashboard, or send the request again when the next month (UTC) has begun. A "
        "smaller job may fit now.",
    ),
    ErrorCode.NOT_FOUND: Advice(
        "There is nothing at this address, or nothing with this id that belongs to your account.",
        "Check the id and the address. Every route is listed at `/docs`.",
    ),
    ErrorCode.METHOD_NOT_ALLOWED: Advice(
        "The address exists but does not take this method.",
        "Use one of the methods that the `Allow` header names.",
    ),
    ErrorCode.TOO_SLOW: Advice(
        "The body arrived so slowly that the connection was given up.",
        "Send the same request again; an upload continues where it stopped. On a slow line, send smaller parts.",
    ),
    ErrorCode.IDEMPOTENCY_MISMATCH: Advice(
        "This `Idempotency-Key` was used in the last 30 days for a request with another body.",
        "Use a new key for a new request, and the old key only to repeat the old request exactly.",
    ),
    ErrorCode.IDEMPOTENCY_KEY_MISSING: Advice(
        "This route writes something and needs a name for the request, so that sending it twice does it once.",
        "Send an `Idempotency-Key` of 8 to 200 visible characters, for example a UUID.",
    ),
    ErrorCode.QUOTE_EXPIRED: Advice(
        "A quote is valid for 15 minutes, and this one is older, or its prices no longer hold.",
        "Ask for a new quote and order with that one.",
    ),
    ErrorCode.UPLOAD_OFFSET: Advice(
        "This part of an upload does not start where the service's copy ends. `offset` says where that is.",
        "Continue at `offset`.",
    ),
    ErrorCode.STATE_CONFLICT: Advice(
        "The job or item is not in a state in which this can be done, for example it has already ended.",
        "Fetch it again and decide by its present `state`.",
    ),
    ErrorCode.GONE: Advice(
        "The file existed, but the time for which it is kept is over, or someone deleted it.",
        "Order the image again. An image whose original is still kept is not charged twice.",
    ),
    ErrorCode.LENGTH_REQUIRED: Advice(
        "The body has no stated length; chunked bodies are not accepted.",
        "Send a `Content-Length` header.",
    ),
    ErrorCode.TOO_LARGE: Advice(
        "The body is longer than this route accepts. `detail` names the limit.",
        "Send uploads in parts, or fewer items in one request.",
    ),
    ErrorCode.UNSUPPORTED_MEDIA: Advice(
        "The body is not of a kind that this route accepts: JSON for most, an image for uploads.",
        "Send `Content-Type: application/json` with JSON. Uploads may be JPEG, PNG, GIF, WebP, AVIF, TIFF, or BMP.",
    ),
    ErrorCode.RANGE_NOT_SATISFIABLE: Advice(
        "The requested range lies outside the file.",
        "Leave out `Range` to fetch the whole file, or ask for bytes below its length.",
    ),
    ErrorCode.UNREADABLE_IMAGE: Advice(
        "The file is damaged or is not the image that it claims to be.",
        "Open the file in an image editor, save it again, and upload the new file.",
    ),
    ErrorCode.HASH_MISMATCH: Advice(
        "The bytes that arrived do not have the SHA-256 in the address, so they were discarded.",
        "Compute the SHA-256 of the file again and upload it from the start.",
    ),
    ErrorCode.IMAGE_NOT_UPLOADED: Advice(
        "The request names an image that this account has not uploaded, or whose upload is not finished.",
        "Upload it with `PUT /v1/images/{sha256}` first, then send the same request again.",
    ),
    ErrorCode.VALIDATION: Advice(
        "Something in the request does not follow the API's description. `field` names the first thing at fault.",
        "Correct it as `detail` says. Sending the same request again will not help.",
    ),
    ErrorCode.RATE_LIMITED: Advice(
        "The key or the address sent more requests in a minute than its plan allows.",
        "Wait for the seconds in `Retry-After`. The `RateLimit` header shows how many requests are left.",
    ),
    ErrorCode.BYTE_QUOTA: Advice(
        "The account uploaded as much as its plan allows in 30 days.",
        "Wait for the seconds in `Retry-After`, or choose a larger plan.",
    ),
    ErrorCode.BUSY: Advice(
        "The service cannot take the request at this moment. Nothing was done.",
        "Send the same request again after the seconds in `Retry-After`.",
    ),
    ErrorCode.AUTHORIZATION_PENDING: Advice(
        "Nobody has confirmed or declined this site's code in the dashboard yet.",
        "Ask again after the seconds in `interval`, until the code expires.",
    ),
    ErrorCode.SLOW_DOWN: Advice(
        "The site asks for its key more often than `interval` allows.",
        "Wait for the seconds in `interval` before you ask again. The code stays valid.",
    ),
    ErrorCode.ACCESS_DENIED: Advice(
        "Someone declined this site's code in the dashboard. No key was made.",
        "Start the connection again in the plugin, and confirm the new code.",
    ),
    ErrorCode.EXPIRED_TOKEN: Advice(
        "The code is older than 30 minutes, was used already, or does not belong to this site. No key was made.",
        "Start the connection again in the plugin, and confirm the new code.",
    ),
    ErrorCode.INTERNAL: Advice(
        "Something failed on our side.",
        "Send the same request again. If it keeps failing, contact support with the `request_id`.",
    ),
}
