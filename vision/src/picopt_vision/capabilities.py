"""What of the extras this installation lacks. It works without them, and sees or writes less."""

from collections.abc import Iterator
from enum import Enum
from importlib.util import find_spec

from picopt_runtime.degradation import Degradation


class Extra(Enum):
    """An extra of this package, by the package that it is looked for by."""

    OCR = "rapidocr"
    JAPANESE = "sudachidict_small"
    HEIC = "pi_heif"

    @property
    def installed(self) -> bool:
        """Whether it is there."""
        return find_spec(self.value) is not None


_SAYS = {
    Extra.OCR: Degradation(
        "text_reading",
        "The embedded model cannot read text in images: banners, charts and screenshots are described without their "
        "words. Install picopt-vision[ocr], which takes 200 MB more.",
    ),
    Extra.JAPANESE: Degradation(
        "japanese_names",
        "Japanese file names cannot be spelled in Latin letters: images keep the names that they have. Install "
        "picopt-vision[japanese].",
    ),
    Extra.HEIC: Degradation(
        "heic_reading",
        "HEIC images cannot be described, also where the service takes them. Install picopt-vision[heic].",
    ),
}


def degradations(*, embedded: bool) -> Iterator[Degradation]:
    """All that is missing; `embedded`: whether the embedded model writes, for a remote one reads for itself."""
    needed = [Extra.OCR, Extra.JAPANESE, Extra.HEIC] if embedded else [Extra.JAPANESE, Extra.HEIC]
    return (_SAYS[extra] for extra in needed if not extra.installed)
