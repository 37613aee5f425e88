"""Collages: told by their seams, and called what most of their tiles show, or nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from picopt_vision import Context
from picopt_vision.embedded import seeing
from picopt_vision.embedded.networks.objects import Spotted
from picopt_vision.embedded.sight.collage import count_tiles
from picopt_vision.embedded.sight.pixels import measure
from picopt_vision.picture import look


def _sheet(picture: Callable[[str], Path], *names: str) -> Image.Image:
    sheet = Image.new("RGB", (600, 400), "white")
    for number, name in enumerate(names):
        tile = Image.open(picture(name)).convert("RGB").resize((280, 180))
        sheet.paste(tile, (10 + 300 * (number % 2), 10 + 200 * (number // 2)))
    return sheet


@pytest.mark.acceptance("E5")
def test_a_sheet_of_photographs_is_told_from_one_photograph(picture: Callable[[str], Path]) -> None:
    assert count_tiles(_sheet(picture, "macaws", "cat", "coffee", "lighthouse")) >= 4
    for name in ("macaws", "cat", "coffee", "lighthouse", "door", "painted-face"):
        assert count_tiles(Image.open(picture(name)).convert("RGB")) == 1
    stripes = np.zeros((200, 300, 3), np.uint8)
    stripes[::20] = 255
    assert count_tiles(Image.fromarray(stripes)) == 1, "lines that run one way are a shelf, a blind, a page"


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(("people", "phrases"), [(1, []), (3, ["people"])])
def test_of_a_sheet_only_is_said_what_most_of_its_tiles_show(
    picture: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int, phrases: list[str]
) -> None:
    path = tmp_path / "sheet.png"
    _sheet(picture, "macaws", "painted-face", "painted-face", "painted-face").save(path)
    figures = [Spotted("person", 0.9, at / 4, 0.1, at / 4 + 0.2, 0.6) for at in range(people)]
    monkeypatch.setattr(seeing, "find_objects", lambda _: figures)
    monkeypatch.setattr("picopt_vision.embedded.sight.people.find_faces", lambda _: [])
    monkeypatch.setattr("picopt_vision.embedded.sight.bodies.share_of_skin", lambda _: 1.0)
    view = look(path)
    found = seeing.see(view, measure(view.image, view.width, view.height), Context()).claims
    assert [claim.phrase for claim in found] == phrases
