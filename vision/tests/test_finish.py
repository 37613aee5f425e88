"""The last step: what of a model's answer reaches the site, whatever the model."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from picopt_vision import Context, Placement, Settings, VisionError, analyse
from picopt_vision.picture import View
from picopt_vision.result import Draft, PlacementAlt, Result, Text, Usage


class Says:
    """A model that answers one thing, and remembers what it was shown."""

    name = "says"
    is_draft = False
    languages: frozenset[str] = frozenset()

    def __init__(self, text: Text, **draft: Any) -> None:
        self.draft = Draft(
            **{
                "text": text,
                "language": "en",
                "decorative": False,
                "confidence": 0.8,
                "model": "says",
                "prompt_version": "7",
                **draft,
            }
        )
        self.views: list[View] = []

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:  # noqa: ARG002 - the port
        self.views.append(view)
        return self.draft


@pytest.fixture
def finish(picture: Callable[[str], Path]) -> Callable[..., Result]:
    def run(text: Text, context: Context | None = None, settings: dict[str, Any] | None = None, **draft: Any) -> Result:
        return analyse(Says(text, **draft), picture("lighthouse"), context or Context(), Settings(**settings or {}))

    return run


def test_a_text_is_tidied_and_its_origin_kept(finish: Callable[..., Result]) -> None:
    result = finish(
        Text(alt=' "Red  barn" ', title="Barn &amp; pond", filename="Red Barn.JPG", tags=("Barn", "barns")),
        is_draft=True,
        role="complex",
        usage=Usage(input_tokens=9, requests=2),
    )
    assert (result.alt, result.title, result.filename, result.tags) == (
        "Red barn",
        "Barn & pond",
        "red-barn",
        ("barn",),
    )
    assert (result.model, result.prompt_version, result.language, result.confidence) == ("says", "7", "en", 0.8)
    assert result.draft
    assert result.role == "complex"
    assert (result.usage.input_tokens, result.usage.requests) == (9, 2)
    assert result.usage.seconds > 0
    assert result.warnings == ()


def test_filler_is_left_out_and_names_are_spelled_as_their_language_does(finish: Callable[..., Result]) -> None:
    text = Text(
        alt="Eine rote Scheune am Teich",
        description="Das Bild zeigt die rote Scheune am Teich.",
        filename="Grüne Wiese",
    )
    result = finish(text, settings={"language": "de"}, language="de")
    assert (result.description, result.filename) == ("", "gruene-wiese")


def test_fields_that_were_not_asked_for_are_empty(finish: Callable[..., Result]) -> None:
    result = finish(Text(alt="Red barn", title="IMG_1", tags=("BARN!",)), settings={"fields": ("alt",)})
    assert (result.alt, result.title, result.tags) == ("Red barn", "", ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (Text(alt="Image of a barn"), "Do not begin with"),
        (Text(alt="Red barn", title="IMG_2043"), "title: This is a file name"),
        (Text(alt="<b>Barn</b>"), "one line of plain text"),
        (Text(), "an empty alt text"),
        (Text(alt="Red barn", caption="Red barn."), "say the same"),
    ],
)
def test_a_severe_fault_is_no_result(finish: Callable[..., Result], text: Text, said: str) -> None:
    with pytest.raises(VisionError, match=said) as refused:
        finish(text)
    assert refused.value.code == "model_broken_answer"
    assert not refused.value.retryable


def test_a_mild_fault_is_a_warning_once(finish: Callable[..., Result]) -> None:
    result = finish(Text(alt="Red barn beside a pond"), settings={"max_alt_length": 20})
    assert result.warnings == ("alt_too_long",)
    assert result.alt == "Red barn beside a pond"


def test_decoration_has_no_alt_text(finish: Callable[..., Result]) -> None:
    result = finish(Text(), decorative=True, role="decorative")
    assert (result.alt, result.decorative, result.role) == ("", True, "decorative")
    with pytest.raises(VisionError):
        finish(Text(alt="Red barn"), decorative=True)


PLACES = (
    Placement(key="plain"),
    Placement(key="link", link_target="/contact"),
    Placement(key="captioned", figcaption="Contact us"),
)


def placed(key: str, alt: str, role: str = "functional", language: str | None = None) -> PlacementAlt:
    return PlacementAlt(key=key, alt=alt, role=role, language=language)


def test_places_get_their_own_alt_texts_tidied(finish: Callable[..., Result]) -> None:
    result = finish(
        Text(alt="Red barn"), Context(placements=PLACES), placements=(placed("link", " “Contact us” ", language="en"),)
    )
    assert result.placements == (placed("link", "Contact us", language="en"),)


def test_a_place_that_nobody_named_is_not_answered(finish: Callable[..., Result]) -> None:
    result = finish(Text(alt="Red barn"), Context(placements=PLACES), placements=(placed("elsewhere", "Contact us"),))
    assert result.placements == ()


def test_a_place_whose_caption_says_it_already_stays_silent(finish: Callable[..., Result]) -> None:
    result = finish(
        Text(alt="Red barn"), Context(placements=PLACES), placements=(placed("captioned", "Contact us", "informative"),)
    )
    assert result.placements == (placed("captioned", "", "decorative"),)


@pytest.mark.parametrize("alt", ["Image of a barn", "IMG_2043", "<i>x</i>", ""])
def test_a_place_with_a_faulty_text_takes_over_the_image_s_own(finish: Callable[..., Result], alt: str) -> None:
    result = finish(Text(alt="Red barn"), Context(placements=PLACES), placements=(placed("link", alt),))
    assert result.placements == ()
    assert result.alt == "Red barn"


def test_a_mild_fault_keeps_a_place(finish: Callable[..., Result]) -> None:
    long = placed("link", "Contact us at the harbor office")
    result = finish(Text(alt="Red barn"), Context(placements=PLACES), {"max_alt_length": 20}, placements=(long,))
    assert result.placements == (long,)


def test_an_empty_place_is_right_where_it_is_decoration(finish: Callable[..., Result]) -> None:
    silent = placed("link", "", "decorative")
    assert finish(Text(alt="Red barn"), Context(placements=PLACES), placements=(silent,)).placements == (silent,)


def test_the_model_sees_pixels_and_no_file(picture: Callable[[str], Path]) -> None:
    model = Says(Text(alt="Red barn"))
    analyse(model, picture("lighthouse"), Context(), Settings())
    (view,) = model.views
    assert view.image.mode == "RGB"
    assert max(view.image.size) <= 1024
