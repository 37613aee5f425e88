"""The contract's sentences about an image's end, marked for translators; a test compares them with the contract."""

from typing import Final

from django.utils.translation import gettext_noop

MARKED: Final = (
    gettext_noop("Nothing to do: this image was already processed with these settings."),
    gettext_noop("The result would not be smaller than the original, so the original stays."),
    gettext_noop("The animation is kept as it is, because this format cannot hold it."),
    gettext_noop("The image cannot be read; the file is damaged or not an image."),
    gettext_noop("The file is cut off; upload the whole image."),
    gettext_noop("This kind of file is not supported."),
    gettext_noop("The image has more pixels than the limit."),
    gettext_noop("The animation has more frames and pixels than the limit."),
    gettext_noop("The color profile inside the file is larger than the limit."),
    gettext_noop("SVG files are not processed."),
    gettext_noop("A requested size lies outside the image."),
    gettext_noop("The model is not sure enough to describe this image."),
    gettext_noop("The embedded model writes English only; other languages need a vision model."),
    gettext_noop("The vision model refused to describe this image. Nothing was charged."),
    gettext_noop("The vision model's answer could not be used. Nothing was charged."),
    gettext_noop("The service's account at its vision model needs attention; the operator has been told."),
    gettext_noop("The configured vision model cannot do this work; the operator has been told."),
    gettext_noop("The vision model cannot be reached. Nothing was charged."),
    gettext_noop("The work took too long and was stopped."),
    gettext_noop("The image crashed the image library; nothing else was affected."),
    gettext_noop("Given up after three attempts."),
    gettext_noop("The original is no longer kept by the service; upload it again."),
    gettext_noop("Something went wrong on our side."),
    gettext_noop("Cancelled."),
    gettext_noop("The site could not apply the result."),
    gettext_noop("The work was not done in time; its credits were returned."),
    gettext_noop("The result is no longer kept."),
    gettext_noop("Waiting for credits."),
)
