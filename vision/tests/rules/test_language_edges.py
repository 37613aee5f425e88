"""Rule 11 at its edges: with a detector whose every word is known beforehand, and with the real one."""

import numpy as np
import pytest

from picopt_vision.rules import language, packing

TWENTY = "abcdefghij klmnopqrst"


class Detector:
    """Says the same of every text."""

    labels = ("en", "de", "nb", "da", "pt", "es", "zh")

    def __init__(self, found: str, probability: float) -> None:
        self.answer = (found, probability)

    def classify(self, _text: str) -> tuple[str, float]:
        return self.answer


def judge(monkeypatch: pytest.MonkeyPatch, found: str, wanted: str, *, sure: float = 1.0, text: str = TWENTY) -> bool:
    monkeypatch.setattr(language, "_identifier", lambda: Detector(found, sure))
    return language.is_other_language(text, wanted)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TWENTY, True),
        (TWENTY[:-1], False),
        (f"12 {TWENTY}!", True),
        ("a1b2c3 " * 6, False),
        ("", False),
    ],
)
def test_twenty_letters_are_needed_whatever_stands_between(
    monkeypatch: pytest.MonkeyPatch, text: str, *, told: bool
) -> None:
    assert judge(monkeypatch, "de", "en", text=text) is told


@pytest.mark.parametrize(("sure", "told"), [(0.79, False), (0.8, True), (0.81, True)])
def test_the_detector_is_believed_from_four_fifths_on(
    monkeypatch: pytest.MonkeyPatch, sure: float, *, told: bool
) -> None:
    assert judge(monkeypatch, "de", "en", sure=sure) is told


@pytest.mark.parametrize(
    ("text", "sure", "told"),
    [
        (TWENTY[:10], 0.5, True),
        (TWENTY[:10], 0.49, False),
        (TWENTY[:9], 1.0, False),
    ],
)
def test_of_a_phrase_half_of_the_letters_and_half_a_certainty_are_enough(
    monkeypatch: pytest.MonkeyPatch, text: str, sure: float, *, told: bool
) -> None:
    monkeypatch.setattr(language, "_identifier", lambda: Detector("de", sure))
    assert language.is_other_phrase(text, "en") is told


@pytest.mark.parametrize(
    ("found", "wanted", "other"),
    [
        ("en", "en", False),
        ("en", "EN-gb", False),
        ("de", "en-GB", True),
        ("zh", "zh-Hant-TW", False),
        ("de", "zh-Hant-TW", True),
        ("da", "nb-NO", False),
        ("nb", "da", False),
        ("es", "pt-BR", False),
        ("es", "nb", True),
        ("de", "tlh", False),
    ],
)
def test_the_first_part_of_a_tag_is_its_language_and_relatives_are_not_told_apart(
    monkeypatch: pytest.MonkeyPatch, found: str, wanted: str, *, other: bool
) -> None:
    assert judge(monkeypatch, found, wanted) is other


def test_the_real_detector_gives_shares_of_one_and_knows_the_languages_of_the_families() -> None:
    detector = language._identifier()
    found, probability = detector.classify("White lighthouse beside a red-roofed house on a rocky shore.")
    assert found == "en"
    assert 0.8 < probability <= 1
    assert {"en", "de", "no", "pt", "zh"} <= set(detector.labels)
    assert language._identifier() is detector


def test_its_tables_hold_the_same_numbers_in_a_third_of_the_memory() -> None:
    loaded = language.LanguageIdentifier.from_model_file(language.MODEL_FILE, norm_probs=True)
    numbers, table = loaded.tk_nextmove, loaded.nb_ptc
    stretches, exceptions = packing.Stretches(numbers), packing.Exceptions(table)
    assert all(stretches[index] == numbers[index] for index in range(0, len(numbers), 97))
    rows = range(0, len(table), 89)
    assert np.array_equal(exceptions[rows], table[list(rows)])
    assert 3 * (stretches.size + exceptions.size) < len(numbers) * numbers.itemsize + table.nbytes
    for text in ("White lighthouse on a rocky shore", "Der Leuchtturm von Portland", "東京タワー", "", "12"):
        assert language._identifier().classify(text) == loaded.classify(text)
