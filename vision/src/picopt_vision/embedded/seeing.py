"""From a picture to the claims that may be made about it: the order of looking."""

from collections.abc import Collection, Sequence

from PIL import Image

from picopt_vision.context import Context
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.classifier import classify
from picopt_vision.embedded.nearby import hints
from picopt_vision.embedded.people import find_people
from picopt_vision.embedded.pixels import Look
from picopt_vision.embedded.plants import find_plant
from picopt_vision.embedded.reading import find_text
from picopt_vision.embedded.things import LEAST_AT_SECOND_LOOK, find_things
from picopt_vision.picture import View


def find_claims(view: View, look: Look, context: Context) -> list[Claim]:
    """What may be said, in the order in which it is said: people and things, or plants, or writing, or a part."""
    words = hints(context)
    probabilities = classify(view.image)
    things = find_things(probabilities, words)
    plants = find_plant(probabilities, view.image)
    if things and "insect" in things[0].tags:
        return [*plants, *things][:2]  # and what it sits on
    people = find_people(view.image, coloured=look.coloured)
    claims = [*people, *things][:2] or plants
    if _may_be_writing(claims):
        claims = [*claims, *find_text(view.image)]
    return claims or _look_again(view.image, words)


def _may_be_writing(claims: Sequence[Claim]) -> bool:
    """Reading takes half a second, and signs in a scene are not what it shows: only screens, or nothing known."""
    return not claims or claims[0].noun == "website"


def _look_again(image: Image.Image, words: Collection[str]) -> list[Claim]:
    """The two halves of the picture, each nearer than before; the surest thing in either."""
    found = [
        claim
        for half in _halves(image)
        for claim in find_things(classify(half), words, at_least=LEAST_AT_SECOND_LOOK)[:1]
    ]
    return sorted(found, key=lambda claim: -claim.probability)[:1]


def _halves(image: Image.Image) -> list[Image.Image]:
    """The square at either end; of a picture that is nearly square, two opposite corners of 70 %."""
    width, height = image.size
    side = min(width, height) if max(width, height) > 1.15 * min(width, height) else round(0.7 * min(width, height))
    return [image.crop((0, 0, side, side)), image.crop((width - side, height - side, width, height))]
