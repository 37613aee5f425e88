"""`make bench-first-hour`: what a stranger's first hour is like, in a real WordPress, service and browser.

The road to a key is gone here, and figures are compared here; what is wrong on screens (axe, dead links, English words
in a language that nobody speaks) is of the record that a tour over all screens leaves (`make screenshots`); the target
goes over them first. With parts of the tour missing, what the record answers counts as not measured.
"""

import sys
from collections.abc import Mapping
from typing import Final

from picopt_bench.first_hour.figures import disagreements
from picopt_bench.first_hour.journey import Journey, travel
from picopt_bench.goals import report
from picopt_bench.parts import refuse_parts
from picopt_standalone.demo import runs
from picopt_standalone.demo.browser import chromium
from picopt_standalone.tour.record import Part, Record
from picopt_standalone.tour.tour import PARTS, SCREENSHOTS, ground

OF_SCREENS: Final = ("dead_links", "axe_serious", "untranslated_strings", "screens")


def main() -> int:
    """Measure, print, write; exit code 1 when a goal is missed."""
    refuse_parts()
    with ground("first-hour") as place, chromium() as browser:
        journey = travel(browser, place.site, place.stack)
        runs.connect(place.site, place.stack.url, place.stack.account.api_key)
        disputed = disagreements(place)
    parts = Record.read(SCREENSHOTS / "record.json").parts
    values = {**of_journey(journey), **of_screens(parts), "figures_that_disagree": len(disputed)}
    missing = () if set(parts) >= set(PARTS) else OF_SCREENS
    raw = {
        "pages": journey.pages,
        "disputed": disputed,
        "links_followed": sum(part.links for part in parts.values()),
        "photographs": sum(part.photographs for part in parts.values()),
        "findings": {name: part.findings for name, part in parts.items() if part.findings},
    }
    return 0 if report("first-hour", values, raw, unmeasured=missing) else 1


def of_journey(journey: Journey) -> dict[str, float]:
    """The road's goals."""
    return {
        "pages_to_first_key": len(journey.pages),
        "password_entries": journey.passwords,
        "seconds_sign_up_to_connected": round(journey.seconds, 1),
    }


def of_screens(parts: Mapping[str, Part]) -> dict[str, float]:
    """The goals that the tour's record answers."""
    seen = parts.values()
    return {
        "dead_links": sum(part.of_kind("dead link") for part in seen),
        "axe_serious": sum(part.of_kind("axe") for part in seen),
        "untranslated_strings": sum(part.of_kind("untranslated") for part in seen),
        "screens": len({screen for part in seen for screen in part.screens}),
    }


if __name__ == "__main__":
    sys.exit(main())
