"""ImageNet probabilities of a picture, the mean of three small networks at two crops and their mirror images.

Averaging costs 0.1 CPU-seconds a picture and makes the probabilities calmer: what one network alone is sure of by
accident, the others do not confirm.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from picopt_vision.embedded.networks.packaged import network

VARIANTS: Final = (0, 1, 2)
# Side in pixels that each variant was trained for.
RESOLUTION: Final = {0: 224, 1: 240, 2: 260}
# Evaluation crop of the reference implementation: the middle, 32 px smaller than the resized picture.
CROP_PADDING: Final = 32
# Input scale of the Lite networks: (pixel - 127) / 128.
MEAN: Final = 127.0
SCALE: Final = 128.0

Probabilities = NDArray[np.float64]


def classify(image: Image.Image) -> Probabilities:
    """Probabilities of the 1000 classes, summing to 1, for an RGB picture of any size."""
    shares: Probabilities = np.mean([_run(variant, image) for variant in VARIANTS], axis=0, dtype=np.float64)
    return shares


def whole_logits(image: Image.Image) -> NDArray[np.float32]:
    """Logits of the 1000 classes for the whole of an RGB picture, the mean of the three networks."""
    views = [(variant, _array(_whole(image, RESOLUTION[variant]))) for variant in VARIANTS]
    each = [network(f"efficientnet-lite{variant}").run(["logits"], {"image": view[None]})[0] for variant, view in views]
    mean: NDArray[np.float32] = np.mean(each, axis=0, dtype=np.float32)
    return mean


def _run(variant: int, image: Image.Image) -> Probabilities:
    side = RESOLUTION[variant]
    views = [_array(_middle(image, side)), _array(_whole(image, side))]
    # One after the other: four at once take more memory and no less time.
    session = network(f"efficientnet-lite{variant}")
    each = [session.run(["logits"], {"image": view[None]})[0] for view in _mirrored(views)]
    logits = np.concatenate(each)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    mean: Probabilities = shares.mean(axis=0)
    return mean


def _mirrored(views: Sequence[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    for view in views:
        yield view
        yield np.ascontiguousarray(view[..., ::-1])


def _middle(image: Image.Image, side: int) -> Image.Image:
    square = min(image.size) * side / (side + CROP_PADDING)
    left, top = (image.width - square) / 2, (image.height - square) / 2
    box = (left, top, left + square, top + square)
    return image.resize((side, side), Image.Resampling.BICUBIC, box=box)


def _whole(image: Image.Image, side: int) -> Image.Image:
    return image.resize((side, side), Image.Resampling.BICUBIC)


def _array(image: Image.Image) -> NDArray[np.float32]:
    pixels = (np.asarray(image, np.float32) - MEAN) / SCALE
    return pixels.transpose(2, 0, 1)
