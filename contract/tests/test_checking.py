"""A checked message is refused where its model refuses it, for the same reason at the same place."""

import copy
import json

import pytest
from contract_kit import EXAMPLES, PICTURE, QUOTE_REQUEST, SIZE, example
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError, field_validator

from picopt_contract.checking import checker
from picopt_contract.quotes import QuoteRequest
from picopt_contract.routes import ROUTES

REQUESTS = sorted({route.request for route in ROUTES if route.request}, key=lambda model: model.__name__)
every_request = pytest.mark.parametrize("model", REQUESTS, ids=lambda model: model.__name__)
STRANGE = st.sampled_from([None, True, 0, -1, 1.5, 10**30, "", "x", "é" * 30_000, "\0", [], {}, [None], {"x": 1}])


def examples(model):
    return [example(path.stem) for path in sorted(EXAMPLES.glob(f"{model.__name__}.*.json"))]


def refusals(validate, body):
    """What is wrong with the body: where, why, in which words."""
    try:
        validate(body)
    except ValidationError as error:
        return [(one["loc"], one["msg"]) for one in error.errors(include_url=False, include_context=False)]
    return []


def compare(model, message):
    body = json.dumps(message).encode()
    found = refusals(checker(model).validate_json, body)
    assert found == refusals(model.model_validate_json, body)
    return found


@every_request
def test_what_a_model_takes_is_given_as_it_was_written_and_without_defaults(model):
    for message in examples(model):
        body = json.dumps(message)
        assert checker(model).validate_json(body) == model.model_validate_json(body).model_dump(exclude_unset=True)


def test_a_name_that_stands_twice_is_read_as_the_platform_reads_it():
    body = json.dumps(QUOTE_REQUEST | {"pipeline": "analyze"})[:-1] + ', "pipeline": "export"}'
    assert checker(QuoteRequest).validate_json(body)["pipeline"] == json.loads(body)["pipeline"] == "export"


@every_request
@pytest.mark.parametrize("body", ["[]", "null", '"text"', "1", "{", "", "{}", '{"surprise": 1}'])
def test_what_is_no_such_message_is_refused_in_the_models_words(model, body):
    assert refusals(checker(model).validate_json, body) == refusals(model.model_validate_json, body)


def places(value, *path):
    """Every place in a message, from the outside in."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from places(part, *path, name)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_messages_with_something_strange_in_them_are_refused_in_the_models_words(data):
    model = data.draw(st.sampled_from(REQUESTS))
    message = copy.deepcopy(data.draw(st.sampled_from(examples(model))))
    *path, last = data.draw(st.sampled_from([place for place in places(message) if place]))
    inside = message
    for name in path:
        inside = inside[name]
    if data.draw(st.booleans()):
        inside[last] = data.draw(STRANGE)
    elif isinstance(inside, dict):
        del inside[last]
    compare(model, message)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([SIZE, SIZE], "two sizes have the same name"),
        ([SIZE | {"name": str(number)} for number in range(40)], "the sizes hold 100000 pixels together"),
    ],
)
def test_sizes_that_do_not_fit_their_image_are_refused(sizes, words):
    (refusal,) = compare(QuoteRequest, QUOTE_REQUEST | {"items": [PICTURE, PICTURE | {"sizes": sizes}]})
    assert refusal[0] == ("items", 1)
    assert words in refusal[1]


def test_a_validator_that_wants_the_model_itself_is_not_forgotten():
    class Even(BaseModel):
        number: int

        @field_validator("number")
        @classmethod
        def _is_even(cls, number):
            return number

    with pytest.raises(TypeError, match="has a validator"):
        checker(Even)
