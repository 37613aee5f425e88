"""All that may be said of an image: what the pixels tell, what the page calls it, and what is written in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.depicting import kind_of_image
from picopt_vision.embedded.page.captions import is_numbered
from picopt_vision.embedded.page.dishes import is_dish
from picopt_vision.embedded.page.figures import Figure, called_as_file, pointed_at
from picopt_vision.embedded.page.filewords import (
    COMPLEX_KINDS,
    DRAWINGS,
    MARKS,
    file_words,
    is_of_layout,
    singular,
)
from picopt_vision.embedded.page.kinds import is_kind_of
from picopt_vision.embedded.page.naming import fits_people, may_be_person, named_person
from picopt_vision.embedded.page.nearby import hints, product_name
from picopt_vision.embedded.page.phrases import head, is_of_other_script, share_a_word
from picopt_vision.embedded.page.proper import letters
from picopt_vision.embedded.page.roles import tells_of_people
from picopt_vision.embedded.page.thing import thing_of_file
from picopt_vision.embedded.page.topic import Topic
from picopt_vision.embedded.seeing import Seen
from picopt_vision.embedded.sight.pixels import Look
from picopt_vision.embedded.writing.lettering import Lettering, hold_against, says
from picopt_vision.embedded.writing.signs import sign_in
from picopt_vision.embedded.writing.written import AXIS, TABLE
from picopt_vision.links import site_of
from picopt_vision.rules.checks import comparable
from picopt_vision.rules.language import is_other_language
from picopt_vision.settings import Settings

# Beside a name that the page gives, what the pixels only suggest is more often wrong than useful.
BESIDE_A_NAME: Final = 0.75
# From so much on the pixels are believed rather than the page. Animals are hardly ever taken for others.
SURE_OF_ANIMALS: Final = 0.6
SURE_OF_THINGS: Final = 0.8
# Fewer labels make no long description.
FEWEST_LABELS: Final = 2
# What a photograph is not called after: the part of a site that it stands in.
_OF_SITES: Final = frozenset(
    """about agenda blog career client contact event faq feature history home job location mission new offer overview
    partner press pricing program project register schedule service speaker sponsor team testimonial ticket
    venue""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# What programs call what they take of a screen, and people, too.
