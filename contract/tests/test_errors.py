"""Errors as programs meet them: status, whether to try again, the page that explains them."""

from http import HTTPStatus

import pytest
from contract_kit import example
from pydantic import ValidationError

from picopt_contract.advice import ADVICE
from picopt_contract.errors import ERRORS, ErrorCode, Problem, type_of
from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.routes import ROUTES

NEVER, AGAIN = False, True
PUBLISHED = {
    "invalid_key": (401, NEVER),
    "insufficient_credits": (402, NEVER),
    "account_frozen": (402, NEVER),
    "key_inactive": (403, NEVER),
    "scope_missing": (403, NEVER),
    "spend_cap": (403, AGAIN),
    "monthly_budget": (403, NEVER),
    "not_found": (404, NEVER),
    "method_not_allowed": (405, NEVER),
    "too_slow": (408, AGAIN),
    "idempotency_mismatch": (409, NEVER),
    "idempotency_key_missing": (422, NEVER),
    "quote_expired": (409, NEVER),
    "upload_offset": (409, AGAIN),
    "state_conflict": (409, NEVER),
    "gone": (410, NEVER),
    "length_required": (411, NEVER),
    "too_large": (413, NEVER),
    "unsupported_media": (415, NEVER),
    "range_not_satisfiable": (416, NEVER),
    "unreadable_image": (422, NEVER),
    "hash_mismatch": (422, AGAIN),
    "image_not_uploaded": (422, NEVER),
    "validation": (422, NEVER),
    "rate_limited": (429, AGAIN),
    "byte_quota": (429, AGAIN),
    "busy": (503, AGAIN),
    "internal": (500, AGAIN),
}
PROBLEM = example("Problem.busy")


@pytest.mark.parametrize(("code", "published"), PUBLISHED.items())
def test_what_a_client_does_about_an_error_never_changes(code, published):
    spec = ERRORS[ErrorCode(code)]

    assert (spec.status, spec.retryable) == published


@pytest.mark.parametrize("code", ErrorCode)
def test_each_error_is_told_in_a_title_and_explained_in_sentences(code):
    title = ERRORS[code].title
    meaning, remedy = ADVICE[code]

    assert title[0].isupper()
    assert not title.endswith(".")
    assert 4 < len(title) <= 80
    assert meaning.endswith(".")
    assert remedy.endswith(".")
    assert len({title, meaning, remedy}) == 3


@pytest.mark.parametrize("code", ErrorCode)
def test_what_may_be_tried_again_is_advised_so(code):
    remedy = ADVICE[code].remedy
    if not ERRORS[code].retryable:
        assert "send the same request again after the seconds" not in remedy.lower()
    elif HTTPStatus(ERRORS[code].status) is HTTPStatus.TOO_MANY_REQUESTS:
        assert "`Retry-After`" in remedy
    else:
        assert any(word in remedy.lower() for word in ("again", "continue", "midnight"))


@pytest.mark.parametrize("code", ErrorCode)
def test_a_type_leads_to_its_place_on_the_page(code):
    assert type_of(code) == f"/docs/errors#{code.value}"


def test_each_error_of_a_route_is_one_that_is_explained():
    assert {code for route in ROUTES for code in route.errors} <= ADVICE.keys()


@pytest.mark.parametrize("code", ReasonCode)
def test_a_reason_is_short_and_for_people(code):
    sentence = REASONS[code]

    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert len(sentence) <= 100
    assert "_" not in sentence


def test_no_two_reasons_read_the_same():
    assert len(set(REASONS.values())) == len(REASONS)


@pytest.mark.parametrize("code", [code for code in ReasonCode if code.name.startswith("MODEL_")])
def test_a_model_that_failed_says_what_was_not_charged(code):
    files_go_on = code == ReasonCode.MODEL_REFUSED  # and are charged
    assert ("The analysis was not charged." if files_go_on else "Nothing was charged.") in REASONS[code]


@pytest.mark.parametrize(
    "code", [ReasonCode.TIME_OUT, ReasonCode.CRASHED, ReasonCode.GIVEN_UP, ReasonCode.INTERNAL], ids=str
)
def test_a_service_that_failed_says_what_happened_what_it_costs_and_what_to_do(code):
    happened, cost, remedy = REASONS[code].rstrip(".").split(". ")

    assert "image" in happened or "rocessing" in happened or "our side" in happened
    assert cost == "You aren't charged for failed steps"
    assert remedy.startswith("Try ")


@pytest.mark.parametrize(
    "name", ["busy", "insufficient_credits", "invalid_key", "rate_limited", "upload_offset", "validation"]
)
def test_a_published_problem_is_what_its_code_says(name):
    problem = Problem.model_validate(example(f"Problem.{name}"))

    spec = ERRORS[problem.code]
    assert (problem.status, problem.retryable, problem.title) == (spec.status, spec.retryable, spec.title)
    assert problem.type == type_of(problem.code)
    assert problem.charged is False
    assert problem.request_id


def test_a_problem_costs_nothing_unless_it_says_so():
    assert Problem.model_validate({key: value for key, value in PROBLEM.items() if key != "charged"}).charged is False


@pytest.mark.parametrize("missing", ["type", "title", "status", "code", "detail", "retryable", "request_id"])
def test_a_problem_is_whole(missing):
    with pytest.raises(ValidationError, match=missing):
        Problem.model_validate({key: value for key, value in PROBLEM.items() if key != missing})


@pytest.mark.parametrize("extra", [{"trace": "…"}, {"Code": "busy"}, {"instance": "/v1/jobs"}])
def test_a_problem_tells_nothing_else(extra):
    with pytest.raises(ValidationError, match="Extra inputs"):
        Problem.model_validate(PROBLEM | extra)


@pytest.mark.parametrize("code", ["", "Busy", "unknown", 503, None])
def test_an_error_nobody_knows_is_no_problem_document(code):
    with pytest.raises(ValidationError, match="code"):
        Problem.model_validate(PROBLEM | {"code": code})


@pytest.mark.parametrize("field", ["needed", "available", "offset", "field"])
def test_figures_stand_only_where_the_code_has_them(field):
    assert getattr(Problem.model_validate({k: v for k, v in PROBLEM.items() if k != field}), field) is None
