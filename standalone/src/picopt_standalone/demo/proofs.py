"""What must hold at the end of the demo; each proof that fails is a sentence."""

from collections.abc import Iterator, Mapping, Sequence

from picopt_standalone.demo.browser import Visit
from picopt_standalone.demo.library import Look
from picopt_standalone.demo.plan import BROKEN, REVERTED
from picopt_standalone.demo.report import Report, Reverted, Row

LEAST_PROCESSED = 10


def compare(file: str, before: Look, after: Look) -> Reverted:
    """Whether a reverted picture is what it was: every file's bytes, and every cell of the database that names it."""
    return Reverted(
        file=file,
        bytes_identical=before.files == after.files and "missing" not in after.files.values(),
        references_identical=before.rows == after.rows,
    )


def faults(report: Report, visit: Visit) -> list[str]:
    """Everything that is wrong, in sentences; an empty list is success."""
    return [*wrong_rows(report.items), *wrong_money(report), *wrong_revert(report.reverted), *wrong_pages(visit)]


def wrong_rows(rows: Sequence[Row]) -> Iterator[str]:
    """At least ten delivered by three pipelines, one skipped, the broken one failed; nothing else."""
    delivered = [row for row in rows if row.state in {"delivered", "no_gain"}]
    if len(delivered) < LEAST_PROCESSED:
        yield f"only {len(delivered)} images were processed, expected at least {LEAST_PROCESSED}"
    if missing := {"analyze_export", "analyze", "export"} - {row.pipeline for row in delivered}:
        yield f"nothing was processed by {', '.join(sorted(missing))}"
    if [row.file for row in rows if row.state == "failed"] != [BROKEN]:
        yield f"expected only {BROKEN} to fail: {[(row.file, row.reason) for row in rows if row.state == 'failed']}"
    if REVERTED not in [row.file for row in rows if row.state == "delivered"]:
        yield f"{REVERTED} was not processed, so that reverting it proves nothing"
    if sum(row.state == "skipped" for row in rows) != 1:
        yield f"expected one skipped image: {[row.file for row in rows if row.state == 'skipped']}"
    for row in rows:
        yield from wrong_row(row)


def wrong_row(row: Row) -> Iterator[str]:
    """What costs nothing has a reason; what was analyzed has a text or a reason; nothing became larger."""
    if row.state in {"failed", "skipped"} and (row.credits or not row.reason):
        yield f"{row.file}: {row.state} must be free and have a reason ({row.credits} credits, {row.reason!r})"
    if row.state not in {"delivered", "no_gain", "failed", "skipped"}:
        yield f"{row.file} ended as {row.state}: {row.reason}"
    if row.state == "delivered" and row.pipeline != "export" and not (row.alt or row.reason):
        yield f"{row.file} was analyzed and has neither an alt text nor a reason for having none"
    if row.state == "delivered" and row.bytes_after > row.bytes_before:
        yield f"{row.file} became larger: {row.bytes_before} → {row.bytes_after} bytes"


def wrong_money(report: Report) -> Iterator[str]:
    """The ledger is in balance, holds nothing, and has charged exactly what the rows say."""
    credits = report.credits
    if not credits.balanced:
        yield f"the ledger is out of balance: {credits}"
    if credits.held:
        yield f"credits still reserved: {credits.held}"
    charged = sum(row.credits for row in report.items)
    if credits.used != charged:
        yield f"the ledger says {credits.used} credits used, the images say {charged}"


def wrong_revert(reverted: Reverted) -> Iterator[str]:
    """Files and references are back."""
    if not reverted.bytes_identical:
        yield f"after its revert the files of {reverted.file} are not what they were"
    if not reverted.references_identical:
        yield f"after its revert what names {reverted.file} in the database is not what it was"


def wrong_pages(visit: Visit) -> Iterator[str]:
    """Every picture on every page loads."""
    for url in visit.broken:
        yield f"an image does not load: {url}"


def wrong_on_disk(rows: Sequence[Row], ids: Mapping[str, int], disk: Mapping[int, Look]) -> Iterator[str]:
    """What the plugin reports is what lies on the disk, looked at before the revert."""
    for row in rows:
        look = disk[ids[row.file]]
        if row.state != "delivered" or not row.format:
            continue
        if (look.bytes, look.mime, look.sizes) != (row.bytes_after, f"image/{row.format}", row.sizes):
            yield f"{row.file}: reported {row}, on the disk {look.bytes} bytes, {look.mime}, {look.sizes} sizes"
        if "missing" in look.files.values():
            yield f"{row.file}: files are missing: {[file for file, found in look.files.items() if found == 'missing']}"
