import pytest

from picopt_vision.capabilities import Extra, degradations


@pytest.mark.parametrize("embedded", [True, False])
def test_nothing_is_missing_where_the_extras_are_installed(*, embedded: bool) -> None:
    assert list(degradations(embedded=embedded)) == []


def test_a_remote_model_reads_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Extra, "installed", False)
    assert [missing.name for missing in degradations(embedded=True)] == [
        "text_reading",
        "japanese_names",
        "heic_reading",
    ]
    assert [missing.name for missing in degradations(embedded=False)] == ["japanese_names", "heic_reading"]


def test_the_loss_and_its_remedy_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Extra, "installed", property(lambda extra: extra is not Extra.OCR))
    (missing,) = degradations(embedded=True)
    assert "Install picopt-vision[ocr]" in missing.says
