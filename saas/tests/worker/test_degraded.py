"""What a worker lacks is heard: in the log, in /health/ready, in /metrics, by the doctor."""

import pytest
from structlog.testing import capture_logs

from picopt_imaging.ssimulacra2 import native
from picopt_runtime.degradation import Degradation
from picopt_saas.checkup import check_up
from picopt_saas.pipeline import tools
from picopt_saas.vision_config import VisionConfig, VisionProvider
from picopt_saas.worker import housekeeping
from picopt_vision import capabilities

pytestmark = pytest.mark.django_db


def ready(client):
    return client.get("/health/ready").json()


def test_a_worker_that_has_everything_says_nothing(client):
    with capture_logs() as logs:
        housekeeping.tell_degradations()
    assert logs == []
    assert ready(client) == {"status": "ok", "database": "ok", "degraded": {}}
    assert "picopt_degraded{" not in client.get("/metrics").content.decode()


def test_what_a_worker_lacks_is_heard_everywhere(client, monkeypatch):
    lacking = [Degradation("compiled_meter", "The compiled meter is missing.")]
    monkeypatch.setattr("picopt_imaging.pool.ImagingPool.degradations", lambda _pool: lacking)
    with capture_logs() as logs:
        housekeeping.tell_degradations()
    assert [(entry["event"], entry["what"], entry["log_level"]) for entry in logs] == [
        ("degraded", "compiled_meter", "warning")
    ]
    assert ready(client)["status"] == "ok"
    assert ready(client)["degraded"]["compiled_meter"].startswith("The compiled meter is missing. (")
    assert 'picopt_degraded{what="compiled_meter"} 1.0' in client.get("/metrics").content.decode()


def test_the_doctor_warns(monkeypatch):
    monkeypatch.setattr(native, "is_available", lambda: False)
    told = [(finding.verdict, finding.says) for finding in check_up(migrated=True) if finding.what == "imaging"]
    assert told[0][0] == "warning"
    assert "C compiler" in told[0][1]


@pytest.mark.parametrize(
    ("provider", "fallback", "heard"),
    [
        (VisionProvider.EMBEDDED, None, True),
        (VisionProvider.OPENAI, VisionProvider.EMBEDDED, True),
        (VisionProvider.OPENAI, VisionProvider.OPENAI, False),
        (VisionProvider.OPENAI, None, False),
    ],
)
def test_text_that_cannot_be_read_is_heard_where_the_embedded_model_writes(
    client, monkeypatch, provider, fallback, heard
):
    monkeypatch.setattr(capabilities.Extra, "installed", False)
    config = VisionConfig(provider=provider, model="m", fallback_provider=fallback, fallback_model="n")
    monkeypatch.setattr(tools, "vision_config", lambda: config)
    monkeypatch.setattr("picopt_imaging.pool.ImagingPool.degradations", lambda _pool: [])
    housekeeping.tell_degradations()
    missing = {"japanese_names", "heic_reading"} | ({"text_reading"} if heard else set())
    assert ready(client)["degraded"].keys() == missing
    told = [finding for finding in check_up(migrated=True) if finding.what == "text"]
    assert [finding.verdict for finding in told] == ["warning"] * len(missing)
    assert any("picopt-vision[ocr]" in finding.says for finding in told) is heard


@pytest.mark.django_db(transaction=True)
def test_why_an_item_failed_can_be_read_in_the_log(site, picture, run_worker, caplog):
    caplog.set_level("INFO")
    site.order_pictures(picture[:300], pipeline="export")
    run_worker()
    (line,) = [str(record.msg) for record in caplog.records if "item_failed" in str(record.msg)]
    assert "truncated" in line
    assert "[hidden]" not in line
