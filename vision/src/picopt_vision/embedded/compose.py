"""Grammar: from what is seen and what the page says to the fields, in English. What has nothing to say stays empty."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from picopt_vision.context import Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.graphics import (
    graphic_alt,
    has_sentence,
    is_told_by_parts,
    is_told_by_text,
    long_description,
)
from picopt_vision.embedded.linked import caption_of_link, with_destination
from picopt_vision.embedded.material import SURE_OF_THINGS, Material
from picopt_vision.embedded.page.briefs import brief
from picopt_vision.embedded.page.captions import account, is_description, touching
from picopt_vision.embedded.page.filewords import file_words, singular
from picopt_vision.embedded.page.kinds import noun
from picopt_vision.embedded.page.naming import fits_people, is_person_name, may_be_person, names_anybody
from picopt_vision.embedded.page.nearby import is_said
from picopt_vision.embedded.page.phrases import capital, head, is_of_other_script, joined, share_a_word, uncapital
from picopt_vision.embedded.page.roles import (
    group_beside,
    group_of_file,
    names_somebody,
    occasion,
    people_in_words,
    tells_of_people,
)
from picopt_vision.embedded.page.thing import shorter
from picopt_vision.embedded.products import beside_it, product_alt
from picopt_vision.embedded.seeing import WORN
from picopt_vision.embedded.served import dish_alt
from picopt_vision.embedded.sight.people import GROUP
from picopt_vision.embedded.writing.written import LEAST_QUOTED
from picopt_vision.filename import to_filename
from picopt_vision.result import Text
from picopt_vision.rules.checks import comparable

LONGEST: Final = 120
# `Digging the new pond`
_DOING: Final = re.compile(r"\b[^\W\d_]{3,}ing\b")
# Words of a tag at most: more are a sentence or a title.
LONGEST_TAG: Final = 4
# What any page around such an image tells.
VAGUE: Final = frozenset({"food", "furniture", "an animal", "a vehicle"})
# What much else is taken for: a town, a freezer, a keyboard, a plain. The page must speak of one.
TAKEN_FOR_MUCH: Final = frozenset({"building", "room", "computer", "rocket", "landscape with water"})
# Which land it is, nobody would sign without saying.
TOO_WIDE: Final = "a landscape"
# Words of a caption that may be said in brief.
LONGEST_TOLD: Final = 60
# Fewer words in a row are a logo, a badge, a title, or a list; more are what an image is there for.
FEWEST_OF_A_TEXT: Final = 6
# So many longer words of a headline stand on the page, too, where both are about the same.
FEWEST_SHARED: Final = 2
LONG_WORD: Final = 4
# A shorter caption beside people is a label of the moment, and no account of them.
FEWEST_OF_AN_ACCOUNT: Final = 4


def compose(material: Material) -> Text:
    """All fields. Each says something different, and only what is known; an empty field is better than filler."""
    if is_thing_of_file(material):  # what an unsure eye took it for is said nowhere
        material = replace(material, seen=replace(material.seen, claims=[]))
    alt, title = alt_in(material, material.context.main), _title(material)
    return Text(
        alt=alt,
        title=title if comparable(title) != comparable(alt) else "",
        caption=material.caption,
        description=_description(material),
        filename=_file_name(material),
        tags=_tags(material),
    )


def is_thing_of_file(material: Material) -> bool:
    """File and page alone tell what it is."""
    return bool(material.thing_of_file) and not _seen_or_called(material, material.context.main)


def alt_in(material: Material, place: Placement) -> str:
    """The alt text in a place: what is to be seen and, in a link, where that leads."""
    said = caption_of_link(material, place) or _subject(material, place)
    return with_destination(said, material, place)


def role_of(material: Material) -> str:
    """Told from the pixels, where the markup left it open."""
    if material.is_complex or is_told_by_parts(material):
        return "complex"
    is_called = bool(material.called) and comparable(material.called) not in comparable(material.headline)
    is_name = bool(material.kind or material.claims or material.lettering.name) or is_called
    parts = material.lettering.apart or material.lettering.standing
    is_quoted = material.seen.reading.is_mostly_quoted or _is_page_s_own_text(material)
    is_whole = len(material.lettering.apart) == 1 or has_sentence(material)
    is_there_for_text = is_quoted or (is_whole and material.seen.reading.share >= LEAST_QUOTED)
    is_text = is_there_for_text and not is_name and not (material.seen.is_screen or material.is_screenshot)
    longest = max((len(text.split()) for text in (material.headline, *parts)), default=0)
    return "text" if is_text and longest >= FEWEST_OF_A_TEXT else "informative"


def _is_page_s_own_text(material: Material) -> bool:
    """A poster has small print, too: its headline is all that is said of it, and the page speaks of the same."""
    page = set(comparable(material.context.known).split())
    shared = [word for word in comparable(material.headline).split() if len(word) >= LONG_WORD and word in page]
    return not material.called and is_told_by_text(material) and len(shared) >= FEWEST_SHARED


def _subject(material: Material, place: Placement) -> str:
    """In the page's words where there are some, in those of the pixels otherwise; empty when neither is sure.

    In fewer of them where they stand right beside the image.
    """
    thing = material.thing_of_file
    said = _seen_or_called(material, place) or capital(thing)
    return (capital(shorter(thing)) if is_said(said, place) else "") or said


def _seen_or_called(material: Material, place: Placement) -> str:
    """What the pixels show, or what the page calls by a name or a caption."""
    claims = [] if is_of_other_script(material.called) else material.claims
    thing = _things(claims) + (material.tone and f" in {material.tone}") if claims else ""
    if material.seen.layout.is_graphic:
        return graphic_alt(material) or capital(thing)
    if material.called:
        return (
            beside_it(material)
            or _named(material, thing, place)
            or (_with_sign(material, "") if material.sign else _in_brief(material, place))
        )
    if material.is_portrait and is_person_name(material.said, material.context.known):
        return f"Portrait of {material.said}"
    if is_description(material.said, place):
        return capital(material.said)
    is_of_people = _are_people(material.claims)
    return ("" if is_of_people else _in_brief(material, place)) or _unnamed(material, thing, place)


def _in_brief(material: Material, place: Placement) -> str:
    """The caption with fewer words, which name what is to be seen; of people, who they are or what they do."""
    said = material.said or account(material.context.main, LONGEST_TOLD)
    if not said or material.is_overruled or material.is_foreign or comparable(said) not in comparable(place.figcaption):
        return ""
    text = brief(said)
    if _are_people(material.claims):
        is_of_people = tells_of_people(text) or names_anybody(text, material.context.known)
        return capital(text) if text and is_of_people and fits_people(text, material.claims) else ""
    return capital(text)


def _unnamed(material: Material, thing: str, place: Placement) -> str:
    """What nothing near it calls by a name: by what is written in it, or by what is to be seen."""
    if material.sign:
        return _with_sign(material, thing)
    if _are_people(material.claims):
        return _people(material, material.claims[0], thing, place)
    is_worthless = thing == TOO_WIDE or (place.tells_something and (thing in VAGUE or _is_doubtful(material)))
    return "" if is_worthless else capital(thing)


def _is_doubtful(material: Material) -> bool:
    """One thing alone that much else is taken for, and of which nothing near the image speaks."""
    things = [claim.noun for claim in material.claims]
    near = {singular(word) for word in comparable(f"{material.context.known} {material.context.file_name}").split()}
    is_of_much = len(things) == 1 and things[0] in TAKEN_FOR_MUCH and near.isdisjoint(things[0].split())
    return is_of_much or _is_told_otherwise(material, near)


def _is_told_otherwise(material: Material, near: AbstractSet[str]) -> bool:
    """The file and the head of its page name another thing, and nobody but an unsure eye what is guessed here."""
    claim = material.claims[0] if len(material.claims) == 1 else None
    if claim is None or claim.probability >= SURE_OF_THINGS or not near.isdisjoint(map(singular, claim.tags)):
        return False
    place = material.context.main
    above = {singular(word) for word in comparable(f"{place.page_title} {place.heading} {place.figcaption}").split()}
    words = file_words(material.context.file_name)
    return any(singular(word) in above and _names_a_thing(word, words[-1]) for word in words)


def _names_a_thing(word: str, last: str) -> bool:
    """Tools and dishes are in names of people, too (`lucy-locket`): they count as a file's last word alone."""
    found = noun(word)
    return found is not None and (word == last or not found.is_any_thing)


