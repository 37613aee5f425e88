"""The embedded model as an implementation of the port."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import LONGEST_TOLD, alt_in, compose, is_thing_of_file, role_of
from picopt_vision.embedded.linked import alt_of_link, heading_of_link, led_to
from picopt_vision.embedded.material import Material
from picopt_vision.embedded.page.captions import account, caption_gist, told_by
from picopt_vision.embedded.page.filewords import file_words
from picopt_vision.embedded.page.nearby import date_in_words, product_name, trusted_caption
from picopt_vision.embedded.page.phrases import capital
from picopt_vision.embedded.page.recipes import dish_of
from picopt_vision.embedded.page.roles import group_beside, group_of_file, occasion, people_in_words
from picopt_vision.embedded.page.seams import without_rest
from picopt_vision.embedded.page.topic import Topic
from picopt_vision.embedded.page.topics import find_topic
from picopt_vision.embedded.seeing import Seen, see
from picopt_vision.embedded.sight.pixels import Look, measure
from picopt_vision.embedded.writing.lettering import says
from picopt_vision.embedded.writing.reading import SURE_OF_QUOTE
from picopt_vision.errors import VisionError
from picopt_vision.picture import View
from picopt_vision.placing import places_apart, told_role
from picopt_vision.result import Draft, Evidence, PlacementAlt, Text, only
from picopt_vision.rules import find_faults
from picopt_vision.rules.checks import comparable
from picopt_vision.settings import Settings
from picopt_vision.tidy import tidy

# Goes up when the words, the thresholds or the grammar change.
GRAMMAR_VERSION: Final = "grammar-25"
# Pixels: what is no wider or higher than this is a line or a spacer.
THINNEST: Final = 3
# Of a thing that the file is called after and the page speaks of, and no network knows.
SURE_OF_FILE: Final = 0.6
_QUOTED: Final = re.compile("“([^”]+)”")


class EmbeddedModel:
    """Names what it is sure of, in English, and says nothing otherwise."""

    name = "embedded-efficientnet-lite"
    is_draft = True
    languages = ("en",)

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:
        """Text composed from what the pixels support. Raises VisionError: language_needs_model, no_confident_text."""
        self._refuse_other_languages(settings)
        if told_role(context.main) == "decorative":
            return self._decorative()
        look = measure(view.image, view.width, view.height)
        if _is_spacer(view, look, context):
            return self._decorative()
        seen = see(view, look, context)
        material = Material(
            seen=replace(seen, claims=[claim for claim in seen.claims if not _unwanted(claim, settings)]),
            look=look,
            topic=_topic(seen, context, view.embedded.camera),
            gist=caption_gist(context.main, context.file_name) or _told_beside(context),
            context=context,
            settings=settings,
            caption=trusted_caption(view.embedded),
            taken=date_in_words(view.embedded),
        )
        text = _keep_rules(compose(material), context, settings)
        if not text.alt:
            return self._without_claims(view, context, settings)
        draft = self._draft(text, _confidence(material), _evidence(material, text.alt))
        return replace(draft, role=_role(material), placements=_alts_apart(material))

    def _refuse_other_languages(self, settings: Settings) -> None:
        if settings.language.split("-")[0].lower() not in self.languages:
            raise VisionError(
                "language_needs_model",
                f"The built-in model writes English only. “{settings.language}” needs a configured vision model.",
            )

    def _without_claims(self, view: View, context: Context, settings: Settings) -> Draft:
        """What a person already said about the picture, or where its link leads; the pixels alone tell too little."""
        caption = trusted_caption(view.embedded)
        product = product_name(context, frozenset())
        alt = caption or product or alt_of_link(context.main)
        if not alt:
            raise VisionError(
                "no_confident_text",
                "The built-in model is not sure enough to describe this image.",
            )
        source = "embedded metadata" if caption else "product" if product else "link"
        text = _keep_rules(Text(alt=alt), context, settings)
        return self._draft(text, 0.5, [Evidence(claim=alt, source=source, score=0.5)])

    def _decorative(self) -> Draft:
        """The site takes it for decoration; the embedded model does not know better."""
        draft = self._draft(Text(), 0.5, [Evidence(claim="decorative", source="context", score=0.5)])
        return replace(draft, decorative=True, role="decorative")

    def _draft(self, text: Text, confidence: float, evidence: Sequence[Evidence]) -> Draft:
        return Draft(
            text=text,
            language="en",
            decorative=False,
            confidence=confidence,
            model=self.name,
            prompt_version=GRAMMAR_VERSION,
            evidence=tuple(evidence),
            is_draft=True,
        )


def _told_beside(context: Context) -> str:
    return told_by(file_words(context.file_name), context.main)


def _topic(seen: Seen, context: Context, camera: str) -> Topic | None:
    """What file name and page agree on; of a dish that is seen, what the title calls it."""
    topic = find_topic(context, any_noun=seen.is_food, camera=camera)
    if topic:
        topic = replace(topic, phrase=without_rest(topic.phrase, is_dish=seen.is_food))
    dish = dish_of(context) if topic is None and seen.is_food_seen else ""
    return Topic(phrase=dish, is_name=False, said_by=frozenset({"page title"})) if dish else topic


def _is_spacer(view: View, look: Look, context: Context) -> bool:
    """Nothing is to be seen in it: one color, or a line. Links need their names, and shops have swatches."""
    is_empty = look.blank or min(view.width, view.height) <= THINNEST
    return is_empty and not (context.is_link or context.product_title or context.main.figcaption)


def _alts_apart(material: Material) -> tuple[PlacementAlt, ...]:
    """Alt texts of the places that need their own; pages of other languages are left to a model that writes them."""
    settings = material.settings
    return tuple(
        PlacementAlt(key=place.key, alt="" if role == "decorative" else alt_in(material, place), role=role)
        for place in places_apart(material.context, settings.language)
        if (place.language or "en").split("-")[0].lower() == "en"
        for role in (told_role(place),)
    )


def _role(material: Material) -> str:
    return "functional" if material.context.is_link else role_of(material)


def _unwanted(claim: Claim, settings: Settings) -> bool:
    return any(word.lower() in claim.phrase.lower() for word in settings.negative_keywords)


def _keep_rules(text: Text, context: Context, settings: Settings) -> Text:
    """Without the fields that break a rule, such as a title that the page already has. No alt text, no draft."""
    if not text.alt:
        return text
    text = tidy(text, "en")  # as it will be judged
    faults = find_faults(text, decorative=False, context=context, settings=settings)
    broken = {fault.field for fault in faults if fault.severe}
    if "alt" in broken:
        raise VisionError(
            "no_confident_text",
            "The built-in model has nothing to add to what the page already says.",
        )
    return only(text, set(settings.fields) - broken)


def _confidence(material: Material) -> float:
    """The surest claim's probability; words that file name and page share are as good as a sure one."""
    if is_thing_of_file(material):
        return SURE_OF_FILE
    sure = [claim.probability for claim in material.claims[:1]] + [0.8] * bool(material.told or material.wholly_called)
    surest = max([*sure, material.seen.reading.score * 0.7])
    return surest or SURE_OF_FILE  # a part of what is written, or the file's own words


