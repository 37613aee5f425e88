"""Ways through the block editor and the dialogs that several tests go."""

import re

from playwright.sync_api import Locator, Page

from picopt_standalone.wordpress import Site


def opened_dialog(page: Page) -> Locator:
    """The open dialog, once it has the focus. It takes it a moment after it is shown, and text typed before is lost."""
    dialog = page.get_by_role("dialog")
    page.locator("[role=dialog]:focus-within").wait_for()
    return dialog


def image_block(site: Site, number: int, alt: str = "") -> str:
    """As the editor saves an image that was just inserted."""
    url = site.wp("eval", f"echo wp_get_attachment_image_url({number}, 'large');").strip()
    return (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large"}} --><figure class="wp-block-image size-large">'
        f'<img src="{url}" alt="{alt}" class="wp-image-{number}"/></figure><!-- /wp:image -->'
    )


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
