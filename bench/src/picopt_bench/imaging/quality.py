"""(b) Bytes at equal score, score at equal bytes; drawings; the meter itself."""

import io
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import PIL.Image

from picopt_bench.imaging import tools
from picopt_bench.imaging.measure import run
from picopt_bench.imaging.pictures import neutral
from picopt_bench.imaging.speed import HERE
from picopt_imaging import Plan, inspect, optimize
from picopt_imaging.decode import decode
from picopt_imaging.encode import encode
from picopt_imaging.encode.avif import EFFORT
from picopt_imaging.geometry import Base, fit
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import native, score_images
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

TARGET: Final = 70.0
Encode = Callable[[Image, int], bytes]
AVIF_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "sharp's: effort 3, 4:2:0": {"effort": 3, "subsample_mode": "on"},
    "ours: effort 3, 4:4:4": {"effort": 3, "subsample_mode": "off"},
    "tune=ssim": {"effort": 3, "subsample_mode": "off", "tune": "ssim"},
    "tune=psnr": {"effort": 3, "subsample_mode": "off", "tune": "psnr"},
    "effort 2": {"effort": 2, "subsample_mode": "off"},
}


def bytes_at_equal_score(pictures: list[Path]) -> dict[str, float]:
    """Geometric mean of bytes at score 70, sharp's WebP settings = 1."""
    encoders: dict[str, Encode] = {
        "webp, sharp's settings": lambda image, q: bytes(image.webpsave_buffer(Q=q, effort=4, keep="none")),
        "webp, Pillow": _pillow_webp,
        "webp, ours": lambda image, q: encode(image, Recipe(format=Format.WEBP, quality=q)),
        "jpeg, libjpeg": _pillow_jpeg,
        "jpeg, ours (mozjpeg)": lambda image, q: encode(image, Recipe(format=Format.JPEG, quality=q)),
        "avif, ours": lambda image, q: encode(image, Recipe(format=Format.AVIF, quality=q)),
    }
    found: dict[str, float] = {}
    for name, encoder in encoders.items():
        logs = [math.log(_bytes_at(_read(path), encoder, TARGET)) for path in pictures]
        found[name] = math.exp(sum(logs) / len(logs))
    first = found["webp, sharp's settings"]
    return {name: round(value / first, 4) for name, value in found.items()}


def score_against_sharp(pictures: list[Path]) -> list[dict[str, Any]]:
    """At 1024 pixels and sharp's own bytes (quality 80): points that ours has more, against a neutral resampling."""
    home, rows = str(tools.install_sharp()), []
    with tempfile.TemporaryDirectory() as folder:
        for path in pictures:
            info = inspect(path)
            width, height = fit(info.width, info.height, 1024, 1024)
            theirs = Path(folder) / "sharp.webp"
            environment = {"SHARP_HOME": home, "OUT": str(theirs), "OUT_WIDTH": "1024"}
            sizes = json.dumps([[1024, 1024, "inside"]])
            run(["node", str(HERE / "sharp_job.js"), str(path), "webp", '{"quality":80}', sizes], environment)
            reference = neutral(path, width, height)
            ours = decode(path, info, Base(width, height))
            sharp_score = score_images(reference, _read(theirs))
            our_score = _score_at(ours, reference, theirs.stat().st_size)
            rows.append({"picture": path.name, "sharp": round(sharp_score, 2), "ours": round(our_score, 2)})
    return rows


def avif_settings(pictures: list[Path]) -> list[dict[str, Any]]:
    """What else could be set, and another encoder, at 1024 pixels: bytes and CPU at score 70, sharp's settings = 1."""
    images = []
    for path in pictures:
        info = inspect(path)
        images.append(decode(path, info, Base(*fit(info.width, info.height, 1024, 1024))))
    found = {
        name: [_cost_at(image, partial(_timed_aom, settings)) for image in images]
        for name, settings in AVIF_SETTINGS.items()
    }
    found["SVT-AV1, effort 3, 4:2:0"] = [_cost_at(image, _timed_svt) for image in images]
    first = next(iter(found.values()))
    return [
        {
            "settings": name,
            "bytes": round(statistics.geometric_mean(a[0] / b[0] for a, b in zip(costs, first, strict=True)), 3),
            "cpu": round(sum(cost[1] for cost in costs) / sum(cost[1] for cost in first), 2),
        }
        for name, costs in found.items()
    ]


def _cost_at(image: Image, encoder: Callable[[Image, int], tuple[bytes, float]]) -> tuple[float, float]:
    """Bytes at the target, and the CPU seconds of one encoding near it."""
    spent: list[float] = []

    def encode_and_count(image: Image, quality: int) -> bytes:
        data, seconds = encoder(image, quality)
        spent.append(seconds)
        return data

    return _bytes_at(image, encode_and_count, TARGET), min(spent[-3:])


