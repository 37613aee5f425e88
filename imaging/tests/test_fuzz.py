"""Real files, mutated: the parent never dies, nothing hangs, leaks or is left behind, and every error has a code."""

import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import labelled, read

from picopt_imaging import LIMITS, ImagingError, ImagingPool, Metadata, Plan
from picopt_imaging.metadata.containers import CONTAINERS
from picopt_imaging.metadata.embedding import read_fields
from picopt_imaging.metadata.exif import build_exif
from picopt_imaging.metadata.fields import Blocks, Fields
from picopt_imaging.metadata.iptc import build_iptc
from picopt_imaging.metadata.xmp import build_xmp

CODES = {
    *("truncated", "unreadable_image", "unsupported_media", "too_many_pixels", "too_many_frames"),
    *("profile_too_large", "svg_refused", "geometry", "time_out", "crashed"),
}
SLOW_SECONDS = 20
WORDS = Fields(title="Title", caption="東京", keywords=("one", "two"), copyright="© Zoë", creator="Zoë")


@pytest.fixture(scope="module")
def pool() -> Iterator[ImagingPool]:
    # One child for all, so that what it does not give back adds up.
    with ImagingPool(workers=1, limits=replace(LIMITS, wall_seconds=SLOW_SECONDS, jobs_per_child=100_000)) as made:
        yield made


