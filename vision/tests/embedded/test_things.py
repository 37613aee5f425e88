"""From probabilities to things that may be said."""

import numpy as np
import pytest

from picopt_vision.embedded.sight.things import find_things

MACAW, LORIKEET, LIGHTHOUSE, PICKET_FENCE, EGYPTIAN_CAT, TABBY, HONEYCOMB = 88, 90, 437, 716, 285, 281, 599
LINER = 628
DAM, STUPA, CLIFF, LAKESIDE, SEASHORE, VALLEY, ELEPHANT = 525, 832, 972, 975, 978, 979, 386
TEDDY = 850
ROBIN, KITE, BEE, RINGLET = 15, 21, 309, 322


def _spread(**_: object) -> np.ndarray:
    return np.full(1000, 1e-5)


def _with(shares: dict[int, float]) -> np.ndarray:
    probabilities = _spread()
    for number, share in shares.items():
        probabilities[number] = share
    return probabilities


def test_of_several_the_plural_is_said() -> None:
    (macaws,) = find_things(_with({MACAW: 0.8}), (), several={"bird"})
    assert (macaws.phrase, macaws.noun, macaws.plural) == ("macaws", "macaws", True)
    (macaw,) = find_things(_with({MACAW: 0.8}), (), several={"dog"})
    assert (macaw.phrase, macaw.plural) == ("a macaw", False)


@pytest.mark.parametrize(
    ("shares", "phrases"),
    [
        ({MACAW: 0.8}, ["a macaw"]),
        ({ROBIN: 0.27, KITE: 0.27}, []),  # a branch before the sky
        ({BEE: 0.3, RINGLET: 0.3}, []),  # the flower on which one would sit
        ({BEE: 0.7}, ["a bee"]),
        ({MACAW: 0.3, LORIKEET: 0.3}, ["a parrot"]),  # of two parrots neither is sure, that it is one is
        ({EGYPTIAN_CAT: 0.4, TABBY: 0.4}, ["a cat"]),
        ({LIGHTHOUSE: 0.5, PICKET_FENCE: 0.25}, ["a lighthouse", "a picket fence"]),
        ({LIGHTHOUSE: 0.5, PICKET_FENCE: 0.1}, ["a lighthouse"]),
        ({SEASHORE: 0.3, LAKESIDE: 0.3, LIGHTHOUSE: 0.25}, ["a landscape with water", "a lighthouse"]),
        ({CLIFF: 0.3, VALLEY: 0.35, LIGHTHOUSE: 0.25}, ["a landscape"]),  # all of the image: nothing is beside it
        ({LINER: 0.63}, ["a ship"]),  # yachts are no class
        ({STUPA: 0.66}, ["a building"]),  # which of all monuments, no network knows
        ({STUPA: 0.8}, ["a stupa"]),
        ({ELEPHANT: 0.51}, []),  # rhinoceroses are no class, and are taken for elephants
        ({ELEPHANT: 0.51, MACAW: 0.25}, []),  # a wave is a shark, a whale and a seal
        ({ELEPHANT: 0.54, MACAW: 0.38}, ["an animal"]),
        ({DAM: 0.7}, []),  # waterfalls are no class, and are taken for dams
        ({HONEYCOMB: 0.95}, []),  # what networks see in every pattern is never said
        ({}, []),
    ],
)
def test_says_the_most_exact_word_that_is_sure(shares: dict[int, float], phrases: list[str]) -> None:
    assert [claim.phrase for claim in find_things(_with(shares), frozenset())] == phrases


def test_doubt_spread_over_all_classes_names_nothing() -> None:
    assert find_things(np.full(1000, 0.001), frozenset()) == []


def test_a_word_near_the_picture_confirms_a_weak_suspicion() -> None:
    weak = _with({LIGHTHOUSE: 0.15})
    assert find_things(weak, frozenset()) == []
    assert [claim.phrase for claim in find_things(weak, {"lighthouse"})] == ["a lighthouse"]


def test_two_words_in_a_row_confirm_a_weaker_one() -> None:
    weak = _with({TEDDY: 0.1})
    assert find_things(weak, {"teddy", "bear"}) == []
    assert [claim.phrase for claim in find_things(weak, {"teddy", "bear", "teddy bear"})] == ["a teddy bear"]
    assert find_things(_with({TEDDY: 0.05}), {"teddy bear"}) == []


def test_a_word_near_the_picture_is_no_evidence_by_itself() -> None:
    assert find_things(_spread(), {"lighthouse", "macaw"}) == []


def test_tags_go_from_exact_to_wide() -> None:
    (claim,) = find_things(_with({MACAW: 0.8}), frozenset())
    assert claim.tags == ("macaw", "parrot", "bird", "animal")
