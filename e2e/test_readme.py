"""The README's path, as a stranger follows it: its commands, and a plain WordPress on the same machine."""

import re
import signal
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from waiting import wait_until

from picopt_standalone.demo.browser import log_in
from picopt_standalone.paths import PROJECT, VAR
from picopt_standalone.tour.connecting import SETTINGS, ask_for_a_code, confirm, enter_code, sign_up
from picopt_standalone.wordpress import Site

pytestmark = [pytest.mark.deep, pytest.mark.acceptance("U1")]


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """The commands of the section for one's own WordPress."""
    section = (PROJECT / "README.md").read_text().split("## Use it with your own WordPress")[1].split("\n## ")[0]
    return set(re.findall(r"`(make [a-z-]+)`", section))


@pytest.fixture
def service(commands: set[str]) -> Iterator[dict[str, str]]:
    """`make up` until the test has ended; the addresses that it prints."""
    assert "make up" in commands
    log = VAR / "readme-up.log"
    with log.open("w") as output:
        running = subprocess.Popen(["make", "up"], cwd=PROJECT, stdout=output, stderr=output, start_new_session=True)
    try:
        wait_until(lambda: "Ctrl-C stops it" in log.read_text(), seconds=300, every=0.5)
        yield dict(re.findall(r"^ *(API|Test mail|Dashboard) +(http://\S+)", log.read_text(), re.MULTILINE))
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=60)


@pytest.fixture
def plain(commands: set[str]) -> Iterator[Site]:
    """A WordPress as a host sets it up, with the zip of `make plugin` installed."""
    assert "make plugin" in commands
    subprocess.run(["make", "plugin"], cwd=PROJECT, check=True, capture_output=True)
    with Site("readme", fresh=True, plain=True) as site:
        site.wp("plugin", "install", str(PROJECT / "dist" / "picture-optimizer.zip"), "--activate")
        yield site


@pytest.fixture
def wp_admin(browser: Browser, plain: Site) -> Iterator[Page]:
    page = browser.new_page()
    log_in(page, plain)
    yield page
    page.close()


def test_a_stranger_connects_a_plain_wordpress(wp_admin: Page, browser: Browser, plain: Site, service: dict[str, str]):
    assert plain.wp("eval", "echo wp_get_environment_type();").strip() == "production"
    wp_admin.goto(f"{plain.url}/{SETTINGS}")
    _, link = ask_for_a_code(wp_admin, service["API"])
    visitor = browser.new_context()
    dashboard = visitor.new_page()
    dashboard.goto(link)
    sign_up(dashboard, f"reader{plain.url[-5:]}@example.com", "correct-horse-42-battery")
    mail = visitor.new_page()
    mail.goto(service["Test mail"])
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.locator("article").first.inner_text(), re.MULTILINE)
    assert found
    enter_code(dashboard, found[1])
    confirm(dashboard, plain.url)
    visitor.close()
    expect(wp_admin.locator("body")).to_contain_text("Connected.", timeout=60_000)
    expect(wp_admin.locator("body")).to_contain_text("10 available")
