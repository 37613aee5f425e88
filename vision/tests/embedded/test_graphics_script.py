"""`vision/tools/graphics` goes through all of its steps, and what it learns is a layer as the model reads it.

A small share of what it draws itself, and a package whose few pictures are drawn here instead of Debian's 26. It runs
in an environment of its own (`var/graphics-script`, 600 MB); libraries and logos come from npm, as ever.
"""

import random
import subprocess
import sys
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
import pytest
from PIL import Image, ImageDraw

from picopt_vision.embedded.networks.classifier import glance
from picopt_vision.embedded.sight import drawn

pytestmark = pytest.mark.deep
TOP: Final = Path(__file__).resolve().parents[3]
SCRIPT: Final = TOP / "vision" / "tools" / "graphics"
PACKAGES: Final = ("cairosvg", "matplotlib", "onnx", "playwright", "pypdfium2", "scikit-learn")
PARTS: Final = (TOP / "runtime", TOP / "vision")
A_FEW: Final = 6  # of a kind: a fifth of them is told by what was learned from the others
PACKAGE: Final = "drawn-doc"
SOURCES: Final = f'screens = ["{PACKAGE}"]\n' + "\n".join(
    f'[[source]]\npackage = "{PACKAGE}"\nkind = "{kind}"\nfiles = ["{kind}-*.png"]\nmost = 200\n'
    for kind in ("drawing", "photo", "screenshot")
)
WORDS: Final = ("Name", "Server", "Port", "Address", "Language", "Format", "Quality", "Folder", "Network", "Account")
JUDGED: Final = f"{PACKAGE}\tjudged.png\tdrawing\n"


@pytest.fixture(scope="module")
def python() -> Path:
    folder = TOP / "var" / "graphics-script"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    ours = [word for part in PARTS for word in ("--editable", part)]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *ours, *PACKAGES], check=True)
    return python


@pytest.fixture(scope="module")
def learned(python: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The layer that the script has written, and what it has printed."""
    folder, sources = tmp_path_factory.mktemp("graphics"), tmp_path_factory.mktemp("sources")
    fill(folder / PACKAGE / "usr" / "share", random.Random(1))  # noqa: S311 -- draws pictures
    (sources / "sources.toml").write_text(SOURCES)
    (sources / "judged.tsv").write_text(JUDGED)
    command = [python, SCRIPT, folder, "--share", "0.03", "--sources", sources]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return folder / "graphic-kinds.onnx", done.stdout


def test_the_kinds_are_in_the_order_in_which_the_model_reads_them(learned: tuple[Path, str]) -> None:
    _layer, printed = learned
    assert " ".join(drawn._LEARNED) in printed


@pytest.mark.parametrize("kind", ["drawing", "photo", "screenshot", "document"])
def test_a_picture_that_is_drawn_anew_is_told(kind: str, learned: tuple[Path, str]) -> None:
    layer, _printed = learned
    logits = glance(DRAWN[kind](random.Random(2))).logits  # noqa: S311 -- draws a picture
    (shares,) = onnxruntime.InferenceSession(layer).run(["shares"], {"logits": logits})
    assert shares.shape == (1, len(drawn._LEARNED))
    assert shares.sum() == pytest.approx(1, abs=1e-5)
    assert drawn._LEARNED[int(shares.argmax())] == kind


def fill(share: Path, chance: random.Random) -> None:
    """A package's folder as `dpkg-deb` leaves it, so that none is fetched: pictures, a PDF, a page."""
    share.mkdir(parents=True)
    for kind in ("drawing", "photo", "screenshot"):
        for at in range(A_FEW):
            DRAWN[kind](chance).save(share / f"{kind}-{at}.png")
    drawing(chance).save(share / "judged.png")
    first, *others = [paper(chance) for _ in range(A_FEW)]
    first.save(share / "papers.pdf", save_all=True, append_images=others)
    (share / "page.html").write_text(f"<h1>A page</h1>{'<p>Words of a page.</p>' * 400}")


def drawing(chance: random.Random) -> Image.Image:
    """Bright shapes on white."""
    image = Image.new("RGB", (400, 300), "white")
    pen = ImageDraw.Draw(image)
    for _ in range(8):
        x, y, side = chance.randint(0, 300), chance.randint(0, 200), chance.randint(30, 120)
        color = f"hsl({chance.randrange(360)}, 80%, 55%)"
        chance.choice((pen.ellipse, pen.rectangle))((x, y, x + side, y + side), fill=color, outline="black", width=3)
    return image


def photo(chance: random.Random) -> Image.Image:
    """Soft light over a rough ground."""
    numbers = np.random.default_rng(chance.randrange(2**32))
    ground = Image.fromarray(numbers.integers(40, 200, (12, 16, 3), np.uint8)).resize(
        (400, 300), Image.Resampling.BICUBIC
    )
    grain = numbers.normal(0, 6, (300, 400, 1))
    return Image.fromarray(np.clip(np.asarray(ground) + grain, 0, 255).astype(np.uint8))


def window(chance: random.Random) -> Image.Image:
    """A gray window with a title, fields, and buttons."""
    image = Image.new("RGB", (640, 420), "#f0f0f0")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 640, 28), fill="#3b5998")
    pen.text((10, 8), "Preferences", fill="white")
    for row in range(8):
        pen.text((20, 50 + 42 * row), chance.choice(WORDS), fill="black")
        pen.rectangle((200, 46 + 42 * row, 400 + chance.randint(0, 200), 72 + 42 * row), fill="white", outline="#999")
    return image


def paper(chance: random.Random) -> Image.Image:
    """A white page full of lines."""
    image = Image.new("RGB", (595, 842), "white")
    pen = ImageDraw.Draw(image)
    for row in range(46):
        pen.text((60, 60 + 16 * row), " ".join(chance.choices(WORDS, k=11)), fill="black")
    return image


DRAWN: Final = {"drawing": drawing, "photo": photo, "screenshot": window, "document": paper}
