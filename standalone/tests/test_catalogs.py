"""Translations: what is compiled of a `.po`, the drafts that we ship, and the language that nobody speaks."""

import gettext
import json
import re
import shutil

import pytest

from picopt_standalone.catalogs import (
    CLOSED,
    DOMAIN,
    LANGUAGES,
    OPENED,
    PSEUDO_LOCALE,
    SCRIPTS,
    build,
    locale_of,
    pseudo,
    write_pseudo,
)
from picopt_standalone.paths import PLUGIN
from picopt_standalone.processes import StartError

PLACEHOLDER = re.compile(r"%(?:\d+\$)?[sd]")
SHIPPED = sorted(LANGUAGES.glob("*.po"))
SMALL = """msgid ""
msgstr ""
"Language: xx\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Optimize images"
msgstr "Bilder optimieren"

msgid "Optimize %d image"
msgid_plural "Optimize %d images"
msgstr[0] "%d Bild optimieren"
msgstr[1] "%d Bilder optimieren"

msgid "No script has this"
msgstr "Das hat kein Skript"
"""
pytestmark = [
    pytest.mark.acceptance("U5"),
    pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed; make setup does it"),
]


@pytest.fixture
def small(tmp_path):
    source = tmp_path / f"{DOMAIN}-xx.po"
    source.write_text(SMALL)
    return source


def test_php_gets_all_and_each_script_what_stands_in_it(small, tmp_path):
    compiled, *scripts = build(small, tmp_path)
    assert [path.name for path in scripts] == [f"{DOMAIN}-xx-{handle}.json" for handle in SCRIPTS.values()]
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("No script has this") == "Das hat kein Skript"
    told = json.loads((tmp_path / f"{DOMAIN}-xx-{DOMAIN}-wizard.json").read_text())["locale_data"]["messages"]
    assert told[""] == {"domain": "messages", "lang": "xx", "plural-forms": "nplurals=2; plural=(n != 1);"}
    assert told["Optimize images"] == ["Bilder optimieren"]
    assert told["Optimize %d image"] == ["%d Bild optimieren", "%d Bilder optimieren"]
    assert "No script has this" not in told


def test_the_same_source_gives_the_same_bytes(small, tmp_path):
    first = [path.read_bytes() for path in build(small, tmp_path)]
    assert [path.read_bytes() for path in build(small, tmp_path)] == first


def test_a_lost_placeholder_of_a_format_is_refused(small, tmp_path):
    text = small.read_text().replace('msgid "Optimize %d image"', '#, php-format\nmsgid "Optimize %d image"')
    small.write_text(text.replace("%d Bilder optimieren", "%s Bilder %s"))
    with pytest.raises(StartError, match="msgfmt"):
        build(small, tmp_path)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Save", f"{OPENED}Šàvé~{CLOSED}"),
        ("%1$s of %2$d", f"{OPENED}%1$s öf %2$d~~~{CLOSED}"),
        ('<a href=\\"#\\">Up</a>', f'{OPENED}<a href=\\"#\\">Ûp</a>{"~" * 6}{CLOSED}'),
        ("One.\\n", f"{OPENED}Öñé.~{CLOSED}\\n"),
    ],
)
def test_strings_are_marked_accented_and_longer_and_keep_what_is_code(text, marked):
    assert pseudo(text).replace("~", "") == marked.replace("~", "")
    assert len(pseudo(text)) > len(text)


def test_what_makes_a_string_longer_has_room_for_a_line_break():
    assert max(map(len, pseudo("word " * 40).split())) <= 12 + len(CLOSED)


def test_the_pseudo_language_holds_every_string(tmp_path):
    source = write_pseudo(tmp_path)
    assert locale_of(source) == PSEUDO_LOCALE
    compiled = build(source, tmp_path)[0]
    with compiled.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Optimize images").startswith(OPENED)
    assert catalog.ngettext("%d image", "%d images", 2) == pseudo("%d images")
    unmarked = [line for line in source.read_text().splitlines() if line.startswith("msgstr") and OPENED not in line]
    assert unmarked == ['msgstr ""'], "only the header's"


@pytest.mark.parametrize("source", SHIPPED, ids=locale_of)
def test_a_shipped_language_is_a_marked_draft_with_the_right_placeholders(source, tmp_path):
    first = source.read_text(encoding="utf-8").splitlines()[0]
    assert "draft made by a machine" in first
    with build(source, tmp_path)[0].open("rb") as file:
        messages = gettext.GNUTranslations(file)._catalog
    wrong = {
        key: text
        for key, text in messages.items()
        if isinstance(key, str) and text and sorted(PLACEHOLDER.findall(key)) != sorted(PLACEHOLDER.findall(text))
    }
    assert not wrong
    assert len(messages) > 800


def test_the_four_languages_are_there():
    assert [locale_of(source) for source in SHIPPED] == ["de_DE", "es_ES", "fr_FR", "ja"]


def test_every_script_that_translates_is_known():
    translating = {path.stem for path in (PLUGIN / "assets").glob("*.js") if "wp.i18n" in path.read_text()}
    assert translating == set(SCRIPTS)
