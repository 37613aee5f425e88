"""What a job holds beside its pixels."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from picopt_imaging import vips_memory
from picopt_imaging.vips import Image

_DECODE = """
import _libvips, ctypes, sys
from pathlib import Path
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.source import read_source

path = Path(sys.argv[1])
image = decode(path, read_source(path), Base(2000, 750))
highest = ctypes.CDLL(_libvips.__file__).vips_tracked_get_mem_highwater
highest.restype = ctypes.c_size_t
print(highest() - image.width * image.height * image.bands)
"""
_BEFORE_DECODING = """
import sys
import picopt_imaging.pipeline
print(*sorted({"hashlib", "numpy", "oxipng", "PIL.Image", "PIL._webp"} & set(sys.modules)))
"""


def test_few_rows_of_a_wide_photograph_are_kept_while_it_is_shrunk(tmp_path: Path) -> None:
    """With libvips' own tiles, two caches of 512 rows are: 12 MB of this one."""
    path = tmp_path / "wide.jpg"
    Image.black(4000, 1500, bands=3).copy(interpretation="srgb").jpegsave(str(path))
    assert int(_said_by(_DECODE, str(path))) < 10_000_000


def test_what_decoding_does_not_need_is_loaded_after_it() -> None:
    assert _said_by(_BEFORE_DECODING).strip() == ""


def test_a_pyvips_that_is_not_linked_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vips_memory.keep_few_rows()

    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(vips_memory, "import_module", refuse)
    assert not vips_memory.keep_few_rows.__wrapped__()


def _said_by(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    one_thread = {**os.environ, "VIPS_CONCURRENCY": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=one_thread).stdout
