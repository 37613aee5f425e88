"""Several places that show one image: each reaches the model with its own facts, and has its own alt text."""

import json
from collections.abc import Callable

import pytest
from lighthouse import GOOD_ALT, PLACES, good

from picopt_vision import Context


@pytest.mark.acceptance("E6")
def test_every_place_reaches_the_model_and_gets_its_own_alt_text(run: Callable) -> None:
    alts = {"post:2": "Opening hours of the lighthouse", "post:4": "Weißer Leuchtturm am Meer", "post:9": "Nobody's"}
    answer = {**good(), "role": "informative", "places": [{"key": key, "alt": alt} for key, alt in alts.items()]}
    result, served = run([{"content": answer}], context=Context(placements=PLACES))
    assert [(place.key, place.alt, place.role, place.language) for place in result.placements] == [
        ("post:2", "Opening hours of the lighthouse", "functional", None),
        ("post:3", "", "decorative", None),
        ("post:4", "Weißer Leuchtturm am Meer", "informative", "de"),
    ]
    body = served.requests[0]["body"]
    facts = json.loads(body["messages"][1]["content"][0]["text"].removeprefix("<facts>").removesuffix("</facts>"))
    assert (facts["heading"], facts["figcaption"]) == ("Lights", "The old light")
    assert {place["key"]: place.get("link_to") for place in facts["places"]}["post:2"] == "Opening hours"
    assert "places" in body["response_format"]["json_schema"]["schema"]["required"]
    assert "for a place whose facts name another language" in body["messages"][0]["content"]


@pytest.mark.acceptance("E6")
def test_an_image_of_a_german_page_alone_has_a_german_alt_text_there(run: Callable) -> None:
    places = [{"key": "post:4", "alt": "Weißer Leuchtturm am Meer"}]
    answer = {**good(), "role": "informative", "places": places}
    result, _ = run([{"content": answer}], context=Context(placements=PLACES[3:]))
    assert result.alt == GOOD_ALT
    assert [(place.key, place.alt, place.language) for place in result.placements] == [
        ("post:4", "Weißer Leuchtturm am Meer", "de")
    ]


@pytest.mark.acceptance("E6")
def test_a_single_place_asks_for_one_alt_text(run: Callable) -> None:
    result, served = run("good", context=Context(placements=PLACES[1:2]))
    assert result.placements == ()
    assert "places" not in served.requests[0]["body"]["response_format"]["json_schema"]["schema"]["properties"]
    assert "Opening hours" in served.requests[0]["body"]["messages"][1]["content"][0]["text"]


@pytest.mark.acceptance("E6")
def test_a_wrong_alt_text_of_a_place_is_repaired_and_else_left_out(run: Callable) -> None:
    places = [{"key": "post:2", "alt": "IMG_0042.jpg"}, {"key": "post:4", "alt": "Weißer Leuchtturm am Meer"}]
    wrong = {"content": {**good(), "role": "informative", "places": places}}
    result, served = run([wrong], context=Context(placements=PLACES))
    assert 'place "post:2"' in served.requests[1]["body"]["messages"][-1]["content"]
    assert result.alt == GOOD_ALT
    assert [place.key for place in result.placements] == ["post:3", "post:4"]
