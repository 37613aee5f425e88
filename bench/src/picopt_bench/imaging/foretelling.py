"""How far size estimates are off, on pictures that nothing was fitted on."""

import tempfile
from pathlib import Path
from typing import Any

from picopt_imaging import Format, Plan, Preset, estimate, optimize


def estimate_errors(pictures: list[Path]) -> list[dict[str, Any]]:
    """Relative error of the full picture's bytes, for WebP and JPEG, preset auto and medium."""
    rows = []
    for path in pictures:
        for to, preset in ((Format.WEBP, Preset.AUTO), (Format.WEBP, Preset.MEDIUM), (Format.JPEG, Preset.AUTO)):
            plan = Plan(format=to, preset=preset, max_width=2560, max_height=2560, force_format=True)
            with tempfile.TemporaryDirectory() as folder:
                made = optimize(path, plan, Path(folder)).files[0].bytes
            off = estimate(path, plan).full_bytes / made - 1
            rows.append({"picture": path.name, "format": to, "preset": preset, "error": round(off, 4)})
    return rows
