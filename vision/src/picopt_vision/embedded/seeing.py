"""From an image to what may be said of it: the order of looking."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from picopt_vision.context import Context
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.networks.classifier import Glance, Probabilities, classify, glance
from picopt_vision.embedded.networks.objects import Spotted, find_objects
from picopt_vision.embedded.page.kinds import as_file_says
from picopt_vision.embedded.page.nearby import hints
from picopt_vision.embedded.page.recipes import is_recipe
from picopt_vision.embedded.sight import bodies
from picopt_vision.embedded.sight.collage import count_tiles
from picopt_vision.embedded.sight.drawn import drawn_kind
from picopt_vision.embedded.sight.layout import Layout, measure_layout
from picopt_vision.embedded.sight.people import find_people, is_somebody_cut_out
from picopt_vision.embedded.sight.pixels import Look
from picopt_vision.embedded.sight.plants import find_plant
from picopt_vision.embedded.sight.rooms import find_room
from picopt_vision.embedded.sight.serving import find_food, is_food, may_be_food, served, spotted_in
from picopt_vision.embedded.sight.spotted import confirmed, find_beside_people, find_spotted, several, single
from picopt_vision.embedded.sight.things import LEAST_AT_SECOND_LOOK, find_things
from picopt_vision.embedded.writing.reading import read_text
from picopt_vision.embedded.writing.written import NOTHING, Reading
from picopt_vision.picture import View

# Charts, plots and drawings stay far below.
WEB_PAGE: Final = 916
LEAST_SCREEN: Final = 0.5
WORN: Final = frozenset({"hat"})
BESIDE_PEOPLE: Final = 0.6
# Classes of what shows faces of nobody who is there: comics, book jackets, statues on pedestals, puzzles.
DEPICTING: Final = [917, 921, 708, 611]
MOST_DEPICTED: Final = 0.15
NAMED_BESIDE_PEOPLE: Final = 0.3
# All views together come to no more than so many times the probability of the first one. Of 449 images and halves, with
# something to say of 40, this overlooks one: a teddy bear of .097, which is said where the page has both words.
MOST_GAIN: Final = 2.5
# Animals have faces, too.
SURE_BESIDE_ANIMALS: Final = 0.995


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pixels tell."""

    layout: Layout
    claims: list[Claim]
    """In the order in which they are said: people and things, or plants, or a part. None of a graphic."""
    reading: Reading
    """Text in a graphic."""
    signs: Reading = NOTHING
    """Text in a photograph, on signs, on screens or laid over it, where nothing but people is known to be in it."""
    is_screen: bool = False
    """A graphic that looks like a web page or a program's window, and neither drawn nor plotted."""
    drawn: str = ""
    """`chart`, `diagram`, `map` or `screenshot`: what kind of graphic it looks like."""
    likely: str = ""
    """The same from half of the probability on, and other kinds, too: a second witness."""
    is_food: bool = False
    """There is something to eat or to drink, by the pixels or by the recipe around it."""
    is_food_seen: bool = False
    """By the pixels."""
    served: str = ""
    """`on a plate`: what the food in the image is served in."""
    vessel: str = ""
    """`in a bowl`: the same by the detector, which sees bowls beside the food as well."""


def see(view: View, look: Look, context: Context) -> Seen:
    """A graphic is read; a photograph is looked at. What ImageNet's classes say of a chart is never true."""
    layout, objects = measure_layout(view.image), find_objects(view.image)
    if layout.is_graphic and is_somebody_cut_out(view.image, objects):
        layout = replace(layout, is_cut_out=True)
    if layout.is_graphic:
        return _see_graphic(layout, view, context)
    return _see_photograph(layout, objects, view, look, context)


def _see_graphic(layout: Layout, view: View, context: Context) -> Seen:
    words = hints(context)
    first = glance(view.image)
    probabilities = _closely(first, words)
    is_screen = bool(probabilities[WEB_PAGE] >= LEAST_SCREEN)
    drawn = [
        thing
        for thing in find_things(probabilities, words)
        if thing.noun in words and (is_screen or thing.noun != "website")
    ]
    kind = drawn_kind(first)
    return Seen(layout, drawn[:1], read_text(view.image), is_screen=is_screen, drawn=kind.sure, likely=kind.likely)


