"""The tour over every screen finds nothing wrong, and has seen them all: pages, windows, wrong turns, in all looks."""

import subprocess
import sys
from pathlib import Path

import pytest

from picopt_standalone.tour.record import Record
from picopt_standalone.tour.tour import PARTS, SCREENSHOTS

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def seen() -> Record:
    """What the tour's record says after all parts. In a process of its own: one can have one Playwright only."""
    picopt = Path(sys.executable).with_name("picopt")
    done = subprocess.run([picopt, "tour"], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr  # 1: with findings, which the tests below name
    return Record.read(SCREENSHOTS / "record.json")


def findings(seen: Record, *kinds: str) -> list[dict[str, str]]:
    """All of these kinds, of all parts."""
    return [finding for part in seen.parts.values() for finding in part.findings if finding["kind"] in kinds]


@pytest.mark.acceptance("U2")
def test_every_link_leads_somewhere(seen: Record):
    assert findings(seen, "dead link") == []
    assert sum(part.links for part in seen.parts.values()) > 100


@pytest.mark.acceptance("U3")
def test_nothing_serious_stands_in_the_way_of_anybody(seen: Record):
    assert findings(seen, "axe") == []


@pytest.mark.acceptance("U5")
def test_everything_can_be_translated_and_has_room_for_it(seen: Record):
    assert findings(seen, "untranslated", "cut off") == []


@pytest.mark.acceptance("U6")
def test_all_screens_are_photographed_in_all_looks(seen: Record):
    assert set(seen.parts) == set(PARTS)
    assert len({screen for part in seen.parts.values() for screen in part.screens}) >= 60
    taken = {path.name.split(".")[1] for path in SCREENSHOTS.glob("*.png")}
    assert taken >= {"desktop", "phone", "wide-dark", "desktop-rtl", "phone-dark-rtl"}