_OF_SCREENS: Final = re.compile(r"(?<![a-z])screen[-_ ]?shot", re.IGNORECASE)
# What several people are together.
_GROUPS: Final = frozenset(
    """band choir class club committee congregation council crew ensemble family group orchestra panel quartet
    squad staff team trio troop troupe""".split()  # noqa: SIM905 # as above
)
# Names have years, abbreviations or capitals within (`FOSDEM 2026`); headlines have capitals at every word.
_OF_NAMES: Final = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]")


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything, before a word of it is said."""

    seen: Seen
    look: Look
    topic: Topic | None
    """What the page calls the image, confirmed by its file name."""
    gist: str
    """First sentence of the caption beside it."""
    context: Context
    settings: Settings
    caption: str = ""
    """A caption that a person left in the file."""
    taken: str = ""
    """`May 2019`, or empty."""

    @cached_property
    def product(self) -> str:
        """The product's name, as the shop tells it from its like."""
        return product_name(self.context, self.look.shades)

    @property
    def is_portrait(self) -> bool:
        """One large face."""
        return any("portrait" in claim.tags for claim in self.seen.claims)

    @property
    def shows_people(self) -> bool:
        """There are faces in it."""
        return any(claim.source == "people" for claim in self.seen.claims)

    @cached_property
    def told(self) -> Topic | None:
        """What file name and page agree on, as long as the pixels do not know better."""
        topic = self._person or self.topic
        if topic is None or self.is_overruled or (topic.is_captioned and self.seen.layout.is_graphic):
            return None
        is_somebody = topic.is_name and may_be_person(topic.phrase, self.context.known)
        if self._is_of_other_site(topic) or (self.is_foreign and topic.phrase.islower()):
            return None
        if not self._is_borne_out(topic, is_somebody=is_somebody):
            return None
        return topic if not self.is_portrait or is_somebody or tells_of_people(topic.phrase) else None

    @property
    def _person(self) -> Topic | None:
        """Who it is, where one person is to be seen, and file and page name the same."""
        is_one = self.shows_people and not self.seen.claims[0].plural
        return named_person(self.context) if is_one else None

    def _is_of_other_site(self, topic: Topic) -> bool:
        """A logo that leads to a site of another name, and whose file has other words, too: one of them may be ours."""
        site = site_of(self.context.main)
        is_part = self.kind in MARKS and not topic.is_of_file and len(topic.phrase.split()) == 1
        return is_part and bool(site) and letters(topic.phrase) not in letters(site)

    def _is_borne_out(self, topic: Topic, *, is_somebody: bool) -> bool:
        """File name and page are two witnesses where both are sure; where one of them is not, the pixels are asked.

        The file is not sure that is called after more than this, nor is running text, for whoever is named there may
        have sent the photograph, nor a title, which may be of anything.
        """
        is_of_file = topic.is_of_file or "caption" in topic.said_by
        if self.seen.layout.is_graphic:
            return is_of_file or self._is_seen(topic.phrase)
        is_them = is_somebody and self.is_portrait
        if not is_them and (self._is_of_site(topic) or (self.seen.is_food and topic.is_mentioned)):
            return is_dish(topic.phrase) or self._is_named_dish(topic)
        if topic.is_mentioned and is_somebody:
            return self.shows_people or self._shows_a_place or self._is_seen(topic.phrase)
        if self.seen.is_food and topic.is_fragment and not is_dish(topic.phrase):
            return False
        if is_of_layout(self.context.file_name) and "caption" not in topic.said_by:
            return self._is_seen(topic.phrase)
        return (is_of_file and self._is_of_page(topic, is_somebody=is_somebody)) or self._is_seen(topic.phrase)

    def _is_named_dish(self, topic: Topic) -> bool:
        """Food is seen and nobody beside it, and all of the file is a name that the page has: `Bhindi Masala`."""
        is_of_site = self._is_of_site(topic)
        return self.seen.is_food_seen and topic.is_name and topic.is_of_file and not (self.shows_people or is_of_site)

    def _is_of_page(self, topic: Topic, *, is_somebody: bool) -> bool:
        """What the page says is of this image: not only of the whole page, nor told far from the image."""
        is_person = is_somebody and self.shows_people
        return is_person or self._is_creature_s_name or not (topic.is_titled or topic.is_far)

    def _is_of_site(self, topic: Topic) -> bool:
        """All that file and page share is the name of a part of the site: `our-team.jpg` beside `Our Team`."""
        said = {singular(word) for word in comparable(topic.phrase).split()}
        shared = said & {singular(word) for word in file_words(self.context.file_name)}
        return bool(shared) and shared <= _OF_SITES and "caption" not in topic.said_by

    @property
    def _is_creature_s_name(self) -> bool:
        """Heading and file have a name, and an animal or a plant is seen: no network knows whose name, or what kind."""
        name = self.topic
        if name is None or not (name.is_name and name.is_of_file and "heading" in name.said_by):
            return False
        is_given = may_be_person(name.phrase, self.context.known)  # a tower has a name as well
        return is_given and any(not {"animal", "plant"}.isdisjoint(claim.tags) for claim in self.seen.claims)

    @property
    def _shows_a_place(self) -> bool:
        return any(claim.is_surroundings for claim in self.seen.claims)

    def _is_seen(self, phrase: str) -> bool:
        """The pixels bear it out: writing, a graphic of its kind, a dish, people at an event, a thing so called."""
        is_event = self.shows_people and _OF_NAMES.search(phrase) is not None
        is_group = self.shows_people and self.seen.claims[0].plural and head(phrase).lower() in _GROUPS
        return (
            self.seen.is_food
            or bool(self.kind or self.product)
            or is_event
            or is_group
            or is_dish(phrase)
            or says(self.seen.reading, phrase)
            or any(
                share_a_word(head(phrase), claim.noun) or is_kind_of(head(phrase), claim) for claim in self.seen.claims
            )
        )

    @cached_property
    def said(self) -> str:
        """The caption's first sentence, on the same terms."""
        return "" if self.is_overruled or not fits_people(self.gist, self.seen.claims) else self.gist

    @cached_property
    def is_overruled(self) -> bool:
        """The image is full of something of which nothing near it tells: a cat below `A night in Paris`.

        Then what is told there is of something else. Food is called by names that nobody sees in it.
        """
        first = next(iter(self.seen.claims), None)
        if first is None or first.source == "people" or first.is_surroundings or self.seen.is_food:
            return False
        if self._is_creature_s_name:
            return False
        least = SURE_OF_ANIMALS if "animal" in first.tags else SURE_OF_THINGS
        near = {singular(word) for word in comparable(f"{self.context.known} {self.context.file_name}").split()}
        return first.probability >= least and near.isdisjoint(singular(tag) for tag in first.tags)

    @cached_property
    def thing_of_file(self) -> str:
        """What file and page call the thing in a photograph, for where nothing else is known of it."""
        is_silent = self.seen.layout.is_graphic or self.shows_people or self.is_foreign or self.is_overruled
        is_name = self.told is not None and self.is_bare_name and not self.told.phrase.islower()
        if is_silent or is_name or self.product:
            return ""
        return thing_of_file(self.context, is_food=self.seen.is_food_seen)

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """What the pixels tell, surest first; where the page names the image, only what is sure or said there, too."""
        if self.told is None or self.product or self.is_bare_name or self._is_creature_s_name:
            return self.seen.claims
        words = hints(self.context)
        # A dish has a name of its own; what the network takes it for is another one.
        return [
            claim
            for claim in self.seen.claims
            if (_is_sure(claim) and not self.seen.is_food) or not words.isdisjoint(claim.tags)
        ]

    @cached_property
    def lettering(self) -> Lettering:
        """What is written in the image, in the page's spelling."""
        return hold_against(self.seen.reading, self.context)

    @cached_property
    def sign(self) -> str:
        """What is written in a photograph and worth telling."""
        return sign_in(self.seen.signs, self.context, has_people=self.shows_people)

    @property
    def called(self) -> str:
        """The product's name, what a logo says and the page, too, or what file name and page agree on."""
        topic = self.told.phrase if self.told else ""
        return self.product or max(topic, self.lettering.name, key=len)

    @property
    def is_bare_name(self) -> bool:
        """One word of the page: anything may be called so, and alone it tells nobody what is to be seen."""
        if self.told is None or self.seen.layout.is_graphic or self.seen.is_food:
            return False
        if (self.is_portrait and self.told.is_name) or is_of_other_script(self.told.phrase):
            return False
        return len(self.told.phrase.split()) == 1 and not self.product and not self.told.is_captioned

    @property
    def headline(self) -> str:
        """The text of an image that is there for its text; numbers along an axis are none, nor is a logo's motto."""
        is_motto = self.kind in MARKS and self.lettering.is_beside_name
        return "" if self.is_complex or self.is_crowded or is_motto else self.lettering.headline

    @property
    def is_foreign(self) -> bool:
        """The page speaks another language: its words are not mixed with ours."""
        return is_other_language(self.context.known, "en")

    @cached_property
    def figure(self) -> Figure | None:
        """What the text right beside the image calls it, where that is a chart or the like."""
        return pointed_at(self.context.main)

    @property
    def wholly_called(self) -> str:
        """What the page has letter for letter as the file of a graphic is called, to be said with a word of ours."""
        called = called_as_file(self.context) if self.seen.layout.is_graphic and not self.is_foreign else ""
        return "" if is_of_other_script(called) else called

    @cached_property
    def kind(self) -> str:
        """`chart`, `logo` and the like where the file's name says so, or numbers along an axis; empty otherwise."""
        is_explained = bool(self.gist or self.lettering.labels or self.lettering.title)
        return kind_of_image(self.seen, self.context, self.figure, is_explained=is_explained)

    @property
    def is_screenshot(self) -> bool:
        """A window or a page on a screen, by its pixels, or by its file where much is written in it."""
        is_called = self.is_crowded and _OF_SCREENS.search(self.context.file_name) is not None
        return is_called or self.seen.drawn == "screenshot"

    @property
    def is_complex(self) -> bool:
        """A chart, a table or a diagram: by its name, or by the numbers and lines that stand in it.

        What has a name, and no writing that the page speaks of, is a thing with writing on it: a cover, a scan.
        """
        is_explained = len(self.lettering.labels) >= AXIS
        is_named = bool(self.called) and len(self.lettering.labels) < FEWEST_LABELS
        is_page = self.seen.is_screen and (self.seen.drawn == "screenshot" or not is_explained)
        is_screen = self.seen.reading.is_window or is_page
        is_drawn = self.is_crowded and self.seen.likely == "diagram" and not self.seen.reading.is_window
        is_figure = is_drawn or (self.is_crowded and not is_named and not is_screen)
        is_table = self.seen.layout.is_graphic and self.seen.reading.numbers >= TABLE and not is_screen
        return self.is_of_complex_kind or is_figure or is_table or self._is_numbered_figure

    @property
    def is_of_complex_kind(self) -> bool:
        """A chart, a diagram or the like; a drawing is one whose parts are labeled."""
        reading = self.seen.reading
        is_labeled = self.seen.layout.is_graphic and reading.lines >= AXIS and not reading.headline
        return self.kind in COMPLEX_KINDS or (self.kind in DRAWINGS and is_labeled)

    @property
    def _is_numbered_figure(self) -> bool:
        """`Figure 3` with several lines of writing: a drawing, and no logo."""
        is_drawn = self.seen.layout.is_graphic and self.seen.reading.lines >= AXIS and not self.kind
        return is_drawn and not self.seen.is_screen and is_numbered(self.context.main)

    @property
    def is_crowded(self) -> bool:
        """More is written in it than a quotation holds."""
        return not self.kind and self.seen.layout.is_graphic and self.seen.reading.is_data

    @property
    def tone(self) -> str:
        """`black and white`, `sepia` or nothing.

        A drawing has none, nor has a black camera on white; brown are skin and hair in color, too.
        """
        if self.seen.layout.is_graphic or self.look.coloured or self.look.cut_out is not None:
            return ""
        if self.look.black_and_white:
            return "black and white"
        return "" if self.shows_people else "sepia"

    @property
    def colours(self) -> list[str]:
        """Names of the main colours; none where there are people, lest a colour be read as theirs (rule 12)."""
        return [] if any(claim.source == "people" for claim in self.claims) else [name for name, _ in self.look.colours]


def _is_sure(claim: Claim) -> bool:
    """Sure enough to be said of something that has a name. That it is people, the name mostly tells."""
    return claim.source != "people" and claim.probability >= BESIDE_A_NAME and not claim.is_surroundings
