import pytest
from pydantic import ValidationError

from picopt_contract import openapi
from picopt_contract.errors import ERRORS, ErrorCode
from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.routes import ROUTES
from picopt_contract.settings import ExportSettings, PictureItem
from picopt_contract.values import CREDITS_PER_LINE, LINES, Pipeline

PICTURE = {"reference": "1:1", "sha256": "0" * 64, "bytes": 9, "width": 100, "height": 50, "media_type": "image/png"}
THUMBNAIL = {"name": "thumbnail", "src_x": 0, "src_y": 0, "src_w": 50, "src_h": 50, "dst_w": 50, "dst_h": 50}


def test_committed_openapi_is_what_the_contract_generates():
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.render(openapi.build())


def test_every_error_and_reason_is_described():
    assert set(ERRORS) == set(ErrorCode)
    assert set(REASONS) == set(ReasonCode)


def test_routes_are_distinct():
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    assert len({route.name for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize(("pipeline", "credits_"), [("analyze_export", 2), ("analyze", 1), ("export", 1)])
def test_prices_are_those_published(pipeline, credits_):
    assert len(LINES[Pipeline(pipeline)]) * CREDITS_PER_LINE == credits_


def test_a_misspelled_setting_is_refused():
    with pytest.raises(ValidationError, match="formaat"):
        ExportSettings.model_validate({"formaat": "webp"})


def test_two_sizes_of_one_name_are_refused():
    with pytest.raises(ValidationError, match="same name"):
        PictureItem.model_validate({**PICTURE, "sizes": [THUMBNAIL, THUMBNAIL]})


def test_sizes_beyond_three_times_the_source_are_refused():
    huge = [{**THUMBNAIL, "name": str(number), "dst_w": 100, "dst_h": 50} for number in range(4)]

    with pytest.raises(ValidationError, match="at most 15000"):
        PictureItem.model_validate({**PICTURE, "sizes": huge})
