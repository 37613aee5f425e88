"""Odd files: what the test suites of decoders hold, read by the library and by a second decoder, and compared.

The suites come as Debian's source packages, which are their authors' releases. Refusing a file by a true name is right;
delivering another image than it shows is wrong.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging.debian import MissingError, test_files
from picopt_bench.imaging.notebook import Notebook
from picopt_bench.imaging.odd_judge import judge
from picopt_imaging import child
from picopt_imaging.limits import LIMITS
from picopt_runtime.children import ChildEndedError, ChildPool

SUITES: Final = (
    "pillow",
    "vips",
    "libheif",
    "libavif",
    "exiv2",
    "libexif",
    "libimage-exiftool-perl",
    "gdk-pixbuf",
    "giflib",
    "imagemagick",
    "libjpeg-turbo",
    "libpng1.6",
    "tiff",
)
_ENDINGS: Final = frozenset(["jpg", "jpeg", "png", "apng", "gif", "tif", "tiff", "webp", "avif", "heic", "heif", "bmp"])
_SECONDS: Final = 120
Row = dict[str, Any]


def sweep(notebook: Notebook) -> list[Row]:
    """Every file of every suite that can be had, each of the same content once."""
    rows: list[Row] = []
    seen: set[bytes] = set()
    pool = ChildPool("odd-files", workers=1, tasks_each=200, prepare=child.confine, prepare_with=(LIMITS, 1))
    try:
        for suite in SUITES:
            try:
                folder = test_files(suite)
            except MissingError as error:
                rows.append({"file": suite, "verdict": "missing", "why": str(error)})
                continue
            for path in _new_files(folder, seen):
                name = f"{suite}/{path.relative_to(folder)}"
                rows.append({"file": name} | notebook.answer(name, partial(_in_child, pool, path)))
    finally:
        pool.close()
    return rows


def summed_up(rows: list[Row]) -> Row:
    """How many were judged, and what is wrong, file by file."""
    counts = Counter(row["verdict"] for row in rows)
    judged = [row for row in rows if row["verdict"] in ("right", "wrong", "refused")]
    return {
        "files": len(judged),
        "frames": sum(row.get("frames", 0) for row in judged),
        "wrong": counts["wrong"],
        "verdicts": dict(counts),
        "refused_why": dict(Counter(row["why"] for row in rows if row["verdict"] == "refused").most_common()),
        "wrong_files": [f"{row['file']}: {row['why']}" for row in rows if row["verdict"] == "wrong"],
        "refused_but_read_by_others": [row["file"] for row in rows if row.get("read_by_others")],
        "missing": [row["why"] for row in rows if row["verdict"] == "missing"],
    }


def _in_child(pool: ChildPool, path: Path) -> Row:
    try:
        return pool.run(judge, path, seconds=_SECONDS)
    except TimeoutError:
        return {"verdict": "wrong", "why": f"took longer than {_SECONDS} seconds"}
    except ChildEndedError as error:
        return {"verdict": "wrong", "why": f"the child ended with {error.code}"}


def _new_files(folder: Path, seen: set[bytes]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.suffix[1:].lower() not in _ENDINGS:
            continue
        digest = hashlib.sha256(path.read_bytes()).digest()
        if digest not in seen:
            seen.add(digest)
            yield path
