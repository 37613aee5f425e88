"""A child's death or delay costs one picture, and children end with their parent."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from imaging_kit import png_chunk
from waiting import wait_until

from picopt_imaging import LIMITS, ImagingError, ImagingPool, Metadata, Plan
from picopt_imaging.plan import Size
from picopt_imaging.vips import Image


@pytest.fixture(scope="module")
def pool() -> Iterator[ImagingPool]:
    with ImagingPool(workers=1) as made:
        yield made


# What runs in a child in place of libvips. Only what a fresh interpreter can import can be sent there.
MISHAPS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "abort": (os.abort, ()),
    "exit": (os._exit, (3,)),
    "exit as if all were well": (os._exit, (0,)),
    "memory": (bytearray, (64 * LIMITS.memory_bytes,)),
}


def test_results_and_errors_come_back(pool: ImagingPool, photo_jpeg: Path, out: Path) -> None:
    report = pool.optimize(photo_jpeg, Plan(preset="medium"), out)
    assert report.files[0].path.exists()
    assert pool.inspect(photo_jpeg) == report.source
    assert pool.embed(photo_jpeg, Metadata(title="x"), out / "x.jpg").path.exists()
    with pytest.raises(ImagingError) as caught:
        pool.optimize(
            photo_jpeg, Plan(sizes=(Size(name="x", src_x=0, src_y=0, src_w=9999, src_h=1, dst_w=1, dst_h=1),)), out
        )
    assert caught.value.code == "geometry"


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("how", MISHAPS)
def test_a_crash_costs_that_picture_only(pool: ImagingPool, photo_jpeg: Path, how: str) -> None:
    pool.inspect(photo_jpeg)
    started = time.monotonic()
    with pytest.raises(ImagingError) as caught:
        pool._run(MISHAPS[how][0], *MISHAPS[how][1])
    assert caught.value.code == "crashed"
    assert time.monotonic() - started < LIMITS.wall_seconds / 2, "noticed at once, not when the time is up"
    assert pool.inspect(photo_jpeg).width == 600


@pytest.mark.acceptance("C7")
def test_a_picture_that_takes_too_long_is_stopped(photo_jpeg: Path) -> None:
    with ImagingPool(workers=1, limits=replace(LIMITS, wall_seconds=3)) as pool:
        pool.inspect(photo_jpeg)
        started = time.monotonic()
        with pytest.raises(ImagingError) as caught:
            pool._run(time.sleep, 60)
        assert caught.value.code == "time_out"
        assert time.monotonic() - started < 60, "not slept to its end"
        assert pool.inspect(photo_jpeg).width == 600


def test_children_are_recycled_without_a_loss(photo_jpeg: Path) -> None:
    with ImagingPool(workers=1, limits=replace(LIMITS, jobs_per_child=2)) as pool:
        children = []
        for _ in range(3):
            children.append(pool._run(os.getpid))
            assert pool.inspect(photo_jpeg).width == 600
    assert len(set(children)) == 3


def test_a_pool_whose_idle_children_were_killed_works_again(photo_jpeg: Path) -> None:
    with ImagingPool(workers=1) as pool:
        child = pool._run(os.getpid)
        os.kill(child, signal.SIGKILL)
        assert _eventually_inspects(pool, photo_jpeg)


def _eventually_inspects(pool: ImagingPool, path: Path) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(ImagingError):  # the pool may notice the death only with the next picture
            return pool.inspect(path).width == 600
    return False


def test_threads_share_a_pool(photo_jpeg: Path, tmp_path: Path) -> None:
    with ImagingPool(workers=2) as pool, ThreadPoolExecutor(4) as threads:
        folders = [tmp_path / str(number) for number in range(4)]
        for folder in folders:
            folder.mkdir()
        reports = list(threads.map(lambda folder: pool.optimize(photo_jpeg, Plan(preset="low"), folder), folders))
    assert len({report.files[0].sha256 for report in reports}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="PDEATHSIG is Linux's")
def test_children_end_with_their_parent(photo_jpeg: Path, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(f"""
        import os, pathlib, sys
        from picopt_imaging import ImagingPool
        from picopt_imaging.child import inspect
        if __name__ == "__main__":
            pool = ImagingPool(workers=1)
            pool.inspect(pathlib.Path({str(photo_jpeg)!r}))
            print(pool._run(os.getpid), flush=True)
            sys.stdin.read()
        """)
    )
    parent = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdin is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    wait_until(lambda: not _is_alive(child), "the child outlives its parent")


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_time_grows_with_the_pixels_and_inspect_says_so(photo: Path) -> None:
    assert LIMITS.cpu_seconds_for(100_000_000) == LIMITS.cpu_seconds + 100 * LIMITS.cpu_seconds_a_megapixel
    assert LIMITS.cpu_seconds_for(1000) == LIMITS.cpu_seconds
    assert LIMITS.wall_seconds_for(50_000_000) > LIMITS.cpu_seconds_for(50_000_000) - LIMITS.cpu_seconds
    with ImagingPool(workers=1, limits=replace(LIMITS, cpu_seconds=7, cpu_seconds_a_megapixel=100)) as pool:
        assert pool.inspect(photo).cpu_seconds_allowed == 7 + 24  # 0.24 megapixels


def test_the_clock_gives_a_large_image_its_own_time(photo: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[float] = []
    with ImagingPool(workers=1, limits=replace(LIMITS, cpu_seconds_a_megapixel=500)) as pool:
        run = pool._pool.run

        def note(function: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
            allowed.append(seconds)
            return run(function, *arguments, seconds=seconds)

        monkeypatch.setattr(pool._pool, "run", note)
        pool.optimize(photo, Plan(preset="low"), out)
    assert allowed == [LIMITS.wall_seconds, LIMITS.wall_seconds + 240]  # the header, then 0.24 megapixels


@pytest.mark.acceptance("C7")
def test_decoding_writes_no_temporary_files(tmp_path: Path, out: Path) -> None:
    """libvips' would have 108 MB here, and the limit of files is that of results."""
    source = tmp_path / "large.png"
    large = Image.black(6000, 6000, bands=3).linear(1, [200, 100, 50]).cast("uchar").copy(interpretation="srgb")
    large.pngsave(str(source), compression=1)
    data = source.read_bytes()
    source.write_bytes(data[:33] + png_chunk(b"gAMA", (100_000).to_bytes(4, "big")) + data[33:])
    with ImagingPool(workers=1, limits=replace(LIMITS, file_bytes=20_000_000)) as pool:
        report = pool.optimize(source, Plan(max_width=150, max_height=150, preset="low"), out)
    assert report.source.is_stated
    assert report.files[0].width == 150
