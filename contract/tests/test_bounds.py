"""The smallest and the largest that each field takes, and what is one beyond."""

import json
import math

import pytest
from contract_kit import ANALYSIS, FILE, ORDER, PICTURE, QUOTE_REQUEST, SHA256, SIZE, example
from pydantic import ValidationError

from picopt_contract.account import Credits, ExpiringCredits, Usage
from picopt_contract.context import ItemContext, Placement, Product
from picopt_contract.errors import Problem
from picopt_contract.images import Image, UploadProgress
from picopt_contract.jobs import (
    Analysis,
    Charge,
    Item,
    Job,
    JobRequest,
    PlacementText,
    Receipt,
    ReceiptAnswer,
    RegenerateRequest,
    ResultFile,
    ReviewedText,
)
from picopt_contract.quotes import Quote, QuoteRequest
from picopt_contract.settings import AnalysisSettings, AttachmentText, ExportSettings, PictureItem, SizeRequest

CREDITS = {"granted": 0, "available": 0, "held": 0, "used": 0, "expired": 0, "revoked": 0}
USAGE = {"credits_today": 0, "credits_30_days": 0, "upload_bytes_30_days": 0}
IMAGE = {"id": "img_1", "sha256": SHA256, "bytes": 1, "media_type": "image/png", "uploaded_at": "2026-01-01T00:00:00Z"}
PROBLEM = example("Problem.busy")
JOB = example("Job.queued")
ITEM = example("Item.ready")
QUOTE = example("Quote.shortfall")
ANSWER = example("ReceiptAnswer.refunded")
EXPIRING = {"credits": 1, "expires_at": "2026-01-01T00:00:00Z"}
CHARGE = {"line": "export", "state": "held", "credits": 1}

NUMBERS = [
    (ExportSettings, {}, "target", 30, 95),
    (AnalysisSettings, {}, "max_alt_length", 20, 500),
    (ExportSettings, {}, "max_width", 1, 65_535),
    (ExportSettings, {}, "max_height", 1, 65_535),
    (SizeRequest, SIZE, "src_x", 0, 65_535),
    (SizeRequest, SIZE, "src_y", 0, 65_535),
    (SizeRequest, SIZE, "src_w", 1, 65_535),
    (SizeRequest, SIZE, "src_h", 1, 65_535),
    (SizeRequest, SIZE, "dst_w", 1, 65_535),
    (SizeRequest, SIZE, "dst_h", 1, 65_535),
    (SizeRequest, SIZE, "replaces_bytes", 1, None),
    (PictureItem, PICTURE, "bytes", 1, None),
    (PictureItem, PICTURE, "width", 1, 65_535),
    (PictureItem, PICTURE, "height", 1, 65_535),
    (Analysis, ANALYSIS, "confidence", 0, 1),
    (ResultFile, FILE, "width", 1, 65_535),
    (ResultFile, FILE, "height", 1, 65_535),
    (ResultFile, FILE, "bytes", 1, None),
    (Charge, CHARGE, "credits", 0, None),
    (Item, ITEM, "attempts", 0, None),
    (Job, JOB, "credits_held", 0, None),
    (Job, JOB, "credits_used", 0, None),
    (Quote, QUOTE, "credits", 0, None),
    (ReceiptAnswer, ANSWER, "refunded", 0, None),
    (ExpiringCredits, EXPIRING, "credits", 0, None),
    *((Credits, CREDITS, name, 0, None) for name in (*CREDITS, "debt")),
    *((Usage, USAGE, name, 0, None) for name in USAGE),
    (Image, IMAGE, "bytes", 1, None),
    (UploadProgress, {"sha256": SHA256, "offset": 0, "total": 1}, "offset", 0, None),
    (UploadProgress, {"sha256": SHA256, "offset": 0, "total": 1}, "total", 1, None),
    (Problem, PROBLEM, "status", 400, 599),
]


def named(case):
    model, _, field, *_ = case
    return f"{model.__name__}.{field}"


@pytest.mark.parametrize(("model", "base", "field", "least", "most"), NUMBERS, ids=map(named, NUMBERS))
def test_numbers_have_an_end(model, base, field, least, most):
    for value in (least, least + 1 if most is None else most, 10**9 if most is None else most):
        assert getattr(model.model_validate(base | {field: value}), field) == value
    for value in (least - 1, *(() if most is None else (most + 1,))):
        with pytest.raises(ValidationError, match=field) as refused:
            model.model_validate(base | {field: value})
        assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize(("model", "base", "field", "least", "most"), NUMBERS, ids=map(named, NUMBERS))
