"""What every vision model must do; one class, run against each implementation of the port."""

from collections.abc import Callable
from pathlib import Path

import pytest

from picopt_vision import Context, Settings, VisionError, VisionModel, analyse
from picopt_vision.filename import MAX_BYTES


class ModelContract:
    """Needs a fixture `model` that can describe the picture of a lighthouse."""

    def test_says_what_there_is_to_see(self, model: VisionModel, picture: Callable[[str], Path]) -> None:
        result = analyse(model, picture("lighthouse"), Context(), Settings())
        assert "lighthouse" in result.alt.lower()
        assert result.model == model.name
        assert result.draft is model.is_draft
        assert result.prompt_version
        assert 0 < result.confidence <= 1
        assert result.usage.seconds > 0

    def test_each_field_says_something_of_its_own(self, model: VisionModel, picture: Callable[[str], Path]) -> None:
        result = analyse(model, picture("lighthouse"), Context(), Settings())
        texts = [text for text in (result.alt, result.title, result.caption, result.description) if text]
        # A draft is empty where a classifier would only fill the line, its title too where that is the alt text without
        # its article; who can see has a caption worth reading, too.
        assert len(texts) >= (1 if model.is_draft else 3)
        assert len({text.lower().strip(".").removeprefix("a ") for text in texts}) == len(texts)

    def test_fits_where_it_will_be_stored(self, model: VisionModel, picture: Callable[[str], Path]) -> None:
        result = analyse(model, picture("lighthouse"), Context(), Settings())
        assert result.filename.isascii()
        assert 0 < len(result.filename) <= MAX_BYTES
        assert result.tags == tuple(dict.fromkeys(tag.lower() for tag in result.tags))
        for line in (result.alt, result.title, result.caption):
            assert "\n" not in line
            assert "<" not in line

    def test_leaves_out_what_nobody_asked_for(self, model: VisionModel, picture: Callable[[str], Path]) -> None:
        result = analyse(model, picture("lighthouse"), Context(), Settings(fields=("alt", "tags")))
        assert result.alt
        assert result.tags
        assert (result.title, result.caption, result.description, result.filename) == ("", "", "", "")

    def test_refuses_a_file_that_is_no_picture(self, model: VisionModel, tmp_path: Path) -> None:
        path = tmp_path / "picture.jpg"
        path.write_bytes(b"%PDF-1.7 not a picture at all")
        with pytest.raises(VisionError) as caught:
            analyse(model, path, Context(), Settings())
        assert caught.value.code == "unsupported_media"
        assert not caught.value.retryable


class TestEmbedded(ModelContract):
    @pytest.fixture
    def model(self, embedded: VisionModel) -> VisionModel:
        return embedded


class TestRemote(ModelContract):
    @pytest.fixture
    def model(self, remote: Callable) -> VisionModel:
        model, _ = remote("good")
        return model
