"""The plugin's translations: what WordPress reads of a `.po` file, and a pseudo-locale.

The pseudo-locale shows on the screen what is not translated, and what has no room for a longer language.

PHP reads one `.mo` a language; each script reads a JSON file (Jed 1.x) of its own, named after its handle, with those
strings that the script has. `msgfmt` (gettext) compiles; the JSON is made of what it compiled.
"""

import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from picopt_standalone.paths import PLUGIN
from picopt_standalone.processes import run_quietly

DOMAIN: Final = "picture-optimizer"
LANGUAGES: Final = PLUGIN / "languages"
TEMPLATE: Final = LANGUAGES / f"{DOMAIN}.pot"
# Scripts that have strings: bundle below assets/ → handle, as the plugin registers it.
SCRIPTS: Final = {name: f"{DOMAIN}-{name}" for name in ("connect", "editor", "media", "settings", "wizard")}
PSEUDO_LOCALE: Final = "en_XA"
OPENED, CLOSED = "⟦", "⟧"
# What must stay as it is: placeholders, tags, addresses and code.
KEPT: Final = re.compile(r"\\.|%(?:\d+\$)?[sd%]|<[^>]+>|&[a-z]+;|https?://\S+")
ACCENTS: Final = str.maketrans("aceinouyAEINOUCS", "àçéîñöûýÀÉÎÑÖÛÇŠ")
PSEUDO_HEADER: Final = f"""msgid ""
msgstr ""
"Language: {PSEUDO_LOCALE}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n\""""
LONGER: Final = 0.3  # as much as German or Finnish is longer than English
LONGEST_WORD: Final = 12  # what is longer is broken into words, as in every language


def locale_of(source: Path) -> str:
    """`de_DE` of `picture-optimizer-de_DE.po`."""
    return source.stem.removeprefix(f"{DOMAIN}-")


def build(source: Path, folder: Path) -> list[Path]:
    """Compile a `.po` into what WordPress reads of it; the files, all in one folder. Raises StartError on a bad one."""
    locale = locale_of(source)
    compiled = folder / f"{DOMAIN}-{locale}.mo"
    run_quietly(["msgfmt", "--check", "-o", compiled, source], what=f"msgfmt {source.name}")
    with compiled.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    made = [compiled]
    for script, handle in SCRIPTS.items():
        path = folder / f"{DOMAIN}-{locale}-{handle}.json"
        path.write_text(_json(catalog, (PLUGIN / "assets" / f"{script}.js").read_text(encoding="utf-8"), locale))
        made.append(path)
    return made


def _json(catalog: gettext.GNUTranslations, script: str, locale: str) -> str:
    """The strings that stand in a script, as WordPress' `wp.i18n` takes them."""
    header = {"domain": "messages", "lang": locale, "plural-forms": catalog.info().get("plural-forms", "")}
    used = {
        key: forms
        for key, forms in sorted(_entries(catalog).items())
        if _as_written(key.rpartition("\x04")[2]) in script
    }
    messages: dict[str, Any] = {"": header, **used}
    told = {"domain": "messages", "locale_data": {"messages": messages}}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _as_written(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _entries(catalog: gettext.GNUTranslations) -> dict[str, list[str]]:
    """All translations, plural forms in their order."""
    found: dict[str, list[str]] = {}
    # The stubs do not know it; the module's own documentation of subclasses does.
    everything: dict[str | tuple[str, int], str] = catalog._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    for key in sorted(everything, key=lambda each: (str(each[0]), each[1]) if isinstance(each, tuple) else (each, 0)):
        name = key[0] if isinstance(key, tuple) else key
        if name:
            found.setdefault(name, []).append(everything[key])
    return found


def write_pseudo(folder: Path) -> Path:
    """The `.po` of a language in which every string of ours is marked, accented and longer; made from the template."""
    english = folder / "english.po"
    run_quietly(["msgen", "--no-wrap", "-o", english, TEMPLATE], what="msgen")
    target = folder / f"{DOMAIN}-{PSEUDO_LOCALE}.po"
    target.write_text("\n".join(_pseudo_lines(english.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
    english.unlink()
    return target


def _pseudo_lines(source: str) -> Iterator[str]:
    """Each `msgstr` in other letters; the header keeps its own."""
    yield PSEUDO_HEADER
    entries = source.split("\n\n")[1:]
    for entry in entries:
        joined = re.sub(r'(msgstr(?:\[\d\])?) ""\n((?:".*"\n?)+)', _join, entry)
        yield ""
        yield re.sub(r'^(msgstr(?:\[\d\])?) "(.*)"$', lambda m: f'{m[1]} "{pseudo(m[2])}"', joined, flags=re.MULTILINE)


def _join(lines: re.Match[str]) -> str:
    whole = "".join(re.findall(r'"(.*)"', lines[2]))
    return f'{lines[1]} "{whole}"\n'


def pseudo(text: str) -> str:
    """`Save %s` → `⟦Šàvé %s~~⟧`."""
    body = text.removesuffix("\\n")  # gettext wants both to end so
    kept = KEPT.findall(body)
    pieces = [piece.translate(ACCENTS) for piece in KEPT.split(body)]
    marked = "".join(piece + stay for piece, stay in zip(pieces, [*kept, ""], strict=True))
    longer = wrap("~" * int(LONGER * len(body)), LONGEST_WORD)
    return f"{OPENED}{marked}{' '.join(longer)}{CLOSED}{text[len(body) :]}"