def test_a_switch_or_a_text_is_no_number(model, base, field, least, most):
    for value in (True, False, str(most or least), f"{most or least}.0"):
        for validate in (model.model_validate, lambda message: model.model_validate_json(json.dumps(message))):
            with pytest.raises(ValidationError) as refused:
                validate(base | {field: value})
            assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize("value", ["many", None, [], {}, 1.5, math.nan, math.inf])
@pytest.mark.parametrize(
    ("model", "base", "field"),
    [
        (PictureItem, PICTURE, "bytes"),
        (PictureItem, PICTURE, "width"),
        (SizeRequest, SIZE, "dst_w"),
        (Charge, CHARGE, "credits"),
    ],
)
def test_what_is_no_whole_number_is_refused(model, base, field, value):
    with pytest.raises(ValidationError, match=field):
        model.model_validate(base | {field: value})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "high", None])
def test_a_target_that_is_no_number_is_refused(value):
    with pytest.raises(ValidationError, match="target"):
        ExportSettings.model_validate({"target": value})


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.001, 1.001])
def test_confidence_is_a_share(value):
    with pytest.raises(ValidationError, match="confidence"):
        Analysis.model_validate(ANALYSIS | {"confidence": value})


LENGTHS = [
    (AnalysisSettings, {}, "tone", 100),
    (AnalysisSettings, {}, "brand", 100),
    (AnalysisSettings, {}, "custom_instruction", 2000),
    (AttachmentText, {}, "alt", 2000),
    (AttachmentText, {}, "title", 2000),
    (AttachmentText, {}, "caption", 2000),
    (AttachmentText, {}, "description", 20_000),
    (AttachmentText, {}, "copyright", 2000),
    (AttachmentText, {}, "creator", 2000),
    (AttachmentText, {}, "credit", 2000),
    (Placement, {"key": "k"}, "page_title", 300),
    (Placement, {"key": "k"}, "heading", 300),
    (Placement, {"key": "k"}, "text_before", 600),
    (Placement, {"key": "k"}, "text_after", 600),
    (Placement, {"key": "k"}, "figcaption", 1000),
    (Placement, {"key": "k"}, "link_target", 2000),
    (Placement, {"key": "k"}, "link_title", 300),
    (Placement, {"key": "k"}, "link_text", 300),
    (Placement, {"key": "k"}, "focus_keyword", 100),
    (Placement, {"key": "k"}, "alt", 2000),
    (Product, {}, "name", 300),
    (Product, {}, "brand", 300),
    (ItemContext, {}, "page_title", 2000),
    (ItemContext, {}, "surrounding_text", 2000),
    (ItemContext, {}, "product_name", 2000),
    (ItemContext, {}, "existing_alt", 2000),
    (ItemContext, {}, "link_target", 2000),
    (ItemContext, {}, "file_name", 255),
    (ItemContext, {}, "site_name", 300),
    (ItemContext, {}, "folder", 300),
    (RegenerateRequest, {}, "wish", 500),
    (Receipt, {"outcome": "applied"}, "reason", 500),
    (PlacementText, {"key": "k"}, "alt", 2000),
]


@pytest.mark.parametrize(("model", "base", "field", "most"), LENGTHS, ids=map(named, LENGTHS))
def test_texts_are_counted_in_characters(model, base, field, most):
    for text in ("", "a" * most, "ß" * most, "🖼" * most):
        assert getattr(model.model_validate(base | {field: text}), field) == text
    with pytest.raises(ValidationError, match=field):
        model.model_validate(base | {field: "a" * (most + 1)})


@pytest.mark.parametrize(("model", "base", "field", "most"), LENGTHS, ids=map(named, LENGTHS))
def test_texts_are_kept_as_they_came(model, base, field, most):
    text = '  <b>"x"</b>\r\n\t\x00 \u0627\u200e '

    assert len(text) <= most
    assert getattr(model.model_validate(base | {field: text}), field) == text
    for wrong in (5, ["a"], b"\xff", {"a": 1}):
        with pytest.raises(ValidationError, match=field):
            model.model_validate(base | {field: wrong})


