"""Answers as models give them: fenced, talked around, thought aloud, cut off, in other shapes."""

import json
import time

import pytest

from picopt_vision.remote.answer import Answer, BrokenAnswer, parse_answer
from picopt_vision.remote.declining import declines, is_refusal

WHOLE = {
    "role": "informative",
    "alt": "Red barn",
    "title": "Barn",
    "caption": "Seen from the road.",
    "description": "A red barn.",
    "filename": "red-barn",
    "tags": ["barn"],
    "language": "en",
    "confidence": 0.9,
    "places": [{"key": "k", "alt": "Contact us"}],
}
TEXT = json.dumps(WHOLE)


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f"  \n{TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"Here is the JSON you asked for:\n\n{TEXT}\n\nLet me know if I can help further!",
        f"<think>A barn {{or so}}. It is red.</think>{TEXT}",
        f"<thinking>\n{{\n</thinking>\n{TEXT}",
        f"{TEXT}{TEXT}",
        f"I chose {{carefully}}: {TEXT}",
        "\ufeff" + TEXT,
        json.dumps(WHOLE, indent=4, ensure_ascii=True),
        TEXT + " }}}",
        f"[THINK]Maybe {{}}.[/THINK]{TEXT}",
        f"◁think▷ {{}} ◁/think▷{TEXT}",
        # Templates that open the thoughts themselves leave only their end in the answer.
        f'The object could be {{"alt": "A draft"}}, or so.\n</think>\n{TEXT}',
        f"<|channel|>analysis<|message|>{{}}<|end|><|start|>assistant<|channel|>final<|message|>{TEXT}",
        f"<answer><|begin_of_box|>{TEXT}<|end_of_box|></answer>",
        json.dumps({"image_text": WHOLE}),
        f'<thought>Perhaps {{"alt": "A draft"}}?</thought>{TEXT}',
        f'<seed:think>Perhaps {{"alt": "A draft"}}?</seed:think>{TEXT}',
        f'<reasoning>\nPerhaps {{"alt": "A draft"}}?\n</reasoning>\n{TEXT}',
        f'<|channel>thought\nPerhaps {{"alt": "A draft"}}?<channel|>{TEXT}',
        TEXT.replace("]", ",]").replace("}", ", \n}"),
        json.dumps(WHOLE | {"confidence": "90%", "role": "informative", "tags": "barn"}),
        json.dumps(WHOLE | {"confidence": 90}),
    ],
)
def test_the_object_is_found_in_what_surrounds_it(content: str) -> None:
    answer = parse_answer(content)
    assert answer.model_dump(exclude={"decorative"}) == WHOLE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no JSON object"),
        ("A red barn beside a pond.", "no JSON object"),
        ("[]", "no JSON object"),
        ("null", "no JSON object"),
        ('"alt"', "no JSON object"),
        ("<think>{}</think>", "no JSON object"),
        ('<think>{"alt": "A draft that was never meant"}', "no JSON object"),
        (TEXT[:-1], "broken or cut off"),
        (TEXT[: len(TEXT) // 2], "broken or cut off"),
        ("{'alt': 'Red barn'}", "broken or cut off"),
        ("{" * 5000, "broken or cut off"),
        ('{"a":' * 5000, "broken or cut off"),
        ("{alt: Red barn}", "broken or cut off"),
    ],
)
def test_what_is_no_object_says_so(content: str, why: str) -> None:
    with pytest.raises(BrokenAnswer, match=why):
        parse_answer(content)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"alt": 5}, "alt"),
        ({"alt": None}, "alt"),
        ({"alt": ["Red barn"]}, "alt"),
        ({"alt": "w" * 4001}, "alt"),
        ({"tags": [1]}, "tags.0"),
        ({"tags": ["t"] * 51}, "tags"),
        ({"decorative": "perhaps"}, "decorative"),
        ({"places": {"k": "Contact us"}}, "places"),
        ({"places": [{"alt": "Contact us"}]}, "places.0.key"),
        ({"places": [{"key": "k"}] * 51}, "places"),
    ],
)
def test_a_shape_that_was_not_wanted_is_told_by_its_field(change: dict[str, object], where: str) -> None:
    with pytest.raises(BrokenAnswer, match="does not have the wanted shape") as broken:
        parse_answer(json.dumps(WHOLE | change))
    assert f" {where}: " in str(broken.value)


@pytest.mark.parametrize("told", ["high", "", -0.1, 1e400, float("nan"), 10**400, 101, [0.9], {"value": 1}])
def test_no_text_is_lost_over_how_sure_the_model_is(told: object) -> None:
    assert parse_answer(json.dumps(WHOLE | {"confidence": told})).confidence == 0.5


def test_commas_within_a_text_stay() -> None:
    assert parse_answer('{"alt": "A sign: \\"[1,2, ]\\",}", "tags": [],}').alt == 'A sign: "[1,2, ]",}'


