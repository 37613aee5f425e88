"""Rooms by their furnishing."""

import numpy as np
import pytest

from picopt_vision.embedded.sight.rooms import find_room

BATHTUB, WASHBASIN, SHOWER_CURTAIN, STOVE, MICROWAVE, QUILT, SOFA, LAMP, CINEMA, CURTAIN, STAGE, SHADE, SLIDING_DOOR = (
    435, 896, 794, 827, 651, 750, 831, 846, 498, 854, 819, 905, 799,
)  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "nouns"),
    [
        ({BATHTUB: 0.2, WASHBASIN: 0.2, SHOWER_CURTAIN: 0.1}, ["bathroom"]),
        ({STOVE: 0.4, MICROWAVE: 0.2}, ["kitchen"]),
        ({QUILT: 0.2, SOFA: 0.2, LAMP: 0.1}, ["room"]),
        ({CINEMA: 0.4, CURTAIN: 0.2}, []),  # a hall with rows of seats
        ({WASHBASIN: 0.2, STOVE: 0.2, LAMP: 0.1}, ["room"]),  # of two kinds, neither is sure
        ({SHADE: 0.4, SOFA: 0.1, SLIDING_DOOR: 0.1}, ["room"]),
        ({SHADE: 0.5, SLIDING_DOOR: 0.1}, []),  # the front of a house
        ({BATHTUB: 0.9}, []),  # it may be for sale
        ({STAGE: 0.62}, []),  # crowds in the street are taken for it
        ({QUILT: 0.1, SOFA: 0.1, LAMP: 0.1}, []),
    ],
)
def test_several_pieces_together_make_a_room(shares: dict[int, float], nouns: list[str]) -> None:
    probabilities = np.zeros(1000)
    probabilities[list(shares)] = list(shares.values())
    found = find_room(probabilities)
    assert [claim.noun for claim in found] == nouns
    assert all(claim.is_surroundings and claim.phrase == f"a {claim.noun}" for claim in found)


def test_windows_are_a_room_s_where_the_page_says_so() -> None:
    probabilities = np.zeros(1000)
    probabilities[[SHADE, SLIDING_DOOR]] = 0.5, 0.1
    assert [claim.noun for claim in find_room(probabilities, {"room", "water"})] == ["room"]
    assert find_room(probabilities, {"house", "water"}) == []


def test_a_theater_is_one_where_the_page_speaks_of_a_show() -> None:
    probabilities = np.zeros(1000)
    probabilities[[CINEMA, CURTAIN]] = 0.4, 0.2
    assert [claim.noun for claim in find_room(probabilities, {"opera", "night"})] == ["theater"]
    assert find_room(probabilities, {"conference", "day"}) == []
