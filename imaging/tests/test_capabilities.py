import pytest

from picopt_imaging import ImagingPool, vips_memory
from picopt_imaging.capabilities import degradations
from picopt_imaging.encode import libwebp
from picopt_imaging.ssimulacra2 import native


def test_nothing_is_missing_where_everything_was_built() -> None:
    assert degradations() == []


@pytest.mark.parametrize(
    ("part", "name"), [(native, "compiled_meter"), (libwebp, "own_libwebp"), (vips_memory, "few_rows")]
)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, part: object, name: str) -> None:
    monkeypatch.setattr(part, "is_available", lambda: False)
    (found,) = degradations()
    assert found.name == name
    assert "Install" in found.says


def test_a_child_tells_what_it_lacks() -> None:
    with ImagingPool(workers=1) as pool:
        assert pool.degradations() == degradations()
