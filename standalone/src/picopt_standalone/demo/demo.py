"""The demo's main flow: everything on this machine only, from nothing to the report."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console

from picopt_standalone.demo import lighthouse, runs
from picopt_standalone.demo.browser import chromium, photograph_dashboard, photograph_library, visit_posts
from picopt_standalone.demo.library import import_pictures, look_at, publish_posts
from picopt_standalone.demo.plan import BROKEN, CREDITS, REVERTED, RUNS, TWICE
from picopt_standalone.demo.proofs import compare, faults, wrong_on_disk
from picopt_standalone.demo.report import Report
from picopt_standalone.paths import VAR
from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site

OUTPUT = VAR / "demo"
NOTES = (
    f"{BROKEN} is cut short on purpose: a failure costs nothing. {TWICE} is ordered twice: nothing is paid for twice.",
    "The alt text is by the built-in draft model: the demo charges for it (BILL_EMBEDDED=1).",
    "Drafts wait for a review; the demo publishes them unseen (--accept-drafts).",
)


def demo(console: Console) -> int:
    """Run it all, print the table, leave `report.json` and screenshots in `var/demo/`; 0 when every proof holds."""
    started = time.monotonic()
    prepare(OUTPUT)
    with ExitStack() as running:
        with step(console, "starting WordPress with the plugin"):
            site = running.enter_context(Site("demo", fresh=True))
        with step(console, "starting database, platform, worker and gateway"):
            stack = running.enter_context(Stack("demo", credits=CREDITS, site=site.url, fresh=True))
        report, wrong = show_all(console, site, stack)
    report.write(OUTPUT / "report.json")
    report.show(console)
    for line in NOTES:
        console.print(line, highlight=False)
    for sentence in wrong:
        console.print(f"[bold red]wrong:[/] {sentence}")
    console.print(f"{OUTPUT / 'report.json'} and screenshots are written; {time.monotonic() - started:.0f} s")
    console.print("Everything is stopped again. To look around yourself: make up")
    return 1 if wrong else 0


def show_all(console: Console, site: Site, stack: Stack) -> tuple[Report, list[str]]:
    """Pictures in, three pipelines, a revert, a visit: the report, and what is wrong in sentences."""
    with step(console, "importing images, publishing posts"):
        runs.connect(site, stack.url, stack.account.api_key)
        ids = import_pictures(site, OUTPUT)
        posts = publish_posts(site, ids)
        before = look_at(site, [ids[REVERTED]])
    with step(console, "measuring the posts by Lighthouse, as they were without the plugin"), site.without_plugin():
        heavy = lighthouse.weigh(posts)
    rows = []
    for order in RUNS:
        with step(console, f"{order.pipeline}: {', '.join(order.files)}"):
            rows += runs.run(site, order, ids)
    disk = look_at(site, ids.values())
    with step(console, "measuring the posts by Lighthouse again"):
        pages = lighthouse.changes(posts, heavy, lighthouse.weigh(posts))
    with chromium() as browser:
        with step(console, "visiting the posts in Chromium"):
            visit = visit_posts(browser, posts, OUTPUT)
        with step(console, f"reverting {REVERTED}"):
            runs.revert(site, ids[REVERTED])
            reverted = compare(REVERTED, before[ids[REVERTED]], look_at(site, [ids[REVERTED]])[ids[REVERTED]])
        with step(console, "visiting again"):
            visit.add(visit_posts(browser, posts, OUTPUT))
            photograph_library(browser, site, OUTPUT)
            photograph_dashboard(browser, stack, OUTPUT)
    credits = credits_of(stack)
    report = Report(rows, credits, reverted, pages, pages_checked=visit.pages, broken_images=len(visit.broken))
    return report, [*faults(report, visit), *wrong_on_disk(rows, ids, disk), *complaints(site)]


def complaints(site: Site) -> Iterator[str]:
    """WordPress' log must be empty: no warning, no notice."""
    if site.debug_log.exists() and (text := site.debug_log.read_text().strip()):
        yield f"WordPress complained ({site.debug_log}):\n{text[-2000:]}"


def prepare(folder: Path) -> None:
    """An empty folder for what the demo leaves."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


@contextmanager
def step(console: Console, what: str) -> Iterator[None]:
    """Say what is being done, and then how long it took."""
    started = time.monotonic()
    with console.status(what):
        yield
    console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - started:.1f} s[/]", highlight=False)
