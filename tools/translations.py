"""Makes what WordPress reads of the plugin's translations: a `.mo` and JSON files for each `.po` in `languages/`.

python tools/translations.py            merge new strings of the template into each `.po`, then compile
python tools/translations.py --check    only say whether what is compiled belongs to the `.po` files
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

import polib

from picopt_standalone.catalogs import LANGUAGES, TEMPLATE, build
from picopt_standalone.processes import run_quietly

# No guesses where a string has changed: an English sentence is better than the translation of another.
MERGE: Final = ("msgmerge", "--quiet", "--update", "--backup=none", "--no-fuzzy-matching", "--no-wrap")


def main(arguments: list[str]) -> int:
    """Exit code 1 when something is stale."""
    sources = sorted(LANGUAGES.glob("*.po"))
    if "--check" in arguments:
        stale = [path.name for source in sources for path in stale_of(source)]
        if stale:
            print(f"translations: not made of their .po: {', '.join(stale)}; run make translations", file=sys.stderr)
        return 1 if stale else 0
    for source in sources:
        run_quietly([*MERGE, source, TEMPLATE], what=f"msgmerge {source.name}")
        run_quietly(["msgattrib", "--no-obsolete", "--no-wrap", f"--output-file={source}", source], what="msgattrib")
        build(source, LANGUAGES)
        left = polib.pofile(str(source)).untranslated_entries()
        print(f"{source.name}: {len(left)} strings are not translated")
    return 0


def stale_of(source: Path) -> list[Path]:
    """Files that the compiler would make otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        made = build(source, Path(folder))
        return [LANGUAGES / path.name for path in made if not same(path, LANGUAGES / path.name)]


def same(made: Path, committed: Path) -> bool:
    """Whether both hold the same bytes."""
    return committed.exists() and made.read_bytes() == committed.read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
