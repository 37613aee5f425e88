"""Real files, mutated: the parent never dies, nothing hangs, nothing is left behind, and every error has a code."""

import random
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import labelled, read

from picopt_imaging import LIMITS, ImagingError, ImagingPool, Plan
from picopt_imaging.metadata.containers import CONTAINERS
from picopt_imaging.metadata.fields import Blocks

CODES = {
    "truncated",
    "unreadable_image",
    "unsupported_media",
    "too_many_pixels",
    "too_many_frames",
    "profile_too_large",
}
CODES |= {"svg_refused", "geometry", "time_out", "crashed"}


@pytest.fixture(scope="module")
def pool() -> Iterator[ImagingPool]:
    with ImagingPool(workers=1, limits=replace(LIMITS, wall_seconds=20)) as made:
        yield made


@pytest.fixture(scope="module")
def seeds(photo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One small file of every kind."""
    folder = tmp_path_factory.mktemp("seeds")
    image = labelled(read(photo).resize(0.15), xmp_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    for extension in ("jpg", "png", "webp", "gif", "tif", "avif"):
        image.write_to_file(str(folder / f"seed.{extension}"))
    PIL.Image.open(photo).resize((90, 60)).save(folder / "seed.bmp")
    return sorted(folder.iterdir())


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Flip, cut, repeat or overwrite a few places; headers are hit as often as all the rest."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made)) if chance.random() < 0.5 else chance.randrange(min(64, len(made)))
        kind = chance.randrange(4)
        if kind == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\1"])
        elif kind == 2:
            made = made[: max(16, at)]
        else:
            made[at:at] = made[at : at + chance.randrange(1, 64)]
    return bytes(made)


def attempt(pool: ImagingPool, path: Path, out: Path) -> str | None:
    """The error's code, or None where files were made; they are checked and taken away."""
    try:
        report = pool.optimize(path, Plan(preset="low", force_format=True), out)
    except ImagingError as error:
        return error.code
    for file in report.files:
        assert read(file.path).width == file.width
        file.path.unlink()
    return None


def run(pool: ImagingPool, seeds: list[Path], folder: Path, count: int, first: int) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out = folder / "out"
    out.mkdir(exist_ok=True)
    for number in range(first, first + count):
        chance = random.Random(number)  # noqa: S311 - mutations, not secrets
        seed = chance.choice(seeds)
        path = folder / f"mutant{seed.suffix}"
        path.write_bytes(mutate(seed.read_bytes(), chance))
        outcome = attempt(pool, path, out)
        assert outcome is None or outcome in CODES, f"mutation {number} of {seed.name}: {outcome}"
        assert list(out.iterdir()) == [], f"mutation {number} of {seed.name} left files behind"
    # The parent only sends paths and reads reports, so it must not grow.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 60 * 1024


@pytest.mark.acceptance("C7")
def test_mutated_files(pool: ImagingPool, seeds: list[Path], tmp_path: Path) -> None:
    run(pool, seeds, tmp_path, count=60, first=0)


@pytest.mark.deep
def test_thousands_of_mutated_files(pool: ImagingPool, seeds: list[Path], tmp_path: Path) -> None:
    run(pool, seeds, tmp_path, count=4000, first=1000)


def test_containers_survive_mutations(seeds: list[Path], photo: Path) -> None:
    """The writers of metadata are our own code, so they are fuzzed in this process."""
    blocks = Blocks(exif=b"II*\0\x08\0\0\0\0\0\0\0\0\0", xmp=b"<x/>", iptc=b"\x1c\x02\x78\0\1x")
    writers: dict[str, Callable[[bytes, Blocks], bytes]] = {
        {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "avif": ".avif"}[str(to)]: write
        for to, write in CONTAINERS.items()
    }
    codes: set[str] = set()
    for seed in seeds:
        data = seed.read_bytes()
        for number in range(300 if seed.suffix in writers else 0):
            try:
                writers[seed.suffix](mutate(data, random.Random(number)), blocks)  # noqa: S311 - mutations
            except ImagingError as error:
                codes.add(error.code)
    assert codes <= {"unreadable_image"}
