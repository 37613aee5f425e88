"""Messages to start from: the smallest that are valid, and the committed examples."""

import json
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
SHA256 = "0" * 64
PICTURE = {"reference": "1:1", "sha256": SHA256, "bytes": 9, "width": 100, "height": 50, "media_type": "image/png"}
SIZE = {"name": "thumbnail", "src_x": 0, "src_y": 0, "src_w": 50, "src_h": 50, "dst_w": 50, "dst_h": 50}
ORDER = {"quote_id": "quo_1", "pipeline": "export", "items": [PICTURE]}
QUOTE_REQUEST = {"pipeline": "export", "items": [PICTURE]}
CONNECT = {"device_code": "c" * 20, "verifier": "v" * 43, "site_url": "https://shop.test"}
FILE = {
    "id": "fil_1",
    "name": "full",
    "width": 100,
    "height": 50,
    "bytes": 7,
    "sha256": SHA256,
    "media_type": "image/webp",
    "extension": "webp",
    "quality": 70,
    "score": 71.5,
}
ANALYSIS = {
    "language": "en",
    "decorative": False,
    "draft": True,
    "confidence": 0.5,
    "model": "embedded",
    "prompt_version": "3",
}


def example(name):
    """The committed example of that name, as plain data."""
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
