import json
import os
import shutil
import subprocess
import tomllib
import zipfile
from importlib.metadata import distribution

import pytest
import release


def test_this_tree_agrees_on_its_version_and_has_its_entry_in_the_changelog():
    assert release.version_faults(release.versions(), tag="") == []
    assert release.changelog_faults((release.TOP / "CHANGELOG.md").read_text("utf-8")) == []


def test_a_version_that_differs_is_named():
    found = {"pyproject.toml": "1.2.0", "saas/pyproject.toml": "1.2.0", "stable tag of readme.txt": "1.1.0"}

    assert release.version_faults(found, tag="") == ["stable tag of readme.txt says 1.1.0, expected 1.2.0"]


def test_a_tag_must_be_the_version():
    found = {"pyproject.toml": "1.2.0"}

    assert release.version_faults(found, tag="v1.2.0") == []
    assert release.version_faults(found, tag="v1.3.0") == ["pyproject.toml says 1.2.0, expected 1.3.0"]


def test_wheels_of_ours_ask_for_each_other_by_version():
    """Else another release's would do, or whatever somebody registers under that name."""
    asked = ["picopt-contract==1.2.0", "picopt-vision[heic,ocr]==1.1.0", "picopt-imaging[heic]", "picopt-runtime>=1.2"]
    found = dict(release.own_packages([*asked, "pydantic>=2.12"]))

    assert found == {
        "picopt-contract": "1.2.0",
        "picopt-vision": "1.1.0",
        "picopt-imaging": None,
        "picopt-runtime": None,
    }
    assert release.version_faults({"pyproject.toml": "1.2.0"} | found, tag="") == [
        "picopt-vision says 1.1.0, expected 1.2.0",
        "picopt-imaging says None, expected 1.2.0",
        "picopt-runtime says None, expected 1.2.0",
    ]
    assert release.versions()["picopt-imaging in saas/pyproject.toml"]


def test_a_wheel_says_so(tmp_path):
    command = [release.UV, "build", "--quiet", "--wheel", "--package=picopt-client", f"--out-dir={tmp_path}"]
    subprocess.run(command, cwd=release.TOP, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        metadata = opened.read(next(name for name in opened.namelist() if name.endswith("/METADATA"))).decode()
    assert f"Requires-Dist: picopt-contract=={release.versions()['pyproject.toml']}" in metadata.splitlines()


@pytest.mark.parametrize(
    "text",
    ["", "## Unreleased\n\n- x\n", "## {version} – 2026-01-31\n\n## 0.0.1 – 2025-01-31\n- x\n", "## {version}\n- x\n"],
)
def test_a_changelog_without_a_dated_entry_that_says_something_is_refused(text):
    version = release.versions()["pyproject.toml"]

    assert release.changelog_faults(text.replace("{version}", version)) == [
        f"CHANGELOG.md has no entry “## {version} – DATE”"
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"expression": "MIT OR Apache-2.0"}], "MIT OR Apache-2.0"),
        ([{"license": {"id": "MIT"}}, {"license": {"id": "MIT"}}], "MIT"),
        ([{"license": {"name": "License :: OSI Approved :: BSD License"}}], "BSD License"),
        ([], ""),
    ],
)
def test_a_license_is_read_as_the_component_states_it(entries, expected):
    assert release.license_of({"name": "some-package", "licenses": entries}) == expected


def test_a_license_that_a_wheel_does_not_state_is_the_one_we_know():
    assert release.license_of({"name": "protobuf"}) == "BSD-3-Clause"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("GPL-2.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("MIT OR GPL-2.0-only", False),
        ("(MIT OR GPL-2.0-only) AND BSD-3-Clause", False),
        ("(MIT OR Apache-2.0) AND GPL-3.0-only", True),
        ("MIT OR Apache-2.0, GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("MPL-2.0", False),
    ],
)
def test_copyleft_that_reaches_our_code_is_refused(terms, expected):
    assert release.refused(terms) is expected


MANIFESTS = subprocess.run(
    ["git", "ls-files", "*pyproject.toml", "*package.json", "*package-lock.json", "*composer.json"],
    cwd=release.TOP,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_each_manifest_states_the_license_that_readme_gives_its_folder(manifest):
    text = (release.TOP / manifest).read_text("utf-8")
    stated = tomllib.loads(text)["project"] if manifest.endswith(".toml") else json.loads(text)
    stated = stated.get("packages", {}).get("", stated)  # a lock file says it of its root

    assert stated["license"] == ("GPL-2.0-or-later" if manifest.startswith("wordpress/") else "Apache-2.0")


APACHE, BSD = (
    ("Apache Software License 2.0", "http://www.apache.org/licenses/LICENSE-2.0"),
    ("Redistribution and use", "Neither the name of Google"),
)


@pytest.mark.parametrize("package", release.KNOWN)
def test_a_license_that_we_name_is_the_one_in_the_wheel(package):
    """Their metadata names none; the file beside it is the license itself."""
    (text,) = [path.read_text() for path in distribution(package).files or () if path.name == "LICENSE"]
    words = " ".join(text.split())
    for phrase in {"Apache-2.0": APACHE, "BSD-3-Clause": BSD}[release.KNOWN[package]]:
        assert phrase in words


def test_what_is_published_is_what_the_checksums_name_and_can_be_checked_where_it_was_downloaded(tmp_path, monkeypatch):
    """`make publish` with a stand-in for the forge's command, which keeps what it is given as a release does: flat."""
    dist, release_page, programs = (tmp_path / name for name in ("dist", "page", "bin"))
    for folder in (dist, release_page, programs):
        folder.mkdir()
    for name in (
        "LICENSES.md",
        "sbom.cdx.json",
        "picture-optimizer.zip",
        "picopt_saas-1.0-py3-none-any.whl",
        ".gitignore",
    ):
        (dist / name).write_text(name)
    monkeypatch.setattr(release, "DIST", dist)
    release.write_checksums()
    command = programs / "gh"
    command.write_text('#!/bin/sh\nfor file; do [ ! -f "$file" ] || cp "$file" "$PAGE"; done\n')
    command.chmod(0o755)
    shutil.copy(release.TOP / "Makefile", tmp_path)

    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PAGE": str(release_page)}
    subprocess.run(["make", "publish", "TAG=v1.0.0"], cwd=tmp_path, env=environment, check=True, capture_output=True)

    named = {line.split("  ")[1] for line in (dist / "SHA256SUMS").read_text().splitlines()}
    assert {file.name for file in release_page.iterdir()} == named | {"SHA256SUMS"}
    subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release_page, check=True, capture_output=True
    )
