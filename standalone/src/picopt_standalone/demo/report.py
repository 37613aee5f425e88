"""What the demo found out: a table for people, `report.json` for everybody else."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from picopt_standalone.demo.lighthouse import PageChange
from picopt_standalone.stack.credits import Credits


@dataclass(frozen=True)
class Row:
    """What became of one picture in one run. `state` and `reason` as in the API; `bytes` of the file and its sizes."""

    file: str
    pipeline: str
    state: str
    reason: str
    bytes_before: int
    bytes_after: int  # the same, when the file was not touched
    format: str
    sizes: int  # sub-sizes that were made
    alt: str
    title: str
    credits: int

    @property
    def saved(self) -> float:
        """Share of the bytes that is gone, 0 to 1."""
        return 1 - self.bytes_after / self.bytes_before if self.bytes_before else 0.0


@dataclass(frozen=True)
class Reverted:
    """The proof of a revert: files and references are what they were before."""

    file: str
    bytes_identical: bool
    references_identical: bool


@dataclass(frozen=True)
class Report:
    """All of it; written as `report.json`."""

    items: Sequence[Row]
    credits: Credits
    reverted: Reverted
    pages: Sequence[PageChange]
    pages_checked: int
    broken_images: int

    @property
    def image_bytes(self) -> dict[str, int]:
        """What the images of all pages weigh for a visitor, `before` and `after`."""
        return {
            "before": sum(page.image_bytes_before for page in self.pages),
            "after": sum(page.image_bytes_after for page in self.pages),
        }

    def write(self, path: Path) -> None:
        """Write it as JSON, in one step."""
        unfinished = path.with_suffix(".new")
        everything = {**asdict(self), "image_bytes": self.image_bytes}
        unfinished.write_text(json.dumps(everything, indent=2, ensure_ascii=False) + "\n")
        unfinished.replace(path)

    def show(self, console: Console) -> None:
        """Print the table, its totals and the proofs."""
        console.print(table_of(self.items))
        console.print(table_of_pages(self))
        c = self.credits
        console.print(
            f"Ledger: {c.granted} added = {c.available} available + {c.held} reserved + {c.used} charged"
            f" + {c.expired} expired + {c.revoked} taken back: {'in balance' if c.balanced else 'OUT OF BALANCE'}"
        )
        r = self.reverted
        console.print(
            f"Reverted {r.file}: original bytes {yes(r.bytes_identical)}, references {yes(r.references_identical)}"
        )
        console.print(f"{self.pages_checked} pages visited in Chromium, {self.broken_images} broken images")


def table_of(rows: Sequence[Row]) -> Table:
    """One line a picture, with totals."""
    table = Table(show_footer=True)
    changed = [row for row in rows if row.bytes_after != row.bytes_before]
    before, after = sum(row.bytes_before for row in changed), sum(row.bytes_after for row in changed)
    table.add_column("image", "replaced files", no_wrap=True)
    table.add_column("pipeline", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("bytes before → after", f"{before:,} → {after:,}", justify="right", no_wrap=True)
    table.add_column("saved", percent(1 - after / before) if before else "", justify="right")
    table.add_column("format")
    table.add_column("sizes", justify="right")
    table.add_column("alt text, or why not")
    table.add_column("credits", str(sum(row.credits for row in rows)), justify="right")
    for row in rows:
        table.add_row(*cells(row))
    return table


def table_of_pages(report: Report) -> Table:
    """What visitors load, by Lighthouse: one line a page."""
    before, after = report.image_bytes.values()
    table = Table(show_footer=True)
    table.add_column("page (Lighthouse)", "all pages")
    table.add_column("image bytes before → after", f"{before:,} → {after:,}", justify="right", no_wrap=True)
    table.add_column("saved", percent(1 - after / before) if before else "", justify="right")
    table.add_column("bytes of the LCP image", justify="right", no_wrap=True)
    table.add_column("LCP", justify="right", no_wrap=True)
    for page in report.pages:
        share = 1 - page.image_bytes_after / page.image_bytes_before if page.image_bytes_before else 0.0
        table.add_row(
            page.title,
            f"{page.image_bytes_before:,} → {page.image_bytes_after:,}",
            percent(share),
            f"{page.lcp_bytes_before:,} → {page.lcp_bytes_after:,}" if page.lcp_bytes_before else "text",
            f"{page.lcp_ms_before / 1000:.1f} → {page.lcp_ms_after / 1000:.1f} s",
        )
    return table


def cells(row: Row) -> tuple[str, ...]:
    """A row's texts."""
    replaced = row.bytes_after != row.bytes_before
    left_alone = f"{row.bytes_before:,}" if row.bytes_before else ""  # what was skipped was not measured
    change = f"{row.bytes_before:,} → {row.bytes_after:,}" if replaced else left_alone
    words = (row.state == "delivered" and row.alt) or row.reason
    return (
        *(row.file, row.pipeline, row.state, change, percent(row.saved) if replaced else "", row.format),
        *(str(row.sizes or ""), words, str(row.credits)),
    )


def percent(share: float) -> str:
    """As people read it."""
    return f"{share:.0%}"


def yes(identical: bool) -> str:  # noqa: FBT001 -- it is what is printed
    """The outcome of a comparison."""
    return "identical" if identical else "DIFFERENT"
