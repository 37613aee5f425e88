"""Food, and what it is served in."""

from dataclasses import replace

import numpy as np
import pytest

from picopt_vision.embedded.networks.objects import Spotted
from picopt_vision.embedded.sight.serving import find_food, is_food, may_be_food, served, spotted_in


def _probabilities(**shares: float) -> np.ndarray:
    classes = {"plate": 923, "bowl": 809, "soup": 925, "goblet": 572, "wine": 966, "cup": 968, "mug": 504, "dog": 207}
    probabilities = np.zeros(1000)
    for name, share in shares.items():
        probabilities[classes[name]] = share
    return probabilities


@pytest.mark.parametrize(
    ("shares", "phrase"),
    [
        ({"plate": 0.5}, "on a plate"),
        ({"plate": 0.2, "soup": 0.3}, "in a dish"),  # a bowl is often taken for a plate
        ({"bowl": 0.15, "plate": 0.05, "soup": 0.3}, "in a bowl"),
        ({"goblet": 0.5}, "in a glass"),
        ({"mug": 0.4, "soup": 0.4}, "in a cup"),
        ({"soup": 0.9}, ""),  # food, but who knows in what
        ({"plate": 0.2, "dog": 0.8}, ""),  # a dog at its plate
    ],
)
def test_what_food_is_served_in(shares: dict[str, float], phrase: str) -> None:
    assert served(_probabilities(**shares)) == phrase


@pytest.mark.parametrize(
    ("shares", "phrase"),
    [
        ({"soup": 0.6}, "food"),
        ({"plate": 0.4, "soup": 0.3}, "food on a plate"),
        ({"plate": 0.2, "soup": 0.4}, "food"),
    ],
)
def test_food_that_has_no_name_is_called_food(shares: dict[str, float], phrase: str) -> None:
    (claim,) = find_food(_probabilities(**shares))
    assert (claim.phrase, claim.noun) == (phrase, "food")


@pytest.mark.parametrize(
    "shares", [{"wine": 0.6, "goblet": 0.1}, {"mug": 0.4, "soup": 0.5}, {"cup": 0.28, "wine": 0.1, "soup": 0.2}]
)
def test_what_may_be_a_drink_is_not_called_food(shares: dict[str, float]) -> None:
    assert is_food(_probabilities(**shares))
    assert find_food(_probabilities(**shares)) == []


def test_a_suspicion_of_food_is_not_said() -> None:
    assert find_food(_probabilities(soup=0.4)) == []


@pytest.mark.parametrize(
    ("kind", "right", "phrase"),
    [("dining table", 1.0, "on a table"), ("bowl", 1.0, "in a bowl"), ("bowl", 0.1, ""), ("chair", 1.0, "")],
)
def test_what_the_detector_sees_it_in(kind: str, right: float, phrase: str) -> None:
    assert spotted_in([Spotted(kind, 0.8, 0.0, 0.0, right, 1.0)]) == phrase
    assert spotted_in([Spotted(kind, 0.4, 0.0, 0.0, right, 1.0)]) == ""


def test_a_bowl_tells_more_than_the_table_below_it() -> None:
    table, bowl = Spotted("dining table", 0.9, 0.0, 0.0, 1.0, 1.0), Spotted("bowl", 0.8, 0.1, 0.1, 0.9, 0.9)
    assert spotted_in([table, bowl]) == "in a bowl"
    assert spotted_in([table, replace(bowl, probability=0.6)]) == "in a dish", "a pot, a pan, or a plate"


def test_what_classes_and_detector_both_suspect_is_food() -> None:
    table, cup = Spotted("dining table", 0.6, 0.0, 0.0, 1.0, 1.0), Spotted("cup", 0.6, 0.1, 0.1, 0.6, 0.9)
    assert [claim.phrase for claim in find_food(_probabilities(soup=0.4), [table])] == ["food on a table"]
    assert [claim.phrase for claim in find_food(_probabilities(soup=0.4, plate=0.3), [table])] == ["food on a plate"]
    assert find_food(_probabilities(soup=0.4), [cup]) == []
    assert find_food(_probabilities(soup=0.3, dog=0.7), [table]) == [], "no class is for a table alone"


def test_a_drink_is_seen_in_what_it_is_drunk_from() -> None:
    cup = Spotted("cup", 0.6, 0.1, 0.1, 0.6, 0.9)
    assert [claim.phrase for claim in find_food(_probabilities(wine=0.6), [cup])] == ["a drink"]
    assert find_food(_probabilities(wine=0.6)) == []
    assert find_food(_probabilities(wine=0.6), [replace(cup, right=0.2)]) == [], "far behind"
    assert [claim.phrase for claim in find_food(_probabilities(soup=0.6), [cup])] == ["food"], "a cup beside it"


def test_what_is_food() -> None:
    assert is_food(_probabilities(soup=0.4))
    assert not is_food(_probabilities(soup=0.2, dog=0.8))


def test_what_may_be_food_beside_its_recipe() -> None:
    assert may_be_food(_probabilities(soup=0.05, dog=0.8))
    assert not may_be_food(_probabilities(soup=0.01, dog=0.8)), "the recipe in handwriting"


def test_a_field_of_hay_is_no_food() -> None:
    probabilities = np.zeros(1000)
    probabilities[958] = 0.9
    assert not is_food(probabilities)
    assert find_food(probabilities) == []
