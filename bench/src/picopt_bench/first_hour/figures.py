"""Whether everybody names the same figures: results, disk, library, report and the service's books."""

import json
from collections.abc import Iterator
from typing import Any, Final

from picopt_standalone.demo import runs
from picopt_standalone.demo.library import look_at
from picopt_standalone.demo.plan import RUNS
from picopt_standalone.demo.proofs import wrong_on_disk
from picopt_standalone.demo.report import Row
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.tour.tour import Ground

# What the plugin's screens are told: totals of the bulk page and the widget, of the report by month, and of each image.
TOLD: Final = """
wp_set_current_user(1);
$plugin = new PictureOptimizer\\Plugin(WP_PLUGIN_DIR . '/picture-optimizer/picture-optimizer.php');
$months = $plugin->achievements()->byMonth();
$images = [];
foreach (%s as $id) {
    $picture = $plugin->pictures()->get($id);
    $images[$id] = $picture === null ? null : [$picture->bytesBefore, $picture->bytesAfter];
}
$totals = $plugin->pictures()->totals();
echo wp_json_encode(['saved' => $totals['saved'], 'optimized' => $totals['optimized'], 'images' => $images,
    'before' => array_sum(array_column($months, 'before')), 'after' => array_sum(array_column($months, 'after')),
    'credits' => array_sum(array_column($months, 'credits'))]);
"""


def disagreements(place: Ground) -> list[str]:
    """Process the demo's images and compare what everybody says of them; each sentence is a figure in dispute."""
    used = credits_of(place.stack).used
    rows = [row for order in RUNS for row in runs.run(place.site, order, place.ids)]
    told = json.loads(place.site.wp("eval", TOLD % json.dumps(sorted(place.ids.values()))))
    charged = credits_of(place.stack).used - used
    disk = look_at(place.site, place.ids.values())
    return [*wrong_on_disk(rows, place.ids, disk), *against_rows(rows, place.ids, told), *money(rows, told, charged)]


def against_rows(rows: list[Row], ids: dict[str, int], told: dict[str, Any]) -> Iterator[str]:
    """What the results say against what each image and the totals say."""
    smaller = {row.file: row for row in rows if row.state == "delivered" and row.bytes_after < row.bytes_before}
    for file, row in smaller.items():
        image = told["images"][str(ids[file])]
        if image != [row.bytes_before, row.bytes_after]:
            yield f"{file}: its result says {row.bytes_before} → {row.bytes_after}, its image {image}"
    saved = sum(row.bytes_before - row.bytes_after for row in smaller.values())
    for name, said, counted in (
        ("images optimized", told["optimized"], len(smaller)),
        ("bytes saved", told["saved"], saved),
        ("bytes saved by month", told["before"] - told["after"], saved),
    ):
        if said != counted:
            yield f"{name}: the screens say {said}, the results {counted}"


def money(rows: list[Row], told: dict[str, Any], charged: int) -> Iterator[str]:
    """The results, the plugin's report and the service's books."""
    figures = {"results": sum(row.credits for row in rows), "report": told["credits"], "books": charged}
    if len(set(figures.values())) > 1:
        yield f"credits: {figures}"
