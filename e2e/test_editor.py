"""Alt text where posts are written: one image, all before publishing, decoration; a new file reaches its block."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from picopt_standalone.paths import VAR
from picopt_standalone.wordpress import Site


def image_block(site: Site, number: int, alt: str = "") -> str:
    """As the editor saves an image that was just inserted."""
    url = site.wp("eval", f"echo wp_get_attachment_image_url({number}, 'large');").strip()
    return (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large"}} --><figure class="wp-block-image size-large">'
        f'<img src="{url}" alt="{alt}" class="wp-image-{number}"/></figure><!-- /wp:image -->'
    )


@pytest.fixture
def edit(admin: Page, site: Site, tmp_path: Path):
    """Open the block editor on a new draft with this content; gives the page."""
    drafts: list[str] = []

    def open_draft(content: str) -> Page:
        (tmp_path / "post.html").write_text(content)
        command = (
            "post",
            "create",
            str(tmp_path / "post.html"),
            "--post_title=Our club",
            "--porcelain",
            "--user=admin",
        )
        drafts.append(site.wp(*command).strip())
        admin.goto(f"{site.url}/wp-admin/post.php?post={drafts[-1]}&action=edit")
        admin.evaluate(
            "() => { wp.data.dispatch('core/preferences').set('core/edit-post', 'welcomeGuide', false);"
            " wp.data.dispatch('core/preferences').set('core', 'enableChoosePatternModal', false); }"
        )
        admin.wait_for_function("() => wp.data.select('core/block-editor').getBlocks().length > 0")
        return admin

    yield open_draft
    for draft in drafts:
        site.wp("post", "delete", draft, "--force", "--quiet")


def attributes(page: Page, index: int = 0) -> dict:
    """Of the image blocks of the post, the one at this place."""
    script = (
        "(index) => { const all = (blocks) => blocks.flatMap((b) => [b, ...all(b.innerBlocks)]);"
        " const images = all(wp.data.select('core/block-editor').getBlocks()).filter((b) => b.attributes.url);"
        " return images[index].attributes; }"
    )
    return page.evaluate(script, index)


def select_image(page: Page, index: int = 0) -> Locator:
    """The sidebar's panel of ours, of the image at this place."""
    page.evaluate(
        "(index) => { const all = (blocks) => blocks.flatMap((b) => [b, ...all(b.innerBlocks)]);"
        " const image = all(wp.data.select('core/block-editor').getBlocks()).filter((b) => b.attributes.url)[index];"
        " wp.data.dispatch('core/block-editor').selectBlock(image.clientId);"
        " const side = wp.data.dispatch('core/edit-post'); side.openGeneralSidebar('edit-post/block'); }",
        index,
    )
    panel = page.locator(".picopt-tools")
    panel.wait_for()
    if panel.get_by_role("button", name=re.compile("Optimize th")).count() == 0:
        panel.get_by_role("button", name="Picture Optimizer").click()
    return panel


@pytest.mark.usefixtures("stack")
@pytest.mark.acceptance("E1")
def test_an_image_gets_its_text_in_the_editor_and_a_written_one_stays(edit, site: Site, pictures):
    first, second = pictures["rocket.jpg"], pictures["IMG_2005.jpg"]
    heading = "<!-- wp:heading --><h2>A day at the launch pad</h2><!-- /wp:heading -->"
    page = edit(heading + image_block(site, first) + image_block(site, second, alt="My own words"))
    panel = select_image(page)
    panel.get_by_role("button", name="Generate alt text (1 credit)").click()
    expect(page.locator(".components-snackbar")).to_contain_text("Alt text added", timeout=60_000)
    alt = attributes(page)["alt"]
    assert alt
    assert site.wp("post", "meta", "get", str(first), "_wp_attachment_image_alt").strip() == alt

    panel = select_image(page, 1)
    panel.get_by_role("button", name="Generate alt text (1 credit)").click()
    expect(panel.get_by_role("button", name=re.compile("Use this text"))).to_be_visible(timeout=60_000)
    page.screenshot(path=VAR / "e2e" / "editor-suggestion.png")
    assert attributes(page, 1)["alt"] == "My own words"
    panel.get_by_role("button", name=re.compile("Use this text")).click()
    assert attributes(page, 1)["alt"] not in ("", "My own words")


@pytest.mark.usefixtures("stack")
@pytest.mark.acceptance("E2", "E7")
def test_before_publishing_all_missing_texts_come_with_one_click(edit, site: Site, pictures):
    numbers = list(pictures.values())
    page = edit("".join(image_block(site, number) for number in numbers))
    page.get_by_role("button", name="Publish", exact=True).first.click()
    panel = page.locator(".picopt-tools")
    expect(panel).to_contain_text("Alt text: 3 images have none")
    panel.get_by_role("button", name="Mark as decorative").first.click()
    assert attributes(page)["isDecorative"] is True
    expect(panel).to_contain_text("Alt text: 2 images have none")
    page.screenshot(path=VAR / "e2e" / "editor-before-publishing.png")
    panel.get_by_role("button", name="Generate alt text for 2 images (2 credits)").click()
    expect(panel).to_contain_text("Every image has an alt text or is decorative.", timeout=60_000)
    assert attributes(page)["alt"] in (None, "")
    assert all(attributes(page, index)["alt"] for index in (1, 2))
    page.screenshot(path=VAR / "e2e" / "editor-published.png")


@pytest.mark.usefixtures("stack")
@pytest.mark.acceptance("B5")
def test_an_image_optimized_from_its_block_is_shown_by_it(edit, site: Site, pictures):
    page = edit(image_block(site, pictures["rocket.jpg"]))
    before = attributes(page)["url"]
    select_image(page).get_by_role("button", name="Optimize this image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image optimized", timeout=60_000)
    dialog.get_by_role("button", name="Close").last.click()
    page.wait_for_function(
        "(before) => wp.data.select('core/block-editor').getBlocks()[0].attributes.url !== before", arg=before
    )
    url = attributes(page)["url"]
    assert url.endswith(".webp")
    assert page.request.get(url).ok
    assert page.url.endswith("action=edit"), "the editor was left, and with it what was not saved"
