"""Rooms, which ImageNet has not: told by several pieces of their furnishing together, as one alone may be for sale."""

from collections.abc import Collection
from typing import Final

from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.networks.classifier import Probabilities

# Medicine chest, bathtub, shower curtain, soap dispenser, toilet seat, tub, washbasin, toilet tissue.
BATHROOM: Final = (648, 435, 794, 804, 861, 876, 896, 999)
# Dishwasher, espresso maker, microwave, refrigerator, stove, toaster.
KITCHEN: Final = (534, 550, 651, 760, 827, 859)
# Bookcase, chiffonier, china cabinet, dining table, entertainment center, four-poster bed, home theater, pillow, quilt,
# rocking chair, sliding door, sofa, table lamp, television, wardrobe, window shade.
OTHERS: Final = (453, 493, 495, 532, 548, 564, 598, 721, 750, 765, 799, 831, 846, 851, 894, 905)
# Of these, what is seen from outside of a house as well; a page that speaks of the inside settles it.
OF_FRONTS: Final = frozenset({799, 905})
INDOORS: Final = frozenset({"room", "office", "interior", "apartment", "suite", "studio", "indoors", "inside"})
# Cinema, curtain, stage.
THEATER: Final = (498, 854, 819)
# Any dark hall with rows and a screen looks so: the page must speak of what is shown there.
SHOWS: Final = frozenset({"theater", "theatre", "cinema", "film", "stage", "play", "opera", "ballet", "concert"})
ROOMS: Final = (
    ("bathroom", BATHROOM),
    ("kitchen", KITCHEN),
    ("theater", THEATER),
    ("room", (*BATHROOM, *KITCHEN, *OTHERS)),
)
LEAST: Final = 0.4
# So many of the classes must have this much or more; of fewer, together this much.
LEAST_KINDS: Final = 3
LEAST_SHARE: Final = 0.04
LEAST_OF_TWO: Final = 0.55


def find_room(probabilities: Probabilities, words: Collection[str] = ()) -> list[Claim]:
    """A claim where the furnishing of one kind of room, or of any, is seen; `words` are the page's."""
    for noun, classes in ROOMS:
        shares = probabilities[list(classes)]
        seen = {each for each, share in zip(classes, shares, strict=True) if share >= LEAST_SHARE}
        total, kinds = float(shares.sum()), len(seen)
        is_doubtful = seen <= OF_FRONTS and INDOORS.isdisjoint(words)
        if is_doubtful or (noun == "theater" and SHOWS.isdisjoint(words)):
            continue
        if (kinds >= LEAST_KINDS and total >= LEAST) or (kinds > 1 and total >= LEAST_OF_TWO):
            tags = tuple(dict.fromkeys((noun, "room")))
            sure = min(0.9, 0.4 + total / 2)
            return [Claim(phrase=f"a {noun}", noun=noun, tags=tags, probability=sure, source="classifier")]
    return []
