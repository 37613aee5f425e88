"""C3: text that is longer than a file holds is cut, told, and never a reason to refuse an image."""

from collections.abc import Callable
from pathlib import Path

import pytest
from imaging_kit import read

from picopt_imaging import Metadata, embed
from picopt_imaging.metadata.embedding import read_fields

WORDS = "wörd & "  # of more octets than characters, and more so in XMP


def said(name: str, kept: str, text: str) -> str:
    name = "alt text" if name == "alt" else name
    return f"The {name} was cut to {len(kept)} of {len(text)} characters: a file holds no more."


@pytest.mark.parametrize("name", ["alt", "title", "caption", "description", "copyright", "creator", "credit"])
def test_text_that_is_cut_is_told(photo_jpeg: Path, tmp_path: Path, name: str) -> None:
    text = (WORDS * 3000).strip()
    made = embed(photo_jpeg, Metadata(**{name: text}), tmp_path / "long.jpg")  # type: ignore[arg-type] # all are text
    kept = getattr(read_fields(made.path), name)
    assert text.startswith(kept)
    assert 300 < len(kept) < len(text)
    assert made.notes == (said(name, kept, text),)
    again = embed(photo_jpeg, Metadata(**{name: kept}), tmp_path / "again.jpg")  # type: ignore[arg-type] # as above
    assert again.notes == ()


@pytest.mark.parametrize("to", ["jpg", "webp", "png", "avif"])
@pytest.mark.parametrize("tags", [0, 20_000])
def test_whatever_is_too_much_for_a_file_is_cut_and_told(
    photo: Path, make: Callable[..., Path], tmp_path: Path, to: str, tags: int
) -> None:
    names = ("alt", "title", "caption", "description", "copyright", "creator", "credit")
    source = make(read(photo).resize(0.2), f"photo.{to}")
    texts = {name: f"{name} {WORDS * 3000}".strip() for name in names}
    wanted = Metadata(**texts, tags=[f"tag {number} &" for number in range(tags)])  # type: ignore[arg-type] # as above
    made = embed(source, wanted, tmp_path / f"long.{to}")
    found = read_fields(made.path)
    for name in names:
        kept = getattr(found, name)
        assert kept
        assert texts[name].startswith(kept)
        assert said(name, kept, texts[name]) in made.notes
    assert len(made.notes) == len(names) + bool(tags)
    few = embed(source, Metadata(tags=[f"tag {number} &" for number in range(tags)]), tmp_path / f"tags.{to}")
    kept_tags = len(read_fields(few.path).keywords)
    assert kept_tags >= tags / 20
    assert few.notes == (
        (f"{tags - kept_tags} of {tags} keywords were left out: a file holds no more.",) if tags else ()
    )
