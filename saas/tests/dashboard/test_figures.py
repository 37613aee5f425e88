"""The dashboard's figures and charts: each image once, by day and by site, and the same in chart, table and card."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.usage import last_days
from picopt_saas.dashboard import figures
from picopt_saas.dashboard.charts import Chart, Series, round_up
from picopt_saas.jobs.models import SiteImage

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("U4")]


@pytest.fixture
def add_image(account):
    numbers = iter(range(1000))

    def _add(url="https://a.example", *, before=None, after=None, days_ago=0, alt_days_ago=None, of=account):
        then = timezone.now() - timedelta(days=days_ago)
        alt = None if alt_days_ago is None else timezone.now() - timedelta(days=alt_days_ago)
        return SiteImage.objects.create(
            account=of, site=add_site(of, url), reference=f"1:{next(numbers)}", item_id="i", bytes_before=before,
            bytes_after=after, first_at=then, files_at=then if after else None, alt_at=alt,
        )  # fmt: skip

    return _add


@pytest.fixture
def images(add_image):
    """Two that got smaller, one that got larger on purpose, one with text only; one of somebody else."""
    add_image(before=1_000, after=400, days_ago=3, alt_days_ago=1)
    add_image(before=5_000, after=1_000, days_ago=40)
    add_image("https://b.example", before=100, after=150, days_ago=3)
    add_image("https://b.example", days_ago=0, alt_days_ago=0)
    other = account_of(create_verified_user("bob@example.com", "another-password-2"))
    add_image(before=9_000, after=1, of=other)


@pytest.mark.usefixtures("images")
class TestFigures:
    def test_every_image_counts_once(self, account):
        whole = figures.totals(figures.images_of(account))
        assert (whole.images, whole.optimized, whole.saved, whole.with_alt) == (4, 2, 600 + 4_000 - 50, 2)
        assert whole.alt_percent == 50

    def test_days_add_up_to_what_happened_in_them(self, account):
        days, all_of_them = last_days(30), figures.images_of(account)
        assert figures.optimized_by_day(all_of_them, days)[-4:] == [1, 0, 0, 0]
        assert figures.saved_by_day(all_of_them, days)[-4:] == [550, 0, 0, 0]
        coverage = figures.alt_by_day(all_of_them, days)
        assert [(day.images, day.with_alt) for day in coverage][-5:] == [(1, 0), (3, 0), (3, 0), (3, 1), (4, 2)]
        assert coverage[-1].alt_percent == figures.totals(all_of_them).alt_percent

    def test_sites_add_up_to_the_account(self, account):
        sites = figures.by_site(account, last_days(30))
        assert [one.site.url for one in sites] == ["https://a.example", "https://b.example"]
        whole = figures.totals(figures.images_of(account))
        for name in ("images", "optimized", "saved", "with_alt"):
            assert sum(getattr(one.totals, name) for one in sites) == getattr(whole, name)

    def test_the_page_shows_the_same(self, ann, account):
        html = ann.get("/").content.decode()
        assert re.search(r'Images optimized</h2><p class="number">2</p>', html)
        assert "2 of 4 processed images" in html, "not of the whole library, which the service does not know"
        assert "1 image in the last 30 days" in html
        site = account.sites.get(url="https://b.example")
        assert "0 images in the last 30 days" in ann.get(f"/?site={site.pk}").content.decode()

    @pytest.mark.parametrize("site", ["sit_unknown", "' OR 1=1"])
    def test_a_site_of_nobody_is_all_sites(self, ann, site):
        assert "1 image in the last 30 days" in ann.get("/", {"site": site}).content.decode()


def test_a_sites_usage_and_budget(account):
    capped, free = add_site(account, "https://capped.example"), add_site(account, "https://free.example")
    ledger.grant(account, 100, reference="g", expires_at=None)
    key, _ = create_key(capped, daily_spend_cap=20)
    create_key(capped, daily_spend_cap=5)
    create_key(capped, test=True)
    create_key(free, daily_spend_cap=9)
    create_key(free)
    requests = [ledger.HoldRequest(reference=name, line="export", credits=3) for name in "ab"]
    ledger.reserve(account, requests, api_key=key)
    ledger.capture("a")
    found = {one.site: (one.credits, one.spent_today, one.daily_cap) for one in figures.by_site(account, last_days(30))}
    assert found == {capped: (3, 6, 25), free: (0, 0, None)}
    assert {one.site: one.month.spent for one in figures.by_site(account, last_days(30))} == {capped: 6, free: 0}


class TestCharts:
    days = tuple(datetime(2026, 11, day, tzinfo=UTC).date() for day in range(1, 11))

    def chart(self, *series, **more):
        numbered = [Series(name, values, number) for number, (name, values) in enumerate(series)]
        return Chart(
            **{"slug": "s", "title": "T", "summary": "", "days": self.days, "write": lambda n: f"{n:g}"} | more,
            series=numbered,
        )

    def test_bars_stand_on_each_other_and_inside_the_drawing(self):
        bars = self.chart(("a", [4] + [0] * 9), ("b", [4] + [0] * 9)).bars
        assert len(bars) == 2
        low, high = ({name: float(getattr(bar, name)) for name in ("x", "y", "width", "height")} for bar in bars)
        assert low["x"] == high["x"] >= 52
        assert high["y"] + high["height"] == pytest.approx(low["y"], abs=0.11)
        assert low["y"] + low["height"] == pytest.approx(148, abs=0.11)
        assert high["y"] >= 8
        assert bars[0].says.startswith("a, ")

    def test_what_is_little_is_still_seen(self):
        bars = self.chart(("a", [1_000_000, 1] + [0] * 8)).bars
        assert float(bars[1].height) == 1

    def test_the_table_tells_the_days_on_which_something_happened(self):
        chart = self.chart(("a", [0, 2] + [0] * 7 + [3]))
        assert chart.rows == [(self.days[9], ["3"]), (self.days[1], ["2"])]
        assert not chart.is_empty
        assert self.chart(("a", [0] * 10)).is_empty

    def test_the_scale_can_be_given(self):
        assert [label for _, label in self.chart(("a", [30] * 10), most=100).grid] == ["0", "50", "100"]

    @pytest.mark.parametrize(("highest", "labels"), [(1, ["0", "1"]), (2, ["0", "1", "2"]), (5, ["0", "5"])])
    def test_nobody_has_half_an_image(self, highest, labels):
        assert [label for _, label in self.chart(("a", [highest] * 10)).grid] == labels
        assert [how for _, how, _ in self.chart(("a", [1] * 10)).ticks] == ["start", "middle", "end"]

    @pytest.mark.parametrize(
        ("number", "base", "expected"),
        [
            (0, 10, 1), (1, 10, 1), (3, 10, 5), (6, 10, 10), (11, 10, 20), (999, 10, 1_000), (1_001, 10, 2_000),
            (900, 1024, 1_000), (1_500, 1024, 2_048), (6 * 1024**2, 1024, 10 * 1024**2),
        ],
    )  # fmt: skip
    def test_scales_end_at_numbers_that_read_well(self, number, base, expected):
        assert round_up(number, base) == expected
