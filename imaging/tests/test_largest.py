"""The largest image that is taken, in the format that needs the most memory."""

from pathlib import Path

import pytest
import pyvips

from picopt_imaging.limits import LIMITS
from picopt_imaging.plan import Plan
from picopt_imaging.pool import ImagingPool
from picopt_imaging.values import Format

SIDE = 10_000


@pytest.mark.deep
def test_a_hundred_megapixels_become_an_avif_within_the_limits(tmp_path: Path):
    assert LIMITS.pixels == SIDE * SIDE
    noise = pyvips.Image.gaussnoise(500, 500, mean=128, sigma=20).resize(SIDE / 500)
    source = tmp_path / "large.jpg"
    noise.cast("uchar").bandjoin([noise.rot90().cast("uchar"), noise.rot180().cast("uchar")]).copy(
        interpretation="srgb"
    ).write_to_file(str(source), Q=90)
    with ImagingPool(workers=1) as pool:
        report = pool.optimize(source, Plan(format=Format.AVIF), tmp_path)
    assert report.files[0].bytes < source.stat().st_size
