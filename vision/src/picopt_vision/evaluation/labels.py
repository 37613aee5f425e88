"""Labelled images of both kinds: alone (`labelled/`) and in their pages (`pages/`). Labels are closed-world."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from picopt_vision.context import Context, Placement
from picopt_vision.evaluation.words import supported

_OF_PLACES: Final = ("page_title", "heading", "text_before", "text_after", "figcaption", "link_target")
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What is true and what is false of an image. Whatever follows from neither is unsupported."""

    id: str
    path: Path
    source: str
    """Who published it; thresholds are chosen on some sources and tried on others."""
    kind: str
    role: str
    """informative, functional, decorative, text or complex."""
    in_page: bool
    facts: tuple[tuple[str, ...], ...]
    """Groups of synonyms. Of an image alone the first is its subject; in a page each is a fact that it needs."""
    true: tuple[str, ...]
    """Other true words and texts: acceptable ones, visible text, an alt text of a person that was judged good."""
    page: tuple[str, ...]
    """What the page itself says of this image: caption, link, and its names where they may be used."""
    around: str
    """All text of the page; confirms words that were read in the image, and nothing else."""
    wrong: tuple[str, ...]
    human_alt: str | None
    alt_quality: str
    """good, poor or missing: what the labeller thought of `human_alt`."""
    context: Context

    @property
    def told(self) -> frozenset[str]:
        """Every true word, and what follows from it."""
        return supported([*(word for group in self.facts for word in group), *self.true, *self.page])

    @property
    def told_by_labels(self) -> frozenset[str]:
        """The same without the page's own words."""
        return supported([*(word for group in self.facts for word in group), *self.true])


def read_alone(entry: Mapping[str, Any], folder: Path) -> Label:
    """An image without a page: `{"path": …, "subjects": …}`."""
    people = entry.get("people") or 0
    counted = (_NUMBERS[people],) if 0 < people < len(_NUMBERS) else ("group",) if people else ()
    return Label(
        id=Path(entry["path"]).stem,
        path=folder / entry["path"],
        source=str(entry.get("source", "")).split(":")[0].split(";")[0],
        kind=entry["kind"],
        role="decorative" if entry.get("decorative") else "text" if entry["kind"] == "text" else "informative",
        in_page=False,
        facts=tuple(tuple(group) for group in entry["subjects"]),
        true=(*entry["acceptable"], entry.get("human_alt") or "", entry.get("text") or "", *counted),
        page=(),
        around="",
        wrong=tuple(entry["wrong"]),
        human_alt=entry.get("human_alt"),
        alt_quality="good",
        context=Context(),
    )


def read_in_page(entry: Mapping[str, Any], folder: Path) -> Label:
    """An image in its page: `{"file": …, "good_alt_points": …}`."""
    human = entry["human_alt"]
    names = (entry["page_title"], entry["heading"]) if entry["names_ok"] else ()
    around = " ".join(entry[name] for name in ("page_title", "heading", "text_before", "text_after", "figcaption"))
    return Label(
        id=entry["id"],
        path=folder / entry["file"],
        source=entry["repo"],
        kind=entry["kind"],
        role=entry["role"],
        in_page=True,
        facts=tuple(tuple(group) for group in entry["good_alt_points"]),
        true=(*entry["acceptable"], human if human and entry["alt_quality"] == "good" else ""),
        page=(entry["figcaption"], entry["link_target"].replace("_", " "), *names),
        around=around,
        wrong=tuple(entry["wrong"]),
        human_alt=human,
        alt_quality=entry["alt_quality"],
        context=_context(entry),
    )


def _context(entry: Mapping[str, Any]) -> Context:
    """What the site would send. The alt text that a person wrote is the answer, and never sent; that it is empty is."""
    place = Placement(
        key=entry["id"],
        **{name: entry[name] for name in _OF_PLACES},
        decorative=entry["human_alt"] == "",
        alt="" if entry["human_alt"] == "" else None,
    )
    return Context(file_name=Path(entry["picture_path"]).name, placements=(place,))
