"""Images on their way through the running service, from quote to receipt, as a site sends them."""

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image as Pillow

from picopt_client import PictureOptimizer
from picopt_contract.jobs import AppliedFile, Job, JobRequest, Receipt
from picopt_contract.quotes import QuoteRequest
from picopt_contract.settings import JobSettings, PictureItem, SizeRequest
from picopt_contract.values import ItemState, Pipeline

FULL: Final = (1024, 768)
_SMALLER: Final = {"large": 800, "medium_large": 768, "medium": 300, "thumbnail": 150, "card": 480, "hero": 640}


@dataclass(frozen=True)
class Picture:
    """One original in a file."""

    path: Path
    item: PictureItem


@contextmanager
def make_pictures(
    count: int, seed: int, full: tuple[int, int] = FULL, *, smaller: bool = True, comment: str = ""
) -> Iterator[list[Picture]]:
    """So many originals, all different, each to become one file and, unless told otherwise, six smaller ones.

    With another `comment` the same images are other files, as the service skips what it has done.
    """
    sizes = [_size(name, width, full) for name, width in _SMALLER.items()] if smaller else []
    seeds = range(seed * 10_000, seed * 10_000 + count)
    with tempfile.TemporaryDirectory(prefix="picopt-bench-") as folder:
        yield [_picture(Path(folder) / f"{one}.jpg", one, full, sizes, comment) for one in seeds]


def _picture(path: Path, seed: int, full: tuple[int, int], sizes: list[SizeRequest], comment: str) -> Picture:
    chance = np.random.default_rng(seed)
    grain = chance.normal(128, chance.uniform(20, 60), (full[1] // 8, full[0] // 8))
    noise = Pillow.fromarray(grain.clip(0, 255).astype(np.uint8)).resize(full)
    slope = Pillow.linear_gradient("L").rotate(chance.uniform(0, 360)).resize(full)
    out = io.BytesIO()
    image = Pillow.merge("RGB", (slope, noise, slope.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT)))
    image.save(out, "JPEG", quality=95, comment=comment.encode())
    path.write_bytes(out.getvalue())
    return Picture(
        path,
        PictureItem(
            reference=f"1:{seed}{comment}",
            sha256=sha256(out.getvalue()).hexdigest(),
            bytes=len(out.getvalue()),
            width=full[0],
            height=full[1],
            media_type="image/jpeg",
            sizes=sizes,
        ),
    )


def _size(name: str, width: int, full: tuple[int, int]) -> SizeRequest:
    height = round(full[1] * width / full[0])
    return SizeRequest(name=name, src_x=0, src_y=0, src_w=full[0], src_h=full[1], dst_w=width, dst_h=height)


def order(client: PictureOptimizer, pictures: Sequence[Picture], pipeline: Pipeline, settings: JobSettings) -> Job:
    """Quote, upload and order, as the plugin does."""
    items = [picture.item for picture in pictures]
    quote = client.quote(QuoteRequest(pipeline=pipeline, items=items, settings=settings))
    for picture in pictures:
        client.upload(picture.path)
    return client.create_job(JobRequest(quote_id=quote.id, pipeline=pipeline, items=items, settings=settings))


def collect(client: PictureOptimizer, job_id: str, *, seconds: float = 600) -> int:
    """Wait for the job, fetch every file and send the receipts; how many items had files."""
    job = client.wait(job_id, seconds=seconds)
    collected = 0
    with tempfile.TemporaryDirectory(prefix="picopt-bench-") as folder:
        for item in job.items:
            if item.state is not ItemState.READY or item.export is None:
                continue
            files = client.download_all(item, Path(folder))
            applied = [AppliedFile(name=file.name, sha256=file.sha256) for file in item.export.files]
            after = sum(file.bytes for file in item.export.files)
            before = max(after, item.export.source_bytes)
            client.receipt(item.id, Receipt(outcome="applied", files=applied, bytes_before=before, bytes_after=after))
            collected += len(files) == len(item.export.files)
    return collected
