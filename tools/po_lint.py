"""Translations say what the original says: the same placeholders and tags, nothing empty, marked as what they are.

For all `.po` files of the project, the dashboard's and the plugin's. `msgfmt --check-format` knows what is marked as a
format; this also reads what is not, and whether a draft says that it is one.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib

TOP: Final = Path(__file__).resolve().parents[1]
FOLDERS: Final = ("saas/src/picopt_saas/locale", "wordpress/picture-optimizer/languages")
# Python's and Django's %(name)s, PHP's and JavaScript's %s, %d and %1$s; %% is a percent sign.
_PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%\d+\$[sdf]|%[sdf](?!\w)")
_TAG: Final = re.compile(r"</?[a-z][^>]*>")
_DRAFT: Final = "X-Draft"
# French sets a space before these signs and inside of its quotation marks, where no line may end.
_LOOSE_SIGN: Final = re.compile(r"(?<=\S) (?=[;:?!»](?:[\s<.,)…]|$))|(?<=«) (?=\S)")


def main(fresh: Path | None = None) -> int:
    """Print what is wrong; the exit code. `fresh` is a folder of the dashboard's catalogs as the sources have them."""
    if fresh is not None:
        return _compare_with(fresh)
    files = [path for folder in FOLDERS for path in sorted((TOP / folder).rglob("*.po"))]
    found = [f"{path.relative_to(TOP)}: {fault}" for path in files for fault in all_faults(polib.pofile(str(path)))]
    print("\n".join(found) or f"{len(files)} translations say what they should")
    return 1 if found else 0


def _compare_with(fresh: Path) -> int:
    """Whether the committed catalogs, source and compiled, have the strings that the sources have."""
    home = TOP / FOLDERS[0]
    stale = [
        path.relative_to(fresh)
        for path in sorted(fresh.rglob("*.po"))
        if not _said(polib.pofile(str(path)))
        == _said(polib.pofile(str(home / path.relative_to(fresh))))
        == _said(polib.mofile(str((home / path.relative_to(fresh)).with_suffix(".mo"))))
    ]
    print("\n".join(f"{path} is not what the sources say; run make translations" for path in stale))
    return 1 if stale else 0


def _said(catalog: "polib.POFile | polib.MOFile") -> dict[tuple[str | None, str], tuple[str, ...]]:
    return {(entry.msgctxt, entry.msgid): (entry.msgstr, *entry.msgstr_plural.values()) for entry in catalog}


def all_faults(catalog: polib.POFile) -> Iterator[str]:
    """What is wrong with a catalog, and with how it is set."""
    yield from faults(catalog)
    yield from loose_signs(catalog)


def faults(catalog: polib.POFile) -> Iterator[str]:
    """What is wrong with a catalog."""
    if not catalog.metadata.get(_DRAFT) and "draft" not in catalog.metadata.get("Last-Translator", ""):
        yield f"the header has no {_DRAFT}: say who made it, or 'no' once a translator has read it"
    forms = re.search(r"nplurals=(\d)", catalog.metadata.get("Plural-Forms", ""))
    for entry in catalog:
        if entry.obsolete:
            continue
        if "fuzzy" in entry.flags:
            yield f"{entry.msgid!r}: guessed (fuzzy)"
        if entry.msgid_plural and (forms is None or len(entry.msgstr_plural) != int(forms[1])):
            yield f"{entry.msgid!r}: {len(entry.msgstr_plural)} plural forms"
        for original, said in _pairs(entry):
            yield from (f"{original!r}: {fault}" for fault in _compare(original, said, plural=bool(entry.msgid_plural)))


def loose_signs(catalog: polib.POFile) -> Iterator[str]:
    """Where a line of French can end between a sign and the word that it belongs to."""
    if catalog.metadata.get("Language", "").startswith("fr"):
        for entry in catalog:
            for original, said in _pairs(entry):
                if _LOOSE_SIGN.search(said):
                    yield f"{original!r}: a no-break space is wanted beside a sign in {said!r}"


def _pairs(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each translation beside the form that it translates."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    for number, said in entry.msgstr_plural.items():
        is_first_of_several = number == 0 and len(entry.msgstr_plural) > 1
        yield entry.msgid if is_first_of_several else entry.msgid_plural, said


def _compare(original: str, said: str, *, plural: bool) -> Iterator[str]:
    if not said.strip() and original.strip():
        yield "not translated"
        return
    wanted, found = (Counter(_PLACEHOLDER.findall(text)) for text in (original, said))
    # "One image" may leave the number out.
    if found - wanted or (wanted - found and not plural):
        yield f"placeholders {sorted(found.elements())} instead of {sorted(wanted.elements())}"
    if Counter(_TAG.findall(original)) != Counter(_TAG.findall(said)):
        yield f"tags {_TAG.findall(said)} instead of {_TAG.findall(original)}"
    # Japanese punctuation brings its own space.
    if not said.endswith("、") and _edges(original) != _edges(said):
        yield "space at the edges differs"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
