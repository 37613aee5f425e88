"""The remote model against servers, sites and other threads that make it as hard as they can."""

import json
import ssl
import time
from collections.abc import Callable

import httpx2
import openai
import pytest
from lighthouse import GOOD_ALT, PLACES, good

from picopt_vision import Context, ModelConfig, Placement, VisionError
from picopt_vision.remote.client import Client
from picopt_vision.remote.dialect import Dialect
from picopt_vision.scripted import read_script, serve


@pytest.mark.acceptance("E4")
@pytest.mark.parametrize("status", [200, 500])
def test_what_floods_is_not_read_to_its_end(run: Callable, status: int) -> None:
    with pytest.raises(VisionError) as caught:
        run([{"status": status, "body": "x" * 2_500_000}], budget_seconds=1.0)
    assert caught.value.code == "model_unavailable"


@pytest.mark.acceptance("E9")
def test_an_error_that_drips_is_given_up_like_an_answer_that_does(run: Callable) -> None:
    started = time.monotonic()
    with pytest.raises(VisionError) as caught:
        run([{"status": 503, "body": "x" * 400, "drip_seconds": 0.1}], timeout_seconds=0.4, budget_seconds=0.8)
    assert caught.value.code == "model_unavailable"
    assert time.monotonic() - started < 40  # the whole page would take 40 s


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_sent_to_another_host(run: Callable, status: int) -> None:
    """With an image of the site, its page's text, and perhaps the key."""
    with serve(read_script("good")) as other:
        moved = {"status": status, "headers": {"Location": f"{other.url}/chat/completions"}, "body": "x" * 2_500_000}
        with pytest.raises(VisionError, match=f"{status}: its address") as caught:
            run([moved], budget_seconds=3.0)
    assert (caught.value.code, other.requests) == ("model_unsuitable", [])


