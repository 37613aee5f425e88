"""What the detector spotted, as claims and as hints: a second pair of eyes beside the classifier."""

from collections import Counter
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from picopt_vision.embedded.claim import Claim, with_article
from picopt_vision.embedded.networks.objects import Spotted
from picopt_vision.embedded.page.phrases import pluralise

# From so much on, a kind confirms what the classifier only suspects.
CONFIRMS: Final = 0.7
MAYBE_SOMEBODY: Final = 0.5
# From so much on, it is said though the classifier does not know it, and beside people.
SURE: Final = 0.8
SURE_BESIDE_PEOPLE: Final = 0.7
# So large is what an image shows, as a share of it.
LEAST_AREA: Final = 0.05
LEAST_BESIDE_PEOPLE: Final = 0.02
# Beside what is so large, as a share of the image, another of its kind is hardly overlooked.
LARGE: Final = 0.3
# Of more than one the surest is sure, the others as much as this.
OF_SEVERAL: Final = 0.6
# Each of several things of the kind that the classifier sees.
ONE_OF_MANY: Final = 0.45
# What it takes for nothing else: pie charts are stop signs to it, logos clocks, sails umbrellas, rolls donuts.
_SAID: Final[dict[str, tuple[str, ...]]] = {
    "bicycle": ("bicycle", "vehicle"),
    "car": ("car", "vehicle"),
    "motorcycle": ("motorcycle", "vehicle"),
    "airplane": ("airplane", "vehicle"),
    "bus": ("bus", "vehicle"),
    "train": ("train", "vehicle"),
    "boat": ("boat", "vehicle"),
    "cat": ("cat", "animal"),
    "horse": ("horse", "animal"),
    "sheep": ("sheep", "animal"),
    "cow": ("cow", "animal"),
    "elephant": ("elephant", "animal"),
    "zebra": ("zebra", "animal"),
    "giraffe": ("giraffe", "animal"),
    "laptop": ("laptop", "computer"),
}
# What people have with them; cars and chairs stand behind everybody.
_WITH_PEOPLE: Final = {
    **{kind: _SAID[kind] for kind in ("bicycle", "motorcycle", "cat", "horse", "sheep", "cow", "elephant", "laptop")},
    "dog": ("dog", "animal"),
    "tv": ("screen",),
    "skis": ("skis",),
    "snowboard": ("snowboard",),
    "skateboard": ("skateboard",),
    "surfboard": ("surfboard",),
    "tennis racket": ("tennis racket",),
    "cake": ("cake", "food"),
    "pizza": ("pizza", "food"),
    "teddy bear": ("teddy bear",),
}
# Two networks that were trained on different images agree on these. Phones, clocks, and books much else is taken for.
_TOLD_APART: Final = frozenset(
    {*_SAID, "bear", "bird", "truck", "banana", "broccoli", "backpack", "pizza", "dog", "keyboard", "bench", "chair"}
    | {"couch", "bed", "umbrella", "vase", "potted plant", "bottle", "traffic light", "teddy bear", "toilet"}
)
_PLURAL: Final = frozenset({"skis"})
# The classifier's word for the same.
_ALSO: Final = {"bench": "park bench", "couch": "sofa", "cow": "cattle", "bicycle": "bike", "cup": "cup of coffee"}
_SAME_IN_PLURAL: Final = frozenset({"sheep"})


def confirmed(objects: Sequence[Spotted]) -> frozenset[str]:
    """Words of the vocabulary that need less from the classifier, as something of the kind was spotted."""
    kinds = {each.kind for each in objects if each.probability >= CONFIRMS and each.kind in _TOLD_APART}
    return _in_vocabulary(kinds)


def _in_vocabulary(kinds: AbstractSet[str]) -> frozenset[str]:
    return frozenset(kinds | {_ALSO[kind] for kind in kinds if kind in _ALSO})


def several(objects: Sequence[Spotted]) -> frozenset[str]:
    """Words of the vocabulary for that of which more than one was spotted."""
    kinds = Counter(each.kind for each in objects if each.probability >= ONE_OF_MANY)
    many = {kind for kind, count in kinds.items() if count > 1}
    return _in_vocabulary(many)


def single(objects: Sequence[Spotted]) -> frozenset[str]:
    """Words of the vocabulary for that of which one was spotted, surely and large, and no other even suspected."""
    kinds = Counter(each.kind for each in objects)
    one = {each.kind for each in objects if each.probability >= SURE and each.area >= LARGE and kinds[each.kind] == 1}
    return _in_vocabulary(one & _TOLD_APART)


def find_spotted(objects: Sequence[Spotted]) -> list[Claim]:
    """The largest thing that is spotted for sure, as a claim; none where somebody may be, who would come first."""
    if any(each.kind == "person" and each.probability >= MAYBE_SOMEBODY for each in objects):
        return []
    return _claims(objects, _SAID, SURE, LEAST_AREA)


def find_beside_people(objects: Sequence[Spotted]) -> list[Claim]:
    """The same of what people have with them."""
    return _claims(objects, _WITH_PEOPLE, SURE_BESIDE_PEOPLE, LEAST_BESIDE_PEOPLE)


def _claims(
    objects: Sequence[Spotted], said: dict[str, tuple[str, ...]], least: float, least_area: float
) -> list[Claim]:
    sure = [each for each in objects if each.kind in said and each.probability >= least and each.area >= least_area]
    if not sure:
        return []
    first = max(sure, key=lambda each: each.area)
    count = sum(each.kind == first.kind and each.probability >= OF_SEVERAL for each in objects)
    return [_claim(said[first.kind], first.probability, is_many=count > 1)]


def _claim(tags: Collection[str], probability: float, *, is_many: bool) -> Claim:
    noun = next(iter(tags))
    many = noun if noun in _SAME_IN_PLURAL or noun in _PLURAL else pluralise(noun)
    is_plural = is_many or noun in _PLURAL
    return Claim(
        phrase=many if is_plural else with_article(noun),
        noun=many if is_plural else noun,
        tags=tuple(tags),
        probability=probability,
        source="detector",
        plural=is_plural,
    )
