"""The one error of this library."""

from functools import partial


class VisionError(Exception):
    """No usable text for this picture.

    `code` is one of: unreadable_image, truncated, unsupported_media, too_many_pixels, svg_refused, no_confident_text,
    language_needs_model, model_refused, model_broken_answer, model_unavailable, time_out. `retryable` says whether the
    same call may succeed later. `message` is fit for a user's eyes.
    """

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable

    def __reduce__(self) -> tuple[object, ...]:
        """Survives the way out of a child process."""
        return partial(VisionError, retryable=self.retryable), (self.code, self.message)
