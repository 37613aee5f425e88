"""One AVIF by SVT-AV1, which neither libvips nor Pillow carries. Arguments: source, quality, speed, result."""

import importlib
import json
import os
import sys
import time

import PIL.Image


def main() -> None:
    """Prints the CPU seconds of encoding. The plugin lies on `PYTHONPATH`; loaded first, it takes Pillow's place."""
    os.environ["SVT_LOG"] = "0"
    importlib.import_module("pillow_avif")
    source, quality, speed, result = sys.argv[1:5]
    picture = PIL.Image.open(source).convert("RGB")
    started = time.process_time()
    picture.save(
        result,
        "AVIF",
        codec="svt",
        quality=int(quality),
        speed=int(speed),
        max_threads=1,
        advanced={"tune": "3"},  # the encoder's own for stills
    )
    print(json.dumps({"cpu": time.process_time() - started}))


if __name__ == "__main__":
    main()
