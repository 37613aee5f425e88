"""Lighthouse in the real Chromium: bytes of images and the largest contentful paint of a page with one."""

import functools
import http.server
import threading
from collections.abc import Iterator

import pytest
from PIL import Image

from picopt_standalone.demo.library import Post
from picopt_standalone.demo.lighthouse import weigh
from picopt_standalone.processes import StartError

pytestmark = pytest.mark.deep  # installs Lighthouse where it is not there yet


@pytest.fixture
def pages(tmp_path) -> Iterator[str]:
    """A page with a photograph that fills it, and one of words."""
    Image.effect_noise((800, 600), 60).save(tmp_path / "photo.png")
    head = '<!doctype html><html lang="en"><title>x</title><meta name="viewport" content="width=device-width">'
    (tmp_path / "photo.html").write_text(f'{head}<img src="photo.png" width="800" height="600" alt="">')
    (tmp_path / "words.html").write_text(f"{head}<h1>Words</h1>")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_is_weighed_by_what_crossed_the_wire(pages, tmp_path):
    photo, words = weigh([Post(1, "Photo", f"{pages}/photo.html"), Post(2, "Words", f"{pages}/words.html")])
    size = (tmp_path / "photo.png").stat().st_size
    assert size <= photo.image_bytes < size + 1000  # and its headers
    assert photo.lcp_bytes == photo.image_bytes
    assert photo.lcp_ms > 0
    assert (words.image_bytes, words.lcp_bytes) == (0, 0)


def test_a_page_that_is_not_there_is_no_measurement(pages):
    with pytest.raises(StartError, match="Lighthouse"):
        weigh([Post(1, "Gone", f"{pages}/gone.html")])
