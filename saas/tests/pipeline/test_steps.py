"""Single steps and tools of the pipeline, each by itself: what is planned, what is embedded, what ends what."""

import threading
from decimal import Decimal

import pytest
from pydantic import ValidationError

from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.settings import AttachmentText, JobSettings, MetadataPolicy, PictureItem
from picopt_saas.jobs.models import Item, Job
from picopt_saas.pipeline.describing import model_config, outcome_of
from picopt_saas.pipeline.errors import HandedBack, ItemFailed, TryAgain
from picopt_saas.pipeline.interrupt import interruptible
from picopt_saas.pipeline.steps.plan_export import embedded_text, plan_export
from picopt_saas.pipeline.steps.write_text import _GOES_ON_WITHOUT
from picopt_saas.pipeline.work import Work
from picopt_saas.vision_config import VisionConfig, VisionProvider
from picopt_vision import VisionError

PICTURE = {"reference": "1:1", "sha256": "0" * 64, "bytes": 9, "width": 100, "height": 50, "media_type": "image/png"}
SIZE = {
    "name": "thumbnail",
    "src_x": 1,
    "src_y": 2,
    "src_w": 50,
    "src_h": 40,
    "dst_w": 25,
    "dst_h": 20,
    "replaces_bytes": 7,
}
OWN = AttachmentText(
    alt="own alt", title="own title", caption="own caption", description="own description", tags=["own"],
    copyright="© Ann", creator="Ann", credit="Agency",
)  # fmt: skip
MODEL = {
    "alt": "model alt",
    "title": "model title",
    "caption": "",
    "description": "model description",
    "tags": ["model"],
}
PERSON = {"alt": "person's alt", "title": "", "caption": "person's caption", "description": "", "tags": []}


def work_for(pipeline="analyze_export", settings=None, *, item=None, accept_drafts=False, **picture):
    job = Job(pipeline=pipeline, settings=settings or {}, accept_drafts=accept_drafts)
    return Work(
        attempt=None,
        item=Item(job=job, **(item or {})),
        settings=JobSettings.model_validate(settings or {}),
        picture=PictureItem.model_validate(PICTURE | picture),
        folder=None,
        tools=None,
        should_stop=lambda: False,
    )


@pytest.mark.parametrize(
    ("pipeline", "reviewed", "exports", "needs_text"),
    [
        ("analyze_export", None, True, True),
        ("analyze_export", PERSON, True, False),
        ("analyze", None, False, True),
        ("export", None, True, False),
        ("export", PERSON, True, False),
    ],
)
def test_what_is_left_to_do(pipeline, reviewed, exports, needs_text):
    work = work_for(pipeline, item={"reviewed_text": reviewed})
    assert (work.exports, work.needs_text) == (exports, needs_text)


def test_a_plan_is_the_order_in_the_librarys_words():
    export = {
        "format": "avif",
        "preset": "high",
        "target": 80,
        "force_format": True,
        "max_width": 800,
        "max_height": 600,
        "breakpoints": [640, 320],
        "metadata": {"write": ["alt"], "keep": ["date"], "drop": ["camera", "gps"], "keep_profile": True},
    }
    work = work_for("export", {"export": export}, sizes=[SIZE])
    assert plan_export(work) is False
    plan = work.plan
    assert (plan.format, plan.preset, plan.target, plan.force_format) == ("avif", "high", 80, True)
    assert (plan.max_width, plan.max_height, plan.breakpoints) == (800, 600, (640, 320))
    (size,) = plan.sizes
    assert (size.name, size.src_x, size.src_y, size.src_w, size.src_h) == ("thumbnail", 1, 2, 50, 40)
    assert (size.dst_w, size.dst_h, size.replaces_bytes) == (25, 20, 7)
    assert (plan.metadata.write, plan.metadata.keep) == ({"alt"}, {"date"})
    assert plan.metadata.drop == {"camera", "gps"}
    assert plan.metadata.keep_profile


def texts(item=None, *, accept_drafts=False):
    work = work_for(item=item, accept_drafts=accept_drafts, text=OWN.model_dump())
    made = embedded_text(work.item, work.picture, MetadataPolicy())
    return made.alt, made.title, made.caption, made.description, made.tags


def test_without_new_text_the_attachments_own_is_embedded():
    assert texts() == ("own alt", "own title", "own caption", "own description", ("own",))


def test_a_models_text_goes_before_the_attachments_own():
    assert texts({"analysis": MODEL}) == ("model alt", "model title", "own caption", "model description", ("model",))


def test_a_persons_text_goes_before_the_models():
    both = {"analysis": MODEL, "reviewed_text": PERSON}
    assert texts(both) == ("person's alt", "own title", "person's caption", "own description", ("own",))


