"""Notes on results are read in the reader's language; tools/tests/test_notes.py keeps the examples complete."""

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from picopt_saas.dashboard.note_words import say

EXAMPLES = Path(__file__).resolve().parents[3] / "wordpress/tests/fixtures/notes.json"
NOTES = json.loads(EXAMPLES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja"])
@pytest.mark.parametrize("note", NOTES)
def test_every_note_is_known_and_loses_no_value(note, language):
    with translation.override(language):
        said, is_known = say(note)
    assert is_known
    assert (said == note) <= (language == "en")
    bare = re.sub(r"(?<=\d)[.,\s](?=\d{3}\b)", "", said)
    for value in re.findall(r"-?\d+(?:\.\d+)?|“[^”]+”", note):
        assert value.strip("“”") in bare


@pytest.mark.parametrize("note", NOTES)
def test_nobody_reads_that_a_file_holds_no_more(note):
    assert "holds no more" not in say(note)[0]


def test_a_text_that_was_cut_is_called_as_everywhere():
    assert say("The copyright was cut to 900 of 1200 characters: a file holds no more.") == (
        "Copyright notice: cut to 900 of 1,200 characters, because a file can’t hold more.",
        True,
    )
    assert say("webp would have 2000 bytes, the original has 1000.")[0].startswith("WebP would take 2,000 bytes")


def test_a_note_that_is_not_known_stays_what_it_was():
    assert say("It rains.") == ("It rains.", False)
