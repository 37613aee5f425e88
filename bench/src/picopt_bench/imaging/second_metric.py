"""Butteraugli, so that nothing is tuned to the first metric alone: `butteraugli_main` of Debian's `libjxl-devtools`."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from picopt_imaging.vips import Image


def is_there() -> bool:
    """Whether the program is installed; without it, the second metric is not measured and the goals of it not met."""
    return shutil.which("butteraugli_main") is not None


def distance(a: Image, b: Image) -> float:
    """The 3-norm between two opaque images of one size: 0 identical, 1 hard to see side by side; lower is better."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / name) for name in ("a.png", "b.png")]
        for image, path in zip((a, b), paths, strict=True):
            image.pngsave(path, compression=1, keep="none")
        done = subprocess.run(["butteraugli_main", *paths], capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[1].split(":")[1])
