from pathlib import Path

import PIL.Image
import pytest

from picopt_bench.imaging import corpus, debian
from picopt_bench.imaging.corpus import Batch, Kind, gather
from picopt_bench.imaging.debian import MissingError


def draw(path: Path, side: int, colour: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    PIL.Image.new("L", (side, side), colour).save(path)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def unpacked(name: str) -> Path:
        if name != "made-up":
            raise MissingError(f"{name}: no such package")
        return tmp_path

    monkeypatch.setattr(corpus, "unpacked", unpacked)
    for number in range(6):
        draw(tmp_path / "photos" / f"{number}.png", 200, number)
    draw(tmp_path / "photos" / "same.png", 200, 0)
    draw(tmp_path / "photos" / "tiny.png", 20, 9)
    (tmp_path / "photos" / "text.png").write_text("no image")
    (tmp_path / "photos" / "link.png").symlink_to(tmp_path / "photos" / "1.png")
    return tmp_path


def test_a_batch_takes_so_many_different_images_the_same_ones_every_time(package: Path) -> None:
    batch = Batch(Kind.PHOTO, "made-up", "photos/*.png", 3)
    first, second = gather([batch]), gather([batch])
    assert first == second
    assert len({exhibit.path.read_bytes() for exhibit in first.exhibits}) == 3
    assert all(exhibit.name.startswith("made-up/photos/") for exhibit in first.exhibits)
    assert first.missing == ()


def test_others_can_be_looked_at(package: Path) -> None:
    batch = Batch(Kind.PHOTO, "made-up", "photos/*.png", 3)
    names = {exhibit.name for exhibit in gather([batch]).exhibits}
    assert names.isdisjoint(exhibit.name for exhibit in gather([batch], skip=3).exhibits)


def test_what_is_missing_is_named_and_the_rest_is_there(package: Path) -> None:
    batches = [Batch(Kind.PHOTO, "made-up", "photos/*.png", 9), Batch(Kind.ICON, "gone", "*.png", 1)]
    found = gather(batches)
    assert len(found.exhibits) == 6
    assert found.missing == ("made-up: 6 of 9 images like photos/*.png", "gone: no such package")


def test_a_machine_without_apt_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "_PACKAGES", tmp_path / "packages")
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(MissingError, match="made-up: this machine has no apt-get"):
        debian.unpacked("made-up")


def test_sources_are_asked_of_the_same_mirrors(tmp_path: Path) -> None:
    new, old = tmp_path / "debian.sources", tmp_path / "sources.list"
    new.write_text("Types: deb\nURIs: http://mirror/debian\n")
    old.write_text("deb http://mirror/debian stable main\ndeb-src http://mirror/debian stable main\n")
    debian._write_sources(new, tmp_path / "new")
    debian._write_sources(old, tmp_path / "old")
    assert (tmp_path / "new").read_text() == "Types: deb-src\nURIs: http://mirror/debian\n"
    assert (tmp_path / "old").read_text() == "deb-src http://mirror/debian stable main\n"
