"""The promise: every file of every size of every image of the corpus, scored on a decode the library has no part in."""

import tempfile
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging.corpus import Corpus, Exhibit
from picopt_bench.imaging.notebook import Notebook
from picopt_bench.imaging.reference import decoded_by_pillow
from picopt_imaging import FileReport, ImagingError, Plan, Report, Size, inspect, optimize
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Target, choose_base, lay_out
from picopt_imaging.resample import resample
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format

TARGET: Final = 70.0
LARGEST: Final = 2560
"""Pixels a side, from which WordPress cuts an upload."""
_SIDES: Final = {"medium": 300, "medium_large": 768, "large": 1024, "1536x1536": 1536, "2048x2048": 2048}
_THUMBNAIL: Final = 150


def keep_promises(corpus: Corpus, notebook: Notebook) -> list[dict[str, Any]]:
    """Each image in WebP, every fourth one in AVIF, photographs in JPEG and drawings in PNG as well."""
    rows = []
    for number, exhibit in enumerate(corpus.exhibits):
        formats = [Format.WEBP, Format.PNG if exhibit.is_drawn else Format.JPEG]
        formats += [Format.AVIF] if number % 4 == 0 else []
        rows += [notebook.answer(f"{exhibit.name} {to}", partial(_deliver, exhibit, to)) for to in formats]
    return rows


def summed_up(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The numbers that the goals are about, and the files that break the promise."""
    files = [{**file, "image": row["image"], "format": row["format"]} for row in rows for file in row["files"]]
    below = [file for file in files if file["below"] > 1.0]
    return {
        "images": len({row["image"] for row in rows}),
        "files": len(files),
        "files_below_target": len(below) / len(files),
        "worst_file_points_below": max(0.0, *(file["below"] for file in files)),
        "size_order_violations": sum(len(row["out_of_order"]) for row in rows),
        "left_out": sum(len(row["left_out"]) for row in rows),
        "said_by_the_report": sum(bool(row["misses_said"]) for row in rows),
        "worst": sorted(below, key=lambda file: -file["below"])[:20],
        "violations": [f"{row['image']} {row['format']}: {pair}" for row in rows for pair in row["out_of_order"]],
        "refused": [f"{row['image']} {row['format']}: {row['refused']}" for row in rows if row["refused"]],
        "cpu_s": round(sum(row["cpu"] for row in rows), 1),
    }


def wordpress_plan(path: Path, to: Format, largest: int = LARGEST) -> Plan:
    """An upload's files on a default site: the full one inside `largest`, a cropped thumbnail, and five sizes."""
    info = inspect(path)
    longest = max(info.width, info.height)
    sides = {name: side for name, side in _SIDES.items() if side < min(longest, largest)}
    sizes = [_fitted(name, info.width, info.height, side) for name, side in sides.items()]
    if min(info.width, info.height) >= _THUMBNAIL:
        sizes.append(_thumbnail(info.width, info.height))
    return Plan(format=to, force_format=True, max_width=largest, max_height=largest, sizes=tuple(sizes))


def _deliver(exhibit: Exhibit, to: Format) -> dict[str, Any]:
    plan = wordpress_plan(exhibit.path, to)
    row = {"image": exhibit.name, "kind": str(exhibit.kind), "format": str(to)}
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = optimize(exhibit.path, plan, Path(folder))
        except ImagingError as error:
            nothing: dict[str, Any] = {name: [] for name in ("files", "out_of_order", "left_out", "misses_said")}
            return {**row, **nothing, "refused": str(error), "cpu": 0.0}
        files = [_judged(file, pixels, report) for file, pixels in _files_and_pixels(exhibit, plan, report)]
    return {
        **row,
        "files": files,
        "out_of_order": _out_of_order(exhibit, plan, report),
        "left_out": sorted({size.name for size in plan.sizes} - {file.name for file in report.files}),
        "misses_said": [note for note in report.notes if "was not reached" in note],
        "refused": "",
        "cpu": report.cpu_seconds,
    }


def _files_and_pixels(exhibit: Exhibit, plan: Plan, report: Report) -> Any:
    """Each file beside the pixels it was made of, cut anew."""
    info = report.source
    targets = {target.name: target for target in lay_out(plan, info.width, info.height)}
    base = decode(exhibit.path, info, choose_base(list(targets.values()), info.width, info.height))
    if base.hasalpha() and report.format == Format.JPEG:
        base = base.flatten(background=[255.0] * (base.bands - 1)).copy_memory()
    for file in report.files:
        yield file, resample(base, targets[file.name], info.width, info.height)


def _judged(file: FileReport, pixels: Any, report: Report) -> dict[str, Any]:
    found = score_images(pixels, decoded_by_pillow(file.path.read_bytes(), alpha=bool(pixels.hasalpha())))
    aimed = TARGET if report.target is None else report.target
    size = f"{file.width}x{file.height}"
    score = None if file.score is None else round(file.score, 2)
    return {
        "name": f"{file.name} {size}",
        "bytes": file.bytes,
        "quality": file.quality,
        "said": score,
        "score": round(found, 2),
        "below": round(aimed - found, 2),
    }


def _out_of_order(exhibit: Exhibit, plan: Plan, report: Report) -> list[str]:
    """Pairs of which the one shows the same part of the original, larger both ways, in fewer bytes.

    There is no excuse: where nothing better can be made of the larger one, the smaller one is to be left out.
    """
    targets: dict[str, Target] = {target.name: target for target in lay_out(plan, exhibit.width, exhibit.height)}
    return [
        f"{small.name} {small.bytes} > {large.name} {large.bytes}"
        for small, large in permutations(report.files, 2)
        if targets[large.name].contains(targets[small.name]) and small.bytes > large.bytes
    ]


def _fitted(name: str, width: int, height: int, side: int) -> Size:
    scale = side / max(width, height)
    to_width, to_height = max(1, round(width * scale)), max(1, round(height * scale))
    return Size(name=name, src_x=0, src_y=0, src_w=width, src_h=height, dst_w=to_width, dst_h=to_height)


def _thumbnail(width: int, height: int) -> Size:
    edge = min(width, height)
    left, top = (width - edge) // 2, (height - edge) // 2
    side = _THUMBNAIL
    return Size(name="thumbnail", src_x=left, src_y=top, src_w=edge, src_h=edge, dst_w=side, dst_h=side)