def _timed_aom(settings: dict[str, Any], image: Image, quality: int) -> tuple[bytes, float]:
    started = time.process_time()
    data = image.heifsave_buffer(Q=quality, compression="av1", bitdepth=8, keep="none", **settings)
    return bytes(data), time.process_time() - started


def _timed_svt(image: Image, quality: int) -> tuple[bytes, float]:
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder) / "source.png", Path(folder) / "result.avif"
        image.pngsave(str(source), compression=0, keep="none")
        speed = str(9 - EFFORT)  # as libvips counts
        command = [sys.executable, "-m", "picopt_bench.imaging.svt_job", str(source), str(quality), speed, str(result)]
        cost = run(command, {"PYTHONPATH": str(tools.install_svt())})
        return result.read_bytes(), cost.said["cpu"]


def drawings(pictures: list[Path]) -> list[dict[str, Any]]:
    """Each drawing by preset auto: share of the original's bytes, and the score."""
    rows = []
    for path in pictures:
        with tempfile.TemporaryDirectory() as folder:
            report = optimize(path, Plan(format=Format.WEBP), Path(folder))
            made = report.files[0].bytes if report.files else report.source.bytes
            score = report.files[0].score if report.files else 100.0
            rows.append({"picture": path.name, "share": round(made / report.source.bytes, 4), "score": score})
    return rows


def check_meter(pictures: list[Path]) -> dict[str, float]:
    """The largest difference from the `ssimulacra2` package, and the CPU seconds a megapixel of ours."""
    python = tools.install_reference()
    with tempfile.TemporaryDirectory() as folder:
        pairs = []
        for number, path in enumerate(pictures):
            image = _read(path)
            damaged = Path(folder) / f"{path.stem}.png"
            data = image.webpsave_buffer(Q=(30, 60, 90)[number % 3])
            Image.new_from_buffer(data, "").write_to_file(str(damaged), compression=1)
            pairs.append((path, damaged))
        code = (
            "import json,sys; from ssimulacra2 import compute_ssimulacra2 as c\n"
            "print(json.dumps([c(a, b) for a, b in json.load(sys.stdin)]))"
        )
        told = json.dumps([(str(a), str(b)) for a, b in pairs])
        answer = subprocess.run([python, "-c", code], input=told, capture_output=True, text=True, check=True).stdout
        worst = max(
            abs(score_images(_read(a), _read(b)) - c) for (a, b), c in zip(pairs, json.loads(answer), strict=True)
        )
    return {"largest_error": round(worst, 5), "cpu_s_per_mp": round(_meter_cost(), 4), "pictures": len(pictures)}


def _meter_cost() -> float:
    width, height = 2000, 1500
    pictures = os.urandom(3 * width * height), os.urandom(3 * width * height)
    costs = []
    for _ in range(3):
        started = time.process_time()
        with native.Meter(width, height) as meter:
            meter.push(*pictures)
            meter.finish()
        costs.append(time.process_time() - started)
    return min(costs) / (width * height / 1e6)


def _read(path: Path) -> Image:
    return Image.new_from_file(str(path)).copy_memory()


def _bytes_at(image: Image, encoder: Encode, target: float) -> float:
    """Bytes at the target, between the two neighbouring qualities, by their logarithms."""
    tried: dict[int, tuple[float, int]] = {}

    def at(quality: int) -> tuple[float, int]:
        if quality not in tried:
            data = encoder(image, quality)
            tried[quality] = score_images(image, Image.new_from_buffer(data, "")), len(data)
        return tried[quality]

    low, high = 10, 98
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at(middle)[0] < target else (low, middle)
    (score_low, bytes_low), (score_high, bytes_high) = at(low), at(high)
    share = (target - score_low) / (score_high - score_low) if score_high != score_low else 1.0
    return math.exp(math.log(bytes_low) + share * (math.log(bytes_high) - math.log(bytes_low)))


def _score_at(image: Image, reference: Image, octets: int) -> float:
    """Score against the reference at exactly so many bytes, between the two neighbouring qualities."""
    low, high = 10, 98
    while high - low > 1:
        middle = (low + high) // 2
        size = len(encode(image, Recipe(format=Format.WEBP, quality=middle)))
        low, high = (middle, high) if size < octets else (low, middle)
    made = [encode(image, Recipe(format=Format.WEBP, quality=quality)) for quality in (low, high)]
    scores = [score_images(reference, Image.new_from_buffer(data, "")) for data in made]
    share = (octets - len(made[0])) / max(1, len(made[1]) - len(made[0]))
    return float(scores[0] + share * (scores[1] - scores[0]))


def _pillow_webp(image: Image, quality: int) -> bytes:
    return _pillow(image, "WEBP", quality)


def _pillow_jpeg(image: Image, quality: int) -> bytes:
    return _pillow(image, "JPEG", quality)


def _pillow(image: Image, to: str, quality: int) -> bytes:
    out = io.BytesIO()
    PIL.Image.fromarray(image.numpy()).save(out, to, quality=quality)
    return out.getvalue()