def _with_sign(material: Material, thing: str) -> str:
    """`A person with the text “Lakeside Museum”`; a thing that it is written on is not known."""
    text = f"the text “{material.sign}”"
    return capital(f"{thing} {'and' if ' with ' in thing else 'with'} {text}" if thing else text)


def _named(material: Material, thing: str, place: Placement) -> str:
    """The name, with what the pixels know beside it: a portrait, a plate, a thing of another word."""
    called = material.called
    if material.is_bare_name:
        return _bare(material, thing)
    if material.seen.is_food and not (material.product or material.is_portrait):
        return capital(dish_alt(material, place))
    if material.told and not material.product and _are_people(material.seen.claims):
        return _called_people(material, called, place)
    if material.product and not thing:
        return product_alt(material, place)
    if thing and not share_a_word(called, thing):
        return capital(f"{called}: {thing}")
    return _apart_from_the_page(called, thing, place)


def _called_people(material: Material, called: str, place: Placement) -> str:
    """People by their name, or by what the page calls the occasion; a walk is said of those who are seen on it."""
    is_alone = material.is_portrait or (is_said(called, place) and not material.seen.claims[0].plural)
    if is_alone and material.told and material.told.is_name and may_be_person(called, material.context.known):
        return f"Portrait of {_only_name(called, material.context.known)}"
    if is_said(called, place) and material.seen.claims[1:]:
        return capital(_things(material.seen.claims))
    is_common = called.islower() and not tells_of_people(called)
    return capital(f"{material.seen.claims[0].phrase}: {called}" if is_common else called)


