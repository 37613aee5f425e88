"""What an order means that says little, and what no message lets through."""

import json

import pytest
from contract_kit import ANALYSIS, CONNECT, EXAMPLES, FILE, ORDER, PICTURE, QUOTE_REQUEST, SIZE, example
from pydantic import ValidationError

from picopt_contract.connect import ConnectTokenRequest
from picopt_contract.context import ItemContext, Placement, Product
from picopt_contract.internal import AUDIENCE, TOKEN_SECONDS, Claims, ResolveKey
from picopt_contract.jobs import Analysis, Item, Job, JobRequest, Receipt, RegenerateRequest, ResultFile, ReviewedText
from picopt_contract.limits import LIMITS, MIB
from picopt_contract.previews import PreviewRequest
from picopt_contract.quotes import QuoteRequest
from picopt_contract.settings import (
    AnalysisSettings,
    AttachmentText,
    ExportSettings,
    JobSettings,
    PictureItem,
    SizeRequest,
)
from picopt_contract.values import FINAL_STATES, LINES, ChargeLine, Format, ItemState, Pipeline, Preset, Role

REQUESTS = [
    (ConnectTokenRequest, CONNECT),
    (QuoteRequest, QUOTE_REQUEST),
    (JobRequest, ORDER),
    (PreviewRequest, {"sha256": PICTURE["sha256"]}),
    (ReviewedText, {}),
    (RegenerateRequest, {}),
    (Receipt, {"outcome": "applied"}),
    (ResolveKey, {"key_sha256": PICTURE["sha256"]}),
    (PictureItem, PICTURE),
    (SizeRequest, SIZE),
    (JobSettings, {}),
    (ExportSettings, {}),
    (AnalysisSettings, {}),
    (AttachmentText, {}),
    (ItemContext, {}),
    (Placement, {"key": "k"}),
    (Product, {}),
]
every_request = pytest.mark.parametrize(("model", "least"), REQUESTS, ids=lambda each: getattr(each, "__name__", ""))


def parts_of(schema):
    """Every part of Pydantic's schema that says a type."""
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts_of(part)


@every_request
def test_the_least_that_is_asked_is_enough(model, least):
    message = model.model_validate(least)

    assert model.model_validate_json(message.model_dump_json()) == message
    assert message.model_dump(mode="json", exclude_unset=True) == least


@every_request
def test_a_field_nobody_knows_is_refused_by_name(model, least):
    with pytest.raises(ValidationError) as refused:
        model.model_validate(least | {"surprise": 1})

    assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [("extra_forbidden", ("surprise",))]


@every_request
def test_each_field_that_must_be_there_is_missed_by_name(model, least):
    for field in least:
        with pytest.raises(ValidationError) as refused:
            model.model_validate({name: value for name, value in least.items() if name != field})
        assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [("missing", (field,))]


@every_request
@pytest.mark.parametrize("body", ["[]", "null", '"text"', "1", "true"])
def test_json_that_is_no_object_is_refused(model, least, body):
    with pytest.raises(ValidationError):
        model.model_validate_json(body)


@every_request
@pytest.mark.parametrize("body", [b"", b"{", b"{]", b"\xff\xfe", b'{"a": NaN', b"{'a': 1}"])
def test_what_is_no_json_is_refused(model, least, body):
    with pytest.raises(ValidationError) as refused:
        model.model_validate_json(body)
    assert refused.value.errors()[0]["type"] == "json_invalid"


@pytest.mark.parametrize("model", sorted({model for model, _ in REQUESTS}, key=lambda model: model.__name__))
def test_nothing_asked_for_is_converted_from_another_kind_of_value(model):
    kinds = [part for part in parts_of(model.__pydantic_core_schema__) if part.get("type") in ("int", "float", "bool")]

    assert all(kind.get("strict") for kind in kinds)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 30, "9" * 5000])
@pytest.mark.parametrize(("model", "field"), [(ExportSettings, "target"), (ExportSettings, "max_width")])
def test_a_number_that_no_field_can_hold_is_refused(model, field, number):
    with pytest.raises(ValidationError):
        model.model_validate_json(f'{{"{field}": {number}}}')


@every_request
def test_what_is_nested_without_end_is_refused(model, least):
    for depth in (1_000, 100_000):
        body = json.dumps(least)[:-1] + ', "x": ' + "[" * depth + "]" * depth + "}"
        with pytest.raises(ValidationError):
            model.model_validate_json(body)


