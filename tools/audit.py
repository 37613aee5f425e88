"""`make audit`: asks the registry for known weaknesses of everything that is locked.

A registry that carries packages only has no advisories to ask; that is said, and fails nothing. A weakness that is
found fails.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

TOP: Final = Path(__file__).resolve().parents[1]


def main() -> int:
    """Ask for one package first: whether there are advisories at all; then for all."""
    locked = TOP / "var" / "requirements.txt"
    locked.parent.mkdir(exist_ok=True)
    export = ["export", "--quiet", "--frozen", "--all-packages", "--no-emit-workspace", "--no-hashes"]
    subprocess.run([str(TOP / "tools" / "uv"), *export, "--output-file", str(locked)], cwd=TOP, check=True)
    probe = locked.with_name("probe.txt")
    probe.write_text(
        next(line for line in locked.read_text("utf-8").splitlines() if line.startswith("urllib3==")), "utf-8"
    )
    if unknown(ask(probe)):
        print("skipped: the registry of this machine has no advisories")
        return 0
    weak = [package for package in ask(locked) if package.get("vulns")]
    for package in weak:
        for weakness in package["vulns"]:
            fixed = ", ".join(weakness["fix_versions"]) or "no version yet"
            print(f"{package['name']} {package['version']}: {weakness['id']}, fixed in {fixed}")
    print(f"{len(weak)} packages with known weaknesses")
    return 1 if weak else 0


def ask(requirements: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each package."""
    command = ["pip-audit", "--requirement", str(requirements), "--no-deps", "--disable-pip", "--progress-spinner=off"]
    answer = subprocess.run([*command, "--format=json"], check=False, capture_output=True, text=True)
    if not answer.stdout:
        raise SystemExit(f"pip-audit failed: {answer.stderr}")
    packages: list[dict[str, Any]] = json.loads(answer.stdout)["dependencies"]
    return packages


def unknown(packages: Sequence[dict[str, Any]]) -> bool:
    """Whether the registry could say nothing of any of them."""
    return all("skip_reason" in package for package in packages)


if __name__ == "__main__":
    sys.exit(main())
