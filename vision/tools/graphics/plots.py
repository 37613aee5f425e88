"""Charts as matplotlib draws them, in all of its styles: lines, bars, pies, boxes, and more, with made-up numbers."""

import io
import random
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
from PIL import Image

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

WORDS = """Sales Revenue Year Population Temperature Users Requests Score Price Age Rate Income Hours Distance Speed
Weight Energy Cost Growth Errors Votes Region North South East West 2019 2020 2021 2022 Jan Feb Mar Apr May Jun Apple
Pear Plum Control Treatment"""
COLORS = ("tab10", "Set1", "Set2", "Dark2", "viridis", "Blues", "magma", "coolwarm")
FONTS = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")


def plots(count: int, chance: random.Random) -> Iterator[tuple[str, Image.Image]]:
    """So many charts, `chart` beside each."""
    numbers = np.random.default_rng(chance.randrange(2**32))
    styles = [style for style in plt.style.available if not style.startswith("_")] + ["default"] * 8
    for _ in range(count):
        with plt.style.context(chance.choice(styles)):
            plt.rcParams["font.family"] = chance.choice(FONTS)
            figure, axes = plt.subplots(figsize=(chance.uniform(3, 10), chance.uniform(2.5, 6)))
            draw = chance.choice((_lines, _lines, _areas, _bars, _bars, _pie, _pie, _dots, _counts, _boxes, _heat))
            draw(axes, mpl.colormaps[chance.choice(COLORS)](np.linspace(0.1, 0.9, 8)), chance, numbers)
            if chance.random() < 0.6:
                axes.set_title(_words(chance, 4))
            if chance.random() < 0.6 and draw is not _pie:
                axes.set_xlabel(_words(chance, 2))
                axes.set_ylabel(_words(chance, 2))
            file = io.BytesIO()
            figure.savefig(file, dpi=chance.choice((60, 80, 100)), bbox_inches=chance.choice((None, "tight")))
            plt.close(figure)
            yield "chart", Image.open(file)


def _words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS.split(), k=chance.randint(1, most)))


def _lines(axes: Axes, colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    length = chance.choice((8, 20, 100, 300))
    for color in colors[: chance.randint(1, 5)]:
        heights = np.cumsum(numbers.normal(chance.uniform(-0.2, 0.3), 1, length))
        axes.plot(heights, color=color, marker=chance.choice(("", "", "o")), label=_words(chance, 1))
    if chance.random() < 0.6:
        axes.legend()


def _areas(axes: Axes, colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    axes.stackplot(range(40), numbers.uniform(1, 9, (chance.randint(1, 4), 40)), colors=colors)


def _bars(axes: Axes, colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    count = chance.randint(3, 8)
    names = [f"{_words(chance, 1)}{' ' * at}" for at in range(count)]
    chance.choice((axes.bar, axes.barh))(
        names, numbers.uniform(1, 100, count), color=chance.choice((colors[0], colors[:count]))
    )


def _pie(axes: Axes, colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    count = chance.randint(2, 7)
    axes.pie(
        numbers.uniform(1, 10, count),
        labels=[_words(chance, 1) for _ in range(count)] if chance.random() < 0.7 else None,
        autopct=chance.choice((None, "%1.0f%%", "%1.1f%%")),
        colors=colors,
        wedgeprops=chance.choice(({}, {"width": 0.4})),
        startangle=chance.randint(0, 180),
    )


def _dots(axes: Axes, colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    for at, color in enumerate(colors[: chance.randint(1, 3)]):
        axes.scatter(*numbers.normal(at, 1, (2, 80)), color=color, s=chance.uniform(5, 60), alpha=0.7)


def _counts(axes: Axes, colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    edge = chance.choice((None, "white", "black"))
    axes.hist(numbers.normal(0, 1, 500), bins=chance.randint(8, 40), color=colors[0], edgecolor=edge)


def _boxes(axes: Axes, _colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    chance.choice((axes.boxplot, axes.violinplot))(list(numbers.normal(0, 1, (chance.randint(2, 8), 60))))


def _heat(axes: Axes, _colors: np.ndarray, chance: random.Random, numbers: np.random.Generator) -> None:
    image = axes.imshow(numbers.uniform(0, 1, (chance.randint(3, 12),) * 2), cmap=chance.choice(COLORS))
    axes.figure.colorbar(image)
