import pytest


@pytest.fixture
def made(site, run_worker):
    """Orders pictures, has a worker make them, and gives the items."""

    def _made(*pictures, pipeline="export", **more):
        job = site.order_pictures(*pictures, pipeline=pipeline, **more)
        run_worker()
        return site.job(job["id"])["items"]

    return _made
