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
    """A color gradient that no other seed gives, as an uncompressed PNG."""

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

    @property
    def digest(self) -> str:
        """How the platform knows the key."""
        return hashlib.sha256(self.key.encode()).hexdigest()

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


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """Gone after the last test of this folder, or it would work beside all of the other parts' tests."""
    with Stack("gateway-tests", settings={"WORKER_PROCESSES": "1"}) as started:
        yield started


# On the largest plan, so that the rate limit is not all that gets tested. All in one go: starting Django takes longest.
OPEN_ACCOUNTS = """
import json
from datetime import timedelta
from django.utils import timezone
from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.models import Account, Site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Subscription
keys, now = [], timezone.now()
for number, credits in enumerate({credits}):
    account = Account.objects.create(name="Test")
    Subscription.objects.create(account=account, plan="agency", provider="test", provider_id=account.pk, told_at=now,
        period_ends_at=now + timedelta(days=1))
    ledger.grant(account, credits, reference=account.pk, expires_at=None)
    keys.append(create_key(Site.objects.create(account=account, url="https://test.example"))[1])
print(json.dumps(keys))
"""
RICH, POOR = 1000, 1


@pytest.fixture(scope="package")
def keys(stack: Stack) -> dict[int, list[str]]:
    """Unused keys of accounts, by their credits."""
    code = OPEN_ACCOUNTS.format(credits=[*[RICH] * 10, POOR])
    [*rich, poor] = json.loads(stack.manage("shell", "-c", code).strip().splitlines()[-1])
    return {RICH: rich, POOR: [poor]}


@pytest.fixture(scope="package")
def new_site(stack: Stack, keys: dict[int, list[str]], tmp_path_factory: pytest.TempPathFactory):
    def make(name: str, *, credits: int = RICH) -> Site:
        key = keys[credits].pop()
        return Site(PictureOptimizer(stack.url, key, attempts=1), key, tmp_path_factory.mktemp(name))

    return make


@pytest.fixture(scope="module")
def site(new_site) -> Site:
    return new_site("shop")


@pytest.fixture(scope="module")
def stranger(new_site) -> Site:
    return new_site("stranger")
