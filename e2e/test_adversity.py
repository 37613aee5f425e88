"""What a person meets when the service is away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from picopt_standalone.demo.runs import connect
from picopt_standalone.processes import free_port
from picopt_standalone.stack import Stack
from picopt_standalone.wordpress import Site


@pytest.fixture
def away(site: Site, stack: Stack) -> Iterator[None]:
    """Nobody answers at the address that the site is connected with; afterwards somebody does."""
    connect(site, f"http://127.0.0.1:{free_port()}", stack.account.api_key)
    yield
    connect(site, stack.url, stack.account.api_key)


@pytest.mark.usefixtures("away")
def test_a_service_that_is_away_is_told_and_tried_again(library, stack: Stack, site: Site, pictures):
    dialog = library.choose("Optimize images", pictures["rocket.jpg"])
    problem = dialog.get_by_role("alert").first
    expect(problem).to_contain_text("can’t be reached", timeout=60_000)
    library.assert_accessible()
    connect(site, stack.url, stack.account.api_key)
    dialog.get_by_role("button", name="Retry now").first.click()
    expect(dialog.get_by_role("button", name="Optimize 1 image")).to_be_enabled(timeout=60_000)