def _only_name(called: str, page: str) -> str:
    """`Ann Example` of `Member of the month - Ann Example`."""
    return next((part for part in reversed(re.split(r"\s+[-–—|:]\s+", called)) if is_person_name(part, page)), called)


def _bare(material: Material, thing: str) -> str:
    """A name of one word: said beside an animal, and behind a landscape; what else is called so, nobody knows."""
    if _are_people(material.claims):
        return capital(thing) if material.claims[1:] else ""
    if thing == TOO_WIDE:
        return capital(f"{thing} in {material.called}") if _is_place(material.called, material.context.known) else ""
    if _is_doubtful(material):
        return ""
    is_animal = bool(material.claims) and "animal" in material.claims[0].tags
    return capital(f"{material.called}: {thing}" if is_animal else thing)


def _is_place(name: str, page: str) -> bool:
    """Something is in it, as the page says, and it writes the name large wherever it has it."""
    is_common = re.search(rf"\b{re.escape(name.lower())}\b", page) is not None
    return not is_common and re.search(rf"\b[Ii]n {re.escape(name)}\b", page) is not None


def _people(material: Material, people: Claim, thing: str, place: Placement) -> str:
    """People as file name, caption, or what stands beside them tell.

    That there is somebody, a page never needs to be told; that there are many, only where it does not say who.
    """
    told = people_in_words(people, material.context)
    if not told and _is_account(material, thing):
        return capital(f"{thing}: {uncapital(material.said)}")
    if not told and (text := _in_brief(material, place)):
        return text
    told = told or group_of_file(people, material.context.file_name)
    told = told or occasion(people, material.context)
    if not told and not material.claims[1:]:
        told = group_beside(people, place)
    if told:
        is_whole = not material.claims[1:] or " with " in told or " at " in told
        return capital(told if is_whole else _things([replace(people, phrase=told), *material.claims[1:]]))
    is_worth_saying = thing == GROUP and not _speaks_of_somebody(place)
    is_untold = is_worth_saying or place.is_link or not place.tells_something
    return capital(thing) if material.claims[1:] or is_untold else ""