def test_a_fault_deep_inside_is_found_by_its_path():
    order = ORDER | {"items": [PICTURE, PICTURE | {"sizes": [SIZE | {"dst_w": 0}]}]}
    with pytest.raises(ValidationError) as refused:
        JobRequest.model_validate(order)

    assert [error["loc"] for error in refused.value.errors()] == [("items", 1, "sizes", 0, "dst_w")]


def test_export_is_webp_as_small_as_looks_good():
    export = ExportSettings()

    assert (export.format, export.preset, export.target) == (Format.WEBP, Preset.AUTO, 70)
    assert (export.max_width, export.max_height, export.breakpoints) == (None, None, [])
    assert not export.force_format
    assert not export.score_all


def test_metadata_keeps_rights_writes_text_and_never_the_place():
    policy = ExportSettings().metadata

    assert policy.write == ["title", "alt", "caption", "description", "keywords"]
    assert policy.keep == ["copyright", "creator", "credit", "date"]
    assert policy.drop == ["gps"]
    assert not policy.keep_profile


def test_analysis_is_english_of_every_field_and_does_not_look_up_places():
    analysis = AnalysisSettings()

    assert (analysis.language, analysis.max_alt_length) == ("en", 125)
    assert analysis.fields == ["alt", "title", "caption", "description", "filename", "tags"]
    assert not analysis.use_location
    assert (analysis.tone, analysis.brand, analysis.custom_instruction) == ("", "", "")
    assert analysis.keywords == analysis.negative_keywords == []


def test_an_order_is_neither_reviewed_nor_made_again_nor_drafted_into_files_unless_it_says_so():
    order = JobRequest.model_validate(ORDER)

    assert not order.review
    assert not order.accept_drafts
    assert not order.settings.reprocess


def test_an_image_without_context_is_content():
    context = PictureItem.model_validate(PICTURE).context

    assert context.role is Role.CONTENT
    assert context.placements == []
    assert context.product is None


def test_a_place_is_no_decoration_unless_marked_and_no_alt_is_not_an_empty_one():
    assert Placement(key="k").decorative is False
    assert Placement(key="k").alt is None
    assert Placement(key="k", alt="").alt == ""
    assert Placement(key="k").language is None


def test_a_file_tells_lossless_and_unscored_by_nothing():
    made = ResultFile.model_validate(FILE | {"quality": None, "score": None})

    assert made.quality is None
    assert made.score is None


def test_an_analysis_is_informative_and_of_all_places_unless_it_says_so():
    analysis = Analysis.model_validate(ANALYSIS)

    assert analysis.role == "informative"
    assert (analysis.placements, analysis.warnings, analysis.tags) == ([], [], [])
    assert (analysis.alt, analysis.title, analysis.caption, analysis.description, analysis.filename) == ("",) * 5


def test_defaults_are_not_shared_between_messages():
    first, second = JobRequest.model_validate(ORDER), JobRequest.model_validate(ORDER)

    first.settings.export.breakpoints.append(640)
    first.settings.export.metadata.keep.clear()
    first.items[0].context.placements.append(Placement(key="k"))

    assert second.settings.export.breakpoints == []
    assert second.settings.export.metadata.keep
    assert second.items[0].context.placements == []


@pytest.mark.parametrize(
    ("model", "least", "field", "known"),
    [
        (ExportSettings, {}, "format", ["webp", "avif", "jpeg", "png", "original", "auto"]),
        (ExportSettings, {}, "preset", ["auto", "maximum", "very_high", "high", "medium", "low", "minimum"]),
        (QuoteRequest, QUOTE_REQUEST, "pipeline", ["analyze_export", "analyze", "export"]),
        (Receipt, {}, "outcome", ["applied", "not_applied", "reverted"]),
        (ItemContext, {}, "role", ["content", "linked", "decorative?", "hero"]),
        (Item, example("Item.ready"), "state", [state.value for state in ItemState]),
        (Job, example("Job.queued"), "state", ["queued", "running", "finished", "cancelled"]),
    ],
)
def test_a_closed_set_takes_its_members_only(model, least, field, known):
    for value in known:
        assert getattr(model.model_validate(least | {field: value}), field) == value
    for wrong in (*(value.upper() for value in known), "", "other", known[0] + " ", 0, None, True):
        with pytest.raises(ValidationError, match=field):
            model.model_validate(least | {field: wrong})


