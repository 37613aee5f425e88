"""The plugin in a language that nobody speaks: what is not marked as translated there cannot be translated at all."""

import calendar
import json
import re
import shutil
from typing import Final

from playwright.sync_api import Page

from picopt_standalone.catalogs import CLOSED, OPENED, PSEUDO_LOCALE, build, write_pseudo
from picopt_standalone.paths import ASSETS
from picopt_standalone.tour.looks import Look, add_user
from picopt_standalone.tour.stops import Finding, Stop
from picopt_standalone.wordpress import Site

USER: Final = "pseudo"
PHONE_AND_DESKTOP: Final = (Look("desktop", 1440, 900, "light", "ltr"), Look("phone", 390, 844, "light", "ltr"))
# All that a person reads or hears within a selector; what people typed is theirs.
READ: Final = """(within) => {
  const spoken = ['aria-label', 'title', 'alt', 'placeholder'];
  const found = [];
  const silent = 'script, style, template, textarea, code, [translate=no], [lang]:not(html), del, ins,'
    + ' .picopt-audit-picture a';
  for (const root of document.querySelectorAll(within)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: parent, textContent } = walker.currentNode;
      if (textContent.trim() && !parent.closest(silent) && (parent.tagName === 'OPTION' || parent.checkVisibility())) {
        found.push(textContent.trim());
      }
    }
    for (const element of [root, ...root.querySelectorAll('*')]) {
      found.push(...spoken.map((name) => element.getAttribute(name)?.trim()).filter(Boolean));
      if (element.matches('input[type=submit], input[type=button]')) {
        found.push(element.value);
      }
    }
  }
  return [...new Set(found)];
}"""
MARKED: Final = re.compile(rf"[{OPENED}{CLOSED}\u2039\u203a]")  # ours, and those of assets/pseudo.php
# Names, addresses, formats, numbers with their units and people's own names are the same in every language.
DATA: Final = re.compile(
    r"https?://\S+|\S+\.(?:jpe?g|png|webp|avif|gif|php|json)\b"
    r"|\b(?:WebP|AVIF|JPEG|PNG|GIF|TIFF|BMP|HEIC|CSV|API|WP-CLI|Ctrl|Alt)\b"
    r"|\d[\d.,]*\s?(?:%|ms|[kKMG]?B|px)?|\bpo_(?:live|test)_\S*|[A-Z]{4}-[A-Z]{4}|\bYYYY-MM-DD\b"
    rf"|\b(?:IMG|DSC)_\d+\b|\b(?:{'|'.join(calendar.month_name[1:])}|[ap]m)\b"  # which WordPress spells
)
ANY_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Words:
    """Notes what is not marked; `theirs` is what the site's people have written: titles, names, texts."""

    def __init__(self, theirs: set[str]) -> None:
        self.theirs = theirs

    def __call__(self, page: Page, stop: Stop, look: Look) -> list[Finding]:
        """What a person would read in English, once a stop."""
        if look.name != "desktop":
            return []
        return [
            Finding("untranslated", stop.name, look.name, text)
            for text in page.evaluate(READ, stop.within)
            if is_untranslated(text, self.theirs)
        ]


def is_untranslated(text: str, theirs: set[str]) -> bool:
    """Whether a text has words that came neither out of a catalog nor from the site's people."""
    if MARKED.search(text):
        return False
    text = DATA.sub("", text)
    for name in sorted(theirs, key=len, reverse=True):
        text = text.replace(name, "")
    return bool(ANY_WORD.search(text))


def speak_pseudo(site: Site) -> None:
    """An administrator who reads wp-admin in the pseudo-locale."""
    languages = site.root / "wp-content" / "languages" / "plugins"
    languages.mkdir(parents=True, exist_ok=True)
    build(write_pseudo(languages), languages)
    shutil.copy(ASSETS / "pseudo.php", site.root / "wp-content" / "mu-plugins" / "pseudo.php")
    add_user(site, USER, PSEUDO_LOCALE)


def written_by_people(site: Site) -> set[str]:
    """Titles and texts of posts and images, names of users and of the site; and of languages, each in its own."""
    code = """global $wpdb; $all = array_merge(
        array_values(require WP_PLUGIN_DIR . '/picture-optimizer/data/languages.php'),
        $wpdb->get_col("SELECT post_title FROM $wpdb->posts WHERE post_title <> ''"),
        $wpdb->get_col("SELECT post_excerpt FROM $wpdb->posts WHERE post_excerpt <> ''"),
        $wpdb->get_col("SELECT meta_value FROM $wpdb->postmeta WHERE meta_key = '_wp_attachment_image_alt'"),
        $wpdb->get_col("SELECT display_name FROM $wpdb->users"), [get_bloginfo('name')]);
        echo wp_json_encode(array_values(array_unique(array_filter($all))));"""
    return set(map(str, json.loads(site.wp("eval", code))))
