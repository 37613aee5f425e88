import psycopg
import pytest
from django.db import connection
from stuck_kit import AT_ONCE

from picopt_saas.billing import telling
from picopt_saas.budget import in_batches
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.upkeep import expiring
from picopt_saas.jobs.upkeep import sweeping as jobs_sweeping
from picopt_saas.storage import disk
from picopt_saas.storage import sweeping as files_sweeping


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    """What is broken fills a whole batch."""
    monkeypatch.setitem(in_batches.__kwdefaults__, "size", AT_ONCE)
    for module in (expiring, files_sweeping, jobs_sweeping):
        monkeypatch.setattr(module, "BATCH", AT_ONCE)
    monkeypatch.setattr(telling, "_AT_MOST", AT_ONCE)


@pytest.fixture
def sites(make_site):
    """Four accounts, in the order in which housekeeping meets them; the first two are the broken ones."""
    made = [make_site(name, url=f"https://{name.lower()}.example") for name in ("Ann", "Bob", "Eve", "Tom")]
    return sorted(made, key=lambda site: site.account.pk)


@pytest.fixture
def not_ours(monkeypatch):
    """Lets accounts' files be in a folder of another user, as far as deleting goes."""
    theirs, unlink = set(), disk._unlink

    def partly(path):
        return PermissionError(1, "not ours") if theirs & set(path.parts) else unlink(path)

    monkeypatch.setattr(disk, "_unlink", partly)
    return lambda *sites: theirs.update(site.account.pk for site in sites)


@pytest.fixture
def broken_items(sites, make_pictures):
    """Makes an item each; the first two accounts' are not as our code expects."""

    def _make(**broken):
        for site, picture in zip(sites, make_pictures(4), strict=True):
            site.order_pictures(picture, pipeline="export")
        if broken:
            Item.objects.filter(account__in=[site.account for site in sites[:AT_ONCE]]).update(**broken)
        return [Item.objects.get(account=site.account) for site in sites]

    return _make


@pytest.fixture
def hold(database_url):
    """Somebody's transaction that goes on and on; what it asks for, it holds. Nobody waits for long."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    with psycopg.connect(database_url) as other:
        yield other.execute
    connection.close()
