"""A network of sites: its own pages have room and are for everybody, and lead to each site's report."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from picopt_standalone.tour.tour import person
from picopt_standalone.tour.watchers import FIND_CUT_OFF
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER

pytestmark = pytest.mark.deep
CONSTANTS = """<?php
define('MULTISITE', true);
define('SUBDOMAIN_INSTALL', false);
define('DOMAIN_CURRENT_SITE', '{host}');
define('PATH_CURRENT_SITE', '/');
define('SITE_ID_CURRENT_SITE', 1);
define('BLOG_ID_CURRENT_SITE', 1);
"""


@pytest.fixture(scope="module")
def network() -> Iterator[Site]:
    """Two sites, the plugin active on both."""
    with Site("e2e-network", fresh=True) as site:
        site.wp("core", "multisite-convert", "--title=Our network", "--skip-config")
        config = site.root / "wp-config.php"
        constants = CONSTANTS.format(host=urlsplit(site.url).netloc)
        config.write_text(config.read_text().replace("<?php\n", constants, 1))
        site.wp("site", "create", "--slug=two", "--title=The second site")
        site.wp("plugin", "activate", "picture-optimizer", "--network")
        yield site


@pytest.fixture(params=[390, 1280])
def page(request: pytest.FixtureRequest, browser: Browser, network: Site) -> Iterator[Page]:
    """The network's administrator, on a screen of this width."""
    with person(browser, network, ADMIN_USER) as opened:
        opened.set_viewport_size({"width": request.param, "height": 844})
        yield opened


@pytest.mark.acceptance("U3")
def test_the_networks_pages_are_accessible_and_have_room(page: Page, network: Site, axe):
    for path, words in (
        ("settings.php?page=picture-optimizer-network", "New sites of this network begin with these settings"),
        ("sites.php?page=picture-optimizer-sites", "The second site"),
    ):
        page.goto(f"{network.url}/wp-admin/network/{path}")
        expect(page.locator("#wpbody-content .wrap")).to_contain_text(words)
        assert axe(page, "#wpbody-content .wrap") == []
        assert page.evaluate(FIND_CUT_OFF, "#wpbody-content .wrap") == []
    page.get_by_role("link", name="The second site").click()
    expect(page.get_by_role("heading", name="Image report")).to_be_visible()
    assert "/two/" in page.url