@pytest.fixture(scope="module")
def seeds(photo: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One small file of every kind, with words in it where it holds any; a moving one, and one with a gain map."""
    folder = tmp_path_factory.mktemp("seeds")
    small = read(photo).resize(0.15)
    words = {"exif_data": b"Exif\0\0" + (build_exif(WORDS) or b""), "xmp_data": build_xmp(WORDS) or b""}
    for extension in ("jpg", "png", "webp", "gif", "tif", "avif"):
        labelled(small, **words, iptc_data=build_iptc(WORDS) or b"").write_to_file(str(folder / f"seed.{extension}"))
    PIL.Image.open(photo).resize((90, 60)).save(folder / "seed.bmp")
    frames = [PIL.Image.new("RGB", (40, 30), (number * 60, 90, 120)) for number in range(4)]
    for extension in ("webp", "png"):
        frames[0].save(folder / f"moving.{extension}", save_all=True, append_images=frames[1:], duration=50)
    PIL.Image.open(photo).resize((90, 60)).save(folder / "gray.avif", subsampling="4:0:0", range="limited", speed=10)
    small.bandjoin(255).bandjoin(small[0]).copy(interpretation="srgb").write_to_file(str(folder / "five.tif"))
    bright = small.colourspace("scrgb") * 3
    bright.copy(interpretation="scrgb").write_to_file(str(folder / "hdr.jpg"))
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


def code_of(action: Callable[[], object]) -> str | None:
    """The error's code, or None where there was none."""
    try:
        action()
    except ImagingError as error:
        return error.code
    return None


def attempt(pool: ImagingPool, path: Path, out: Path, to: str) -> list[str | None]:
    """What inspecting, optimising and relabelling came to; files are checked and taken away."""
    codes = [code_of(lambda: pool.inspect(path))]

    def optimise() -> None:
        for file in pool.optimize(path, Plan(format=to, preset="low", force_format=True), out).files:
            assert read(file.path).width == file.width
            file.path.unlink()

    def relabel() -> None:
        made = pool.embed(path, Metadata(title="New"), out / "again")
        made.path.unlink()

    return [*codes, code_of(optimise), code_of(relabel)]


def memory_of(pool: ImagingPool) -> int:
    """KiB that the one child has used at its peak."""
    return pool._run(resource.getrusage, resource.RUSAGE_SELF).ru_maxrss


def run(pool: ImagingPool, seeds: list[Path], folder: Path, count: int, first: int) -> dict[str | None, int]:
    """Counts by code."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out = folder / "out"
    out.mkdir(exist_ok=True)
    found: dict[str | None, int] = {}
    for number in range(first, first + count):
        chance = random.Random(number)  # noqa: S311 - mutations, not secrets
        seed = chance.choice(seeds)
        path = folder / f"mutant{seed.suffix}"
        path.write_bytes(mutate(seed.read_bytes(), chance))
        started = time.monotonic()
        outcomes = attempt(pool, path, out, chance.choice(["webp", "jpeg", "png", "original"]))
        assert time.monotonic() - started < 3 * SLOW_SECONDS + 10, f"mutation {number} of {seed.name} hung"
        assert CODES | {None} >= set(outcomes), f"mutation {number} of {seed.name}: {outcomes}"
        assert list(out.iterdir()) == [], f"mutation {number} of {seed.name} left files behind"
        for outcome in outcomes:
            found[outcome] = found.get(outcome, 0) + 1
    # The parent only sends paths and reads reports, so it must not grow.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 60 * 1024
    return found


@pytest.mark.acceptance("C7")
def test_mutated_files(pool: ImagingPool, seeds: list[Path], tmp_path: Path) -> None:
    found = run(pool, seeds, tmp_path, count=60, first=0)
    assert found[None] > 10, "mutations so wild that nothing is read test nothing"
    assert sum(found.values()) - found[None] > 10, "mutations so mild that nothing fails test nothing"


@pytest.mark.deep
def test_thousands_of_mutated_files(pool: ImagingPool, seeds: list[Path], tmp_path: Path) -> None:
    run(pool, seeds, tmp_path, count=1000, first=1000)
    child, early = pool._run(os.getpid), memory_of(pool)
    found = run(pool, seeds, tmp_path, count=3000, first=2000)
    assert not {"time_out", "crashed"} & found.keys(), f"harmless so far, but worth a look: {found}"
    if pool._run(os.getpid) == child:  # the same child lived through all of it
        assert memory_of(pool) - early < 150 * 1024, "the child leaks"


def test_a_child_gives_back_what_it_used(pool: ImagingPool, seeds: list[Path], tmp_path: Path) -> None:
    """Peak memory stops growing once every kind was seen."""
    out = tmp_path / "out"
    out.mkdir()
    for _ in range(2):
        for seed in seeds:
            attempt(pool, seed, out, "webp")
    settled = memory_of(pool)
    for _ in range(6):
        for seed in seeds:
            attempt(pool, seed, out, "webp")
    assert memory_of(pool) - settled < 24 * 1024


def test_containers_survive_mutations(seeds: list[Path]) -> None:
    """The writers of metadata are our own code, so they are fuzzed in this process."""
    blocks = Blocks(exif=build_exif(WORDS), xmp=build_xmp(WORDS), iptc=build_iptc(WORDS), gain_map=b"\xff\xd8\xff\xd9")
    names = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "avif": ".avif"}
    writers = {names[str(to)]: write for to, write in CONTAINERS.items()}
    for seed in seeds:
        data = seed.read_bytes()
        for number in range(300 if seed.suffix in writers else 0):
            mutant = mutate(data, random.Random(number))  # noqa: S311 - mutations
            assert code_of(lambda: writers[seed.suffix](mutant, blocks)) in (None, "unreadable_image", "truncated")  # noqa: B023 -- called at once


def test_readers_of_metadata_survive_mutations(seeds: list[Path], tmp_path: Path) -> None:
    """Words are hit by every mutation here: they are cut out, mutated, and put back into a sound picture."""
    sound = next(seed for seed in seeds if seed.name == "seed.jpg").read_bytes()
    path = tmp_path / "mutant.jpg"
    for number in range(400):
        chance = random.Random(number)  # noqa: S311 - mutations
        blocks = Blocks(
            exif=mutate(build_exif(WORDS) or b"", chance)[:60_000],
            xmp=mutate(build_xmp(WORDS) or b"", chance)[:60_000],
            iptc=mutate(build_iptc(WORDS) or b"", chance)[:60_000],
        )
        path.write_bytes(next(iter(CONTAINERS.values()))(sound, blocks))
        fields = read_fields(path)
        assert build_xmp(fields) is None or len(build_xmp(fields) or b"") < 65_000
