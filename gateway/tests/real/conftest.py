"""The gateway in front of the real platform, worker and PostgreSQL, and accounts that know nothing of each other."""

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from picopt_client import PictureOptimizer
from picopt_contract.images import Image
from picopt_contract.jobs import Job, JobRequest
from picopt_contract.quotes import Quote, QuoteRequest
from picopt_contract.settings import PictureItem
from picopt_standalone.stack import Stack

# Noise is slow to encode and never smaller; a gradient is neither.
WIDTH, HEIGHT = 320, 240


def make_png(seed: int) -> bytes:
    """A colour gradient that no other seed gives, as an uncompressed PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def row(y: int) -> bytes:
        return b"\0" + bytes(
            v for x in range(WIDTH) for v in (x * 255 // WIDTH, y * 255 // HEIGHT, (x + y + seed) % 256)
        )

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(row(y) for y in range(HEIGHT)), 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@dataclass
class Site:
    """A site with its key, and its pictures."""

    client: PictureOptimizer
    key: str
    folder: Path
    seeds: list[int] = field(default_factory=lambda: list(range(256)))

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def picture(self) -> tuple[Path, PictureItem]:
        """A new picture, on disk and as an item; not uploaded."""
        path = self.folder / f"{os.urandom(4).hex()}.png"
        data = make_png(self.seeds.pop())
        path.write_bytes(data)
        item = PictureItem(
            reference=f"1:{path.stem}",
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            width=WIDTH,
            height=HEIGHT,
            media_type="image/png",
        )
        return path, item

    def uploaded(self) -> tuple[Image, PictureItem]:
        path, item = self.picture()
        return self.client.upload(path), item

    def quoted(self, *items: PictureItem, pipeline: str = "export") -> Quote:
        return self.client.quote(QuoteRequest(pipeline=pipeline, items=list(items)))

    def ordered(self, *items: PictureItem, pipeline: str = "export", **changes: object) -> Job:
        quote = self.quoted(*items, pipeline=pipeline)
        return self.client.create_job(JobRequest(quote_id=quote.id, pipeline=pipeline, items=list(items), **changes))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with Stack("gateway-tests") as started:
        yield started


@pytest.fixture(scope="session")
def new_site(stack: Stack, tmp_path_factory: pytest.TempPathFactory):
    def make(name: str, *, credits: int = 1000) -> Site:
        output = stack.manage(
            "create_demo_account",
            f"--email={name}-{os.urandom(6).hex()}@example.com",  # the database is kept from run to run
            f"--credits={credits}",
            f"--site-url=https://{name}.example",
        )
        key = json.loads(output.strip().splitlines()[-1])["api_key"]
        return Site(PictureOptimizer(stack.url, key, attempts=1), key, tmp_path_factory.mktemp(name))

    return make


@pytest.fixture(scope="module")
def site(new_site) -> Site:
    return new_site("shop")


@pytest.fixture(scope="module")
def stranger(new_site) -> Site:
    return new_site("stranger")
