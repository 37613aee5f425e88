"""Makes the pictures of the guide and of docs/ of what `make screenshots` and `make demo` left in var/: real screens.

Committed, because they are shown without a tour having been gone over; made again whenever screens change.
"""

import sys
from pathlib import Path
from typing import Final

from PIL import Image

TOP: Final = Path(__file__).resolve().parents[1]
SCREENSHOTS: Final = TOP / "var" / "screenshots"
TARGET: Final = TOP / "saas/src/picopt_saas/dashboard/static/dashboard/guide"
WIDTH: Final = 1000
# Name of a picture → its screenshot, and how much of it is shown, from the top, in pixels of the screenshot.
PICTURES: Final = {
    "connect-code": ("plugin-connect-code.desktop.png", 620),
    "connect-confirm": ("dashboard-connect-confirm.desktop.png", 620),
    "first-steps": ("plugin-bulk-new.desktop.png", 760),
    "wizard": ("plugin-wizard-choose.desktop.png", 900),
    "preview": ("plugin-wizard-preview.desktop.png", 900),
    "result": ("plugin-result.desktop.png", 900),
    "review": ("plugin-review.desktop.png", 900),
    "revert": ("plugin-revert.desktop.png", 900),
    "compare": ("plugin-image-compare.desktop.png", 900),
    "uploads": ("plugin-settings.desktop.png", 900),
    "exclusions": ("plugin-settings-tab-5.desktop.png", 900),
    "audit": ("plugin-audit-new.desktop.png", 760),
    "report": ("plugin-report.desktop.png", 760),
    "overview": ("dashboard-home.desktop.png", 900),
    "plans": ("dashboard-plan.desktop.png", 900),
}
# Picture of README and docs/ → its screenshot.
DOCS: Final = {
    "media-library": TOP / "var/demo/media-library.png",
    "audit": SCREENSHOTS / "plugin-audit.desktop.png",
    "review": SCREENSHOTS / "plugin-review.desktop.png",
}
COLORS: Final = 256  # enough for a screen with small photographs, in a third of the bytes


def main() -> int:
    """Make those whose screenshots are there; say which are not."""
    TARGET.mkdir(parents=True, exist_ok=True)
    missing = [name for name in PICTURES if not make(name)] + [name for name in DOCS if not make_for_docs(name)]
    if missing:
        print(f"no screenshot for {', '.join(missing)}; run make screenshots and make demo", file=sys.stderr)
    return 1 if missing else 0


def make_for_docs(name: str) -> bool:
    """One picture of docs/images; whether its screenshot was there."""
    if not DOCS[name].exists():
        return False
    with Image.open(DOCS[name]) as image:
        shown = image.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        shown.save(TOP / "docs" / "images" / f"{name}.png", optimize=True)
    return True


def make(name: str) -> bool:
    """One picture; whether its screenshot was there."""
    screenshot, height = PICTURES[name]
    source = SCREENSHOTS / screenshot
    if not source.exists():
        return False
    with Image.open(source) as image:
        shown = image.convert("RGB").crop((0, 0, image.width, min(height, image.height)))
        shown.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
        shown.save(TARGET / f"{name}.webp", quality=80, method=6)
    return True


if __name__ == "__main__":
    sys.exit(main())
