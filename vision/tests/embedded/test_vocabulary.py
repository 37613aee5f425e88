"""The tree of words is whole: every class counted once, every word fit to be said."""

from collections import Counter

import pytest

from picopt_vision.embedded.page.phrases import capital, pluralise
from picopt_vision.embedded.sight.vocabulary import vocabulary


def test_classes_exist_and_each_word_is_there_once() -> None:
    nodes = vocabulary()
    assert all(0 <= number < 1000 for node in nodes for number in node.all_classes)
    words = Counter(node.word for node in nodes if node.word)
    assert [word for word, times in words.items() if times > 1] == []


def test_a_class_is_counted_in_one_tree_only() -> None:
    tops = [node for node in vocabulary() if not node.parent]
    counted = Counter(number for top in tops for number in top.all_classes)
    assert {number for number, times in counted.items() if times > 1} <= {
        109,
        947,
        973,
    }  # corals are animals and reefs, mushrooms food


def test_wide_words_need_more_than_narrow_ones() -> None:
    by_word = {node.word: node for node in vocabulary()}
    assert by_word["animal"].least > by_word["bird"].least
    assert by_word["macaw"].least > by_word["parrot"].least


def test_what_clouds_kitchens_and_waves_are_taken_for_makes_no_landscape_building_or_animal() -> None:
    by_word = {node.word: node for node in vocabulary()}
    geyser, restaurant, cinema = 974, 762, 498
    assert geyser not in by_word["landscape"].all_classes
    assert by_word["building"].all_classes.isdisjoint({restaurant, cinema, *by_word["store"].all_classes})
    assert by_word["animal"].least >= 0.9


def test_what_a_class_is_called_after_and_stands_for_differ() -> None:
    by_word = {node.word: node for node in vocabulary()}
    ram, toilet_seat = 348, 861
    assert by_word["sheep"].all_classes == {ram}
    assert by_word["sheep"].plural == "sheep"
    assert by_word["toilet"].all_classes == {toilet_seat}
    assert by_word["big cat"].least >= 0.7  # giraffes, for which there is no class, are spotted, too


def test_plurals() -> None:
    assert [pluralise(word) for word in ("boat", "church", "daisy", "box")] == ["boats", "churches", "daisies", "boxes"]


@pytest.mark.parametrize(("text", "told"), [("farm shop", "Farm shop"), ("iPhone case", "iPhone case"), ("", "")])
def test_a_name_begins_as_it_is_written(text: str, told: str) -> None:
    assert capital(text) == told
