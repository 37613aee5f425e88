"""The kinds of checks that rules.json names. Each is a function of one field's value and says whether it is broken.

PHP and JavaScript have the same functions under the same names; the examples in rules.json prove that they agree.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, Final

from picopt_vision.rules.data import Rule, rules


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One field to be checked, with what its rules need to know."""

    field: str
    value: str | Sequence[str]
    language: str = "en"
    decorative: bool = False
    max_length: int | None = None
    """Wanted length in code points."""
    others: Mapping[str, str] = default(default_factory=dict)
    """The other fields by name."""
    nearby: Sequence[str] = ()
    """Texts that stand beside the picture."""
    keywords: Sequence[str] = ()
    asked: str = ""
    """What the user asked for in words of their own."""


def broken_rules(subject: Subject) -> list[Rule]:
    """The rules that this field breaks."""
    return [rule for rule in rules() if subject.field in rule.fields and CHECKS[rule.check](rule.data, rule, subject)]


def _decorative(_: Mapping[str, Any], __: Rule, subject: Subject) -> bool:
    if subject.decorative:
        return subject.value != ""
    return not str(subject.value).strip()


def _patterns(_: Mapping[str, Any], rule: Rule, subject: Subject) -> bool:
    return any(pattern.search(str(subject.value)) for pattern in rule.patterns)


def _max_length(data: Mapping[str, Any], _: Rule, subject: Subject) -> bool:
    limit = data["default_max"] if subject.max_length is None else subject.max_length
    return len(subject.value) > limit


def _differs(_: Mapping[str, Any], __: Rule, subject: Subject) -> bool:
    own = comparable(str(subject.value))
    others = [value for name, value in subject.others.items() if name != subject.field]
    return bool(own) and own in {comparable(other) for other in [*others, *subject.nearby]}


def _stuffing(data: Mapping[str, Any], _: Rule, subject: Subject) -> bool:
    text = str(subject.value).lower()
    return _is_list(data, text) or _repeats(data, text) or _keyword_twice(text, subject.keywords)


def _is_list(data: Mapping[str, Any], text: str) -> bool:
    """Many short pieces between commas."""
    segments = [part.strip() for part in re.split(f"[{re.escape(data['separators'])}]", text) if part.strip()]
    return len(segments) >= data["list_segments"] and all(
        len(part.split()) <= data["list_segment_words"]
        and (part.isascii() or len(part) <= data["list_segment_letters"] * data["list_segment_words"])
        for part in segments
    )


def _repeats(data: Mapping[str, Any], text: str) -> bool:
    words = [word for word in _words(text) if len(word) >= data["shortest_word"]]
    return any(words.count(word) > data["most_repeats"] for word in words)


def _keyword_twice(text: str, keywords: Sequence[str]) -> bool:
    spaced = f" {' '.join(_words(text))} "
    return any(spaced.replace(" ", "  ").count(f" {'  '.join(_words(word.lower()))} ") > 1 for word in keywords if word)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _filename(data: Mapping[str, Any], _: Rule, subject: Subject) -> bool:
    name = str(subject.value)
    if not name:
        return False
    unasked = [word for word in data["unasked"] if re.search(f"(?:^|-)(?:{word})(?:-|$)", name)]
    asked = subject.asked.lower().replace(" ", "-")
    return (
        not re.fullmatch(data["pattern"], name)
        or len(name.encode()) > data["max_bytes"]
        or name in data["reserved"]
        or any(not re.search(word, asked) for word in unasked)
    )


def _tags(data: Mapping[str, Any], _: Rule, subject: Subject) -> bool:
    tags = list(subject.value)
    keys = [tag_key(tag) for tag in tags]
    return (
        len(tags) > data["most"]
        or len(set(keys)) < len(keys)
        or any(not tag.strip() or tag != tag.lower() or len(tag) > data["longest"] for tag in tags)
    )


def comparable(text: str) -> str:
    """Lower case, letters and digits only: texts that read the same are equal."""
    plain = unicodedata.normalize("NFC", text).lower()
    return " ".join(re.findall(r"[^\W_]+", plain))


def tag_key(tag: str) -> str:
    """Equal for tags that mean the same: blanks, hyphens and the English plural dropped."""
    key = re.sub(r"[\s\-_]+", "", tag.lower())
    for ending, singular in (("ies", "y"), ("s", "")):
        if key.endswith(ending) and not key.endswith(("ss", "us")) and len(key) > len(ending) + 2:
            return key[: -len(ending)] + singular
    return key


CHECKS: Final[dict[str, Callable[[Mapping[str, Any], Rule, Subject], bool]]] = {
    "decorative": _decorative,
    "patterns": _patterns,
    "max_length": _max_length,
    "differs": _differs,
    "stuffing": _stuffing,
    "filename": _filename,
    "tags": _tags,
}