def _see_photograph(layout: Layout, objects: Sequence[Spotted], view: View, look: Look, context: Context) -> Seen:
    probabilities = classify(glance(view.image))
    found = _look_at(probabilities, objects, view, look, context)
    claims = [as_file_says(claim, context.file_name, single=single(objects)) for claim in found]
    has_people = any(claim.source == "people" for claim in claims)
    is_food_seen = is_food(probabilities)
    return Seen(
        layout,
        claims,
        reading=NOTHING,
        signs=read_text(view.image) if has_people or not claims else NOTHING,
        is_food=is_food_seen or (is_recipe(context) and not has_people and may_be_food(probabilities)),
        is_food_seen=is_food_seen,
        served=served(probabilities),
        vessel=spotted_in(objects),
    )


def _look_at(
    probabilities: Probabilities, objects: Sequence[Spotted], view: View, look: Look, context: Context
) -> list[Claim]:
    tiles = count_tiles(view.image)
    if tiles > 1:
        people = find_people(view.image, objects, coloured=look.coloured)
        return people if 2 * len(bodies.figures_in(objects)) >= tiles else []
    words = hints(context)
    things = find_things(probabilities, words | confirmed(objects), several=several(objects))
    plants = find_plant(probabilities, view.image)
    if things and "insect" in things[0].tags:
        return [*plants, *things][:2]  # and what it sits on
    people = find_people(view.image, objects, coloured=look.coloured)
    if things and "animal" in things[0].tags and people and people[0].probability < SURE_BESIDE_ANIMALS:
        people = []
    if people and probabilities[DEPICTING].sum() < MOST_DEPICTED and probabilities[WEB_PAGE] < LEAST_SCREEN:
        beside = [thing for thing in things if _is_sure_beside_people(thing, words)] or find_beside_people(objects)
        return [*people, *beside][:2]
    food = find_food(probabilities, objects)
    wide = find_room(probabilities, words) or food
    return _without_vague(things, food) or plants or wide or find_spotted(objects) or _look_again(view.image, words)


def _without_vague(things: Sequence[Claim], food: Sequence[Claim]) -> list[Claim]:
    """Of a cup of coffee and food, the food is what the network takes the cup for; alone, it is said with its plate."""
    exact = [thing for thing in things if thing.noun != "food"][:2]
    return exact or list((things and food) or things)[:1]


def _is_sure_beside_people(thing: Claim, words: Collection[str]) -> bool:
    """What stands behind people is guessed; what they wear, what the page names, and what fills the image is not."""
    if thing.noun in WORN:
        return True
    least = NAMED_BESIDE_PEOPLE if thing.noun in words else BESIDE_PEOPLE
    return thing.probability >= least and not thing.is_surroundings


def _look_again(image: Image.Image, words: Collection[str]) -> list[Claim]:
    """The two halves of the image, each nearer than before; the surest thing in either."""
    found = [
        claim
        for half in _halves(image)
        for claim in find_things(
            _closely(glance(half), words, at_least=LEAST_AT_SECOND_LOOK), words, at_least=LEAST_AT_SECOND_LOOK
        )[:1]
    ]
    return sorted(found, key=lambda claim: -claim.probability)[:1]


def _closely(first: Glance, words: Collection[str], *, at_least: float = 0.0) -> Probabilities:
    """What is there by all views; by the first one where no other could bring anything up to what is said."""
    at_most = MOST_GAIN * first.probabilities
    may_be_said = at_most[WEB_PAGE] >= LEAST_SCREEN or find_things(at_most, words, at_least=at_least)
    return classify(first) if may_be_said else first.probabilities


def _halves(image: Image.Image) -> list[Image.Image]:
    """The square at either end; of an image that is nearly square, two opposite corners of 70 %."""
    width, height = image.size
    side = min(width, height) if max(width, height) > 1.15 * min(width, height) else round(0.7 * min(width, height))
    return [image.crop((0, 0, side, side)), image.crop((width - side, height - side, width, height))]
