"""What preset `auto` saves: against one fixed quality with the same worst case, and against sharp at the same mean."""

import json
import math
import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging import second_metric, tools
from picopt_bench.imaging.corpus import Corpus, Exhibit
from picopt_bench.imaging.ladder import climb
from picopt_bench.imaging.measure import run
from picopt_bench.imaging.notebook import Notebook
from picopt_bench.imaging.reference import decoded_by_pillow, neutral
from picopt_bench.imaging.speed import HERE, SHARP
from picopt_imaging import Plan, inspect, optimize
from picopt_imaging.decode import decode
from picopt_imaging.encode import encode, read_back
from picopt_imaging.geometry import Base, fit
from picopt_imaging.presets import recipe_of
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format, Preset
from picopt_imaging.vips import Image

SIDE: Final = 1024
_QUALITIES: Final = {
    Format.WEBP: (50, 65, 78, 86, 92, 96, 100),
    Format.AVIF: (35, 46, 56, 66, 76, 88),
}
Row = dict[str, Any]


def compare(corpus: Corpus, to: Format, notebook: Notebook) -> list[Row]:
    """For each photograph: ours by `auto`, ours at fixed qualities, sharp's at the same."""
    return [notebook.answer(f"{each.name} {to}", partial(_compare_one, each, to)) for each in corpus.photographs]


def summed_up(rows: list[Row]) -> Row:
    """Totals. The fixed quality is the lowest of the ladder at which no image falls below the worst of `auto`."""
    worst = min(row["auto"]["score"] for row in rows)
    peer = _fixed_for_all(rows, worst)
    ours = sum(row["auto"]["bytes"] for row in rows)
    mean = statistics.mean(row["auto"]["neutral"] for row in rows)
    return {
        "images": len(rows),
        "worst_score": worst,
        "mean_score": round(mean, 2),
        "auto_bytes": ours,
        "fixed_quality": peer["quality"],
        "fixed_bytes": peer["bytes"],
        "fixed_worst_score": peer["worst"],
        "saved": round(1 - ours / peer["bytes"], 4),
        "sharp_bytes_same_mean": round(_sharp_at_mean(rows, mean)),
        "vs_sharp_same_mean": round(ours / _sharp_at_mean(rows, mean), 4),
    }


def second_opinion(corpus: Corpus, to: Format, rows: list[Row], quality: int, notebook: Notebook) -> Row | None:
    """Butteraugli of our files and of those of the fixed quality: mean and worst; lower is better."""
    if not second_metric.is_there():
        return None
    paths = {exhibit.name: exhibit.path for exhibit in corpus.exhibits}
    recipe = recipe_of(Preset.MEDIUM, to).at(quality)
    auto = [row["auto"]["butteraugli"] for row in rows]
    fixed = [
        notebook.answer(f"{row['image']} {to} {quality}", partial(_distance_at, paths[row["image"]], recipe))
        for row in rows
    ]
    means = {"auto_mean": round(statistics.mean(auto), 3), "fixed_mean": round(statistics.mean(fixed), 3)}
    return means | {"auto_worst": max(auto), "fixed_worst": max(fixed)}


def opaque_pixels(path: Path, side: int = SIDE) -> Image:
    """The image inside a square, as the pipeline sees it, on white."""
    info = inspect(path)
    pixels = decode(path, info, Base(*fit(info.width, info.height, side, side)))
    if not pixels.hasalpha():
        return pixels
    return pixels.flatten(background=[255.0] * (pixels.bands - 1)).copy_memory()


def _distance_at(path: Path, recipe: Recipe) -> float:
    pixels = opaque_pixels(path)
    return round(second_metric.distance(pixels, read_back(encode(pixels, recipe), pixels)), 4)


def _compare_one(exhibit: Exhibit, to: Format) -> Row:
    pixels = opaque_pixels(exhibit.path)
    held_against = neutral(exhibit.path, pixels.width, pixels.height)
    return {
        "image": exhibit.name,
        "auto": _auto(exhibit.path, pixels, held_against, to),
        "fixed": _fixed(pixels, to),
        "sharp": _sharp(exhibit.path, held_against, to),
    }


