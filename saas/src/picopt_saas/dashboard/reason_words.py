"""The contract's sentences about an image's end, marked for translators; a test compares them with the contract."""

from typing import Final

from django.utils.translation import gettext_noop

MARKED: Final = (
    gettext_noop("Nothing to do: this image was already processed with these settings."),
    gettext_noop("The result would not be smaller than the original, so the original was kept."),
    gettext_noop("The animation was left as is, because this format does not support animation."),
    gettext_noop("The image cannot be read: the file is damaged or is not an image."),
    gettext_noop("The file is incomplete. Upload the whole image again."),
    gettext_noop("This file type is not supported."),
    gettext_noop("The image has too many pixels. Upload a smaller version."),
    gettext_noop("The animation has too many frames or pixels. Upload a shorter or smaller version."),
    gettext_noop("The color profile is too large. Save the image with a standard one, such as sRGB."),
    gettext_noop("SVG files are not supported."),
    gettext_noop("A requested size does not fit within the image."),
    gettext_noop("The model is not sure enough to describe this image. The analysis was not charged."),
    gettext_noop("The built-in model writes English only. Other languages need a vision model."),
    gettext_noop("The vision model refused to describe this image. The analysis was not charged."),
    gettext_noop("The vision model's answer could not be used. Nothing was charged."),
    gettext_noop("The vision account needs attention. Nothing was charged. The operator was notified."),
    gettext_noop("The vision model cannot do this. Nothing was charged. The operator was notified."),
    gettext_noop("The vision model cannot be reached. Nothing was charged."),
    gettext_noop("Processing took too long and was stopped. You aren't charged for failed steps. Try again."),
    gettext_noop("The software crashed on this image. You aren't charged for failed steps. Try a re-saved copy."),
    gettext_noop("Processing was interrupted too often. You aren't charged for failed steps. Try again."),
    gettext_noop("The service no longer has the original. Upload it again."),
    gettext_noop("Something went wrong on our side. You aren't charged for failed steps. Try again."),
    gettext_noop("Canceled."),
    gettext_noop("The site could not apply the result."),
    gettext_noop("Processing did not finish in time. The reserved credits were released."),
    gettext_noop("The result is no longer available."),
    gettext_noop("Waiting for credits."),
    gettext_noop("Waiting for bulk analysis (up to a day). Nothing has been charged yet."),
)
