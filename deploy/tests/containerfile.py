"""Follows a Containerfile without an engine: each step runs in a bare Debian root (chroot) with the same files.

Knows the instructions that ours use. An image's layers, its builder's cache and its network are not what this proves.
"""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

Connect = Callable[[Path], AbstractContextManager[dict[str, str]]]


@dataclass
class Image:
    """What the steps led to."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    user: str = "0"
    folder: str = "/"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def instructions(text: str) -> list[tuple[str, str]]:
    """Name and arguments of each instruction."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    parts = [line.partition(" ") for line in joined.splitlines() if line.strip()]
    return [(name, rest.strip()) for name, _, rest in parts]


def build(containerfile: Path, context: Path, base: Path, work: Path, connected: Connect) -> Image:
    """Follow all stages. `base` is a Debian root; `connected` lets a step inside a root reach the registries."""
    stages: dict[str, Image] = {}
    image = Image(base)
    for name, rest in instructions(containerfile.read_text(encoding="utf-8")):
        if name == "FROM":
            image = _begin(rest, stages, base, work)
        else:
            _STEPS[name](image, rest, context, stages, connected)
    return image


def run(image: Image, command: list[str] | str, environment: dict[str, str]) -> None:
    """Run a command in the image's root as its user."""
    words = ["/bin/sh", "-ec", command] if isinstance(command, str) else command
    subprocess.run(chrooted(image, words), env=image.environment | environment, check=True)


def chrooted(image: Image, words: list[str]) -> list[str]:
    """The command line that runs `words` inside."""
    place = ["env", "--chdir", image.folder, *words]
    return [shutil.which("chroot") or "chroot", "--userspec", f"{image.user}:{image.user}", str(image.root), *place]


def _begin(rest: str, stages: dict[str, Image], base: Path, work: Path) -> Image:
    source, _, name = rest.partition(" AS ")
    assert source == "debian:bookworm-slim", f"only this base is at hand: {source}"
    root = work / (name or "final")
    subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
    image = Image(root, {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"})
    stages[name or "final"] = image
    return image


def _run(image: Image, rest: str, _context: Path, _stages: dict[str, Image], connected: Connect) -> None:
    with connected(image.root) as outside:
        run(image, rest, outside)


def _copy(image: Image, rest: str, context: Path, stages: dict[str, Image], _connected: Connect) -> None:
    words = shlex.split(rest)
    origin = context
    if words[0].startswith("--from="):
        origin = stages[words.pop(0).removeprefix("--from=")].root
    source, target = words
    goal = image.root / os.path.normpath(str(Path(image.folder) / target)).lstrip("/")
    shutil.copytree(origin / source.lstrip("/"), goal, symlinks=True, dirs_exist_ok=True)


def _set_folder(image: Image, rest: str, *_others: object) -> None:
    image.folder = rest
    (image.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)


def _set_environment(image: Image, rest: str, *_others: object) -> None:
    image.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))


def _set_user(image: Image, rest: str, *_others: object) -> None:
    image.user = rest


def _set_command(image: Image, rest: str, *_others: object) -> None:
    image.command = json.loads(rest)


def _set_health(image: Image, rest: str, *_others: object) -> None:
    image.health = json.loads(rest.partition("CMD ")[2])


def _ignore(*_everything: object) -> None:
    """What only an engine needs."""


_STEPS = {
    "RUN": _run,
    "COPY": _copy,
    "WORKDIR": _set_folder,
    "ENV": _set_environment,
    "USER": _set_user,
    "CMD": _set_command,
    "HEALTHCHECK": _set_health,
    "EXPOSE": _ignore,
}