def _auto(path: Path, pixels: Image, held_against: Image, to: Format) -> Row:
    """From the file as a site has it: that it is a JPEG tells `auto` something. On white, where it is transparent."""
    with tempfile.TemporaryDirectory() as folder:
        source = path
        if inspect(path).has_alpha:
            source = Path(folder) / "source.png"
            pixels.pngsave(str(source), compression=1, keep="none")
        plan = Plan(format=to, force_format=True, max_width=SIDE, max_height=SIDE)
        report = optimize(source, plan, Path(folder))
        data = report.files[0].path.read_bytes()
    made = decoded_by_pillow(data, alpha=False)
    return {
        "bytes": len(data),
        "score": round(score_images(pixels, made), 2),
        "neutral": round(score_images(held_against, made), 2),
        "butteraugli": round(second_metric.distance(pixels, made), 4) if second_metric.is_there() else None,
    }


def _fixed(pixels: Image, to: Format) -> list[Row]:
    """At each quality as a fixed preset has it."""
    recipe: Recipe = recipe_of(Preset.MEDIUM, to)

    def judge(data: bytes) -> float:
        return round(score_images(pixels, read_back(data, pixels)), 2)

    rungs = climb(_QUALITIES[to], lambda quality: encode(pixels, recipe.at(quality)), judge)
    return [{"quality": rung.quality, "bytes": rung.octets, "score": rung.worth} for rung in rungs]


def _sharp(path: Path, held_against: Image, to: Format) -> list[Row]:
    home = {"SHARP_HOME": str(tools.install_sharp())}
    options = {name: value for name, value in SHARP[to].items() if name != "quality"}
    with tempfile.TemporaryDirectory() as folder:
        said = [json.dumps(options), str(SIDE), json.dumps(_QUALITIES[to]), folder]
        run(["node", str(HERE / "sharp_ladder.js"), str(path), str(to), *said], home)
        files = [(quality, (Path(folder) / f"{quality}.{to}").read_bytes()) for quality in _QUALITIES[to]]
    return [
        {
            "quality": quality,
            "bytes": len(data),
            "score": round(score_images(held_against, decoded_by_pillow(data, alpha=False)), 2),
        }
        for quality, data in files
    ]


def _fixed_for_all(rows: list[Row], worst: float) -> Row:
    """The lowest quality at which no image falls below `worst`, or the highest there is; bytes of all files at it."""
    lowest, highest = max(row["fixed"][0]["quality"] for row in rows), min(row["fixed"][-1]["quality"] for row in rows)
    each = [_all_at(rows, "fixed", quality) for quality in range(lowest, highest + 1)]
    return next((found for found in each if found["worst"] >= worst), each[-1])


def _all_at(rows: list[Row], tool: str, quality: int) -> Row:
    made = [_between(row[tool], quality) for row in rows]
    scores = [score for _, score in made]
    octets = round(sum(octets for octets, _ in made))
    return {"quality": quality, "bytes": octets, "worst": round(min(scores), 2), "mean": statistics.mean(scores)}


def _between(rungs: list[Row], quality: int) -> tuple[float, float]:
    """Octets and score at a quality between two rungs of a ladder: bytes by their logarithm, score straight."""
    low = max((rung for rung in rungs if rung["quality"] <= quality), key=lambda rung: rung["quality"])
    high = min((rung for rung in rungs if rung["quality"] >= quality), key=lambda rung: rung["quality"])
    share = (quality - low["quality"]) / max(1, high["quality"] - low["quality"])
    octets = math.exp(math.log(low["bytes"]) * (1 - share) + math.log(high["bytes"]) * share)
    return octets, low["score"] * (1 - share) + high["score"] * share


def _sharp_at_mean(rows: list[Row], mean: float) -> float:
    """Bytes of all of sharp's files at the one quality, between two, that has that mean score."""
    lowest, highest = max(row["sharp"][0]["quality"] for row in rows), min(row["sharp"][-1]["quality"] for row in rows)
    ladder = [_all_at(rows, "sharp", quality) for quality in range(lowest, highest + 1)]
    low = max((rung for rung in ladder if rung["mean"] <= mean), key=lambda rung: rung["mean"], default=ladder[0])
    high = min((rung for rung in ladder if rung["mean"] >= mean), key=lambda rung: rung["mean"], default=ladder[-1])
    share = (mean - low["mean"]) / (high["mean"] - low["mean"]) if high["mean"] > low["mean"] else 0.0
    return math.exp(math.log(low["bytes"]) * (1 - share) + math.log(high["bytes"]) * share)
