"""Why an item ended as it did. The sentence is the service's default; an item may carry a more exact one."""

from enum import StrEnum
from typing import Final


class ReasonCode(StrEnum):
    """Machine-readable reasons of item states."""

    # skipped
    ALREADY_DONE = "already_done"
    # no gain
    NOT_SMALLER = "not_smaller"
    ANIMATION_KEPT = "animation_kept"
    # failed: the picture
    UNREADABLE_IMAGE = "unreadable_image"
    TRUNCATED = "truncated"
    UNSUPPORTED_MEDIA = "unsupported_media"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    PROFILE_TOO_LARGE = "profile_too_large"
    SVG_REFUSED = "svg_refused"
    GEOMETRY = "geometry"
    # failed: the analysis
    NO_CONFIDENT_TEXT = "no_confident_text"
    LANGUAGE_NEEDS_MODEL = "language_needs_model"
    MODEL_REFUSED = "model_refused"
    MODEL_BROKEN_ANSWER = "model_broken_answer"
    MODEL_ACCOUNT = "model_account"
    MODEL_UNSUITABLE = "model_unsuitable"
    MODEL_UNAVAILABLE = "model_unavailable"
    # failed: the service
    TIME_OUT = "time_out"
    CRASHED = "crashed"
    GIVEN_UP = "given_up"
    ORIGINAL_GONE = "original_gone"
    INTERNAL = "internal"
    # others
    CANCELLED_BY_USER = "cancelled_by_user"
    NOT_APPLIED = "not_applied"
    HOLD_EXPIRED = "hold_expired"
    RESULT_EXPIRED = "result_expired"
    WAITING_FOR_CREDITS = "waiting_for_credits"
    WAITING_FOR_BATCH = "waiting_for_batch"


REASONS: Final[dict[ReasonCode, str]] = {
    ReasonCode.ALREADY_DONE: "Nothing to do: this image was already processed with these settings.",
    ReasonCode.NOT_SMALLER: "The result would not be smaller than the original, so the original was kept.",
    ReasonCode.ANIMATION_KEPT: "The animation was left as is, because this format does not support animation.",
    ReasonCode.UNREADABLE_IMAGE: "The image cannot be read: the file is damaged or is not an image.",
    ReasonCode.TRUNCATED: "The file is incomplete. Upload the whole image again.",
    ReasonCode.UNSUPPORTED_MEDIA: "This file type is not supported.",
    ReasonCode.TOO_MANY_PIXELS: "The image has too many pixels. Upload a smaller version.",
    ReasonCode.TOO_MANY_FRAMES: "The animation has too many frames or pixels. Upload a shorter or smaller version.",
    ReasonCode.PROFILE_TOO_LARGE: "The color profile is too large. Save the image with a standard one, such as sRGB.",
    ReasonCode.SVG_REFUSED: "SVG files are not supported.",
    ReasonCode.GEOMETRY: "A requested size does not fit within the image.",
    ReasonCode.NO_CONFIDENT_TEXT: "The model is not sure enough to describe this image. The analysis was not charged.",
    ReasonCode.LANGUAGE_NEEDS_MODEL: "The built-in model writes English only. Other languages need a vision model.",
    ReasonCode.MODEL_REFUSED: "The vision model refused to describe this image. The analysis was not charged.",
    ReasonCode.MODEL_BROKEN_ANSWER: "The vision model's answer could not be used. Nothing was charged.",
    ReasonCode.MODEL_ACCOUNT: "The vision account needs attention. Nothing was charged. The operator was notified.",
    ReasonCode.MODEL_UNSUITABLE: "The vision model cannot do this. Nothing was charged. The operator was notified.",
    ReasonCode.MODEL_UNAVAILABLE: "The vision model cannot be reached. Nothing was charged.",
    ReasonCode.TIME_OUT: "Processing took too long and was stopped. You aren't charged for failed steps. Try again.",
    ReasonCode.CRASHED: "The software crashed on this image. You aren't charged for failed steps. Try a re-saved copy.",
    ReasonCode.GIVEN_UP: "Processing was interrupted too often. You aren't charged for failed steps. Try again.",
    ReasonCode.ORIGINAL_GONE: "The service no longer has the original. Upload it again.",
    ReasonCode.INTERNAL: "Something went wrong on our side. You aren't charged for failed steps. Try again.",
    ReasonCode.CANCELLED_BY_USER: "Canceled.",
    ReasonCode.NOT_APPLIED: "The site could not apply the result.",
    ReasonCode.HOLD_EXPIRED: "Processing did not finish in time. The reserved credits were released.",
    ReasonCode.RESULT_EXPIRED: "The result is no longer available.",
    ReasonCode.WAITING_FOR_CREDITS: "Waiting for credits.",
    ReasonCode.WAITING_FOR_BATCH: "Waiting for bulk analysis (up to a day). Nothing has been charged yet.",
}
