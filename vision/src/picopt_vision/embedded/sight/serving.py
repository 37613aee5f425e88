"""What food and drink are served in: something that the pixels know beside the name that the page gives."""

from collections.abc import Sequence
from typing import Final

from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.networks.classifier import Probabilities
from picopt_vision.embedded.networks.objects import Spotted

# Plates, dishes, bread, fruit and vegetables, without the hay among them; bowls. Every development image with this
# share of them is one of food, and none of the others has half of it.
HAY: Final = 958
FOOD: Final = (*range(923, HAY), *range(HAY + 1, 970), 809, 659)
LEAST_FOOD: Final = 0.35
LEAST_POSSIBLE: Final = 0.03
# Of these, red wine, espresso, cups, eggnog.
DRINKS: Final = (966, 967, 968, 969)
# From so much on it is said where nothing more exact is known.
LEAST_SAID: Final = 0.55
# Goblet, beer glass, red wine; cups and mugs; bowls.
GLASS: Final = (572, 441, 966)
CUP: Final = (504, 968)
BOWL: Final = (809, 659)
PLATE: Final = 923
LEAST: Final = 0.3
# A bowl is often taken for a plate, so that of the less sure only that there is a dish is said.
LEAST_DISH: Final = 0.1
DISH: Final = "in a dish"
IN_BOWL: Final = "in a bowl"
IN_GLASS: Final = "in a glass"
IN_CUP: Final = "in a cup"
ON_TABLE: Final = "on a table"
# Kinds of the detector, and from how much and how large on they are what the food is in.
_TABLE: Final = "dining table"
_BOWL: Final = "bowl"
_VESSELS: Final = {_BOWL: IN_BOWL, "wine glass": IN_GLASS, _TABLE: ON_TABLE}
LEAST_SPOTTED: Final = 0.5
# To the detector, pots, pans, and plates are bowls as well, but less surely.
SURE_OF_BOWL: Final = 0.75
LEAST_AREA: Final = 0.2
_DRUNK_FROM: Final = frozenset({"cup", "wine glass"})


def is_food(probabilities: Probabilities) -> bool:
    """The image shows something to eat or to drink."""
    return bool(probabilities[list(FOOD)].sum() + probabilities[list(GLASS)].sum() >= LEAST_FOOD)


def may_be_food(probabilities: Probabilities) -> bool:
    """The classes leave room for it: beside a recipe, what has nothing of food may be the recipe in handwriting."""
    return bool(probabilities[list(FOOD)].sum() + probabilities[list(GLASS)].sum() >= LEAST_POSSIBLE)


def find_food(probabilities: Probabilities, objects: Sequence[Spotted] = ()) -> list[Claim]:
    """That there is food, with what it is served in, or a drink; the classes disagree on what it is.

    `objects`: where the detector sees a table, too, or a cup, less of the classes will do.
    """
    sure, drunk = (float(probabilities[list(classes)].sum()) for classes in (FOOD, DRINKS))
    if drunk >= LEAST_SAID and any(each.kind in _DRUNK_FROM and each.area >= LEAST_AREA for each in objects):
        return [_claim("a drink", "drink", drunk)]
    spotted = spotted_in(objects)
    if sure < (LEAST_FOOD if spotted else LEAST_SAID):
        return []
    where = served(probabilities)
    if where in {IN_GLASS, IN_CUP} or drunk > sure - drunk:
        return []  # what is drunk is not called food, and an ice cream is not drunk
    if where in {"", DISH}:  # what is strewn on a table is taken for a dish, too
        where = spotted.replace(DISH, "")
    phrase = f"food {where}".strip()
    return [_claim(phrase, "food", sure)]


def _claim(phrase: str, noun: str, probability: float) -> Claim:
    return Claim(phrase=phrase, noun=noun, tags=(noun,), probability=min(0.9, probability), source="classifier")


def served(probabilities: Probabilities) -> str:
    """`on a plate`, `in a dish`; empty where the image shows no food, or where nobody can tell."""
    if not is_food(probabilities):
        return ""
    for classes, phrase in ((GLASS, IN_GLASS), (CUP, IN_CUP), (BOWL, IN_BOWL), ((PLATE,), "on a plate")):
        if probabilities[list(classes)].sum() >= LEAST:
            return phrase
    bowl, plate = probabilities[list(BOWL)].sum(), probabilities[PLATE]
    if bowl >= LEAST_DISH and bowl > plate:
        return IN_BOWL
    return DISH if bowl + plate >= LEAST_DISH else ""


def spotted_in(objects: Sequence[Spotted]) -> str:
    """What the detector sees it in, or else on: `in a bowl`, `on a table`."""
    seen = {
        each.kind: each.probability
        for each in sorted(objects, key=lambda each: each.probability)
        if each.kind in _VESSELS and each.area >= LEAST_AREA and each.probability >= LEAST_SPOTTED
    }
    best = max(seen, key=lambda kind: (kind != _TABLE, seen[kind]), default="")
    return DISH if best == _BOWL and seen[best] < SURE_OF_BOWL else _VESSELS.get(best, "")
