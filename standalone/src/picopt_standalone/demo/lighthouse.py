"""What a visitor loads of the demo's pages, by Lighthouse: bytes of images, and the largest contentful paint."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from picopt_standalone.demo.library import Post
from picopt_standalone.locks import exclusive
from picopt_standalone.paths import CACHE, PROJECT
from picopt_standalone.processes import StartError, run_quietly

FOLDER = PROJECT / "tools" / "lighthouse"


@dataclass(frozen=True)
class Weight:
    """Of one page. Bytes as they crossed the wire, milliseconds on Lighthouse's simulated phone."""

    url: str
    image_bytes: int
    lcp_ms: int
    lcp_bytes: int  # of the image that is the largest contentful paint; 0 where that is text


@dataclass(frozen=True)
class PageChange:
    """A page before and after its images were optimized."""

    title: str
    image_bytes_before: int
    image_bytes_after: int
    lcp_ms_before: int
    lcp_ms_after: int
    lcp_bytes_before: int
    lcp_bytes_after: int


def weigh(posts: Sequence[Post]) -> list[Weight]:
    """Load each post's page once, with nothing cached. Raises StartError when Lighthouse cannot be had or fails."""
    install()
    chromium, node = shutil.which("chromium"), shutil.which("node")
    if chromium is None or node is None:
        raise StartError("Chromium and Node.js are needed; run `make setup`")
    answer = run_quietly(
        [node, str(FOLDER / "measure.mjs"), *(post.url for post in posts)],
        what="measuring pages by Lighthouse",
        folder=FOLDER,
        environment={"CHROME_PATH": chromium},
    )
    return [Weight(**page) for page in json.loads(answer)]


def install() -> None:
    """Lighthouse, as its lock file says; once."""
    lock = FOLDER / "package-lock.json"
    done = FOLDER / "node_modules" / ".package-lock.json"
    CACHE.mkdir(parents=True, exist_ok=True)
    with exclusive(CACHE / "lighthouse.lock", "the installation of Lighthouse"):
        if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
            command = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
            run_quietly(command, what="installing Lighthouse by npm", folder=FOLDER)
            done.touch()


def changes(posts: Sequence[Post], before: Sequence[Weight], after: Sequence[Weight]) -> list[PageChange]:
    """Both measurements side by side; all in the order of the posts."""
    return [
        PageChange(
            title=post.title,
            image_bytes_before=then.image_bytes,
            image_bytes_after=now.image_bytes,
            lcp_ms_before=then.lcp_ms,
            lcp_ms_after=now.lcp_ms,
            lcp_bytes_before=then.lcp_bytes,
            lcp_bytes_after=now.lcp_bytes,
        )
        for post, then, now in zip(posts, before, after, strict=True)
    ]
