"""Finds faces: that there are people, how many, and how large; never who.

MTCNN (arXiv:1604.02878): candidates from a pyramid of small pictures, then two networks that sift them.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from picopt_vision.embedded.networks.boxes import Boxes, suppress
from picopt_vision.embedded.networks.packaged import network

Name = Literal["pnet", "rnet", "onet"]
# Faces smaller than this share of the long side are not what a picture is about.
SMALLEST: Final = 0.03
LONG_SIDE: Final = 640
# Steps of the pyramid and thresholds of the first two stages, from the paper's reference implementation. The last
# threshold is higher than its 0.7: an invented person is worse than an overlooked one.
STEP: Final = 0.709
THRESHOLDS: Final[dict[Name, float]] = {"pnet": 0.6, "rnet": 0.7, "onet": 0.97}
SIDES: Final[dict[Name, int]] = {"rnet": 24, "onet": 48}
CELL: Final = 12
STRIDE: Final = 2


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its probability, and its box as shares of the picture's width and height (0–1)."""

    probability: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Share of the picture's height."""
        return self.bottom - self.top

    def middle(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Cheeks, nose and mouth in pixels of a picture of `size`: no hair, no background."""
        across, down = self.right - self.left, self.bottom - self.top
        left, right = self.left + across / 4, self.right - across / 4
        top, bottom = self.top + down / 4, self.bottom - down / 7
        x, y = round(left * size[0]), round(top * size[1])
        return x, y, max(x + 1, round(right * size[0])), max(y + 1, round(bottom * size[1]))


def find_faces(image: Image.Image) -> list[Face]:
    """Faces in an upright RGB picture, surest first."""
    small = image.copy()
    small.thumbnail((LONG_SIDE, LONG_SIDE))
    boxes = _propose(small)
    for name in ("rnet", "onet"):
        boxes = _sift(small, boxes, name)
    scale = np.array([small.width, small.height, small.width, small.height], np.float32)
    return [Face(float(box[4]), *(box[:4] / scale).tolist()) for box in boxes]


def _propose(image: Image.Image) -> Boxes:
    found = [np.empty((0, 5), np.float32)]
    scale = CELL / max(CELL, SMALLEST * max(image.size))
    while min(image.size) * scale >= CELL:
        size = (round(image.width * scale), round(image.height * scale))
        offsets, scores = _run("pnet", _array(image.resize(size, Image.Resampling.BILINEAR))[None])
        found.append(suppress(_candidates(offsets[0], scores[0, 1], scale), 0.5))
        scale *= STEP
    return suppress(np.concatenate(found), 0.7)


def _candidates(offsets: NDArray[np.float32], scores: NDArray[np.float32], scale: float) -> Boxes:
    rows, columns = np.nonzero(scores > THRESHOLDS["pnet"])
    left, top = columns * STRIDE + 1, rows * STRIDE + 1
    corners = np.stack([left, top, left + CELL - 1, top + CELL - 1], axis=1)
    moved = corners + offsets[:, rows, columns].T * (CELL - 1)
    return np.column_stack([moved / scale, scores[rows, columns]]).astype(np.float32)


def _sift(image: Image.Image, boxes: Boxes, name: Name) -> Boxes:
    if not len(boxes):
        return boxes
    squares = _square(boxes)
    side = SIDES[name]
    patches = [_array(_cut(image, box, side)) for box in squares]
    offsets, scores = _run(name, np.stack(patches))
    sizes = (squares[:, 2:4] - squares[:, 0:2] + 1)[:, [0, 1, 0, 1]]
    moved = np.column_stack([squares[:, :4] + offsets * sizes, scores[:, 1]]).astype(np.float32)
    return suppress(moved[moved[:, 4] > THRESHOLDS[name]], 0.7, of_smaller=name == "onet")


def _cut(image: Image.Image, box: NDArray[np.float32], side: int) -> Image.Image:
    """The box, resized; what lies outside the picture is black."""
    corners = tuple(box[:4].tolist())
    return image.transform((side, side), Image.Transform.EXTENT, corners, Image.Resampling.BILINEAR)


def _square(boxes: Boxes) -> Boxes:
    middle = (boxes[:, 0:2] + boxes[:, 2:4]) / 2
    half = (boxes[:, 2:4] - boxes[:, 0:2]).max(axis=1, keepdims=True) / 2
    return np.column_stack([middle - half, middle + half, boxes[:, 4]]).astype(np.float32)


def _array(image: Image.Image) -> NDArray[np.float32]:
    pixels = (np.asarray(image, np.float32) - np.float32(127.5)) / np.float32(128)
    return pixels.transpose(2, 0, 1)


def _run(name: Name, batch: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    boxes, scores = network(f"mtcnn-{name}").run(["boxes", "scores"], {"image": batch})
    return boxes, scores
