"""Sizes as people write them: `thumbnail=150x150c` is a name, a box, and whether the middle is cropped to fill it."""

import re
from dataclasses import dataclass
from typing import Any, Final

import click

from picopt_imaging.geometry import fit
from picopt_imaging.plan import Plan, Size

_SIZE: Final = re.compile(r"(?P<name>[^=,/]+)=(?P<w>[1-9]\d*)x(?P<h>[1-9]\d*)(?P<crop>c?)")


@dataclass(frozen=True)
class Wish:
    """A size as it is asked for at the command line: a box, filled by a crop of the middle or fitted into."""

    name: str
    width: int
    height: int
    crop: bool


class SizeType(click.ParamType[list[Wish]]):
    """Of an option `--size`; several in one word are parted by commas."""

    name = "NAME=WxH[c]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[Wish]:
        """The wishes of one word."""
        return [self._read(text, param, ctx) for text in str(value).split(",")]

    def _read(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> Wish:
        found = _SIZE.fullmatch(text.strip())
        if not found:
            self.fail(f"{text}: write NAME=WIDTHxHEIGHT, with a c behind it to crop: thumbnail=150x150c", param, ctx)
        return Wish(found["name"], int(found["w"]), int(found["h"]), crop=bool(found["crop"]))


def sizes_for(wishes: list[Wish], width: int, height: int) -> tuple[tuple[Size, ...], list[str]]:
    """Those that an image of `width` × `height` pixels has, and a sentence for each that it has not."""
    made = [(wish, size_from(wish, width, height)) for wish in wishes]
    left_out = [
        f"“{wish.name}” ({wish.width} × {wish.height}) was left out: the image has {width} × {height} pixels, "
        "and nothing is enlarged."
        for wish, size in made
        if size is None
    ]
    return tuple(size for _, size in made if size), left_out


def widths_left_out(plan: Plan, width: int, height: int) -> list[str]:
    """A sentence for each breakpoint that an image of `width` × `height` pixels has no file of."""
    whole, _ = fit(width, height, plan.max_width, plan.max_height)
    return [
        f"The width of {wide} pixels was left out: the whole image is {whole} pixels wide"
        f"{', and nothing is enlarged' if wide > whole else ' itself'}."
        for wide in sorted(set(plan.breakpoints))
        if wide >= whole
    ]


def size_from(wish: Wish, width: int, height: int) -> Size | None:
    """The six numbers for an image of `width` × `height` pixels; None where it would have to be enlarged."""
    if wish.crop:
        if wish.width > width or wish.height > height:
            return None
        scale = min(width / wish.width, height / wish.height)
        w, h = round(wish.width * scale), round(wish.height * scale)
        to_width, to_height = wish.width, wish.height
    else:
        scale = min(wish.width / width, wish.height / height)
        if scale >= 1:
            return None
        w, h = width, height
        to_width, to_height = max(1, round(width * scale)), max(1, round(height * scale))
    return Size(
        name=wish.name,
        src_x=(width - w) // 2,
        src_y=(height - h) // 2,
        src_w=w,
        src_h=h,
        dst_w=to_width,
        dst_h=to_height,
    )
