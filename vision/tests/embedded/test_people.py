"""People: found in photographs, not in things, never said more of than that they are people."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from picopt_vision import Context, Settings, VisionModel, analyse
from picopt_vision.embedded import seeing
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.networks.faces import Face, find_faces
from picopt_vision.embedded.networks.objects import Spotted, find_objects
from picopt_vision.embedded.sight import bodies, people
from picopt_vision.embedded.sight.layout import Layout
from picopt_vision.embedded.sight.people import find_people
from picopt_vision.embedded.sight.pixels import measure
from picopt_vision.picture import look

# Rule 12: what must never be guessed from a face.
SEX_AND_AGE = "man|woman|boy|girl|child|lady|young|old|elderly"
LOOKS = "white|black|brown|pale|dark|asian|african|smiling|sick|blonde"
# Somebody may be anywhere in it, and nobody for sure.
ALL_OF_IT = Spotted("person", 0.4, 0, 0, 1, 1)
GUESSES = rf"\b({SEX_AND_AGE}|{LOOKS})\b"


def test_finds_a_face_and_says_only_that_it_is_a_person(picture: Callable[[str], Path]) -> None:
    image = Image.open(picture("painted-face")).convert("RGB")
    (claim,) = find_people(image, [ALL_OF_IT], coloured=True)
    assert claim.phrase == "a portrait of a person"


def test_says_people_without_a_number_that_a_detector_of_faces_cannot_know(picture: Callable[[str], Path]) -> None:
    one = ImageOps.contain(Image.open(picture("painted-face")).convert("RGB"), (300, 300))
    both = Image.new("RGB", (700, 320), (40, 60, 90))
    both.paste(one, (10, 10))
    both.paste(ImageOps.mirror(one), (380, 10))
    (claim,) = find_people(both, [ALL_OF_IT], coloured=True)
    assert claim.phrase == "people"
    assert claim.plural


@pytest.mark.parametrize("name", ["lighthouse", "macaws", "cat", "coffee", "door"])
def test_invents_nobody(picture: Callable[[str], Path], name: str) -> None:
    assert find_faces(Image.open(picture(name)).convert("RGB")) == []


def test_those_far_behind_a_portrait_are_no_group_with_it() -> None:
    near = Face(0.99, 0.3, 0.2, 0.7, 0.7)
    far = [Face(0.99, at / 10, 0.5, at / 10 + 0.04, 0.55) for at in range(5)]
    figures = [
        Spotted("person", 0.9, 0.1, 0.1, 0.9, 1),
        *(Spotted("person", 0.7, at / 9, 0.5, at / 9 + 0.1, 0.65) for at in range(5)),
    ]
    faces, counted = people._in_front([near, *far], figures)
    assert (faces, counted) == ([near], figures[:1])
    assert people._in_front([near, near], figures[:1] * 2) == ([near, near], figures[:1] * 2)


def test_a_single_small_face_is_somebody_on_a_painting_or_in_the_background(picture: Callable[[str], Path]) -> None:
    face = ImageOps.contain(Image.open(picture("painted-face")).convert("RGB"), (40, 40))
    wall = Image.new("RGB", (640, 640), (120, 20, 30))
    wall.paste(face, (60, 60))
    assert find_faces(wall)
    assert find_people(wall, [ALL_OF_IT], coloured=True) == []
    near = wall.crop((40, 40, 140, 140))
    assert find_people(near, [ALL_OF_IT], coloured=True), "in a smaller image it is what that is about"


def test_a_face_of_stone_is_no_person(picture: Callable[[str], Path]) -> None:
    marble = ImageOps.grayscale(Image.open(picture("painted-face"))).convert("RGB")
    assert find_faces(marble)
    assert find_people(marble, [ALL_OF_IT], coloured=True) == []


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
    assert len(find_people(image, [ALL_OF_IT], coloured=True)) == count


@pytest.mark.parametrize(("sure", "nouns"), [(0.98, ["dog"]), (0.999, ["person", "dog"])])
def test_the_face_of_a_dog_is_nobody_s(
    picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, sure: float, nouns: list[str]
) -> None:
    probabilities = np.full(1000, 0.3 / 1000)
    probabilities[207] += 0.7
    face = Claim(phrase="a person", noun="person", tags=("person",), probability=sure, source="people")
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


def _figure(sure: float, left: float = 0.1, right: float = 0.5) -> Spotted:
    return Spotted("person", sure, left, 0.1, right, 0.9)


SKIN = (200, 140, 110)
CLOTH = (40, 60, 200)


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("figures", "color", "phrase"),
    [
        ([_figure(0.85)], SKIN, "a person"),
        ([_figure(0.75)], SKIN, ""),
        ([_figure(0.85)], CLOTH, ""),  # a statue, a doll
        ([_figure(0.78), _figure(0.72, 0.5, 0.9)], SKIN, "people"),
        ([_figure(0.72), _figure(0.71, 0.5, 0.9)], SKIN, ""),  # two feet
        ([_figure(0.72), *(_figure(0.6, at / 10, at / 10 + 0.1) for at in range(4))], SKIN, "a group of people"),
        ([_figure(0.88, 0.0, 1.2)], SKIN, ""),  # fills the image without a face: a hand, a bust
        ([_figure(0.85, 0.1, 0.105)], SKIN, ""),  # nobody of whom the image is
        ([Spotted("dog", 0.9, 0, 0, 1, 1)], SKIN, ""),
    ],
)
def test_figures_without_a_face_are_people_where_they_are_sure(
    monkeypatch: pytest.MonkeyPatch, figures: list[Spotted], color: tuple[int, int, int], phrase: str
) -> None:
    monkeypatch.setattr(people, "find_faces", lambda _: [])
    found = find_people(Image.new("RGB", (400, 400), color), figures, coloured=True)
    assert [claim.phrase for claim in found] == ([phrase] if phrase else [])


def test_a_face_that_is_nobody_s_is_not_believed(picture: Callable[[str], Path]) -> None:
    image = Image.open(picture("painted-face")).convert("RGB")
    assert find_people(image, [ALL_OF_IT], coloured=True)
    assert find_people(image, [], coloured=True) == []
    assert find_people(image, [Spotted("person", 0.4, 0, 0, 0.1, 0.1)], coloured=True) == []


def test_no_face_is_looked_for_where_it_could_be_on_no_figure(
    picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "find_faces", lambda _: pytest.fail("0.06 CPU-seconds for nothing"))
    assert find_people(Image.open(picture("door")).convert("RGB"), [], coloured=True) == []


def test_the_detector_sees_who_is_there_and_where(picture: Callable[[str], Path]) -> None:
    found = find_objects(Image.open(picture("painted-face")).convert("RGB"))
    assert found[0].kind == "person"
    assert found[0].probability > bodies.SURE_OF_ONE
    assert found[0].area > 0.5
    for name, kind in (("macaws", "bird"), ("cat", "cat"), ("coffee", "cup")):
        assert find_objects(Image.open(picture(name)).convert("RGB"))[0].kind == kind
    assert find_objects(Image.new("RGB", (3, 700), "white")) == []


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("figure", "height", "color", "is_so"),
    [
        (_figure(0.93, 0.0, 0.9), 0.5, SKIN, True),
        (_figure(0.93, 0.0, 0.9), 0.2, SKIN, False),  # a small face in something large
        (_figure(0.93, 0.0, 0.9), 0.5, CLOTH, False),  # drawn
        (_figure(0.8, 0.0, 0.9), 0.5, SKIN, False),
        (_figure(0.93, 0.1, 0.3), 0.5, SKIN, False),  # a part of a screenshot
    ],
)
def test_who_stands_before_a_white_ground_is_no_drawing(
    monkeypatch: pytest.MonkeyPatch, figure: Spotted, height: float, color: tuple[int, int, int], *, is_so: bool
) -> None:
    monkeypatch.setattr(people, "find_faces", lambda _: [Face(0.999, 0.1, 0.2, 0.3, 0.2 + height)])
    assert people.is_somebody_cut_out(Image.new("RGB", (400, 400), color), [figure]) == is_so


def test_a_portrait_before_a_white_ground_is_looked_at_and_not_read(
    picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeing, "measure_layout", lambda _: Layout(flat=0.9, few=0.9, pure=0.9))
    view = look(picture("painted-face"))
    seen = seeing.see(view, measure(view.image, view.width, view.height), Context())
    assert not seen.layout.is_graphic
    assert [claim.noun for claim in seen.claims] == ["person"]
