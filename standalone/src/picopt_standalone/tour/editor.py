"""The block editor, with what the plugin adds to it."""

import re
from dataclasses import replace
from typing import Final

from picopt_standalone.tour.plugin import Screens

OURS: Final = ".picopt-tools"
SIDEBAR: Final = 782  # pixels: on narrower screens the editor closes its sidebar, and it stays closed
# As for all who have closed the welcome. A script of the page would be too early: where nothing is saved, the editor
# asks the site for preferences, and the answer takes the place of any that were set meanwhile.
NO_GUIDE: Final = """
foreach (get_users(['fields' => 'ID']) as $id) {
    update_user_meta($id, $GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences', [
        'core/edit-post' => ['welcomeGuide' => false], 'core' => ['enableChoosePatternModal' => false],
        '_modified' => gmdate('c'),
    ]);
}
"""
SELECT_IMAGE: Final = """() => {
  const all = (blocks) => blocks.flatMap((block) => [block, ...all(block.innerBlocks)]);
  const image = all(wp.data.select('core/block-editor').getBlocks()).find(({ attributes }) => attributes.url);
  wp.data.dispatch('core/block-editor').selectBlock(image.clientId);
  wp.data.dispatch('core/edit-post').openGeneralSidebar('edit-post/block');
}"""


def see_editor(screens: Screens, number: int) -> None:
    """An image's panel, and the look before publishing; of a draft that shows the image."""
    page, site = screens.page, screens.site
    looks = [look for look in screens.tour.looks if look.width >= SIDEBAR]
    screens = replace(screens, tour=replace(screens.tour, looks=looks))
    url = site.wp("eval", f"echo wp_get_attachment_image_url({number}, 'large');").strip()
    content = (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large"}} --><figure class="wp-block-image size-large">'
        f'<img src="{url}" alt="" class="wp-image-{number}"/></figure><!-- /wp:image -->'
    )
    create = ("post", "create", "--post_title=Our club", "--porcelain", "--user=admin")
    draft = site.wp(*create, f"--post_content={content}").split()[-1]
    site.wp("eval", NO_GUIDE)
    screens.open(f"post.php?post={draft}&action=edit")
    page.wait_for_function("() => wp.data.select('core/block-editor').getBlocks().length > 0")
    page.evaluate(SELECT_IMAGE)
    panel = page.locator(OURS)
    panel.wait_for()
    if panel.get_by_role("button", name=re.compile("Optimize th")).count() == 0:
        panel.get_by_role("button", name="Picture Optimizer").click()
    screens.see("plugin-editor-image", OURS)
    page.get_by_role("button", name="Publish", exact=True).first.click()
    page.locator(OURS).first.wait_for()
    screens.see("plugin-editor-before-publishing", OURS)
    site.wp("post", "delete", draft, "--force", "--quiet")
