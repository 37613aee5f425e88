"""Finds things of 80 everyday kinds and where they are: people from any side, animals, vehicles, tableware.

YOLOX-Nano (arXiv:2107.08430), trained on COCO: a grid over the image at three strides; each cell offers one box, how
sure it is that something is there, and what.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from picopt_vision.embedded.networks.boxes import suppress
from picopt_vision.embedded.networks.packaged import network

# Pixels of the square that the network takes; an image that is no square leaves a part of it gray.
SIDE: Final = 416
GRAY: Final = 114
STRIDES: Final = (8, 16, 32)
# Below, boxes are noise.
LEAST: Final = 0.3
# Two boxes of one kind that share more than this part of their union are the same thing.
MOST_OVERLAP: Final = 0.45
KINDS: Final = tuple(
    """person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,
    bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,
    snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,
    fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,
    potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,
    refrigerator,book,clock,vase,scissors,teddy bear,hair drier,toothbrush""".replace("\n    ", "").split(",")
)

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spotted:
    """One thing: its kind, how sure that is (0–1), and its box as shares of the image's width and height (0–1)."""

    kind: str
    probability: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Share of the image."""
        return (self.right - self.left) * (self.bottom - self.top)


def find_objects(image: Image.Image) -> list[Spotted]:
    """Things in an upright RGB image, surest first."""
    scale = SIDE / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    square = np.full((SIDE, SIDE, 3), GRAY, np.float32)
    square[: size[1], : size[0]] = np.asarray(image.resize(size, Image.Resampling.BILINEAR), np.float32)[..., ::-1]
    (offered,) = network("yolox-nano").run(["output"], {"images": square.transpose(2, 0, 1)[None]})
    whole = np.array([*size, *size], np.float32)
    return [
        Spotted(KINDS[int(kind)], float(sure), *np.clip(corners / whole, 0, 1).tolist())
        for *corners, sure, kind in _sifted(offered[0])
    ]


def _sifted(rows: Rows) -> Rows:
    """Boxes with probability and number of their kind: of those upon each other, of one kind, the surest."""
    shares = rows[:, 4:5] * rows[:, 5:]
    kinds, sure = shares.argmax(axis=1), shares.max(axis=1)
    found = np.column_stack([_corners(rows), sure, kinds])[sure >= LEAST].astype(np.float32)
    kept = [suppress(found[found[:, -1] == kind], MOST_OVERLAP) for kind in np.unique(found[:, -1])]
    together: Rows = np.concatenate(kept) if kept else found
    return together[np.argsort(-together[:, -2])]


def _corners(rows: Rows) -> Rows:
    """Left, top, right and bottom in pixels of the square."""
    cells, strides = _grid()
    middle, half = (rows[:, 0:2] + cells) * strides, np.exp(rows[:, 2:4]) * strides / 2
    return np.concatenate([middle - half, middle + half], axis=1)


@cache
def _grid() -> tuple[Rows, Rows]:
    """Column and row of each cell in its own grid, and its stride."""
    cells, strides = [], []
    for stride in STRIDES:
        count = SIDE // stride
        rows, columns = np.mgrid[:count, :count]
        cells.append(np.stack([columns, rows], axis=-1).reshape(-1, 2))
        strides.append(np.full((count * count, 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)
