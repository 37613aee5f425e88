"""Each setting of these parts is documented, and a bad one is named."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from picopt_saas.api.config import ApiConfig
from picopt_saas.config import read_settings
from picopt_saas.pipeline.config import PipelineConfig
from picopt_saas.vision_config import VisionConfig

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
SETTINGS = [
    f"{kind.model_config['env_prefix']}{name}".upper()
    for kind in (ApiConfig, VisionConfig, PipelineConfig)
    for name in kind.model_fields
]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in DOCUMENTED


def test_a_bad_value_names_its_variable(monkeypatch):
    monkeypatch.setenv("WORKER_PROCESSES", "0")
    with pytest.raises(ImproperlyConfigured, match=r"WORKER_PROCESSES: .*greater than or equal to 1"):
        read_settings(PipelineConfig)
