"""Images between a real WordPress and a real bucket, without a byte of them passing the service."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from s3_server import s3_endpoint  # noqa: F401 -- a fixture

from picopt_standalone.demo.library import look_at
from picopt_standalone.demo.plan import Run
from picopt_standalone.demo.runs import connect, run
from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site


@pytest.fixture
def service(s3_endpoint: str, site: Site, stack: Stack, tmp_path: Path) -> Iterator[Stack]:  # noqa: F811 -- the fixture above
    """Another service, with a bucket that sites can reach; the site is connected to it for this test."""
    settings = {"STORAGE_URL": f"s3://probe/{tmp_path.name}?endpoint={s3_endpoint}", "STORAGE_PUBLIC_URL": s3_endpoint}
    with Stack("e2e-bucket", fresh=True, site=site.url, settings=settings) as running:
        connect(site, running.url, running.account.api_key)
        yield running
    connect(site, stack.url, stack.account.api_key)


def bytes_through(stack: Stack, direction: str) -> float:
    """What the gateway has counted of originals (`upload`) or results (`download`)."""
    lines = urllib3.request("GET", f"{stack.url}/metrics").data.decode().splitlines()
    return float(next(line for line in lines if line.startswith(f"picopt_gateway_{direction}_bytes_total")).split()[-1])


@pytest.mark.deep
@pytest.mark.acceptance("H3")
def test_images_go_straight_to_the_bucket_and_results_come_from_there(site, service, pictures):
    rows = run(site, Run("analyze_export", tuple(pictures)), pictures)
    assert [row.state for row in rows] == ["delivered"] * len(pictures), rows
    assert {look.mime for look in look_at(site, pictures.values()).values()} == {"image/webp"}
    assert (bytes_through(service, "upload"), bytes_through(service, "download")) == (0, 0)
    credits = credits_of(service)
    assert (credits.used, credits.held) == (2 * len(pictures), 0)
