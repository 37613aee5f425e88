"""Food: a dish by its name, and by what it is served in."""

from typing import Final

from picopt_vision.context import Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.material import Material
from picopt_vision.embedded.page.dishes import in_sentence, is_put_on, shortened
from picopt_vision.embedded.page.nearby import is_said
from picopt_vision.embedded.page.phrases import is_of_other_script, share_a_word
from picopt_vision.embedded.sight.serving import DISH, IN_BOWL

# Whatever is baked in a round dish is taken for pizza, but less surely.
SURE_KIND: Final = 0.65


def dish_alt(material: Material, place: Placement) -> str:
    """A dish by its name, and by what it is served in; where that stands beside the image, by less of its name."""
    if is_of_other_script(material.called):
        return material.called
    called = in_sentence(material.called, material.context.known)
    served, vessel = material.seen.served, material.seen.vessel
    if is_put_on(called):
        return f"{called} {IN_BOWL}" if IN_BOWL in {served, vessel} else ""
    short = shortened(called)
    names = [name for name in (called, short) if name]
    dished = [_dished(name, served) for name in names[: 1 if served == DISH else None] if _is_apart(name, served)]
    spotted = [_dished(called, vessel)] if vessel and not served else []
    kinds = [f"{called}: {claim.noun}" for claim in material.seen.claims[:1] if _is_kind_of_dish(claim)]
    told = (*dished, called, *spotted, short, *kinds)
    return next((text for text in told if text and not is_said(text, place)), called)


def _dished(dish: str, where: str) -> str:
    return f"a dish of {dish}" if where == DISH else f"{dish} {where}"


def _is_apart(dish: str, where: str) -> bool:
    """`in a cup`, and not of a cup of tea."""
    return bool(where) and (where == DISH or not share_a_word(dish, where.rsplit(maxsplit=1)[-1]))


def _is_kind_of_dish(claim: Claim) -> bool:
    return "food" in claim.tags[1:] and claim.probability >= SURE_KIND
