"""Runs of the plugin through its own command line, as an owner of a site would do them."""

import json
from dataclasses import fields, replace
from typing import Any

from picopt_standalone.demo.plan import Run
from picopt_standalone.demo.report import Row
from picopt_standalone.wordpress import Site

KEYS = tuple(field.name for field in fields(Row))


def connect(site: Site, url: str, api_key: str) -> None:
    """Save the service's address and the key, as the settings page does."""
    code = "(new PictureOptimizer\\Api\\Connection())->save(getenv('PICOPT_URL'), getenv('PICOPT_API_KEY'));"
    site.wp("eval", code, environment={"PICOPT_URL": url, "PICOPT_API_KEY": api_key})


def run(site: Site, order: Run, ids: dict[str, int]) -> list[Row]:
    """Process pictures and wait for the end; what became of each. Raises StartError when work is left undone."""
    numbers = ",".join(str(ids[file]) for file in order.files)
    answer = site.wp(
        *("picture-optimizer", "run", f"--ids={numbers}", f"--pipeline={order.pipeline}", f"--to={order.format}"),
        # Nobody sits here to read the embedded model's drafts, so the demo takes them by name.
        *("--accept-drafts", "--yes", "--format=json"),
    )
    return [row_of(item) for item in json.loads(answer)["items"]]


def row_of(item: dict[str, Any]) -> Row:
    """A row of our report; of a file that was not touched the plugin says 0 bytes."""
    row = Row(**{key: item[key] for key in KEYS})
    return row if row.bytes_after else replace(row, bytes_after=row.bytes_before)


def revert(site: Site, number: int) -> None:
    """Bring a picture back. Raises StartError when that failed."""
    site.wp("picture-optimizer", "revert", f"--ids={number}", "--yes", "--format=json")