@pytest.mark.parametrize("part", [r"\"", '"\\', ", ", "[1,", "<think", "9"])
def test_a_long_answer_without_an_end_is_broken_at_once(part: str) -> None:
    started = time.monotonic()
    with pytest.raises(BrokenAnswer, match="broken or cut off"):
        parse_answer('{"alt": "A barn", "confidence": ' + part * (400_000 // len(part)))
    with pytest.raises(BrokenAnswer, match="broken or cut off"):
        parse_answer('{"alt": "' + part * (400_000 // len(part)))
    assert time.monotonic() - started < 20  # hours, where each quotation mark begins a text of its own


def test_a_number_without_bounds_is_a_broken_answer() -> None:
    with pytest.raises(BrokenAnswer, match="broken or cut off"):
        parse_answer(f'{{"alt": "A barn", "confidence": {"9" * 5000}}}')


@pytest.mark.parametrize("role", ["Decorative", " DECORATIVE\n"])
def test_a_role_is_one_in_capitals_too(role: str) -> None:
    assert Answer(role=role).told_role == "decorative"


def test_not_more_than_five_faults_are_told() -> None:
    wrong = dict.fromkeys(("alt", "title", "caption", "description", "filename", "language", "role"), 5)
    with pytest.raises(BrokenAnswer) as broken:
        parse_answer(json.dumps(wrong))
    assert str(broken.value).count(";") == 4


def test_what_is_left_out_is_empty_and_half_sure() -> None:
    answer = parse_answer("{}")
    assert answer == Answer()
    assert (answer.alt, answer.tags, answer.places, answer.confidence) == ("", [], [], 0.5)
    assert answer.told_role == "informative"


def test_fields_that_nobody_asked_for_are_left_alone() -> None:
    assert parse_answer(json.dumps(WHOLE | {"mood": "calm", "places": [{"key": "k", "why": "x"}]})).places[0].alt == ""


@pytest.mark.parametrize(
    ("role", "decorative", "told"),
    [
        ("informative", False, "informative"),
        ("functional", False, "functional"),
        ("text", False, "text"),
        ("complex", False, "complex"),
        ("decorative", False, "decorative"),
        ("informative", True, "decorative"),
        ("Functional", False, "functional"),
        ("logo", False, "informative"),
        ("", False, "informative"),
    ],
)
def test_a_role_is_one_of_five(role: str, told: str, *, decorative: bool) -> None:
    assert Answer(role=role, decorative=decorative).told_role == told


@pytest.mark.parametrize(
    "content",
    [
        "I'm sorry, but I can't help with that.",
        "I am sorry.",
        "I'm unable to describe people in images.",
        "I cannot assist with this request.",
        "I can not provide that.",
        "I won't describe this image.",
        "This goes against my guidelines.",
        "i can't analyse this picture",
        "I’m sorry, but I can’t help with identifying people in images.",
        "Sorry, I can't do that.",
        "Es tut mir leid, aber dabei kann ich nicht helfen.",
        "Je suis désolé, je ne peux pas décrire cette image.",
        "Lo siento, no puedo ayudar con eso.",
        "申し訳ありませんが、この画像については説明できません。",
        "抱歉,我无法识别图中的人物。",
    ],
)
def test_prose_that_declines_is_a_refusal(content: str) -> None:
    assert is_refusal(content)


@pytest.mark.parametrize(
    "content",
    [
        "",
        TEXT,
        '{"alt": "A sign that says I am sorry"}',
        "A red barn beside a pond.",
        "I can describe the barn in detail.",
        "x" * 400 + " I cannot help with that.",
    ],
)
def test_anything_else_is_none(content: str) -> None:
    assert not is_refusal(content)


def test_a_line_break_within_a_string_is_no_fault() -> None:
    """Broken JSON by the book, and what models write in descriptions; it is tidied like any other blank."""
    assert parse_answer('{"alt": "Red barn", "description": "A barn.\nA pond."}').description == "A barn.\nA pond."


def test_what_is_null_is_left_out() -> None:
    nothing = dict.fromkeys(("role", "title", "caption", "tags", "confidence", "places", "decorative"))
    assert parse_answer(json.dumps({"alt": "Red barn", **nothing})) == Answer(alt="Red barn")


@pytest.mark.acceptance("E4")
@pytest.mark.parametrize(
    "said",
    [
        "I'm sorry, but I can't help with identifying people in images.",
        "I’m sorry, but I can’t assist with that request.",
        "Sorry, I cannot describe this image.",
        "I'm unable to view the image.",
        "I don't see an image in your message.",
        "Unable to process the image",
        "No image was provided.",
        "The image could not be loaded",
        "Image not available",
        "As an AI, I have no eyes.",
        "Es tut mir leid, ich kann das nicht beschreiben.",
        "Lo siento, pero no puedo ayudar con eso.",
        "很抱歉,我无法查看图片",
    ],
)
@pytest.mark.parametrize("field", ["alt", "title", "caption", "description"])
def test_a_refusal_in_the_wanted_shape_is_no_text(said: str, field: str) -> None:
    """Where a grammar makes the shape, a model has no other place to say it."""
    assert declines(Answer.model_validate({"alt": "Red barn", field: said}))
    assert declines(Answer.model_validate({"places": [{"key": "k", "alt": said}]}))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Sorry, we are closed",
        "I'm sorry for your loss",
        "I can't help falling in love with you",
        "A sign that says I am sorry",
        "I do not like green eggs and ham",
        "No parking",
        "Image stabilizer of a camera",
        "Unable to fly, the duck walks",
        "We don't have a plan B",
    ],
)
def test_what_signs_and_cards_say_is_a_text(said: str) -> None:
    assert not declines(Answer(alt=said))
