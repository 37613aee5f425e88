"""Words are compared as the labels say."""

import pytest

from picopt_vision.evaluation.words import claims, follows, says, supported


@pytest.mark.parametrize(
    ("text", "phrase", "said"),
    [
        ("Two boats on water", "boat", True),
        ("A boathouse", "boat", False),
        ("Black-and-white portrait", "black and white", True),
        ("Churches in fog", "church", True),
        ("Daisies", "daisy", True),
        ("Glass", "glas", False),
    ],
)
def test_whole_words_whatever_their_number(text: str, phrase: str, said: bool) -> None:  # noqa: FBT001 -- pytest's
    assert says(text, phrase) is said


def test_articles_and_prepositions_claim_nothing_but_numbers_and_colors_do() -> None:
    assert claims("The two red boats are on the sea") == ["two", "red", "boat", "sea"]


@pytest.mark.parametrize(
    ("true", "claim", "holds"),
    [
        ("macaw", "parrot", True),
        ("macaw", "animal", True),
        ("parrot", "macaw", False),  # the wider word does not tell the narrower
        ("animal", "dog", False),
        ("two women", "people", True),
        ("bicycle", "bike", True),
        ("speaker", "speaking", True),
        ("car", "cat", False),
    ],
)
def test_a_wider_word_follows_and_a_narrower_one_does_not(true: str, claim: str, holds: bool) -> None:  # noqa: FBT001 -- pytest's
    assert follows(claim, supported([true])) is holds
