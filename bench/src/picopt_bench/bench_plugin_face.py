"""`make bench-plugin-face`: what people meet of the plugin, in a real WordPress, a real service and a real browser.

Scripts by screen (gzipped, without WordPress' own packages), what a page of a library of 5,000 images and a visitor's
page cost more, accessibility of our screens, clicks from the library to work that runs, tests to source in JavaScript,
and the abilities that programs see. `demo_image_bytes_saved_share` is of the last `make demo` (`var/demo/report.json`):
bytes of all images that its pages loaded, before and after; without one it counts as nothing saved.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Final

from picopt_bench.goals import report
from picopt_bench.house.files import TOP, lines_of, tracked
from picopt_bench.parts import refuse_parts
from picopt_bench.plugin_face import pages, screens
from picopt_standalone.demo.browser import chromium
from picopt_standalone.demo.library import import_pictures
from picopt_standalone.demo.runs import connect
from picopt_standalone.paths import VAR
from picopt_standalone.stack import Stack
from picopt_standalone.wordpress import Site

ASSETS: Final = TOP / "wordpress" / "picture-optimizer" / "assets"
ABILITIES: Final = (
    "echo function_exists('wp_get_abilities') ? count(array_filter(wp_get_abilities(), "
    "fn ($one) => str_starts_with($one->get_name(), 'picture-optimizer/'))) : 0;"
)


def main() -> int:
    """Measure, print, write; exit code 1 when a goal is missed."""
    refuse_parts()
    bundles = {path.name: len(gzip.compress(path.read_bytes())) / 1000 for path in sorted(ASSETS.glob("*.js"))}
    with Site("bench-face", fresh=True) as site, Stack("bench-face", fresh=True, credits=100, site=site.url) as stack:
        connect(site, stack.url, stack.account.api_key)
        import_pictures(site, VAR / "sites" / "bench-face")
        with chromium() as browser:
            findings = screens.serious(browser, site)
            clicks = screens.clicks_to_first_batch(browser, site)
            abilities = int(site.wp("eval", ABILITIES, "--user=admin"))
            visitor = pages.added(site, browser, "/")
            pages.fill(site)
            listed = pages.added(site, browser, pages.LIST)
    values = {
        "bundle_kb_per_screen": round(max(bundles.values()), 1),
        "list_page_added_ms": round(listed.milliseconds, 1),
        "list_page_added_queries": listed.queries,
        "front_end_queries_added": visitor.queries,
        "axe_serious": len(findings),
        "clicks_to_first_batch": clicks,
        "js_test_ratio": js_test_ratio(),
        "abilities": abilities,
        "demo_image_bytes_saved_share": demo_share(VAR / "demo" / "report.json"),
    }
    details = {"bundles_kb": {name: round(size, 1) for name, size in bundles.items()}, "axe": findings}
    return 0 if report("plugin-face", values, {"details": details}) else 1


def js_test_ratio() -> float:
    """Lines of the screens' tests to lines of their source, both as they stand in the files."""
    files = [path for path in tracked() if path.suffix in {".js", ".jsx"}]
    tests = sum(lines_of(path for path in files if "assets-tests" in path.parts))
    source = sum(lines_of(path for path in files if "assets-src" in path.parts))
    return round(tests / source, 3)


def demo_share(record: Path) -> float:
    """Share of image bytes that the demo's pages load less than before; 0 where that was not measured."""
    images = json.loads(record.read_text(encoding="utf-8")).get("image_bytes", {}) if record.exists() else {}
    return round(1 - images["after"] / images["before"], 3) if images.get("before") else 0.0


if __name__ == "__main__":
    sys.exit(main())
