"""The one error of this library."""

from functools import partial
from typing import Final, Literal

Kind = Literal["image", "account", "model", "outage"]
"""Whose matter a failure is: one image's, the account's at the provider, the choice of the model, or an outage."""

_ACCOUNT: Final = frozenset({"model_account"})
_MODEL: Final = frozenset({"model_unsuitable"})
_OUTAGE: Final = frozenset({"model_unavailable", "time_out"})


class VisionError(Exception):
    """No usable text for this image.

    `code` is one of: unreadable_image, truncated, unsupported_media, too_many_pixels, svg_refused, no_confident_text,
    language_needs_model, model_refused, model_broken_answer, model_account, model_unsuitable, model_unavailable,
    time_out; from the batch lane model_waiting, which is no failure. `retryable` says whether the same call may succeed
    later. `message` is fit for a user's eyes.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable

    @property
    def kind(self) -> Kind:
        """Only a failure of kind `image` says nothing about the next image."""
        if self.code in _OUTAGE:
            return "outage"
        if self.code in _ACCOUNT:
            return "account"
        return "model" if self.code in _MODEL else "image"

    def __reduce__(self) -> tuple[object, ...]:
        """Survives the way out of a child process."""
        return partial(VisionError, retryable=self.retryable), (self.code, self.message)
