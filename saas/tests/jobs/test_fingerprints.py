"""What is the same work, so that nobody pays twice, and what is other work, so that nobody gets it for nothing."""

import hashlib

import pytest

from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import ChargeLine, Pipeline
from picopt_saas.jobs.delivery.fingerprints import digest, fingerprint
from picopt_saas.jobs.ordering.quoting import order_hash

PICTURE = {"reference": "1:1", "sha256": "0" * 64, "bytes": 9, "width": 100, "height": 50, "media_type": "image/png"}
SIZE = {"name": "thumbnail", "src_x": 0, "src_y": 0, "src_w": 50, "src_h": 50, "dst_w": 50, "dst_h": 50}


def of(line, settings=None, **picture):
    return fingerprint(line, JobSettings.model_validate(settings or {}), PictureItem.model_validate(PICTURE | picture))


SAME_PICTURE = [
    {"reference": "2:2"},
    {"bytes": 10},
    {"width": 99},
    {"media_type": "image/jpeg"},
    {"sizes": [SIZE]},
    {"context": {"page_title": "Our coast"}},
    {"text": {"alt": "A barn"}},
]


@pytest.mark.parametrize("line", ChargeLine)
@pytest.mark.parametrize("change", SAME_PICTURE)
def test_what_changes_around_an_image_makes_no_new_work(line, change):
    assert of(line, **change) == of(line)


@pytest.mark.parametrize("line", ChargeLine)
def test_another_original_is_other_work(line):
    assert of(line, sha256="1" * 64) != of(line)


def test_text_and_files_are_different_work():
    assert of(ChargeLine.ANALYSIS) != of(ChargeLine.EXPORT)


def test_a_glossary_that_grows_makes_no_paid_text_new():
    assert of(ChargeLine.ANALYSIS, {"analysis": {"glossary": ["TinyPilot"]}}) == of(ChargeLine.ANALYSIS)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "avif"},
        {"preset": "high"},
        {"max_width": 800},
        {"max_height": 800},
        {"metadata": {"keep_profile": True}},
        {"metadata": {"drop": []}},
        {"metadata": {"keep": ["copyright"]}},
    ],
)
def test_other_files_are_other_work(change):
    assert of(ChargeLine.EXPORT, {"export": change}) != of(ChargeLine.EXPORT)
    assert of(ChargeLine.ANALYSIS, {"export": change}) == of(ChargeLine.ANALYSIS)


@pytest.mark.parametrize("change", [{"target": 80}, {"force_format": True}, {"breakpoints": [640]}])
def test_settings_of_files_that_cost_nothing_more(change):
    assert of(ChargeLine.EXPORT, {"export": change}) == of(ChargeLine.EXPORT)


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"},
        {"tone": "formal"},
        {"keywords": ["oak"]},
        {"negative_keywords": ["cheap"]},
        {"brand": "Acme"},
        {"max_alt_length": 100},
        {"custom_instruction": "Name the wood."},
        {"fields": ["alt"]},
        {"use_location": True},
    ],
)
def test_other_text_is_other_work(change):
    assert of(ChargeLine.ANALYSIS, {"analysis": change}) != of(ChargeLine.ANALYSIS)
    assert of(ChargeLine.EXPORT, {"analysis": change}) == of(ChargeLine.EXPORT)


def test_a_setting_said_as_it_is_by_default_changes_nothing():
    said = {"analysis": {"language": "en", "tone": "", "max_alt_length": 125}, "export": {"format": "webp"}}
    for line in ChargeLine:
        assert of(line, said) == of(line)
        assert of(line, {"reprocess": True}) == of(line)


def test_a_digest_is_of_canonical_json():
    assert digest({"b": [1, "ä"], "a": None}) == hashlib.sha256('{"a":null,"b":[1,"ä"]}'.encode()).hexdigest()
    assert digest({"a": None, "b": [1, "ä"]}) == digest({"b": [1, "ä"], "a": None})
    assert digest([1, 2]) != digest([2, 1])


@pytest.mark.parametrize("change", [*SAME_PICTURE, {"sha256": "1" * 64}])
def test_an_order_is_all_that_was_quoted_whatever_surrounds_it(change):
    settings = JobSettings()
    quoted = order_hash(Pipeline.EXPORT, settings, [PictureItem.model_validate(PICTURE)])
    ordered = order_hash(Pipeline.EXPORT, settings, [PictureItem.model_validate(PICTURE | change)])
    assert (ordered == quoted) is ("context" in change)
    assert order_hash(Pipeline.EXPORT, settings, [PictureItem.model_validate(PICTURE)]) == quoted


def test_an_order_has_its_pipeline_settings_number_and_order():
    first, second = (PictureItem.model_validate(PICTURE | {"reference": f"1:{number}"}) for number in (1, 2))
    settings = JobSettings()
    hashes = [
        order_hash(Pipeline.EXPORT, settings, [first, second]),
        order_hash(Pipeline.EXPORT, settings, [second, first]),
        order_hash(Pipeline.EXPORT, settings, [first]),
        order_hash(Pipeline.ANALYZE, settings, [first, second]),
        order_hash(Pipeline.EXPORT, JobSettings(reprocess=True), [first, second]),
    ]
    assert len(set(hashes)) == len(hashes)
