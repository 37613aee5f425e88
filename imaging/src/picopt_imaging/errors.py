"""The one error of this library."""


class ImagingError(Exception):
    """A picture that cannot be processed. The item fails, nothing else does.

    `code` is a reason code of the contract: `unreadable_image`, `truncated`, `unsupported_media`, `too_many_pixels`,
    `too_many_frames`, `profile_too_large`, `svg_refused`, `geometry`, `time_out`, `crashed`, `internal`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message
