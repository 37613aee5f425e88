"""The demo's WordPress from outside: pictures brought in, posts published, pictures looked at."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picopt_standalone.demo.plan import BROKEN, SAMPLES
from picopt_standalone.paths import ASSETS
from picopt_standalone.paths import SAMPLES as SAMPLES_FOLDER
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER

SCRIPTS = ASSETS / "demo"


@dataclass(frozen=True)
class Look:
    """What can be seen of an attachment from outside; taken before and after."""

    files: dict[str, str]  # path below uploads → SHA-256, or "missing"
    rows: dict[str, Any]  # place in the database → value that names or describes the picture
    bytes: int  # of the full-size file and the sizes in its format
    mime: str
    sizes: int
    alt: str
    title: str
    url: str


@dataclass(frozen=True)
class Post:
    """A published post."""

    id: int
    title: str
    url: str


def import_pictures(site: Site, folder: Path) -> dict[str, int]:
    """Bring the samples and a broken file into the Media Library; file name → attachment id."""
    broken = make_broken(folder)
    paths = [*(str(SAMPLES_FOLDER / name) for name in SAMPLES), str(broken)]
    ids = site.wp("media", "import", *paths, "--porcelain", f"--user={ADMIN_USER}").split()
    return dict(zip((*SAMPLES, BROKEN), map(int, ids), strict=True))


def make_broken(folder: Path) -> Path:
    """A JPEG whose second half is missing, as an interrupted upload leaves it."""
    whole = (SAMPLES_FOLDER / "IMG_2020.jpg").read_bytes()
    path = folder / BROKEN
    path.write_bytes(whole[: len(whole) // 2])
    return path


def publish_posts(site: Site, ids: dict[str, int]) -> list[Post]:
    """Put the pictures into posts, each in another way."""
    answer = site.wp("eval-file", str(SCRIPTS / "publish.php"), json.dumps(ids), f"--user={ADMIN_USER}")
    return [Post(**post) for post in json.loads(answer)]


def look_at(site: Site, ids: Iterable[int]) -> dict[int, Look]:
    """What is to be seen of these attachments now."""
    answer = site.wp("eval-file", str(SCRIPTS / "inspect.php"), *map(str, ids))
    return {int(number): Look(**seen) for number, seen in json.loads(answer).items()}