LISTS = [
    (ExportSettings, {}, "breakpoints", 640, 0, 10),
    (AnalysisSettings, {}, "keywords", "oak", 0, 20),
    (AnalysisSettings, {}, "negative_keywords", "oak", 0, 20),
    (AttachmentText, {}, "tags", "oak", 0, 50),
    (Product, {}, "categories", "Lamps", 0, 10),
    (ItemContext, {}, "other_alts", "A lamp", 0, 10),
    (ItemContext, {}, "neighbors", "lamp-2.jpg", 0, 10),
    (ItemContext, {}, "placements", {"key": "k"}, 0, 20),
    (ReviewedText, {}, "placements", {"key": "k"}, 0, 20),
    (QuoteRequest, QUOTE_REQUEST, "items", PICTURE, 1, 100),
    (JobRequest, ORDER, "items", PICTURE, 1, 100),
]


@pytest.mark.parametrize(("model", "base", "field", "member", "least", "most"), LISTS, ids=map(named, LISTS))
def test_lists_have_an_end(model, base, field, member, *, least, most):
    for count in (least, most):
        assert len(getattr(model.model_validate(base | {field: [member] * count}), field)) == count
    for count in {most + 1, max(0, least - 1)} - {least}:
        with pytest.raises(ValidationError, match=field):
            model.model_validate(base | {field: [member] * count})


def test_forty_sizes_and_no_more():
    sizes = [SIZE | {"name": f"size-{number}", "dst_w": 1, "dst_h": 1} for number in range(41)]

    assert len(PictureItem.model_validate(PICTURE | {"sizes": sizes[:40]}).sizes) == 40
    with pytest.raises(ValidationError, match="at most 40"):
        PictureItem.model_validate(PICTURE | {"sizes": sizes})


@pytest.mark.parametrize(
    ("wide", "high", "fits"), [(300, 50, True), (301, 50, False), (100, 150, True), (100, 151, False)]
)
def test_one_size_may_hold_three_times_the_source(wide, high, *, fits):
    asked = PICTURE | {"sizes": [SIZE | {"dst_w": wide, "dst_h": high}]}
    if fits:
        assert PictureItem.model_validate(asked).sizes[0].dst_w == wide
    else:
        with pytest.raises(ValidationError, match=f"hold {wide * high} pixels together; at most 15000"):
            PictureItem.model_validate(asked)


def test_sizes_count_together():
    half = [SIZE | {"name": name, "dst_w": 150, "dst_h": 50} for name in ("a", "b")]

    assert len(PictureItem.model_validate(PICTURE | {"sizes": half}).sizes) == 2
    with pytest.raises(ValidationError, match="hold 15001 pixels"):
        PictureItem.model_validate(PICTURE | {"sizes": [*half, SIZE | {"name": "c", "dst_w": 1, "dst_h": 1}]})


def test_names_of_sizes_differ_by_case_too():
    sizes = [SIZE | {"name": name, "dst_w": 1, "dst_h": 1} for name in ("Large", "large")]

    assert [size.name for size in PictureItem.model_validate(PICTURE | {"sizes": sizes}).sizes] == ["Large", "large"]


@pytest.mark.parametrize("word", ["", "w" * 101])
@pytest.mark.parametrize(
    ("model", "field"),
    [(AnalysisSettings, "keywords"), (AnalysisSettings, "negative_keywords"), (AttachmentText, "tags")],
)
def test_a_word_has_1_to_100_characters(model, field, word):
    assert getattr(model.model_validate({field: ["w", "w" * 100]}), field) == ["w", "w" * 100]
    with pytest.raises(ValidationError, match=field):
        model.model_validate({field: [word]})


def test_a_product_has_twenty_attributes_at_most():
    attributes = {f"Attribute {number}": "x" for number in range(21)}

    assert Product(attributes=dict(list(attributes.items())[:20])).attributes["Attribute 19"] == "x"
    with pytest.raises(ValidationError, match="attributes"):
        Product(attributes=attributes)
    for long in ({"x" * 301: "y"}, {"x": "y" * 301}):
        with pytest.raises(ValidationError, match="attributes"):
            Product(attributes=long)


@pytest.mark.parametrize("breakpoint_", [0, -640, 65_536, "wide", None, 1.5])
def test_a_breakpoint_is_a_width(breakpoint_):
    with pytest.raises(ValidationError, match="breakpoints"):
        ExportSettings.model_validate({"breakpoints": [640, breakpoint_]})


def test_a_balance_may_be_short_in_a_quote_but_never_in_an_account():
    assert Quote.model_validate(QUOTE | {"available": -3, "available_after": -9}).available_after == -9
    with pytest.raises(ValidationError, match="available"):
        Credits.model_validate(CREDITS | {"available": -1})
