"""Attempts to get work for nothing, and to lose a refund, by many sites at once over the running service.

Two attacks, each on images of their own: a result is sent back while it is downloaded; and a refund races orders whose
quotes said zero, because the image was paid for when they were made. What counts is what the site has in the end, told
by the ledger's own tables.
"""

import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import psycopg

from picopt_bench.parts import Raw
from picopt_bench.queue.pictures import Picture, make_pictures, order
from picopt_client import ApiError, PictureOptimizer
from picopt_contract.jobs import Item, JobRequest, Receipt
from picopt_contract.quotes import QuoteRequest
from picopt_contract.settings import JobSettings
from picopt_contract.values import ChargeLine, ChargeState, ItemState, Pipeline
from picopt_standalone.stack import Stack
from picopt_standalone.stack.account import DemoAccount

ACCOUNTS: Final = 6
SENT_BACK: Final = 9  # images an account; below the ten refunds a month that nobody looks at
QUOTES: Final = 4  # that say zero, for each image of the second attack
PATIENCE: Final = 30  # a free plan has 120 requests a minute, and all of this is quicker
NOT_APPLIED: Final = Receipt(outcome="not_applied", reason="The folder is read-only.")
SETTINGS: Final = JobSettings()
_T = TypeVar("_T")

# Items whose files the site has, neither charged nor refunded themselves, whose work no other line pays for either.
_FREE: Final = """
SELECT count(DISTINCT own.item_id) FROM jobs_charge own
WHERE own.item_id = ANY(%s) AND own.line = 'export' AND own.state NOT IN ('captured', 'refunded')
  AND NOT EXISTS (SELECT 1 FROM jobs_charge paying WHERE paying.account_id = own.account_id AND paying.line = own.line
                  AND paying.fingerprint = own.fingerprint AND paying.state = 'captured')
"""


@dataclass
class Seen:
    """What the attackers have seen; filled by many threads."""

    downloaded: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def measure_attacks() -> Raw:
    """`free_results` and `lost_refunds`, with what happened."""
    seen = Seen()
    with Stack("bench-ledger-attacks", credits=1000, fresh=True) as stack, tempfile.TemporaryDirectory() as name:
        clients = [PictureOptimizer(stack.url, account.api_key, attempts=PATIENCE) for account in open_accounts(stack)]
        folder = Path(name)
        with ThreadPoolExecutor(ACCOUNTS) as sites:
            list(sites.map(lambda at: attack_downloads(clients[at], at, folder / f"a{at}", seen), range(ACCOUNTS)))
            list(sites.map(lambda at: attack_quotes(clients[at], at, folder / f"b{at}", seen), range(ACCOUNTS)))
        with psycopg.connect(stack.database_url) as database:
            found = database.execute(_FREE, [seen.downloaded]).fetchone()
    values = {"free_results": int(found[0]) if found else -1, "lost_refunds": len(seen.lost)}
    return {"values": values, "details": {"downloaded": len(seen.downloaded), **seen.counts}}


def open_accounts(stack: Stack) -> list[DemoAccount]:
    """One account a site."""
    command = ("create_demo_account", "--credits=1000", f"--site-url={stack.site}")
    outputs = [stack.manage(*command, f"--email=site{number}@example.com") for number in range(ACCOUNTS)]
    return [DemoAccount.parse(output, site=stack.site) for output in outputs]


def attack_downloads(client: PictureOptimizer, seed: int, folder: Path, seen: Seen) -> None:
    """Send results back in the middle of their download."""
    with make_pictures(SENT_BACK, seed=100 + seed, full=(320, 240), smaller=False) as pictures:
        for item in made(client, pictures):
            at_once(partial(fetch, client, item, folder, seen), partial(send_back, client, item, seen))
            look_at(client, item, seen)


def attack_quotes(client: PictureOptimizer, seed: int, folder: Path, seen: Seen) -> None:
    """Have an image, quote it again for nothing, and get the credit back while the quotes are ordered."""
    with make_pictures(2, seed=200 + seed, full=(320, 240), smaller=False) as pictures:
        for item, picture in zip(made(client, pictures), pictures, strict=True):
            fetch(client, item, folder, seen)
            orders = [free_order(client, picture) for _ in range(QUOTES)]
            buying = [partial(buy, client, ordered, folder, seen) for ordered in orders]
            at_once(*buying, partial(send_back, client, item, seen))
            look_at(client, item, seen)


def made(client: PictureOptimizer, pictures: Sequence[Picture]) -> list[Item]:
    """The pictures' results, exported and not yet fetched."""
    items = client.wait(order(client, pictures, Pipeline.EXPORT, SETTINGS).id).items
    if bad := [item.state for item in items if item.state is not ItemState.READY]:
        raise RuntimeError(f"not exported: {bad}")
    return items


def fetch(client: PictureOptimizer, item: Item, folder: Path, seen: Seen) -> None:
    """Download a result's files, which the site then has."""
    try:
        client.download_all(item, folder / item.id)
    except ApiError as refusal:
        seen.counts[f"download_{refusal.code}"] += 1
    else:
        seen.downloaded.append(item.id)


def send_back(client: PictureOptimizer, item: Item, seen: Seen) -> None:
    """Say that the result was of no use."""
    told = client.receipt(item.id, NOT_APPLIED)
    seen.counts["refunded" if told.refunded else "refund_pending" if told.refund_pending else "nothing_to_refund"] += 1


def look_at(client: PictureOptimizer, item: Item, seen: Seen) -> None:
    """A line that stays charged though the result was sent back is a lost refund, unless staff decide about it."""
    told = client.receipt(item.id, NOT_APPLIED)  # the same again says what became of it
    (charge,) = [one for one in told.item.charges if one.line is ChargeLine.EXPORT]
    if charge.state in {ChargeState.CAPTURED, ChargeState.HELD} and not told.refund_pending:
        seen.lost.append(item.id)


def free_order(client: PictureOptimizer, picture: Picture) -> JobRequest:
    """An order whose quote says that it costs nothing."""
    items = [picture.item]
    quote = client.quote(QuoteRequest(pipeline=Pipeline.EXPORT, items=items, settings=SETTINGS))
    if quote.credits:
        raise RuntimeError(f"quoted at {quote.credits} credits; this attack needs a quote of none")
    return JobRequest(quote_id=quote.id, pipeline=Pipeline.EXPORT, items=items, settings=SETTINGS)


def buy(client: PictureOptimizer, ordered: JobRequest, folder: Path, seen: Seen) -> None:
    """Order for nothing, and take the files if the service makes them."""
    try:
        job = client.create_job(ordered)
    except ApiError as refusal:
        seen.counts[f"order_{refusal.code}"] += 1
        return
    seen.counts["order_taken"] += 1
    for item in client.wait(job.id).items:
        if item.state is ItemState.READY:
            fetch(client, item, folder, seen)


def at_once(*acts: Callable[[], _T]) -> None:
    """Do all of it at the same moment; raises what one of them raised."""
    start = threading.Barrier(len(acts))

    def act(one: Callable[[], _T]) -> _T:
        start.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act, one) for one in acts]:
            done.result()