def _evidence_of_people(material: Material, alt: str) -> list[Evidence]:
    """Who says what the people are."""
    if not material.shows_people:
        return []
    people, place = material.seen.claims[0], material.context.main
    told = (
        (people_in_words(people, material.context), "file name, text beside"),
        (group_of_file(people, material.context.file_name), "file name"),
        (occasion(people, material.context), "file name, text beside"),
        (group_beside(people, place), "text beside"),
    )
    return [Evidence(claim=said, source=source, score=0.8) for said, source in told if said and capital(said) in alt]


def _evidence_of_sign(material: Material, alt: str) -> list[Evidence]:
    """What is written in a photograph, and whether the page has it, too."""
    if not material.sign or f"“{material.sign}”" not in alt:
        return []
    is_on_page = comparable(material.sign) in comparable(material.context.known)
    source = "text recognition, page" if is_on_page else "text recognition"
    return [Evidence(claim=material.sign, source=source, score=SURE_OF_QUOTE)]


def _evidence_of_link(material: Material, alt: str) -> list[Evidence]:
    """Where it leads, or what it is called after."""
    place = material.context.main
    told = ((led_to(place), "link"), (heading_of_link(material, place), "file name, heading"))
    return [
        Evidence(claim=said, source=source, score=0.8)
        for said, source in told
        if said and (source == "link" or said == alt)
    ]


def _evidence_of_name(material: Material, alt: str) -> list[Evidence]:
    """What the page and the file's name call it."""
    if material.told:
        said = f"{material.told.phrase} {material.kind}".strip()
        return [Evidence(claim=said, source=", ".join(material.told.witnesses), score=0.8)]
    whole = material.wholly_called
    if whole and whole in alt:
        return [Evidence(claim=whole, source="file name, heading", score=0.8)]
    is_of_file = material.seen.layout.is_graphic and set(comparable(alt).split()) <= {
        *file_words(material.context.file_name)
    }
    return [Evidence(claim=alt, source="file name", score=SURE_OF_FILE)] if alt and is_of_file else []


def _evidence(material: Material, alt: str) -> list[Evidence]:
    """Why each word is there, and who says it: whoever agrees stands in one source, `file name, caption`."""
    place = material.context.main
    found = [
        Evidence(
            claim=claim.noun,
            source=f"{claim.source}, file name" if claim.is_of_file else claim.source,
            score=claim.probability,
        )
        for claim in material.claims
    ]
    if material.product:
        found.append(Evidence(claim=material.product, source="product", score=0.8))
    if is_thing_of_file(material):
        found = [Evidence(claim=material.thing_of_file, source="file name, text beside", score=SURE_OF_FILE)]
    found += _evidence_of_name(material, alt)
    if said := material.said or account(place, LONGEST_TOLD):
        is_caption = comparable(said) in comparable(place.figcaption)
        found.append(Evidence(claim=said, source="caption" if is_caption else "text beside", score=0.8))
    if material.lettering.name:
        found.append(Evidence(claim=material.lettering.name, source="text recognition, page", score=0.8))
    if material.figure and material.figure.about:
        found.append(Evidence(claim=material.figure.about, source="text beside", score=0.8))
    reading, labels = material.seen.reading, material.lettering.labels
    if reading.headline:
        found.append(Evidence(claim=reading.headline, source="text recognition", score=reading.score))
    for quote in _QUOTED.findall(alt):
        source = "text recognition, page" if quote in labels else "text recognition"
        # A caption quotes as well, and that was not read in the image.
        if quote != reading.headline and says(reading, quote):
            found.append(Evidence(claim=quote, source=source, score=SURE_OF_QUOTE))
    found += _evidence_of_sign(material, alt)
    found += _evidence_of_people(material, alt)
    found += _evidence_of_link(material, alt)
    colors = material.look.colours if material.claims else ()
    return [*found, *(Evidence(claim=name, source="pixels", score=share) for name, share in colors)]
