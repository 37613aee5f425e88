"""A draft waits for a person; its file does not. Approved, it reaches each place with its own words."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from picopt_standalone.demo.library import Look, look_at
from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site


def names(look: Look) -> set[str]:
    """Names of the attachment's files."""
    return {path.rsplit("/", 1)[-1] for path in look.files}


@pytest.fixture
def page(site: Site, pictures: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A page that shows the rocket as an image and as a link, both without alt text; its id and its content."""
    image = f'<img class="wp-image-{pictures["rocket.jpg"]}" alt="" src="rocket.jpg"/>'
    content = f'<h2>Our launches</h2><p>Every spring.</p>{image}<p>Come along.</p><a href="/visit-us/">{image}</a>'
    create = ("post", "create", "--post_type=page", "--post_status=publish", "--post_title=Launches", "--porcelain")
    number = int(site.wp(*create, f"--post_content={content}", "--user=admin").split()[-1])
    yield number, content
    site.wp("post", "delete", str(number), "--force", "--quiet")


@pytest.mark.deep
@pytest.mark.acceptance("E6")
@pytest.mark.acceptance("E8")
@pytest.mark.usefixtures("drafts_wait")
def test_a_draft_waits_and_then_reaches_every_place(library, stack: Stack, site: Site, pictures, page):
    number, (post, content) = pictures["rocket.jpg"], page
    before = look_at(site, [number])
    used = credits_of(stack).used
    dialog = library.choose("Optimize images", number)
    expect(dialog).to_contain_text("appear in no page, file, or file name until you approve them", timeout=60_000)
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image to review.", timeout=120_000)
    waiting = look_at(site, [number])[number]
    assert waiting.mime == "image/webp"
    assert names(waiting) >= {"rocket.webp"}
    assert waiting.alt == ""
    assert site.wp("post", "get", str(post), "--field=post_content").rstrip("\n") == content

    expect(dialog).to_contain_text("Draft")
    table = dialog.get_by_role("table")
    expect(table.get_by_text("Link to /visit-us/")).to_be_visible(timeout=60_000)
    field = table.get_by_label("Alt text on “Launches”")
    expect(field).to_have_value("A rocket – Visit us")
    library.assert_accessible()
    dialog.get_by_label("Alt text", exact=True).fill("A rocket on its way up")
    dialog.get_by_label("File name", exact=True).fill("rocket-launch")
    field.fill("Visit our launch site")
    dialog.get_by_role("button", name="Approve and export").click()
    expect(dialog).to_contain_text("1 image optimized", timeout=120_000)
    approved = look_at(site, [number])[number]
    assert approved.alt == "A rocket on its way up"
    assert names(approved) >= {"rocket-launch.webp"}
    written = site.wp("post", "get", str(post), "--field=post_content")
    assert written.index('alt="A rocket on its way up"') < written.index('alt="Visit our launch site"')
    assert credits_of(stack).used == used + 2, "embedding the approved text is free"
    with library.loads_anew():
        dialog.get_by_role("button", name="Close").last.click()
    dialog = library.choose("Restore originals", number)
    dialog.get_by_role("button", name="Restore 1 original").click()
    expect(dialog).to_contain_text("Old and new URLs both keep working.")
    assert look_at(site, [number])[number].files == before[number].files
    assert site.wp("post", "get", str(post), "--field=post_content").rstrip("\n") == content
