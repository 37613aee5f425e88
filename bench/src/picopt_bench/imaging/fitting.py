"""Fit the constants of the size estimate that needs no look at the picture, for `picopt_contract.estimates`.

`python -m picopt_bench.imaging.fitting`: some minutes. Fitted on the images in `tuning.FITTED_ON` only, and to be
done again whenever an encoder's settings change.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from picopt_bench.imaging.tuning import fitted_on
from picopt_imaging import Format, Plan, Preset, SourceInfo, inspect, optimize
from picopt_imaging.vips import Image

_LOSSLESS: Final = frozenset({"png", "tiff", "bmp", "gif"})
_SHORT: Final = (Preset.AUTO, Preset.HIGH, Preset.MEDIUM, Preset.LOW)
_TARGET: Final = 70.0
_SHARED: Final = 5
"""Columns that all formats and presets have in common."""
_MOST_PIXELS: Final = 1_500_000
"""Of a source that AVIF is tried on."""


@dataclass(frozen=True)
class Observation:
    """One export: bits a source pixel before and after, and the result's pixels for each of the source's."""

    to: Format
    preset: Preset
    lossless_source: bool
    density: float
    shrunk: float
    target: float
    bits: float


def observe(work: Path) -> Iterator[Observation]:
    """Every picture as PNG and as JPEG of two qualities, at full and at half size, and camera files as they are."""
    for path in fitted_on():
        if path.suffix == ".png":
            for source in _variants(path, work):
                yield from _exports(source, None)
        else:
            yield from _exports(path, None)
            yield from _exports(path, 400)


def fit(rows: list[Observation]) -> dict[str, float]:
    """Least squares over logarithms: a level for each format and preset, exponents of density and of shrinking."""
    levels = sorted({(row.to, row.preset) for row in rows})
    columns = len(levels) + _SHARED
    matrix, wanted = np.zeros((len(rows), columns)), np.zeros(len(rows))
    for number, row in enumerate(rows):
        matrix[number, levels.index((row.to, row.preset))] = 1
        density = np.log(row.density)
        shared = (1, density, 0) if row.lossless_source else (0, 0, density)
        matrix[number, -_SHARED:] = (*shared, np.log(row.shrunk), row.target - _TARGET)
        wanted[number] = np.log(row.bits)
    found = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
    offset, lossless, lossy, scale, target = found[-_SHARED:]
    reference = 2.5
    moved = lossy * np.log(reference)
    made = {f"{to} {preset}": float(np.exp(level + moved)) for (to, preset), level in zip(levels, found, strict=False)}
    lossless_reference = float(np.exp((moved - offset) / lossless))
    return made | {
        "density_exponent": float(lossy),
        "density_reference": reference,
        "lossless_exponent": float(lossless),
        "lossless_reference": lossless_reference,
        "scale_exponent": float(scale),
        "growth_per_point": float(target),
    }


def _variants(path: Path, work: Path) -> Iterator[Path]:
    image = Image.new_from_file(str(path)).copy_memory()
    yield path
    for quality in (80, 92):
        made = work / f"{path.stem}-{quality}.jpg"
        image.jpegsave(str(made), Q=quality)
        yield made
    half = work / f"{path.stem}-half.jpg"
    image.resize(0.5).jpegsave(str(half), Q=92)
    yield half


def _exports(path: Path, max_width: int | None) -> Iterator[Observation]:
    source = inspect(path)
    half = path.stem.endswith("-half")
    small = source.width * source.height <= _MOST_PIXELS
    for to in (Format.WEBP, Format.JPEG, *((Format.AVIF, Format.PNG) if small and max_width is None else ())):
        for preset in Preset if half else _SHORT:
            targets = (60.0, _TARGET, 80.0) if half and preset is Preset.AUTO and to is not Format.PNG else (_TARGET,)
            for target in targets:
                plan = Plan(format=to, preset=preset, target=target, max_width=max_width, force_format=True)
                yield _export(path, source, plan)


def _export(path: Path, source: SourceInfo, plan: Plan) -> Observation:
    pixels = source.width * source.height
    with tempfile.TemporaryDirectory() as folder:
        full = optimize(path, plan, Path(folder)).files[0]
    return Observation(
        to=plan.format,
        preset=plan.preset,
        lossless_source=source.format in _LOSSLESS,
        density=source.bytes * 8 / pixels,
        shrunk=full.width * full.height / pixels,
        target=plan.target,
        bits=full.bytes * 8 / pixels,
    )


def main() -> None:
    """Observe, fit, print."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(observe(Path(folder)))
    for name, value in fit(rows).items():
        print(f"{name}: {value:.3g}")
    print(f"{len(rows)} observations")


if __name__ == "__main__":
    main()