@pytest.mark.parametrize(("accepted", "alt"), [(False, "own alt"), (True, "model alt")])
def test_a_draft_goes_into_files_only_where_the_order_says_so(accepted, alt):
    assert texts({"analysis": MODEL | {"draft": True}}, accept_drafts=accepted)[0] == alt


@pytest.mark.parametrize("where", ["analysis", "reviewed_text"])
def test_decoration_has_no_alt_text_in_its_files(where):
    assert texts({where: MODEL | {"alt": "", "decorative": True}})[0] == ""


def test_rights_come_from_the_site_alone():
    lying = MODEL | {"copyright": "© Model", "creator": "Model", "credit": "Model"}
    work = work_for(item={"analysis": lying}, text=OWN.model_dump())
    made = embedded_text(work.item, work.picture, MetadataPolicy())
    assert (made.copyright, made.creator, made.credit) == ("© Ann", "Ann", "Agency")


def test_work_that_is_done_gives_its_value():
    assert interruptible(lambda: 7, lambda: True) == 7
    assert interruptible(lambda: None, lambda: False) is None


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), ItemFailed(ReasonCode.TRUNCATED, "cut")])
def test_work_that_fails_fails_where_it_is_waited_for(error):
    def work():
        raise error

    with pytest.raises(type(error)) as caught:
        interruptible(work, lambda: False)
    assert caught.value is error


def test_a_worker_that_must_stop_leaves_its_work():
    go_on, looked = threading.Event(), []

    def should_stop():
        looked.append(1)
        return len(looked) == 2

    with pytest.raises(HandedBack):
        interruptible(go_on.wait, should_stop)
    assert len(looked) == 2
    go_on.set()


@pytest.mark.parametrize(("retryable", "kind"), [(True, TryAgain), (False, ItemFailed)])
def test_a_failure_of_the_library_says_whether_another_try_may_help(retryable, kind):
    failure = outcome_of(VisionError("model_refused", "It refused.", retryable=retryable))
    assert type(failure) is kind
    assert (failure.code, failure.message) == (ReasonCode.MODEL_REFUSED, "It refused.")


@pytest.mark.parametrize(
    "code", ["unreadable_image", "no_confident_text", "model_account", "model_unsuitable", "time_out", "svg_refused"]
)
def test_every_failure_of_the_library_is_a_reason_of_the_contract(code):
    assert outcome_of(VisionError(code, "…")).code == code


@pytest.mark.parametrize("code", _GOES_ON_WITHOUT)
def test_what_stands_beside_files_that_are_charged_says_what_was_not(code):
    assert REASONS[code].endswith("The analysis was not charged.")


def test_the_embedded_model_needs_no_settings():
    assert model_config(VisionConfig()).kind == "embedded"
    assert VisionConfig().is_draft
    assert VisionConfig().languages == ["en"]


@pytest.mark.parametrize(
    ("fallback", "kind", "model"),
    [
        ({}, None, None),
        ({"fallback_provider": "embedded"}, "embedded", ""),
        ({"fallback_provider": "openai", "fallback_model": "b"}, "openai", "b"),
    ],
)
def test_who_writes_while_the_first_cannot_be_reached(fallback, kind, model):
    made = model_config(VisionConfig(provider=VisionProvider.OPENAI, model="a", **fallback)).fallback
    assert (made.kind if made else None) == kind
    assert (made.model if made else None) == model


def test_a_remote_model_gets_all_its_settings():
    vision = VisionConfig(
        provider="openai", model="m", base_url="http://x/v1", api_key="k", timeout_seconds=9, temperature=None,
        price_per_million_input="0.1", price_per_million_cached_input="0.01", price_per_million_output="2",
        reasoning_effort="low", image_detail="high", max_image_tokens=100, max_output_tokens=300,
    )  # fmt: skip
    made = model_config(vision)
    assert (made.model, made.base_url, made.api_key, made.budget_seconds) == ("m", "http://x/v1", "k", 9)
    assert made.timeout_seconds == 9
    assert (made.temperature, made.reasoning_effort, made.image_detail) == (None, "low", "high")
    assert (made.max_image_tokens, made.max_output_tokens) == (100, 300)
    assert made.price_per_million_input == Decimal("0.1")
    assert made.price_per_million_cached_input == Decimal("0.01")
    assert made.price_per_million_output == 2
    assert not vision.is_draft
    assert vision.languages == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"provider": "other"},
        {"base_url": "ftp://x"},
        {"base_url": "x"},
        {"timeout_seconds": 0},
        {"timeout_seconds": 601},
        {"price_per_million_input": -1},
        {"temperature": 3},
        {"reasoning_effort": "huge"},
        {"image_detail": "fine"},
        {"max_image_tokens": 84},
        {"max_output_tokens": 199},
    ],
)
def test_settings_that_mean_nothing_are_refused_at_the_start(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        VisionConfig(**wrong)
