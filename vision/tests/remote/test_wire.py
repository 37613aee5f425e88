"""Answers as they come over the wire: packed, in pieces, with what belongs to no answer, over connections that end."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from picopt_vision import Context, ModelConfig, Settings, analyse
from picopt_vision.remote import RemoteModel
from picopt_vision.remote.client import Client
from picopt_vision.scripted import read_script

CONTENT: Final = json.dumps(read_script("good")[0]["content"], ensure_ascii=False)
SAID: Final = json.dumps({"choices": [{"message": {"content": CONTENT}}]}, ensure_ascii=False).encode()


def answer(body: bytes = SAID, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body) if length is None else length}", "", ""]).encode() + body


def in_pieces(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


@contextmanager
def serve(first: bytes) -> Iterator[str]:
    """Sends these bytes to the first request and ends the connection; all others are answered well, and kept open."""
    asked = 0

    def converse(connection: socket.socket) -> None:
        nonlocal asked
        with connection, suppress(OSError):
            while _request(connection):
                asked += 1
                connection.sendall(first if asked == 1 else answer())
                if asked == 1:
                    return

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=converse, args=(listening.accept()[0],), daemon=True).start()

    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _request(connection: socket.socket) -> bool:
    """Whether one came, to its end."""
    stream = connection.makefile("rb")
    head = iter(lambda: stream.readline().rstrip(b"\r\n"), b"")  # which a closed connection ends as well
    lengths = [int(line.split(b":")[1]) for line in head if line.lower().startswith(b"content-length")]
    return bool(lengths and stream.read(lengths[0]))


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    "first",
    [
        pytest.param(answer(gzip.compress(SAID), "Content-Encoding: gzip"), id="packed"),
        pytest.param(answer(SAID, "Content-Encoding: gzip"), id="says that it is packed, and is not"),
        pytest.param(answer(b"\x1b\x00junk", "Content-Encoding: br"), id="packed as nobody asked for"),
        pytest.param(answer(b"\xef\xbb\xbf" + SAID), id="a mark of byte order"),
        pytest.param(answer(SAID.decode().encode("utf-16")), id="another encoding"),
        pytest.param(in_pieces(SAID[:99], SAID[99:]), id="in pieces"),
        pytest.param(in_pieces(SAID, end=b"0\r\n\r\nJUNK\r\n"), id="junk behind the last piece"),
        pytest.param(in_pieces(SAID, end=b""), id="no last piece"),
        pytest.param(answer(length=99), id="longer than it says"),
        pytest.param(answer(length=99_999), id="shorter than it says"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(), id="hints before it"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", id="another protocol"),
        pytest.param(answer(b"", status="204 No Content"), id="nothing, successfully"),
        pytest.param(answer() + answer(), id="two answers to one request"),
        pytest.param(answer(SAID, "X-Long: " + "x" * 200_000), id="an endless header"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="no HTTP"),
        pytest.param(
            answer(gzip.compress(SAID)[:-40], "Content-Encoding: gzip", status="500 X"), id="half of a packed error"
        ),
        pytest.param(
            answer(b"{}", "Retry-After: Fri, 99 Foo 99999 99:99:99 ZZZ", status="429 X"), id="a pause that is no date"
        ),
    ],
)
def test_the_image_and_the_next_one_get_their_text(first: bytes, tmp_path: Path) -> None:
    image = tmp_path / "one.png"
    Image.effect_noise((64, 48), 40).convert("RGB").save(image)
    with serve(first) as url:
        config = ModelConfig(kind="openai", model="m", base_url=url, timeout_seconds=5, budget_seconds=10)
        with Client(config, sleep=lambda _seconds: None) as client:
            model = RemoteModel(config, client)
            alts = {analyse(model, image, Context(), Settings()).alt for _ in range(2)}
    assert alts == {json.loads(CONTENT)["alt"]}
