"""Sentences from subjects and measured facts. Every noun that is written here has its evidence."""

from collections.abc import Sequence

from picopt_vision.embedded.pixels import Look
from picopt_vision.embedded.subjects import Subject
from picopt_vision.embedded.vocabulary import Node
from picopt_vision.filename import to_filename
from picopt_vision.result import Text
from picopt_vision.settings import Context


def compose(subjects: Sequence[Subject], look: Look, context: Context) -> Text:
    """All fields for a picture with at least one subject. Each field says something different."""
    names = [subject.node for subject in subjects]
    return Text(
        alt=_alt(names, look, context),
        title=_title(names, look, context),
        caption=_caption(names, look),
        description=_description(names, look),
        filename=to_filename([context.product_name, *(node.word for node in names)]),
        tags=_tags(subjects, look),
    )


def _alt(names: Sequence[Node], look: Look, context: Context) -> str:
    thing = joined([with_article(node) for node in names])
    if look.black_and_white:
        thing = f"{thing} in black and white"
    elif look.sepia:
        thing = f"{thing} in sepia tones"
    if context.product_name:
        return f"{context.product_name}: {thing}"
    if context.link_target and not looks_like_address(context.link_target):
        return f"{capital(thing)}, link to {context.link_target}"
    return capital(thing)


def _title(names: Sequence[Node], look: Look, context: Context) -> str:
    title = capital(names[0].word if len(names) == 1 else f"{names[0].word} and {names[1].word}")
    if context.product_name:
        return f"{context.product_name}, {title.lower()}"
    if look.black_and_white or look.sepia:
        return f"Monochrome {title[0].lower()}{title[1:]}"
    return title


def _caption(names: Sequence[Node], look: Look) -> str:
    thing = joined([with_article(node) for node in names])
    if look.colours:
        return f"{capital(colour_phrase(look))} tones around {thing}."
    return f"{capital(look.orientation)} view of {thing}."


def _description(names: Sequence[Node], look: Look) -> str:
    thing = joined([with_article(node) for node in names])
    verb = "is" if len(names) == 1 else "are"
    kinds = {"square": "a square frame", "landscape": "a landscape frame", "portrait": "an upright frame"}
    parts = [f"In {kinds[look.orientation]}, {thing} {verb} the main content."]
    if look.black_and_white:
        parts.append("There is no colour in it.")
    elif look.sepia:
        parts.append("It is toned in sepia.")
    elif look.colours:
        parts.append(f"The main colours are {joined([name for name, _ in look.colours])}.")
    return " ".join(parts)


def _tags(subjects: Sequence[Subject], look: Look) -> tuple[str, ...]:
    words = [node.word.lower() for subject in subjects for node in subject.node.path() if node.word]
    if look.black_and_white:
        words.append("black and white")
    if look.sepia:
        words.append("sepia")
    words.extend(name for name, share in look.colours if share >= 0.25)
    return tuple(dict.fromkeys(words))[:10]


def colour_phrase(look: Look) -> str:
    """`blue`, `blue and green`."""
    return joined([name for name, _ in look.colours[:2]])


def with_article(node: Node) -> str:
    """`a barn`, `an owl`, `food`."""
    if node.mass:
        return node.word
    return f"{'an' if node.word[0].lower() in 'aeio' or node.word.startswith('umb') else 'a'} {node.word}"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def looks_like_address(text: str) -> bool:
    """A URL or path rather than words."""
    return "/" in text or "." in text.strip(".")
