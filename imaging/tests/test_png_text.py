"""PNG's own keywords: whatever program wrote them, the names of people come through."""

import time
import zlib
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import SAMPLES, exiftool
from imaging_kit import png_chunk as chunk

from picopt_imaging import Plan, inspect, optimize
from picopt_imaging.metadata.png_text import read_png_text
from picopt_imaging.png_chunks import MOST_CHUNKS, walk


def png_with(folder: Path, *chunks: bytes, behind: bool = False) -> Path:
    path = folder / "drawn.png"
    PIL.Image.open(SAMPLES / "coffee.png").convert("RGB").resize((90, 60)).save(path)
    data = path.read_bytes()
    at = data.index(b"IEND" if behind else b"IDAT") - 4
    path.write_bytes(data[:at] + b"".join(chunks) + data[at:])
    return path


LATIN = chunk(b"tEXt", b"Copyright\0\xa9 2026 Ana Kr\xfcger")
CASES = {
    "Latin-1": LATIN,
    "UTF-8 where Latin-1 should be": chunk(b"tEXt", b"Copyright\0" + "© 2026 Ana Krüger".encode()),
    "packed": chunk(b"zTXt", b"Copyright\0\0" + zlib.compress(b"\xa9 2026 Ana Kr\xfcger")),
    "UTF-8": chunk(b"iTXt", b"copyright\0\0\0de\0Urheber\0" + "© 2026 Ana Krüger".encode()),
    "UTF-8, packed": chunk(b"iTXt", b"COPYRIGHT\0\1\0\0\0" + zlib.compress("© 2026 Ana Krüger".encode())),
}


@pytest.mark.acceptance("C3")
@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("behind", [False, True])
def test_a_copyright_survives_in_every_spelling(kind: str, tmp_path: Path, *, behind: bool) -> None:
    source = png_with(tmp_path, CASES[kind], behind=behind)
    report = optimize(source, Plan(format="webp", preset="low", force_format=True), tmp_path)
    assert exiftool(report.files[0].path)["XMP-dc:Rights"] == "© 2026 Ana Krüger"
    (change,) = report.metadata_changes
    assert (change.field, change.before, change.after) == ("copyright", "© 2026 Ana Krüger", "© 2026 Ana Krüger")


def test_a_keyword_that_is_no_text_breaks_nothing(tmp_path: Path) -> None:
    source = png_with(tmp_path, chunk(b"tEXt", b"Aut\xe9or\0Ana"), chunk(b"tEXt", b"Title\0Coffee"))
    report = optimize(source, Plan(format="webp", preset="low", force_format=True), tmp_path)
    assert [change.after for change in report.metadata_changes] == ["Coffee"]


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"Title",
        b"Title\0",
        b"Title\0\0no zlib",
        b"Title\0\0" + zlib.compress(bytes(1_000_000)),
        b"Title\0\0" + bytes(70_000),
    ],
)
@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"tEXt"])
def test_what_is_damaged_or_too_long_is_absent(name: bytes, damaged: bytes, tmp_path: Path) -> None:
    source = png_with(tmp_path, chunk(name, damaged), chunk(b"tEXt", b"Author\0Ana"))
    found = read_png_text(source)
    assert found.creator == "Ana"
    assert len(found.title) < 100


def test_the_first_text_of_a_keyword_counts(tmp_path: Path) -> None:
    twice = png_with(tmp_path, chunk(b"tEXt", b"Title\0one"), chunk(b"tEXt", b"title\0two"))
    assert read_png_text(twice).title == "one"


def test_a_million_empty_chunks_cost_no_second(tmp_path: Path) -> None:
    source = png_with(tmp_path, chunk(b"prVt", b"") * 400_000)
    assert sum(1 for _ in walk(source, keep=4)) == MOST_CHUNKS
    before = time.process_time()
    assert inspect(source).frames == 1
    assert time.process_time() - before < 1.0
