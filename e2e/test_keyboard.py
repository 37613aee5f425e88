"""The first batch by the keyboard alone: never lost, always seen, back where it came from after each window."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from picopt_standalone.demo.library import look_at
from picopt_standalone.wordpress import Site

pytestmark = pytest.mark.acceptance("U3")
WAY = 150  # presses of Tab from one end of wp-admin's library to the other
# Whether whoever looks sees where the keyboard is: a ring of the element or of what it is the only control of.
IS_SEEN = """(element) => [element, element.parentElement, element.closest('label')].filter(Boolean).some((one) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
})"""


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; each stop on the way can be seen, and none is the page itself."""
    expect(target).to_be_visible()
    for _ in range(WAY):
        if target.evaluate("(element) => element === document.activeElement"):
            assert target.evaluate(IS_SEEN), f"nobody sees that the keyboard is on {target}"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {target}")


def press(page: Page, target: Locator) -> None:
    go_to(page, target)
    page.keyboard.press("Enter")


def has_focus(page: Page, within: str) -> None:
    """The keyboard is somewhere in there."""
    page.wait_for_function("(within) => document.activeElement?.closest(within)", arg=within)


@pytest.mark.usefixtures("drafts_wait")
def test_a_batch_is_started_reviewed_and_reverted(library, site: Site, pictures: dict[str, int]):
    page, numbers = library.page, [pictures["rocket.jpg"], pictures["IMG_2005.jpg"]]
    before = look_at(site, numbers)
    for number in numbers:
        go_to(page, page.locator(f"#cb-select-{number}"))
        page.keyboard.press("Space")
    go_to(page, page.locator("#bulk-action-selector-bottom"))
    page.keyboard.type("Optimize")
    press(page, page.locator("#doaction2"))
    dialog = library.dialog()
    has_focus(page, "[role=dialog]")
    start = dialog.get_by_role("button", name="Optimize 2 images")
    expect(start).to_be_enabled(timeout=60_000)
    press(page, start)
    review = dialog.get_by_role("button", name="Approve 2 images as shown")
    expect(review).to_be_visible(timeout=120_000)
    has_focus(page, "[role=dialog]")

    alt = dialog.get_by_label("Alt text", exact=True)
    for words in ("The first in my words", "The second in my words"):
        go_to(page, alt)
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        expect(dialog.get_by_text(re.compile("approved|2 images optimized"))).to_be_visible(timeout=60_000)
        has_focus(page, "[role=dialog]")
    expect(dialog.get_by_text("2 images optimized")).to_be_visible(timeout=120_000)
    has_focus(page, "[role=dialog]")
    with library.loads_anew():
        page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert {look.alt for look in look_at(site, numbers).values()} == {"The first in my words", "The second in my words"}

    for number in numbers:
        row = page.locator(f"#post-{number}")
        press(page, row.locator(".row-actions a[data-picopt-action=revert]"))
        press(page, library.dialog().get_by_role("button", name="Restore 1 original"))
        expect(library.dialog()).to_contain_text("Old and new URLs both keep working.", timeout=60_000)
        has_focus(page, "[role=dialog]")
        with library.loads_anew():
            page.keyboard.press("Escape")
        has_focus(page, f"#post-{number}")
    after = look_at(site, numbers)
    assert all(after[number].files == before[number].files for number in numbers)


@pytest.mark.usefixtures("stack")
def test_every_window_gives_the_keyboard_back(library, site: Site, pictures: dict[str, int]):
    page, number = library.page, pictures["rocket.jpg"]
    openers = {
        "upload.php?mode=list": page.locator(f"#post-{number} .row-actions a[data-picopt-action=optimize]"),
        f"post.php?post={number}&action=edit": page.get_by_role("button", name="Image details"),
    }
    for path, opener in openers.items():
        page.goto(f"{site.url}/wp-admin/{path}")
        press(page, opener)
        dialog = library.dialog()
        has_focus(page, "[role=dialog]")
        press(page, dialog.get_by_role("button", name="Close").first)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(opener).to_be_focused()
