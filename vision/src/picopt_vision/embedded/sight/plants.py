"""Flowers and plants, which ImageNet hardly has (two flowers, one field).

A network that knows no dahlia spreads its answer over what is photographed with flowers: pots and vases, bees,
butterflies, humming-birds, artichokes. None of these alone is evidence; many of them together are.
"""

from typing import Final

from PIL import Image

from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.networks.classifier import Probabilities
from picopt_vision.embedded.sight.pixels import colour_shares

# Daisy, lady's slipper, rapeseed; pot, vase; bee, ant, fly, ladybird, leaf beetle, dragonfly, lacewing; butterflies;
# humming-bird; artichoke, cardoon, cabbage; rose hip; sea anemone, earthstar, coral fungus.
KIN: Final = (
    984, 985, 986, 738, 883, 309, 310, 308, 301, 304, 319, 318, 321, 322, 323, 324, 325, 326, 94, 944, 946, 936, 989,
    108, 995, 991,
)  # fmt: skip
# Chosen on the development pictures: at this sum, none of those without plants is named.
LEAST: Final = 0.2
# So many of the classes must have a hundredth or more: a bee or a vase alone is a bee or a vase.
LEAST_KINDS: Final = 3
# Those of them that are plants or hold some, for beetles and bees sit on bare leaves, too; and their share at least.
GREEN_KIN: Final = (984, 985, 986, 738, 883, 944, 946, 936, 989, 995)
LEAST_GREEN: Final = 0.1
# Colours of petals, not of leaves, earth, sky or studio walls; and the share of the middle that they take at least.
PETALS: Final = frozenset({"red", "orange", "yellow", "purple", "pink"})
LEAST_PETALS: Final = 0.15
# Leaves alone are no flower: with so much green in the middle only a plant is sure.
MOST_GREEN: Final = 0.5
# So much more of it than of the next one: where two are alike, one of them may be the ground's.
LEAD: Final = 2.0


def find_plant(probabilities: Probabilities, image: Image.Image) -> list[Claim]:
    """A claim when the picture looks like a flower without being any thing that the classifier knows."""
    shares = probabilities[list(KIN)]
    is_one = shares.sum() >= LEAST and (shares >= 0.01).sum() >= LEAST_KINDS
    if not is_one or probabilities[list(GREEN_KIN)].sum() < LEAST_GREEN:
        return []
    probability = min(0.9, 0.5 + float(shares.sum()) / 2)
    colours = _colours_of_middle(image)
    if colours.get("green", 0.0) >= MOST_GREEN:
        return [_claim("a plant", "plant", ("plant",), probability)]
    colour = _petal_colour(colours)
    phrase = f"a flowering plant in {colour}" if colour else "a flowering plant"
    return [_claim(phrase, f"{colour} flower".strip(), ("flower", "plant"), probability)]


def _claim(phrase: str, noun: str, tags: tuple[str, ...], probability: float) -> Claim:
    return Claim(phrase=phrase, noun=noun, tags=tags, probability=probability, source="classifier")


def _colours_of_middle(image: Image.Image) -> dict[str, float]:
    across, down = image.width / 5, image.height / 5
    return colour_shares(image.crop((round(across), round(down), round(4 * across), round(4 * down))))


def _petal_colour(shares: dict[str, float]) -> str:
    """The colour that stands out, leaves and ground left out; empty when there is none."""
    petals = sorted((shares.get(name, 0.0), name) for name in PETALS)
    (second, _), (first, name) = petals[-2:]
    return name if first >= LEAST_PETALS and first >= LEAD * second else ""