def _speaks_of_somebody(place: Placement) -> bool:
    """What stands around the image says what somebody is: then that there are people is less than the page tells."""
    beside = " ".join((place.page_title, place.heading, place.figcaption, *touching(place)))
    return names_somebody(beside) or tells_of_people(place.figcaption)


def _is_account(material: Material, thing: str) -> bool:
    """The caption says more than a label would, and an alt text holds it."""
    said = material.said
    tells = tells_of_people(said) or names_anybody(said, material.context.known) or _DOING.search(said) is not None
    is_read = tells and (material.is_portrait or not material.is_foreign)  # a name is one in every language
    is_more = len(said.split()) >= FEWEST_OF_AN_ACCOUNT
    return is_read and is_more and len(thing) + len(said) < LONGEST


def _apart_from_the_page(called: str, thing: str, place: Placement) -> str:
    """The page's own title or caption again would tell nothing; then what the pixels know is said with it, or alone."""
    if not is_said(called, place):
        return capital(called)
    return capital(f"{called}: {thing}" if thing else brief(called) or called)


def _are_people(claims: Sequence[Claim]) -> bool:
    return bool(claims) and claims[0].source == "people"


def _title(material: Material) -> str:
    called = material.called
    is_bare = _are_people(material.claims) and not material.claims[1:]
    nouns = "" if is_bare else capital(" and ".join(claim.noun for claim in material.claims))
    title = capital(called) or nouns or (f"“{material.headline}”" if material.headline else "")
    if title and not called and material.tone:
        title += ", sepia" if material.tone == "sepia" else ", monochrome"
    if material.product and nouns:
        title = f"{called} ({uncapital(nouns)})"
    return f"{title} – {material.settings.brand}" if title and material.settings.brand else title


def _file_name(material: Material) -> str:
    """Words that tell more than the file's own; that there are people, or what kind of thing it is, is less."""
    called = material.called or material.headline
    nouns = [claim.noun for claim in material.claims]
    is_named = bool(file_words(material.context.file_name))
    is_worse = not called and (is_named or _are_people(material.claims)) and not material.claims[1:]
    return "" if is_worse else to_filename([called, *nouns])


def _description(material: Material) -> str:
    """Long only where an alt text cannot hold it: what a chart or a page of text says."""
    taken = f"Taken in {material.taken}." if material.taken else ""
    return " ".join(filter(None, (long_description(material), taken)))


def _tags(material: Material) -> tuple[str, ...]:
    words = [tag for claim in material.claims for tag in claim.tags]
    name = material.called.lower()
    is_name = (material.told and not material.is_bare_name) or material.lettering.name
    if is_name and len(name.split()) <= LONGEST_TAG and "," not in name:
        words.insert(0, name)
    words += [material.kind] if material.kind else []
    words += [head(material.thing_of_file).lower()] if is_thing_of_file(material) else []
    wanted = [keyword.lower() for keyword in material.settings.keywords if keyword.lower() in words]
    if words and material.tone:
        words.append(material.tone)
    unwanted = {word.lower() for word in material.settings.negative_keywords}
    return tuple(word for word in dict.fromkeys([*wanted, *words]) if word not in unwanted)[:10]


def _things(claims: Sequence[Claim]) -> str:
    phrases = [claim.phrase for claim in claims]
    if len(claims) > 1 and claims[0].source == "people":
        return f"{phrases[0]} {'wearing' if claims[1].noun in WORN else 'with'} {phrases[1]}"
    return joined(phrases)
