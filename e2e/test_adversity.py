"""What a person meets when things are not as they should be: two tabs, no credits, a service that is away or slow."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from browsing import image_block, select_image
from playwright.sync_api import Locator, Route, expect
from slow_proxy import slow_proxy

from picopt_standalone.demo.library import look_at
from picopt_standalone.demo.runs import connect
from picopt_standalone.processes import free_port
from picopt_standalone.stack import Stack
from picopt_standalone.stack.account import DemoAccount
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site

AWAY = "The service can’t be reached right now."
AGAIN = "Retry now"
TAKEN = "Already being processed by another job."


@pytest.fixture
def away(site: Site, stack: Stack) -> Iterator[None]:
    """Nobody answers at the address that the site is connected with; afterwards somebody does."""
    go_away(site, stack)
    yield
    come_back(site, stack)


@pytest.fixture
def elsewhere(site: Site, stack: Stack) -> Iterator[None]:
    """The site may be connected with something else meanwhile."""
    yield
    come_back(site, stack)


def go_away(site: Site, stack: Stack) -> None:
    connect(site, f"http://127.0.0.1:{free_port()}", stack.account.api_key)


def come_back(site: Site, stack: Stack) -> None:
    connect(site, stack.url, stack.account.api_key)


def compress(dialog: Locator) -> Locator:
    """Files only; the button that starts it, when the price is known."""
    dialog.get_by_role("radio", name=re.compile("^Compress & Export")).check()
    return dialog.get_by_role("button", name=re.compile(r"^Optimize \d+ image"))


def another_tab(library):
    """The same library in a second tab of the same person."""
    page = library.page.context.new_page()
    page.set_default_timeout(60_000)
    other = replace(library, page=page)
    other.open()
    return other


@pytest.mark.usefixtures("away")
def test_a_service_that_is_away_is_told_and_tried_again(library, stack: Stack, site: Site, pictures):
    dialog = library.choose("Optimize images", pictures["rocket.jpg"])
    problem = dialog.get_by_role("alert").first
    expect(problem).to_contain_text(AWAY, timeout=60_000)
    expect(problem.get_by_text("cURL error")).to_be_hidden()
    problem.get_by_text("Technical details").click()
    expect(problem.get_by_text("cURL error")).to_be_visible()
    library.assert_accessible()
    come_back(site, stack)
    dialog.get_by_role("button", name=AGAIN).first.click()
    expect(dialog.get_by_role("button", name="Optimize 1 image")).to_be_enabled(timeout=60_000)


@pytest.mark.deep
@pytest.mark.acceptance("D2")
def test_two_tabs_on_the_same_image_pay_once_and_both_know_what_happened(library, stack: Stack, site: Site, pictures):
    number, used = pictures["rocket.jpg"], credits_of(stack).used
    before = look_at(site, [number])[number]
    other = another_tab(library)
    first, second = library.choose("Optimize images", number), other.choose("Optimize images", number)
    buttons = [compress(first), compress(second)]
    for button in buttons:
        expect(button).to_have_text("Optimize 1 image")
        expect(button).to_be_enabled()
    buttons[0].click()
    buttons[1].click()
    for dialog in (first, second):
        expect(dialog).to_contain_text(re.compile(f"1 image optimized|{TAKEN}"), timeout=120_000)
    # Which of them the site hears first is not ours to say.
    winner, loser = sorted((first, second), key=lambda dialog: TAKEN in dialog.inner_text())
    expect(winner).to_contain_text("1 image optimized")
    expect(loser).to_contain_text(TAKEN)
    expect(loser).to_contain_text("0 credits charged")
    assert credits_of(stack).used == used + 1
    assert look_at(site, [number])[number].mime == "image/webp"

    for one in (library, other):
        one.open()
    questions = [one.row_action(number, "revert") for one in (library, other)]
    for question in questions:
        question.get_by_role("button", name="Restore 1 original").click()
        expect(question).to_contain_text("Old and new URLs both keep working.", timeout=60_000)
    assert look_at(site, [number])[number].files == before.files
    assert credits_of(stack).used == used + 1
    other.page.close()


@pytest.mark.acceptance("D4")
@pytest.mark.usefixtures("elsewhere")
def test_without_credits_images_wait_and_go_on_when_there_are_some(library, stack: Stack, site: Site, pictures):
    number = pictures["rocket.jpg"]
    create = ("create_demo_account", "--email=poor@example.com", f"--site-url={site.url}")
    poor = DemoAccount.parse(stack.manage(*create, "--credits=0"), site=site.url)
    connect(site, stack.url, poor.api_key)
    library.open()
    dialog = library.choose("Optimize images", number)
    button = compress(dialog)
    expect(dialog).to_contain_text("You have no credits. You can start now: images wait")
    expect(dialog.get_by_role("link", name="Buy credits")).to_have_attribute("href", re.compile(stack.dashboard))
    library.assert_accessible()
    button.click()
    expect(dialog).to_contain_text("Buy credits; the job resumes within a minute.", timeout=60_000)
    expect(dialog.get_by_role("link", name="Buy credits")).to_have_attribute("href", re.compile(stack.dashboard))
    assert look_at(site, [number])[number].mime == "image/jpeg"
    stack.manage(*create, "--credits=1", "--no-key")
    dialog.get_by_role("button", name=AGAIN).click()
    expect(dialog).to_contain_text("1 image optimized", timeout=120_000)
    expect(dialog).to_contain_text("1 credit charged")
    assert look_at(site, [number])[number].mime == "image/webp"


@pytest.mark.deep
@pytest.mark.usefixtures("elsewhere")
def test_a_slow_service_is_waited_for(library, stack: Stack, site: Site, pictures):
    with slow_proxy(stack.url) as slow:
        connect(site, slow, stack.account.api_key)
        library.open()
        dialog = library.choose("Optimize images", pictures["rocket.jpg"])
        expect(dialog).to_contain_text("Checking images")
        expect(dialog.get_by_role("button", name=re.compile("^Optimize"))).to_be_disabled()
        expect(compress(dialog)).to_be_enabled(timeout=120_000)
        compress(dialog).click()
        expect(dialog).to_contain_text("1 image optimized", timeout=240_000)


@pytest.mark.acceptance("D2")
def test_an_order_whose_answer_is_lost_is_not_offered_once_more(library, stack: Stack, site: Site, pictures):
    """The site has begun, and the browser's line broke before it heard so."""
    number, used = pictures["rocket.jpg"], credits_of(stack).used
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.request.url)
        assert route.fetch().ok
        route.abort("connectionreset")

    library.page.route(re.compile(r"/plans/\d+/confirm"), lose)
    dialog = library.choose("Optimize images", number)
    button = compress(dialog)
    expect(button).to_be_enabled(timeout=60_000)
    button.click()
    expect(dialog).to_contain_text("1 image optimized", timeout=120_000)
    assert len(sent) == 1
    assert credits_of(stack).used == used + 1
    assert look_at(site, [number])[number].mime == "image/webp"


