"""What the detector spotted: said where it is sure, a hint where it is not, and never what it takes for much else."""

import pytest

from picopt_vision.embedded.networks.objects import Spotted
from picopt_vision.embedded.sight.serving import IN_BOWL, spotted_in
from picopt_vision.embedded.sight.spotted import confirmed, find_beside_people, find_spotted, several, single


def _spot(kind: str, sure: float, side: float = 0.5, left: float = 0.0) -> Spotted:
    return Spotted(kind, sure, left, 0.0, left + side, side)


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("objects", "phrase"),
    [
        ([_spot("car", 0.85)], "a car"),
        ([_spot("car", 0.75)], ""),
        ([_spot("car", 0.85, 0.1)], ""),  # somewhere in the background
        ([_spot("bicycle", 0.85), _spot("bicycle", 0.65, left=0.5)], "bicycles"),
        ([_spot("sheep", 0.85), _spot("sheep", 0.65, left=0.5)], "sheep"),
        ([_spot("stop sign", 0.95)], ""),  # a pie chart
        ([_spot("clock", 0.95)], ""),  # a logo
        ([_spot("dog", 0.95)], ""),  # a cat, a goat, a peacock
        ([_spot("car", 0.85), _spot("person", 0.6)], ""),  # who would come first is not sure
    ],
)
def test_says_what_is_sure_and_large(objects: list[Spotted], phrase: str) -> None:
    assert [claim.phrase for claim in find_spotted(objects)] == ([phrase] if phrase else [])


@pytest.mark.acceptance("E5")
def test_says_what_people_have_with_them_and_not_what_stands_behind_them() -> None:
    assert [claim.phrase for claim in find_beside_people([_spot("laptop", 0.75, 0.2)])] == ["a laptop"]
    assert [claim.phrase for claim in find_beside_people([_spot("tv", 0.8, 0.3)])] == ["a screen"]
    assert [claim.phrase for claim in find_beside_people([_spot("skis", 0.8, 0.3)])] == ["skis"]
    assert find_beside_people([_spot("car", 0.95), _spot("chair", 0.95)]) == []


def test_confirms_what_the_classifier_suspects_in_its_words() -> None:
    objects = [_spot("laptop", 0.75), _spot("cow", 0.8), _spot("car", 0.6), _spot("dog", 0.9), _spot("kite", 0.9)]
    assert confirmed(objects) == {"laptop", "cow", "cattle", "dog"}
    assert confirmed([_spot("cell phone", 0.9), _spot("clock", 0.9)]) == frozenset(), "much else is taken for these"


def test_a_large_bowl_is_what_the_food_is_in() -> None:
    assert spotted_in([_spot("bowl", 0.8)]) == IN_BOWL
    assert spotted_in([_spot("bowl", 0.8, 0.3)]) == ""
    assert spotted_in([_spot("bowl", 0.4), _spot("spoon", 0.9)]) == ""


def test_tells_of_what_there_is_more_than_one() -> None:
    cups = [_spot("cup", 0.8), _spot("cup", 0.5, left=0.5)]
    assert several([*cups, _spot("dog", 0.9), _spot("dog", 0.4), _spot("person", 0.9)]) == {"cup", "cup of coffee"}
    assert several([]) == frozenset()


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("objects", "one"),
    [
        ([_spot("dog", 0.9, 0.6)], {"dog"}),
        ([_spot("cow", 0.9, 0.6), _spot("person", 0.9)], {"cow", "cattle"}),
        ([_spot("dog", 0.9, 0.6), _spot("dog", 0.31, 0.2)], set()),  # there may be another
        ([_spot("dog", 0.7, 0.6)], set()),
        ([_spot("dog", 0.9, 0.3)], set()),  # beside which there is room for more
        ([_spot("clock", 0.9, 0.6)], set()),  # a logo
    ],
)
def test_tells_of_what_there_is_one(objects: list[Spotted], one: set[str]) -> None:
    assert single(objects) == one
