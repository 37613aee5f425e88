"""Alert rules and dashboard: valid, and about metrics that our processes show."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from picopt_gateway.gate import Gate
from picopt_gateway.settings import Settings

MONITORING = Path(__file__).parents[1] / "monitoring"
SAAS = Path(__file__).parents[2] / "saas" / "src"
NAMES = re.compile(r"\bpicopt_[a-z_]+")

pytestmark = pytest.mark.acceptance("H1")


def shown() -> set[str]:
    """Names as they are scraped; those of the platform as its collectors write them."""
    gate = Gate(Settings(PICOPT_SAAS_URL="http://127.0.0.1:9", PICOPT_INTERNAL_SECRET="x" * 32))
    names = set(NAMES.findall(generate_latest(gate.metrics.registry).decode()))
    names |= {name + end for name in names for end in ("_bucket", "_count")}
    for path in SAAS.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "prometheus_client" in text:
            names |= {name.strip('"') for name in re.findall(r'"picopt_[a-z_]+"', text)}
    return names | {"picopt_saas_request_seconds_bucket", "picopt_saas_request_seconds_count"}


@pytest.mark.parametrize("name", ["alerts.yml", "dashboard.json"])
def test_only_metrics_that_there_are(name):
    used = set(NAMES.findall((MONITORING / name).read_text()))
    assert len(used) > 5
    assert used <= shown()


def test_the_dashboard_is_one():
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    assert all(panel["targets"] and panel["title"] for panel in dashboard["panels"])
    assert [variable["type"] for variable in dashboard["templating"]["list"]] == ["datasource"]


@pytest.mark.deep
@pytest.mark.parametrize(
    "command",
    [
        ["promtool", "check", "rules", "alerts.yml"],
        ["promtool", "test", "rules", "alerts_test.yml"],
        ["promtool", "check", "config", "--syntax-only", "prometheus.yml"],
    ],
    ids=lambda command: command[2],
)
def test_prometheus_takes_them(command):
    subprocess.run(command, cwd=MONITORING, check=True)
