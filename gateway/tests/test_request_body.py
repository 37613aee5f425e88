"""A request's body, read on another thread."""

import io
from contextlib import nullcontext
from itertools import accumulate

from picopt_gateway.pace import Pace
from picopt_gateway.request_body import RequestBody
from picopt_runtime.readers import Readers


def test_blocks_are_what_the_server_takes_in_and_fill_each_window_of_the_slowest_pace_exactly():
    asked = []

    class Stream(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    data = bytes(range(256)) * 4000  # 1,024,000 bytes
    pace = Pace(seconds=30, bytes=480_000)
    body = RequestBody(Stream(data), len(data), place=nullcontext, readers=Readers(1), pace=pace)
    assert body.use(body.read_all) == data
    assert body.received == sum(asked) == len(data)
    assert max(asked) == 128 * 1024
    assert {480_000, 960_000} <= set(accumulate(asked))
