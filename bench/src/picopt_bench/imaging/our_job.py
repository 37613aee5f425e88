"""The library in a process that stays alive, as the pool's children do: an order a line in, an answer a line out.

Of an order, `mode` is `equal`: sharp's encoder settings, no search, no score: what the cascade alone costs; or
`default`: what ships. The first line says that it is ready.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from picopt_imaging import Plan, Size, inspect
from picopt_imaging.decode import decode
from picopt_imaging.encode import libwebp
from picopt_imaging.geometry import choose_base, lay_out
from picopt_imaging.metadata import plan_embedding, write_blocks
from picopt_imaging.pipeline import optimize
from picopt_imaging.resample import resample
from picopt_imaging.values import Format
from picopt_imaging.vips import Image


def main() -> None:
    """Answers with the bytes of all files together, and the split of the CPU seconds."""
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(_do(json.loads(line))), flush=True)


def _do(order: dict[str, Any]) -> dict[str, object]:
    source, to = Path(order["source"]), order["format"]
    plan = make_plan(source, to, order["sizes"])
    if order["mode"] == "equal":
        return equal(source, plan, to, order["settings"])
    with tempfile.TemporaryDirectory() as folder:
        report = optimize(source, plan, Path(folder))
    return {"bytes": sum(f.bytes for f in report.files), "split": report.cpu_split, "score": report.files[0].score}


def make_plan(source: Path, to: str, sizes: list[tuple[int, int, str]]) -> Plan:
    """The largest size is `full`; the others are sub-sizes in WordPress' geometry."""
    info = inspect(source)
    side = max(width for width, _, _ in sizes)
    small = [size for size in sizes if size[0] != side]
    return Plan(
        format=Format(to),
        force_format=True,
        max_width=side,
        max_height=side,
        sizes=tuple(_size(info.width, info.height, *size) for size in small),
    )


def equal(source: Path, plan: Plan, to: str, settings: dict[str, Any]) -> dict[str, object]:
    """The library's own steps with an encoder call of the peer's settings; `split` holds CPU seconds by part."""
    clock = [time.process_time()]
    info = inspect(source)
    targets = lay_out(plan, info.width, info.height)
    base = decode(source, info, choose_base(targets, info.width, info.height))
    embedding = plan_embedding(source, plan.metadata)
    clock.append(time.process_time())
    write = equal_writer(to, settings)
    total, encoding = 0, 0.0
    for target in targets:
        pixels = resample(base, target, info.width, info.height)
        started = time.process_time()
        data = write(pixels)
        encoding += time.process_time() - started
        total += len(write_blocks(Format(to), data, embedding.blocks(Format(to), target.width, target.height)))
    clock.append(time.process_time())
    split = {"decode": clock[1] - clock[0], "resample": clock[2] - clock[1] - encoding}
    return {
        "bytes": total,
        "split": {part: round(spent, 3) for part, spent in split.items()} | {"encode": round(encoding, 3)},
    }


def equal_writer(to: str, settings: dict[str, Any]) -> Callable[[Image], bytes]:
    """The library's own encoder of that format with the peer's settings; in WebP, libwebp's default preset."""
    if to == "webp":
        plain = libwebp.Settings(**settings, noise_shaping=50, filter_strength=60, filter_sharpness=0)
        return lambda pixels: libwebp.encode(pixels, plain)
    save = {"webp": "webpsave_buffer", "avif": "heifsave_buffer", "jpeg": "jpegsave_buffer"}[to]
    return lambda pixels: bytes(getattr(pixels, save)(keep="none", **settings))


def _size(width: int, height: int, to_width: int, to_height: int, fit: str) -> Size:
    if fit == "cover":
        scale = max(to_width / width, to_height / height)
        w, h = round(to_width / scale), round(to_height / scale)
    else:
        scale = min(1.0, to_width / width, to_height / height)
        w, h, to_width, to_height = width, height, max(1, round(width * scale)), max(1, round(height * scale))
    return Size(
        name=f"{to_width}x{to_height}",
        src_x=(width - w) // 2,
        src_y=(height - h) // 2,
        src_w=w,
        src_h=h,
        dst_w=to_width,
        dst_h=to_height,
    )


if __name__ == "__main__":
    main()