@pytest.mark.parametrize("value", ["yes please", 2, None, [], "on and off", 1, 0, 1.0, "true", "on", ""])
@pytest.mark.parametrize(
    ("model", "field"),
    [(ExportSettings, "force_format"), (AnalysisSettings, "use_location"), (JobSettings, "reprocess")],
)
def test_a_switch_is_on_or_off(model, field, value):
    assert getattr(model.model_validate({field: True}), field) is True
    with pytest.raises(ValidationError, match=field):
        model.model_validate({field: value})


@pytest.mark.parametrize("field", ["analyze", "exports", "READ", ""])
def test_a_field_of_text_that_nobody_writes_is_refused(field):
    with pytest.raises(ValidationError, match="fields"):
        AnalysisSettings.model_validate({"fields": ["alt", field]})


def test_a_pipeline_is_charged_by_its_lines():
    assert LINES[Pipeline.ANALYZE_EXPORT] == (ChargeLine.ANALYSIS, ChargeLine.EXPORT)
    assert LINES[Pipeline.ANALYZE] == (ChargeLine.ANALYSIS,)
    assert LINES[Pipeline.EXPORT] == (ChargeLine.EXPORT,)
    with pytest.raises(TypeError):
        LINES[Pipeline.EXPORT] = ()


def test_what_is_over_is_over():
    working = {"queued", "analysing", "review", "exporting", "ready"}

    assert {state.value for state in ItemState} - FINAL_STATES == working
    assert {"delivered", "skipped", "no_gain", "failed", "cancelled", "expired"} == FINAL_STATES


def test_published_limits():
    limits = LIMITS.model_dump()

    assert limits["upload_bytes"] == 100 * MIB == 104_857_600
    assert limits["upload_part_bytes"] == 8 * MIB
    assert limits["picture_pixels"] == 100_000_000
    assert (limits["sizes_per_item"], limits["items_per_job"], limits["placements_per_item"]) == (40, 100, 20)
    assert limits["output_pixels_per_source_pixel"] == 3
    assert (limits["hold_seconds"], limits["quote_seconds"]) == (3 * 86_400, 900)
    assert limits["result_seconds"] == limits["idempotency_seconds"] == 30 * 86_400
    assert limits["unused_original_seconds"] == 86_400
    assert (limits["plugin_lease_seconds"], limits["key_cache_seconds"], limits["long_poll_seconds"]) == (120, 5, 5)
    assert (limits["previews_per_hour"], limits["preview_pixels_long_side"]) == (20, 1024)


def test_limits_cannot_be_changed_by_accident():
    with pytest.raises(ValidationError, match="frozen"):
        LIMITS.upload_bytes = 1


def test_the_gateway_speaks_for_itself_without_account_and_key():
    assert Claims().model_dump() == {"account_id": "", "key_id": "", "scopes": [], "test": False}
    assert (AUDIENCE, TOKEN_SECONDS) == ("picopt-saas", 60)
    with pytest.raises(ValidationError, match="scopes"):
        Claims.model_validate({"scopes": ["admin"]})


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_examples_show_nobody_real(path):
    text = path.read_text(encoding="utf-8")

    assert json.loads(text)
    assert "po_live_" not in text or path.stem.startswith(("ConnectToken", "Account"))
    assert not any(real in text for real in ("@gmail", "@hotmail", "BEGIN PRIVATE KEY", "sk_live"))


@pytest.mark.parametrize("moment", ["2026-13-01T00:00:00Z", "yesterday", "", "2026-02-30T00:00:00Z"])
def test_a_moment_that_never_was_is_refused(moment):
    with pytest.raises(ValidationError, match="created_at"):
        Job.model_validate(example("Job.queued") | {"created_at": moment})


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-03-29T02:30:00+02:00", "2026-03-29T02:30:00+02:00"),
        ("2026-03-29T00:30:00Z", "2026-03-29T00:30:00Z"),
        ("2026-03-28T19:00:00.250-05:30", "2026-03-28T19:00:00.250000-05:30"),
    ],
)
def test_a_moment_keeps_its_zone(moment, written):
    job = Job.model_validate(example("Job.queued") | {"created_at": moment})

    assert job.model_dump(mode="json")["created_at"] == written


def test_counts_are_of_known_states():
    job = example("Job.queued")

    assert Job.model_validate(job | {"counts": {"failed": 2}}).counts == {ItemState.FAILED: 2}
    with pytest.raises(ValidationError, match="counts"):
        Job.model_validate(job | {"counts": {"lost": 2}})
