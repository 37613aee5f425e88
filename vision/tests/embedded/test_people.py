"""Faces: found in photographs, not in things, never said more of than that they are people."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from picopt_vision import Context, Settings, VisionModel, analyse
from picopt_vision.embedded import people, seeing
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.faces import Face, find_faces
from picopt_vision.embedded.people import find_people
from picopt_vision.embedded.pixels import measure
from picopt_vision.picture import look

# Rule 12: what must never be guessed from a face.
SEX_AND_AGE = "man|woman|boy|girl|child|lady|young|old|elderly"
LOOKS = "white|black|brown|pale|dark|asian|african|smiling|sick|blonde"
GUESSES = rf"\b({SEX_AND_AGE}|{LOOKS})\b"


def test_finds_a_face_and_says_only_that_it_is_a_person(picture: Callable[[str], Path]) -> None:
    image = Image.open(picture("painted-face")).convert("RGB")
    (claim,) = find_people(image, coloured=True)
    assert claim.phrase == "a portrait of a person"


def test_says_people_without_a_number_that_a_detector_of_faces_cannot_know(picture: Callable[[str], Path]) -> None:
    one = ImageOps.contain(Image.open(picture("painted-face")).convert("RGB"), (300, 300))
    both = Image.new("RGB", (700, 320), (40, 60, 90))
    both.paste(one, (10, 10))
    both.paste(ImageOps.mirror(one), (380, 10))
    (claim,) = find_people(both, coloured=True)
    assert claim.phrase == "people"
    assert claim.plural


@pytest.mark.parametrize("name", ["lighthouse", "macaws", "cat", "coffee", "door"])
def test_invents_nobody(picture: Callable[[str], Path], name: str) -> None:
    assert find_faces(Image.open(picture(name)).convert("RGB")) == []


def test_a_single_small_face_is_somebody_on_a_painting_or_in_the_background(picture: Callable[[str], Path]) -> None:
    face = ImageOps.contain(Image.open(picture("painted-face")).convert("RGB"), (40, 40))
    wall = Image.new("RGB", (640, 640), (120, 20, 30))
    wall.paste(face, (60, 60))
    assert find_faces(wall)
    assert find_people(wall, coloured=True) == []
    assert find_people(wall.crop((40, 40, 140, 140)), coloured=True), "in a smaller image it is what that is about"


def test_a_face_of_stone_is_no_person(picture: Callable[[str], Path]) -> None:
    marble = ImageOps.grayscale(Image.open(picture("painted-face"))).convert("RGB")
    assert find_faces(marble)
    assert find_people(marble, coloured=True) == []


@pytest.mark.parametrize(("pedestal", "noun"), [(0.05, "person"), (0.3, None)])
def test_whose_pedestal_is_seen_is_a_statue(
    picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, pedestal: float, noun: str | None
) -> None:
    probabilities = np.full(1000, 0.6 / 1000)
    probabilities[seeing.DEPICTING[2]] += pedestal
    monkeypatch.setattr(seeing, "classify", lambda _: probabilities)
    view = look(picture("painted-face"))
    found = seeing.see(view, measure(view.image, view.width, view.height), Context()).claims
    assert [claim.noun for claim in found] == ([noun] if noun else [])


@pytest.mark.parametrize(("others", "count"), [(0, 1), (6, 0)])
def test_one_living_face_among_many_is_not_one_person(monkeypatch: pytest.MonkeyPatch, others: int, count: int) -> None:
    image = Image.new("RGB", (800, 400), (90, 60, 200))  # blue light
    image.paste((200, 140, 110), (0, 0, 100, 100))
    crowd = [Face(0.998, at / 8, 0.5, (at + 1) / 8, 0.75) for at in range(others)]
    monkeypatch.setattr(people, "find_faces", lambda _: [Face(0.998, 0.0, 0.0, 0.125, 0.25), *crowd])
    assert len(find_people(image, coloured=True)) == count


@pytest.mark.parametrize(("sure", "nouns"), [(0.98, ["dog"]), (0.999, ["person", "dog"])])
def test_the_face_of_a_dog_is_nobody_s(
    picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, sure: float, nouns: list[str]
) -> None:
    probabilities = np.full(1000, 0.3 / 1000)
    probabilities[207] += 0.7
    face = Claim(phrase="a person", noun="person", tags=("person",), probability=sure, source="faces")
    monkeypatch.setattr(seeing, "classify", lambda _: probabilities)
    monkeypatch.setattr(seeing, "find_people", lambda *_, **__: [face])
    view = look(picture("painted-face"))
    found = seeing.see(view, measure(view.image, view.width, view.height), Context()).claims
    assert [claim.noun for claim in found] == nouns


def test_never_guesses_sex_age_or_origin(embedded: VisionModel, picture: Callable[[str], Path]) -> None:
    result = analyse(embedded, picture("painted-face"), Context(), Settings())
    everything = " ".join([result.alt, result.title, result.description, *result.tags])
    assert "person" in everything
    assert not re.search(GUESSES, everything, re.IGNORECASE)