@pytest.mark.deep
@pytest.mark.usefixtures("elsewhere")
def test_the_desk_keeps_what_was_typed_while_the_service_is_away_and_goes_on(
    library, stack: Stack, site: Site, pictures
):
    number = pictures["rocket.jpg"]
    dialog = library.choose("Optimize images", number)
    dialog.get_by_label("Review metadata before it is published").check()
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image to review.", timeout=120_000)
    go_away(site, stack)
    field = dialog.get_by_label("Alt text", exact=True)
    field.fill("A rocket, in my words")
    field.press("Control+Enter")
    expect(dialog.get_by_role("alert").first).to_contain_text(f"{AWAY} Nothing was changed. What you typed stays here")
    library.assert_accessible()
    field.fill("A rocket, in better words")
    come_back(site, stack)
    expect(dialog).to_contain_text("1 image optimized", timeout=120_000)
    assert look_at(site, [number])[number].alt == "A rocket, in better words"


@pytest.mark.deep
@pytest.mark.acceptance("D2")
def test_two_tabs_on_the_same_desk_approve_once(library, stack: Stack, site: Site, pictures):
    number, used = pictures["rocket.jpg"], credits_of(stack).used
    dialog = library.choose("Optimize images", number)
    dialog.get_by_label("Review metadata before it is published").check()
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image to review.", timeout=120_000)
    other = another_tab(library)
    other.page.get_by_role("button", name="Review", exact=True).click()
    second = other.dialog()
    for desk, words in ((dialog, "Words of the first tab"), (second, "Words of the second tab")):
        desk.get_by_label("Alt text", exact=True).fill(words)
    dialog.get_by_label("Alt text", exact=True).press("Control+Enter")
    expect(dialog).to_contain_text("1 image optimized", timeout=120_000)
    second.get_by_label("Alt text", exact=True).press("Control+Enter")
    expect(second).to_contain_text("1 image optimized", timeout=120_000)
    assert look_at(site, [number])[number].alt == "Words of the first tab"
    assert credits_of(stack).used == used + 2
    other.page.close()


@pytest.mark.usefixtures("elsewhere")
def test_in_the_editor_a_service_that_is_away_loses_no_words(edit, stack: Stack, site: Site, pictures):
    paragraph = "<!-- wp:paragraph --><p>Words of mine</p><!-- /wp:paragraph -->"
    page = edit(image_block(site, pictures["rocket.jpg"]) + paragraph)
    panel = select_image(page)
    button = panel.get_by_role("button", name="Generate alt text (1 credit)")
    expect(button).to_be_enabled()
    go_away(site, stack)
    button.click()
    expect(panel.get_by_role("alert")).to_contain_text(AWAY, timeout=60_000)
    expect(button).to_be_enabled()
    assert "Words of mine" in page.evaluate("() => wp.data.select('core/editor').getEditedPostContent()")
    come_back(site, stack)
    panel.get_by_role("button", name=AGAIN).click()
    expect(page.locator(".components-snackbar")).to_contain_text("Alt text added", timeout=60_000)
    expect(panel.get_by_role("alert")).to_have_text("")
