"""Rule 11: the language is the one that was asked for; detected, not hoped."""

from functools import cache
from typing import Final

from py3langid.langid import (  # type: ignore[import-untyped] # the wheel has no py.typed
    MODEL_FILE,
    LanguageIdentifier,
)

# Below this the detector's own word is not believed; short phrases rarely reach it.
SURE: Final = 0.8
FEWEST_LETTERS: Final = 20
# Languages that even long texts do not tell apart, or that differ by name only.
_ALIKE: Final = (
    frozenset({"no", "nb", "nn", "da", "sv"}),
    frozenset({"hr", "bs", "sr", "sh", "cnr", "sl", "mk", "bg"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"gl", "pt", "es", "ast", "ca", "oc", "an"}),
    frozenset({"ar", "ary", "arz"}),
    frozenset({"fa", "prs", "tg", "ur"}),
    frozenset({"hi", "mr", "ne", "sa", "bho", "mai"}),
    frozenset({"ru", "be", "uk"}),
    frozenset({"zh", "yue", "wuu"}),
    frozenset({"af", "nl", "fy", "li"}),
    frozenset({"fil", "tl"}),
    frozenset({"he", "iw", "yi"}),
)


def is_other_language(text: str, wanted: str) -> bool:
    """The text is surely not in the language of the BCP 47 tag `wanted`. Doubt counts as no."""
    if sum(char.isalpha() for char in text) < FEWEST_LETTERS:
        return False
    found, probability = _identifier().classify(text)
    asked = wanted.split("-", maxsplit=1)[0].lower()
    if found == asked or probability < SURE or asked not in _identifier().labels:
        return False
    return not any({found, asked} <= family for family in _ALIKE)


@cache
def _identifier() -> LanguageIdentifier:
    """Loads in a second and answers in a fraction of a millisecond."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
