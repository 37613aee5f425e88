"""In how many ways a screen is looked at: widths, light and dark, left to right and right to left."""

from dataclasses import dataclass
from typing import Final, Literal

from picopt_standalone.processes import run_quietly
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_PASSWORD

Direction = Literal["ltr", "rtl"]
# A language that nobody speaks, which runs from right to left (as Unicode's pseudo-locale ar-XB): all that WordPress
# has to know of it is its direction.
RTL_LOCALE: Final = "ar_XB"
RTL_USER: Final = "rtl"
RTL_CORE: Final = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "text direction"
msgid "ltr"
msgstr "rtl"
"""


@dataclass(frozen=True)
class Look:
    """One way to look at a screen; `width` and `height` in CSS pixels."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    direction: Direction
    only_turning: bool = False  # of no use where there is but one scheme: wp-admin has no dark one


LOOKS: Final = (
    Look("desktop", 1440, 900, "light", "ltr"),
    Look("phone", 390, 844, "light", "ltr"),
    Look("wide-dark", 1920, 1080, "dark", "ltr", only_turning=True),
    Look("desktop-rtl", 1440, 900, "light", "rtl"),
    Look("phone-dark-rtl", 390, 844, "dark", "rtl"),
)


def add_rtl_user(site: Site) -> None:
    """An administrator whose wp-admin runs from right to left."""
    languages = site.root / "wp-content" / "languages"
    languages.mkdir(exist_ok=True)
    source = languages / f"{RTL_LOCALE}.po"
    source.write_text(RTL_CORE)
    run_quietly(["msgfmt", "-o", source.with_suffix(".mo"), source], what="msgfmt")
    add_user(site, RTL_USER, RTL_LOCALE)


def add_user(site: Site, name: str, locale: str) -> None:
    """An administrator who reads wp-admin in this language."""
    site.wp(
        *("user", "create", name, f"{name}@example.test", "--role=administrator", "--porcelain"),
        *(f"--user_pass={ADMIN_PASSWORD}", "--display_name=admin"),
    )
    site.wp("user", "meta", "update", name, "locale", locale)
