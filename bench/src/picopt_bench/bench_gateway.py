"""`make bench-gateway`: what the public door costs, against a bare pass-through and against the platform itself.

JSON and 10 MB uploads over 32 connections, memory under 32 uploads of 25 MB, and what others notice of 50 clients at
1 kB/s, of 10,000 silent connections and of heads that never end. Real platform, real PostgreSQL, one gateway process
as it is deployed; eight minutes. `PART="json uploads"` measures single parts.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, cycle
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from rich.console import Console

from picopt_bench.gateway import attacks
from picopt_bench.gateway.accounts import Caller, open_accounts
from picopt_bench.gateway.load import Load, Outcome, Request, crawling, for_seconds, upload
from picopt_bench.gateway.process import Gateway, bare_proxy, gateway
from picopt_bench.goals import report
from picopt_bench.parts import Parts, Raw, asked_parts
from picopt_contract.internal import INTERNAL_PREFIX
from picopt_contract.quotes import QuoteRequest
from picopt_contract.settings import PictureItem, SizeRequest
from picopt_standalone.stack import Stack

CONNECTIONS: Final = 32
KEYS: Final = 8  # a site has one key; each is asked for every five seconds
CRAWLERS: Final = 50
JSON_SECONDS: Final = 4
JSON_TURNS: Final = 5
ASKED: Final = ("account", "quotes")
THREADS: Final = 128  # the gateway's default
ROUNDS: Final = 21
PICTURES: Final = 2  # a client and turn
TURNS: Final = 12
TURN_SECONDS: Final = 3  # short turns, so that both sides see the same weather on a shared machine
MB: Final = 1_000_000
_numbers = count()


@dataclass(frozen=True)
class Door:
    """A way to the platform: through the gateway, or straight to it."""

    load: Load
    prefix: str
    headers: Callable[[Caller], Callable[[], dict[str, str]]]
    process: Gateway | None = None
    """What stands in between, if anything does."""

    def run(self, clients: Sequence[Iterable[Request]]) -> tuple[Outcome, float]:
        """The outcome, and CPU milliseconds a request of what stands in between."""
        before = self.process.cpu_seconds() if self.process else 0.0
        outcome = checked(self.load.run(clients))
        after = self.process.cpu_seconds() if self.process else 0.0
        return outcome, (after - before) * 1e3 / len(outcome.latencies)


def main() -> int:
    """Measure what is asked for; with all parts print and write the goals. Exit code 1 when one is missed."""
    parts: dict[str, Callable[[Stack, list[Caller]], Raw]] = {
        "json": lambda stack, callers: between_doors(stack, measure_json, few_keys(callers)),
        "uploads": lambda stack, callers: between_doors(
            stack, partial(measure_uploads, stack.folder / "storage"), callers[:CONNECTIONS]
        ),
        "memory": at_a_gateway(measure_memory),
        "slow_clients": at_a_gateway(measure_slow_clients),
        "connections": at_a_gateway(measure_connections),
    }
    known = Parts("bench-gateway", {name: partial(in_a_stack, measure) for name, measure in parts.items()})
    details = known.run(asked_parts())
    return 0 if details is None else finish(details)


def in_a_stack(measure: Callable[[Stack, list[Caller]], Raw]) -> Raw:
    """Measure in a service of its own, without workers."""
    before = round(os.getloadavg()[0], 2)
    with Stack("bench-gateway", workers=0, fresh=True) as stack:
        measured = measure(stack, open_accounts(stack, CONNECTIONS + CRAWLERS))
        shutil.rmtree(stack.folder / "storage", ignore_errors=True)
    return measured | {"load_average_before": before}


def at_a_gateway(measure: Callable[[Gateway, list[Caller]], Raw]) -> Callable[[Stack, list[Caller]], Raw]:
    """Measure at a gateway that has done nothing before."""

    def run(stack: Stack, callers: list[Caller]) -> Raw:
        with gateway(stack) as measured:
            return measure(measured, callers)

    return run


def between_doors(stack: Stack, measure: Callable[[dict[str, Door], list[Caller]], Raw], callers: list[Caller]) -> Raw:
    """Measure the three ways to the platform beside each other."""
    with gateway(stack) as measured, bare_proxy(stack, THREADS) as bare:
        doors = {
            "gateway": Door(Load(measured.url, CONNECTIONS), "", lambda caller: caller.through_gateway, measured),
            "bare": Door(Load(bare.url, CONNECTIONS), INTERNAL_PREFIX, lambda caller: caller.direct, bare),
            "direct": Door(Load(stack.dashboard, CONNECTIONS), INTERNAL_PREFIX, lambda caller: caller.direct),
        }
        return measure(doors, callers)


def few_keys(callers: list[Caller]) -> list[Caller]:
    """As many as there are connections, with few keys."""
    return [callers[number % KEYS] for number in range(CONNECTIONS)]


def measure_json(doors: dict[str, Door], callers: list[Caller]) -> dict[str, Any]:
    """GET /v1/account and POST /v1/quotes with 10 items, in turns: CPU a request in between, latencies each way."""
    results: dict[str, Any] = {}
    for name, make in (("account", ask_account), ("quotes", ask_quote)):
        cpu: dict[str, list[float]] = {way: [] for way in doors}
        for _ in range(JSON_TURNS):
            for way, door in doors.items():
                clients = [for_seconds(JSON_SECONDS, partial(make, door, caller)) for caller in callers]
                outcome, spent = door.run(clients)
                cpu[way].append(spent)
                results[f"{name}_{way}"] = outcome.summary()
        for way in doors:
            results[f"{name}_{way}"]["cpu_ms"] = round(median(cpu[way]), 2)
    return results


def ask_account(door: Door, caller: Caller) -> Request:
    """GET /v1/account."""
    return Request("GET", f"{door.prefix}/v1/account", door.headers(caller))


def ask_quote(door: Door, caller: Caller) -> Request:
    """POST /v1/quotes with ten pictures of five sizes each."""
    headers = door.headers(caller)
    key = f"bench-{os.getpid()}-{next(_numbers)}"
    more = {"Content-Type": "application/json", "Idempotency-Key": key}
    return Request("POST", f"{door.prefix}/v1/quotes", lambda: headers() | more, QUOTE)


def make_quote() -> bytes:
    """The quote's body, as the plugin would send it."""
    sizes = [
        SizeRequest(name=f"size-{side}", src_x=0, src_y=0, src_w=4000, src_h=3000, dst_w=side, dst_h=side * 3 // 4)
        for side in (150, 300, 768, 1024, 1536)
    ]
    items = [
        PictureItem(
            reference=f"1:{number}",
            sha256=f"{number:064x}",
            bytes=4 * MB,
            width=4000,
            height=3000,
            media_type="image/jpeg",
            sizes=sizes,
        )
        for number in range(10)
    ]
    return QuoteRequest(pipeline="analyze_export", items=items).model_dump_json(exclude_unset=True).encode()


QUOTE: Final = make_quote()


def measure_uploads(stored: Path, doors: dict[str, Door], callers: list[Caller]) -> dict[str, Any]:
    """10 MB each over 32 connections, in turns through the gateway, through the bare one and direct.

    The platform syncs every picture to a disk, which is slower the more it was given just before, and which others use,
    too. So each turn begins with nothing left to be written, each way comes first as often as the others, and there are
    many rounds. Before the clock starts each client asks whether its first picture is known, as the plugin and the
    client library do before they send one. So a turn does not begin with 32 look-ups of keys at once, which no site's
    uploads meet: its key is looked up once in five seconds, for the question before, and that is in what JSON requests
    cost.
    """
    rates: dict[str, list[float]] = {way: [] for way in doors}
    cpu: dict[str, list[float]] = {way: [] for way in doors}
    for number in range(ROUNDS):
        for way in in_turns(list(doors), number):
            door = doors[way]
            pictures = [[ten_megabytes(door, caller) for _ in range(PICTURES)] for caller in callers]
            shutil.rmtree(stored, ignore_errors=True)
            os.sync()
            door.load.run([[replace(mine[0], method="HEAD", body=None)] for mine in pictures])
            outcome, spent = door.run(pictures)
            rates[way].append(outcome.bytes / MB / outcome.seconds)
            cpu[way].append(spent)
    ratios = {way: [ours / direct for ours, direct in zip(rates[way], rates["direct"], strict=True)] for way in doors}
    return {
        "ratio": round(median(ratios["gateway"]), 3),
        "ratios": [round(ratio, 2) for ratio in ratios["gateway"]],
        "bare_ratio": round(median(ratios["bare"]), 3),
        "cpu_ms_per_10mb": {way: round(median(values), 2) for way, values in cpu.items()},
        "mb_per_s": {way: round(median(values), 1) for way, values in rates.items()},
    }


def ten_megabytes(door: Door, caller: Caller) -> Request:
    """PUT /v1/images with a new picture."""
    return upload(door.prefix, door.headers(caller), 10 * MB)


def in_turns(ways: list[str], number: int) -> list[str]:
    """The ways in the order of round `number`: each is first, second and last as often as the others."""
    first = number % len(ways)
    return ways[first:] + ways[:first]


def measure_memory(measured: Gateway, callers: list[Caller]) -> dict[str, Any]:
    """32 uploads of 25 MB at once, in a process that has done nothing before."""
    idle = measured.peak_mb()
    door = Load(measured.url, CONNECTIONS)
    checked(door.run([[upload("", caller.through_gateway, 25 * MB)] for caller in callers[:CONNECTIONS]]))
    return {"idle_mb": round(idle, 1), "peak_mb": round(measured.peak_mb(), 1)}


def measure_connections(measured: Gateway, callers: list[Caller]) -> dict[str, Any]:
    """What usual clients notice of connections that are no requests. They take turns, so that no key's rate is met."""
    turns = cycle(callers)
    return attacks.measure(measured.url, lambda: next(turns).through_gateway())


def measure_slow_clients(measured: Gateway, everybody: list[Caller]) -> dict[str, Any]:
    """Eight busy clients, alone and beside fifty that crawl, in turns."""
    callers, crawlers = everybody[:8], everybody[CONNECTIONS:]
    load = Load(measured.url, len(callers))
    alone, beside, ratios = [], [], []
    answers: dict[str, int] = {}
    for _ in range(TURNS):
        alone.append(busy(load, callers))
        with crawling(measured.url, crawlers, 1_000) as got:
            beside.append(busy(load, callers))
        answers |= {status: answers.get(status, 0) + times for status, times in got.items()}
        ratios.append(beside[-1].summary()["mean_ms"] / alone[-1].summary()["mean_ms"])
    return {
        "ratio": round(median(ratios), 3),
        "ratios": [round(ratio, 2) for ratio in ratios],
        "alone": alone[-1].summary(),
        "beside": beside[-1].summary(),
        "answers_to_crawlers": answers,
    }


def busy(load: Load, callers: list[Caller]) -> Outcome:
    """What a usual client does: look at the account, send a picture of 300 kB, in turns."""

    def client(caller: Caller) -> Callable[[], Request]:
        turns = count()
        return lambda: (
            upload("", caller.through_gateway, 300_000)
            if next(turns) % 2
            else Request("GET", "/v1/account", caller.through_gateway)
        )

    return checked(load.run([for_seconds(TURN_SECONDS, client(caller)) for caller in callers]))


def checked(outcome: Outcome) -> Outcome:
    """The outcome, unless something failed: numbers of refusals would be worthless."""
    if outcome.failures:
        raise RuntimeError(f"{len(outcome.failures)} requests failed, the first: {outcome.failures[0]}")
    return outcome


def finish(details: dict[str, Any]) -> int:
    """Print the figures, write them with the goals; 0 when every goal is met."""
    json_cpu = {way: mean(details["json"][f"{name}_{way}"]["cpu_ms"] for name in ASKED) for way in ("gateway", "bare")}
    upload_cpu = details["uploads"]["cpu_ms_per_10mb"]
    silent, hoard, slow = (details["connections"][name] for name in ("silent", "hoard", "slow_heads"))
    measured = {
        "json_cpu_vs_bare_proxy": round(json_cpu["gateway"] / json_cpu["bare"], 2),
        "upload_cpu_vs_bare_proxy": round(upload_cpu["gateway"] / upload_cpu["bare"], 2),
        "upload_throughput_vs_direct": details["uploads"]["ratio"],
        "peak_memory_mb_32x25mb": details["memory"]["peak_mb"],
        "others_slowed_by_slow_clients": details["slow_clients"]["ratio"],
        # None, as soon as anybody else was not served.
        "idle_connections_survived": 0 if silent["failed"] or hoard["failed"] else silent["connections"],
        "slow_header_attack_error_rate": round(slow["failed"] / slow["asked"], 4),
    }
    details |= {"cpus": os.cpu_count()}
    Console().print_json(data=details)
    return 0 if report("gateway", measured, {"details": details}) else 1


if __name__ == "__main__":
    sys.exit(main())
