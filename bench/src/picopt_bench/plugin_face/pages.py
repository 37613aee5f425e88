"""What the plugin adds to pages: queries and milliseconds, the same page with and without it."""

import json
import statistics
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, Page

from picopt_standalone.demo.browser import log_in
from picopt_standalone.wordpress import Site

ATTACHMENTS: Final = 5000
ROUNDS: Final = 4
REQUESTS: Final = 8
LIST: Final = "/wp-admin/upload.php?mode=list"
PLUGIN: Final = "picture-optimizer"
# Writes what a request took, where it was asked to; the clock is the one that PHP started with the request.
METER: Final = """<?php
add_action('shutdown', function () {
    if (isset($_GET['picopt_meter'])) {
        $took = ['queries' => get_num_queries(), 'ms' => 1000 * (microtime(true) - $_SERVER['REQUEST_TIME_FLOAT'])];
        file_put_contents(WP_CONTENT_DIR . '/picopt-meter.json', json_encode($took));
    }
}, PHP_INT_MAX);
"""
FILL: Final = """
global $wpdb;
$meta = serialize(['width' => 1200, 'height' => 800, 'filesize' => 123456, 'file' => '2026/11/x.jpg', 'sizes' => []]);
for ($first = 0; $first < %d; $first += 500) {
    $rows = [];
    for ($i = $first; $i < $first + 500; $i++) {
        $rows[] = "(1, NOW(), NOW(), NOW(), NOW(), 'Image $i', 'image-$i', 'attachment', 'inherit', 'image/jpeg',"
            . " '', '', '', '', '')";
    }
    $wpdb->query("INSERT INTO $wpdb->posts (post_author, post_date, post_date_gmt, post_modified, post_modified_gmt,
        post_title, post_name, post_type, post_status, post_mime_type,
        post_content, post_excerpt, to_ping, pinged, post_content_filtered) VALUES " . implode(',', $rows));
}
$new = "FROM $wpdb->posts WHERE post_title LIKE 'Image %%' AND post_type = 'attachment'";
$wpdb->query("INSERT INTO $wpdb->postmeta (post_id, meta_key, meta_value)
    SELECT ID, '_wp_attached_file', '2026/11/x.jpg' $new");
$wpdb->query($wpdb->prepare("INSERT INTO $wpdb->postmeta (post_id, meta_key, meta_value)
    SELECT ID, '_wp_attachment_metadata', %%s $new", $meta));
"""


@dataclass(frozen=True)
class Cost:
    """Of one page: queries, and median milliseconds in PHP."""

    queries: int
    milliseconds: float


def fill(site: Site) -> None:
    """A library of many images; their files are of no interest to a list."""
    site.wp("eval", FILL % ATTACHMENTS)


def added(site: Site, browser: Browser, path: str) -> Cost:
    """What the page costs more with the plugin than without, in turns so that a busy machine harms both alike."""
    meter = site.root / "wp-content" / "mu-plugins" / "picopt-meter.php"
    meter.write_text(METER)
    page = browser.new_page()
    log_in(page, site)
    costs: dict[str, list[Cost]] = {"deactivate": [], "activate": []}
    try:
        for _ in range(ROUNDS):
            for turn, measured in costs.items():
                site.wp("plugin", turn, PLUGIN, "--quiet")
                measured.extend(ask(site, page, path) for _ in range(REQUESTS))
    finally:
        site.wp("plugin", "activate", PLUGIN, "--quiet")
        meter.unlink()
        page.close()
    without, with_it = (typical(costs[turn]) for turn in ("deactivate", "activate"))
    return Cost(with_it.queries - without.queries, with_it.milliseconds - without.milliseconds)


def ask(site: Site, page: Page, path: str) -> Cost:
    """One request of a logged-in person."""
    answer = page.request.get(f"{site.url}{path}{'&' if '?' in path else '?'}picopt_meter=1")
    if not answer.ok:
        raise SystemExit(f"{path} answered {answer.status}")
    took = json.loads((site.root / "wp-content" / "picopt-meter.json").read_text())
    return Cost(took["queries"], took["ms"])


def typical(costs: list[Cost]) -> Cost:
    """The fewest queries (the first request after a switch fills caches) and the median time."""
    return Cost(min(cost.queries for cost in costs), statistics.median(cost.milliseconds for cost in costs))
