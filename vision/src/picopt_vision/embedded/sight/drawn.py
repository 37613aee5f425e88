"""What kind of graphic it is, by its pixels: a linear layer on what the classifier's networks say of the whole.

ImageNet has no charts and no maps, but its 1000 classes fire in another way on each kind. `vision/tools/graphics` says
from which pictures that was learned.
"""

from dataclasses import dataclass
from typing import Final

from picopt_vision.embedded.networks.classifier import Glance
from picopt_vision.embedded.networks.packaged import network

# In the order of the layer's outputs.
_LEARNED: Final = ("chart", "diagram", "document", "drawing", "logo", "map", "photo", "poster", "screenshot")
# Logos and drawings are taken for one another, and what photographs and documents are is told otherwise.
SAID: Final = frozenset({"chart", "diagram", "map", "screenshot"})
LEAST: Final = 0.8
# From here on it is a witness beside another one: an axis, or a file that is called as its page.
LEAST_LIKELY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """What kind of graphic it looks like."""

    sure: str = ""
    """`chart`, `diagram`, `map` or `screenshot`; empty where it is another kind, or not sure."""
    likely: str = ""
    """Any of the nine kinds that the layer knows; empty where none has half of the probability."""


def drawn_kind(first: Glance) -> Drawn:
    """What kind of graphic a picture looks like at the first glance."""
    shares = network("graphic-kinds").run(["shares"], {"logits": first.logits})[0][0]
    best = int(shares.argmax())
    kind, share = _LEARNED[best], shares[best]
    return Drawn(
        sure=kind if kind in SAID and share >= LEAST else "",
        likely=kind if share >= LEAST_LIKELY else "",
    )
