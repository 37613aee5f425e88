from pathlib import Path

import pytest

from picopt_imaging.naming import is_plain, under_a_plain_name


@pytest.mark.parametrize(("name", "plain"), [("a [b].png", True), ("ü.png", True), ("a[1]", False), ("\udce9", False)])
def test_what_libvips_would_read_otherwise_gets_a_link(tmp_path: Path, name: str, *, plain: bool) -> None:
    path = tmp_path / name
    path.write_text("octets")
    seen: list[Path] = []

    @under_a_plain_name
    def read(path: Path, more: str) -> str:
        seen.append(path)
        return path.read_text() + more

    assert is_plain(path) is plain
    assert read(path, "!") == "octets!"
    assert (seen[0] == path) is plain
    assert seen[0].exists() is plain
