"""Everything running, until somebody presses Ctrl-C."""

import signal
from contextlib import suppress

from rich.console import Console

from picopt_standalone.demo import runs
from picopt_standalone.demo.library import import_pictures, publish_posts
from picopt_standalone.demo.plan import CREDITS
from picopt_standalone.paths import VAR
from picopt_standalone.stack import Stack
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_PASSWORD, ADMIN_USER


def serve(console: Console) -> int:
    """Start WordPress and the service, connect them, say where they are, and wait. What was done there is kept."""
    console.print("Starting WordPress and the service ...")
    with Site("up") as site, Stack("up", credits=CREDITS, site=site.url) as stack:
        runs.connect(site, stack.url, stack.account.api_key)
        fill_library(site)
        introduce(console, site, stack)
        with suppress(KeyboardInterrupt):
            signal.pause()
        console.print("Stopping ...")
    return 0


def fill_library(site: Site) -> None:
    """At the first start: the samples, and posts that use them."""
    if site.wp("post", "list", "--post_type=attachment", "--format=count").strip() == "0":
        folder = VAR / "sites" / "up"
        publish_posts(site, import_pictures(site, folder))


def introduce(console: Console, site: Site, stack: Stack) -> None:
    """Addresses and log-ins."""
    lines = (
        ("WordPress", site.url, ""),
        ("  Media Library", f"{site.url}/wp-admin/upload.php?mode=list", f"{ADMIN_USER} / {ADMIN_PASSWORD}"),
        ("Dashboard", stack.dashboard, f"{stack.account.email} / {stack.account.password}"),
        ("  Test mail", f"{stack.dashboard}/mail", "what it would have sent"),
        ("API", stack.url, f"key {stack.account.api_key}"),
        ("  Documentation", f"{stack.url}/docs", ""),
    )
    for name, url, log_in in lines:
        console.print(f"{name:<18}{url:<62}{log_in}", highlight=False, soft_wrap=True)
    console.print("Everything listens on this machine only. Ctrl-C stops it.")
