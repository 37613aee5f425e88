"""Rule 11: another language is noticed, doubt is not held against the text."""

import subprocess
import sys

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from picopt_vision.rules import language
from picopt_vision.rules.language import is_other_language

ENGLISH = "White lighthouse beside a red-roofed house on a rocky shore, with waves below."
GERMAN = "Weißer Leuchtturm neben einem Haus mit rotem Dach an felsiger Küste."
FRENCH = "Phare blanc près d’une maison au toit rouge sur une côte rocheuse."
JAPANESE = "岩の多い海岸に立つ白い灯台と、赤い屋根の家。空には雲が浮かんでいます。"


@pytest.mark.parametrize(
    ("text", "wanted"), [(ENGLISH, "de"), (GERMAN, "en-GB"), (FRENCH, "en"), (JAPANESE, "en"), (ENGLISH, "ja")]
)
def test_another_language_is_noticed(text: str, wanted: str) -> None:
    assert is_other_language(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (ENGLISH, "en-US"),
        (GERMAN, "de-AT"),
        (FRENCH, "fr-CA"),
        (JAPANESE, "ja"),
        ("Small cat", "de"),  # too short to tell
        ("Hvidt fyrtårn ved siden af et hus med rødt tag", "nb"),  # too near to tell
        (ENGLISH, "tlh"),  # nobody here knows Klingon
    ],
)
def test_doubt_is_not_held_against_a_text(text: str, wanted: str) -> None:
    assert not is_other_language(text, wanted)


def test_a_full_disk_is_nothing_to_the_detector() -> None:
    no_byte = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))"
    asks = f"from picopt_vision.rules.language import *; print(is_other_language({ENGLISH!r}, 'de'))"
    done = subprocess.run([sys.executable, "-Bc", f"{no_byte}\n{asks}"], check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_the_table_is_read_as_the_library_reads_it() -> None:
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    ours = language._unpacked_in_memory()
    for text in (ENGLISH, GERMAN, FRENCH, JAPANESE, "Hvidt fyrtårn ved siden af et hus"):
        assert ours.rank(text) == theirs.rank(text)
