"""The judge: one image's result held against its label, field by field and for its purpose."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from anyascii import anyascii

from picopt_vision.evaluation.labels import Label
from picopt_vision.evaluation.words import claims, follows, says, stems, supported
from picopt_vision.result import Result

FIELDS: Final = ("alt", "title", "caption", "description", "filename", "tags")
# Words about the link itself are true of every linked image; what is at its end must be told by the label or the page.
_OF_LINKS: Final = frozenset(
    stems("link to a larger version full size image file original page site home video website of")
)
# A long description is longer than an alt text can be.
LONG_DESCRIPTION: Final = 80
_QUOTED: Final = re.compile(r"“[^”]*”")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a model said of one image, and how that compares with its label."""

    label: Label
    result: Result | None
    code: str
    """Why there is no result."""
    cpu_seconds: float
    seconds: float
    colorless: bool = False
    """Measured by the judge: the pixels have no color, so `black and white` is true."""

    @property
    def alt(self) -> str:
        """Empty when the model said nothing."""
        return self.result.alt if self.result else ""

    @property
    def spoke(self) -> bool:
        """It gave an alt text."""
        return bool(self.alt)

    @property
    def met_facts(self) -> int:
        """How many of the facts the alt text names."""
        return sum(any(says(self.alt, word) for word in group) for group in self.label.facts)

    @property
    def hit(self) -> bool:
        """The alt text names the subject; in a page, at least one fact that the page needs."""
        if not self.label.in_page:
            return any(says(self.alt, word) for word in self.label.facts[0])
        return self.met_facts > 0

    @cached_property
    def false(self) -> dict[str, tuple[str, ...]]:
        """By field: claims that the label lists as wrong."""
        true = [word for group in self.label.facts for word in group] + list(self.label.true)
        wrong = [word for word in self.label.wrong if not any(says(text, word) for text in true)]
        return self._by_field(lambda text: tuple(word for word in wrong if says(text, word)))

    @cached_property
    def unsupported(self) -> dict[str, tuple[str, ...]]:
        """By field: claims that follow from nothing that is known to be true, the wrong ones left out."""
        return self._unsupported(self.label.told)

    @property
    def unsupported_by_labels(self) -> dict[str, tuple[str, ...]]:
        """The same where the page's own words count for nothing."""
        return self._unsupported(self.label.told_by_labels)

    @property
    def faults(self) -> tuple[str, ...]:
        """Names of rules that the finished text breaks."""
        return self.result.warnings if self.result else ()

    @property
    def role_right(self) -> bool | None:
        """The role was told as labelled; None where nothing was told because nothing was said."""
        return None if not self.result else self.result.role == self.label.role

    @property
    def purpose_met(self) -> bool:
        """Decorative: nothing. Functional: the destination. Complex: a long description too. Others: half of the facts.

        Half of the facts is the measure under which 92 of 100 alt texts pass that the labeller called good.
        """
        facts = len(self.label.facts)
        enough = bool(facts) and 2 * self.met_facts >= facts
        match self.label.role:
            case "decorative":
                return bool(self.result and self.result.decorative and not self.alt)
            case "functional":
                return enough or (self.met_facts > 0 and self._names_destination())
            case "complex":
                return enough and self._has_long_description()
            case _:
                return enough if self.label.in_page else self.hit

    @property
    def signable(self) -> bool:
        """A person would sign the alt text unchanged: purpose met, every word true, form right."""
        clean = not self.false.get("alt") and not self.unsupported.get("alt")
        return self.purpose_met and clean and not self.faults

    def _has_long_description(self) -> bool:
        return bool(self.result and len(self.result.description) >= LONG_DESCRIPTION)

    def _names_destination(self) -> bool:
        wanted = set(claims(self.label.context.main.link_target.replace("_", " ")))
        return bool(wanted & set(claims(self.alt)))

    def _unsupported(self, told: frozenset[str]) -> dict[str, tuple[str, ...]]:
        if self.label.context.is_link:
            told |= _OF_LINKS
        if self.colorless:
            told |= supported(["black and white"])
        read = told | supported([self.label.around])
        return self._by_field(lambda text: self._unfounded(text, told, read))

    def _unfounded(self, text: str, told: frozenset[str], read: frozenset[str]) -> tuple[str, ...]:
        """Claims without support. Words in quotation marks were read in the image; the page may confirm those."""
        plain, quoted = _QUOTED.sub(" ", text), " ".join(_QUOTED.findall(text))
        told = told | {"text"} if quoted else told
        listed = {stem for word in self.label.wrong for stem in stems(word)}
        loose = [word for word in claims(plain) if not follows(word, told)]
        loose += [word for word in claims(quoted) if not follows(word, read)]
        return tuple(word for word in loose if word not in listed)

    def _is_transliterated(self, word: str) -> bool:
        """A file name has no accents: `solorzano` is as true as `Solórzano`."""
        return follows(word, frozenset(anyascii(told).lower() for told in self.label.told))

    def _by_field(self, find: Callable[[str], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if not self.result:
            return {}
        texts = {name: _plain(getattr(self.result, name)) for name in FIELDS}
        found = {name: find(text) for name, text in texts.items()}
        found["filename"] = tuple(word for word in found["filename"] if not self._is_transliterated(word))
        return {name: words for name, words in found.items() if words}


def _plain(value: str | tuple[str, ...]) -> str:
    """A field as words: file names and tags too."""
    return value.replace("-", " ") if isinstance(value, str) else " . ".join(value)