@pytest.mark.acceptance("E9")
def test_a_certificate_that_nobody_trusts_is_called_so() -> None:
    """An authority of one's own is named by SSL_CERT_FILE; who forgot that finds out."""

    def refuse(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("failed") from ssl.SSLCertVerificationError("self-signed certificate")

    http = openai.DefaultHttpxClient(transport=httpx2.MockTransport(refuse))
    client = Client(ModelConfig(kind="openai", model="m", base_url="https://model.example/v1"), http=http)
    with pytest.raises(VisionError, match="its certificate is none that this machine trusts") as caught:
        client.ask({"messages": [], "max_tokens": 9}, time.monotonic() + 0.3)
    assert caught.value.kind == "outage"


@pytest.mark.acceptance("E9")
def test_a_key_that_no_header_takes_is_the_account_s_matter(run: Callable) -> None:
    _, served = run("good", api_key="sk-key\n")
    assert served.requests[0]["key"] == "Bearer sk-key"
    with pytest.raises(VisionError) as caught:
        run("good", api_key="schlüssel", budget_seconds=1.0)
    assert (caught.value.code, caught.value.kind) == ("model_account", "account")


@pytest.mark.acceptance("E9")
def test_what_another_thread_learnt_meanwhile_is_no_fault_of_the_model(run: Callable) -> None:
    """Both threads asked in full; the second one's refusal tells nothing new, and it still has another way to ask."""
    dialect = Dialect()

    class Late(Dialect):
        def phrase(self, request: dict) -> dict:
            said = dialect.phrase(request)
            dialect.learn("response_format")  # by the other thread, after this one has phrased its request
            return said

        learn = staticmethod(dialect.learn)

    with serve(read_script("no_schema")) as served:
        client = Client(ModelConfig(kind="openai", model="m", base_url=served.url), dialect=Late())
        request = {"messages": [], "response_format": {"type": "json_schema"}, "max_tokens": 9}
        assert "lighthouse" in client.ask(request, time.monotonic() + 20).content
    assert ["response_format" in one["body"] for one in served.requests] == [True, False]


@pytest.mark.acceptance("E9")
def test_an_endpoint_that_goes_on_insisting_is_no_image_s_matter(run: Callable) -> None:
    """Also for the second image, when its dialect is known from the first."""
    insists = {"status": 400, "body": '{"error": {"message": "response_format is not supported"}}'}
    with serve([insists]) as served:
        client = Client(ModelConfig(kind="openai", model="m", base_url=served.url))
        request = {"messages": [], "response_format": {"type": "json_schema"}, "max_tokens": 9}
        for _ in range(2):
            with pytest.raises(VisionError) as caught:
                client.ask(request, time.monotonic() + 20)
            assert caught.value.kind == "model"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize("second", [{"status": 503, "body": ""}, {"content": "I'm sorry, I can't."}, {"content": "{"}])
def test_a_repair_turn_for_a_place_alone_never_costs_the_image_s_own_text(run: Callable, second: dict) -> None:
    places = [{"key": "post:2", "alt": "An elderly woman"}, {"key": "post:4", "alt": "Weißer Leuchtturm am Meer"}]
    first = {"content": {**good(), "role": "informative", "places": places}}
    result, served = run([first, second], context=Context(placements=PLACES), budget_seconds=3.0)
    assert len(served.requests) >= 2
    assert result.alt == GOOD_ALT
    assert [place.key for place in result.placements] == ["post:3", "post:4"]


@pytest.mark.acceptance("E6")
def test_what_is_only_found_in_model_text_is_left_out_of_places_too(run: Callable) -> None:
    """Guesses at people, another language, unwanted words: still there after the repair turn, they are not stored."""
    places = [
        {"key": "post:2", "alt": "An elderly woman"},
        {"key": "post:4", "alt": "A white lighthouse above the wide sea"},
    ]
    wrong = {"content": {**good(), "role": "informative", "places": places}}
    result, _ = run([wrong], context=Context(placements=PLACES))
    assert [place.key for place in result.placements] == ["post:3"]


@pytest.mark.acceptance("E6")
def test_an_endpoint_with_a_short_memory_is_told_of_fewer_places(run: Callable) -> None:
    """An image that a shop links to all over would never have a text at a small model of one's own."""
    long = {"status": 400, "body": '{"error": {"message": "the request exceeds the available context size"}}'}
    places = [{"key": "post:2", "alt": "Opening hours"}]
    answer = {"content": {**good(), "role": "informative", "places": places}}
    result, served = run([long, answer], context=Context(placements=PLACES))
    assert result.alt == GOOD_ALT
    assert [(place.key, place.alt) for place in result.placements] == [("post:2", "Opening hours")]
    told = [one["body"]["messages"][1]["content"][0]["text"] for one in served.requests]
    assert [[key in text for key in ("post:2", "post:3", "post:4")] for text in told] == [
        [True, True, True],
        [True, False, False],
    ]
    with pytest.raises(VisionError, match="too long") as caught:
        run([long], context=Context(placements=PLACES))
    assert (caught.value.code, caught.value.kind) == ("model_refused", "image")


@pytest.mark.acceptance("E6")
def test_an_endpoint_that_counts_the_room_for_the_answer_is_left_less_of_it_and_told_of_all(run: Callable) -> None:
    """vLLM with a context of 4,096 tokens takes no request that keeps 4,000 of them for the answer."""
    why = "'max_tokens' is too large: 4000. This model's maximum context length is 4096 tokens (4000 > 3196)."
    full = {"status": 400, "body": json.dumps({"error": {"message": why}})}
    places = [{"key": "post:2", "alt": "Opening hours"}]
    answer = {"content": {**good(), "role": "informative", "places": places}}
    result, served = run([full, answer], context=Context(placements=PLACES))
    assert (result.alt, result.placements[0].alt) == (GOOD_ALT, "Opening hours")
    kept = [one["body"]["max_tokens"] for one in served.requests]
    assert kept[0] == 4000 > 2 * kept[1]
    assert "post:4" in served.requests[1]["body"]["messages"][1]["content"][0]["text"]


@pytest.mark.acceptance("E6")
def test_what_the_place_s_own_page_says_is_no_guess_there(run: Callable) -> None:
    home = Placement(key="post:5", link_target="https://example.org/home/", link_title="Home for elderly people")
    places = [{"key": "post:5", "alt": "Home for elderly people"}]
    answer = {"content": {**good(), "role": "informative", "places": places}}
    result, served = run([answer], context=Context(placements=(PLACES[0], home)))
    assert [(place.key, place.alt) for place in result.placements] == [("post:5", "Home for elderly people")]
    assert len(served.requests) == 1


@pytest.mark.acceptance("E6")
def test_a_place_that_a_person_marked_as_decoration_stays_empty_whatever_the_model_says(run: Callable) -> None:
    marked = Placement(key="post:3", decorative=True)
    result, _ = run("good", context=Context(placements=(marked,)))
    assert result.alt == GOOD_ALT
    assert [(place.key, place.alt, place.role) for place in result.placements] == [("post:3", "", "decorative")]


@pytest.mark.acceptance("E4")
def test_halves_of_characters_on_the_page_are_no_trouble(run: Callable) -> None:
    result, served = run("good", context=Context(page_title="Our \ud83c coast", other_alts=("\udf1a",)))
    assert result.alt == GOOD_ALT
    assert "Our \ufffd coast" in served.requests[0]["body"]["messages"][1]["content"][0]["text"]
