"""Rule 11: the language is the one that was asked for; detected, not hoped."""

import io
import lzma
from array import array
from functools import cache
from typing import Final

import numpy as np
from py3langid.langid import (  # type: ignore[import-untyped] # the wheel has no py.typed
    MODEL_DIR,
    MODEL_FILE,
    LanguageIdentifier,
)

from picopt_vision.rules.packing import Exceptions, Stretches

# Below this the detector's own word is not believed; short phrases rarely reach it.
SURE: Final = 0.8
FEWEST_LETTERS: Final = 20
# The same for one field among others: `Spaghetti alla carbonara` is the name of what an English text is about.
SURE_OF_FIELD: Final = 0.9
# The same for captions, which are short: one that is left out costs less than one that readers do not understand.
SURE_OF_PHRASE: Final = 0.5
FEWEST_LETTERS_OF_PHRASE: Final = 10
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
    return _is_other(text, wanted, SURE, FEWEST_LETTERS)


def is_other_field(text: str, wanted: str) -> bool:
    """The same of one field, whose few words may be a name in another language."""
    return _is_other(text, wanted, SURE_OF_FIELD, FEWEST_LETTERS)


def is_other_phrase(text: str, wanted: str) -> bool:
    """A few words that are rather in another language than in the one of `wanted`."""
    return _is_other(text, wanted, SURE_OF_PHRASE, FEWEST_LETTERS_OF_PHRASE)


def _is_other(text: str, wanted: str, sure: float, fewest: int) -> bool:
    if sum(char.isalpha() for char in text) < fewest:
        return False
    found, probability = _identifier().classify(text)
    asked = wanted.split("-", maxsplit=1)[0].lower()
    if found == asked or probability < sure or asked not in _identifier().labels:
        return False
    return not any({found, asked} <= family for family in _ALIKE)


@cache
def _identifier() -> LanguageIdentifier:
    """Answers in a fraction of a millisecond, once it is loaded, which takes a second; in 34 MB of its 73."""
    try:
        loaded = LanguageIdentifier.from_model_file(MODEL_FILE)
    except OSError:  # it unpacks its table into a temporary file, and the disk is full
        loaded = _unpacked_in_memory()
    return LanguageIdentifier(
        Exceptions(loaded.nb_ptc),
        loaded.nb_pc,
        loaded.nb_classes,
        Stretches(loaded.tk_nextmove),
        array("i", loaded.tk_output),
        norm_probs=True,
        tk_row=loaded.tk_row,
    )


def _unpacked_in_memory() -> LanguageIdentifier:
    """The same without a file, for 100 MB more while it is loaded."""
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
        unpacked = io.BytesIO(packed.read())
    with np.load(unpacked) as table:
        return LanguageIdentifier(
            table["ptc"],
            table["pc"],
            table["classes"].tolist(),
            _numbers(table["nextmove"]),
            table["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_numbers(table["nextmove_row"]),
        )


def _numbers(column: np.ndarray) -> "array[int]":
    """The same numbers where Python finds one of them faster."""
    return array(column.dtype.char, column.tobytes())
