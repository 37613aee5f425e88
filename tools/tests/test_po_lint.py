"""The lint of translations: what it lets through, and each kind of what it does not."""

import po_lint
import polib
import pytest

pytestmark = pytest.mark.acceptance("U5")


def catalog(*entries, draft="machine-made", plurals="nplurals=2; plural=(n != 1);"):
    found = polib.POFile()
    found.metadata = {"Plural-Forms": plurals} | ({"X-Draft": draft} if draft else {})
    for original, said in entries:
        if isinstance(original, tuple):
            forms = dict(enumerate(said))
            found.append(polib.POEntry(msgid=original[0], msgid_plural=original[1], msgstr_plural=forms))
        else:
            found.append(polib.POEntry(msgid=original, msgstr=said))
    return found


@pytest.mark.parametrize(
    ("original", "said"),
    [
        ("Save", "Speichern"),
        ("%(number)d of %(all)d", "von %(all)d %(number)d"),
        ("%1$s in %2$s", "%2$s: %1$s"),
        ("100%% of %s", "%s zu 100 %%"),
        ("<strong>%(name)s</strong> waits", "<strong>%(name)s</strong> wartet"),
        (("One image", "%d images"), ("Ein Bild", "%d Bilder")),
        (("%d image", "%d images"), ("Ein Bild", "%d Bilder")),
        (", ", "、"),
    ],
)
def test_what_says_the_same_passes(original, said):
    assert list(po_lint.faults(catalog((original, said)))) == []


@pytest.mark.parametrize(
    ("original", "said", "fault"),
    [
        ("Save", "", "not translated"),
        ("%(number)d left", "%(nummer)d übrig", "placeholders"),
        ("%(number)d left", "übrig", "placeholders"),
        ("%s of %s", "%s", "placeholders"),
        ("Save %s", "Speichern %d", "placeholders"),
        ("<b>Save</b>", "Speichern", "tags"),
        ('<a href="x">Save</a>', '<a href="http://evil.example">Speichern</a>', "tags"),
        ("Done: ", "Fertig:", "edges"),
        (("%d image", "%d images"), ("%d Bild", "%s Bilder"), "placeholders"),
        (("%d image", "%d images"), ("%d Bild",), "plural forms"),
    ],
)
def test_what_says_something_else_does_not(original, said, fault):
    assert fault in " ".join(po_lint.faults(catalog((original, said))))


def test_guesses_and_silent_drafts_do_not_pass():
    guessed = catalog(("Save", "Sparen"))
    guessed[0].flags.append("fuzzy")
    assert "guessed" in " ".join(po_lint.faults(guessed))
    assert "X-Draft" in " ".join(po_lint.faults(catalog(draft="")))


@pytest.mark.parametrize(
    "said", ["Voulez-vous ?", "Il dit : oui", "« oui\u00a0»", "«\u00a0oui »", "Fait ; suite", "<b>Non</b> !"]
)
def test_a_line_of_french_does_not_end_before_a_sign(said):
    french = catalog(("x", said))
    french.metadata["Language"] = "fr_FR"
    assert "no-break" in " ".join(po_lint.loose_signs(french))
    french[0].msgstr = (
        said.replace(" ?", "\u00a0?").replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    )
    french[0].msgstr = french[0].msgstr.replace(" ;", "\u00a0;").replace(" !", "\u00a0!")
    assert list(po_lint.loose_signs(french)) == []
    french.metadata["Language"] = "de_DE"
    french[0].msgstr = said
    assert list(po_lint.loose_signs(french)) == []


def test_the_projects_own_translations_pass_and_stale_ones_are_told(capsys, tmp_path):
    assert po_lint.main() == 0
    home = po_lint.TOP / po_lint.FOLDERS[0]
    for path in home.rglob("*.po"):
        target = tmp_path / path.relative_to(home)
        target.parent.mkdir(parents=True)
        target.write_text(path.read_text())
    assert po_lint.main(tmp_path) == 0
    target.write_text(target.read_text() + '\nmsgid "A new string"\nmsgstr ""\n')
    assert po_lint.main(tmp_path) == 1
    assert "make translations" in capsys.readouterr().out
