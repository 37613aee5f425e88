"""The whole service, with its processes and its database killed again and again in the middle of everybody's work.

Sites do what a careful client does: they ask again, with the same Idempotency-Key, until they are answered. In the end
each image is delivered, charged once, and the books balance.
"""

import io
import json
import os
import random
import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from waiting import wait_until

from picopt_client import ApiError, PictureOptimizer, UnreachableError
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import AppliedFile, JobRequest, Receipt
from picopt_contract.quotes import QuoteRequest
from picopt_standalone.stack import Stack

SITES, ROUNDS, KILLS = 3, 4, 12
SECONDS = 420  # how long a site keeps asking
# What is started again must have lived for three seconds, or its supervisor takes it for broken.
LIVES = 4.0
VICTIMS = ("picopt_saas.serve", "picopt_gateway", "procrastinate", "postgres:")


def picture(seed: int, width: int, height: int, kind: str) -> bytes:
    """One that no other call makes."""
    noise = Image.effect_noise((width, height), 30 + seed)
    shade = Image.linear_gradient("L").resize((width, height)).rotate(seed)
    out = io.BytesIO()
    Image.merge("RGB", (noise, shade, noise)).save(out, kind)
    return out.getvalue()


def is_no_outage(error: ApiError | UnreachableError) -> bool:
    """Whether it is a refusal, or a fault of ours that nobody expected: an outage is told as one, with 502 or 503."""
    if isinstance(error, ApiError):
        return error.code is ErrorCode.INTERNAL or not error.problem.retryable
    return ": 500 " in str(error)


def persist(act: Any) -> Any:
    """As a client does: again, while the service is away or says that it may be better later."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return act()
        except (ApiError, UnreachableError) as error:
            if is_no_outage(error):
                raise
            if time.monotonic() > until:
                raise
            is_hasty = isinstance(error, ApiError) and error.code is ErrorCode.RATE_LIMITED
        time.sleep(3 if is_hasty else 0.2)


def work(client: PictureOptimizer, folder: Path, site: int) -> int:
    """What one site does; how many images were delivered to it."""
    for number in range(ROUNDS):
        # The last one takes two parts to send.
        size, kind = ((240, 180), "JPEG") if number + 1 < ROUNDS else ((1800, 1700), "BMP")
        source = folder / f"{site}-{number}.{kind.lower()}"
        source.write_bytes(picture(site * ROUNDS + number, *size, kind))
        known = persist(lambda source=source: client.upload(source))
        item = {
            "reference": f"{site}:{number}", "sha256": known.sha256, "bytes": known.bytes, "width": size[0],
            "height": size[1], "media_type": known.media_type,
        }  # fmt: skip
        wish = {"pipeline": "export", "items": [item], "settings": {"export": {"max_width": 200, "force_format": True}}}
        name = f"chaos-{site}-{number}"
        quote = persist(lambda w=wish, n=name: client.quote(QuoteRequest.model_validate(w), idempotency_key=f"{n}-q"))
        order = JobRequest.model_validate({**wish, "quote_id": quote.id})
        job = persist(lambda o=order, n=name: client.create_job(o, idempotency_key=f"{n}-order"))
        (made,) = persist(lambda j=job: client.wait(j.id, seconds=SECONDS)).items
        assert made.state == "ready", made
        persist(lambda m=made: client.download_all(m, folder))
        files = [AppliedFile(name=file.name, sha256=file.sha256) for file in made.export.files]
        told = Receipt(outcome="applied", files=files)
        persist(lambda m=made, t=told, n=name: client.receipt(m.id, t, idempotency_key=f"{n}-told"))
    return ROUNDS


def below(pid: int) -> list[int]:
    """A process's children, and theirs."""
    try:
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return children + [one for child in children for one in below(child)]


def lived(pid: int) -> float:
    """Seconds since a process began; 0 when it is gone."""
    with suppress(OSError):
        began = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        return float(Path("/proc/uptime").read_text().split()[0]) - began / os.sysconf("SC_CLK_TCK")
    return 0


def victims(kind: str) -> list[int]:
    """Our own processes of this kind, old enough to be killed."""
    found = []
    for pid in below(os.getpid()):
        with suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_text()
            if kind in command and "guard.py" not in command and lived(pid) > LIVES:
                found.append(pid)
    return found


def kill_one(dice: random.Random) -> str:
    """Kill a process with SIGKILL. Of the database it is one that serves somebody: all others end with it."""
    kind = dice.choice(VICTIMS)
    found = victims(kind)
    if found:
        with suppress(ProcessLookupError):
            os.kill(dice.choice(found), signal.SIGKILL)
    return kind if found else ""


def happens(sites: list[Future[int]], dice: random.Random) -> list[str]:
    """Kill until everybody is done, or often enough; what was killed."""
    killed: list[str] = []
    while len(killed) < KILLS and not all(site.done() for site in sites):
        killed += filter(None, [kill_one(dice)])
        with suppress(TimeoutError):
            sites[0].result(timeout=dice.uniform(1, 3))
    return killed


def proof_of(stack: Stack) -> str:
    """The proof of the ledger, as soon as the database is up again."""
    wait_until(lambda: victims("postgres:"), "no database")
    return stack.manage("ledger", "verify", "--account", stack.account.account_id, "--json")


@pytest.mark.deep
@pytest.mark.acceptance("G7")
def test_whatever_dies_in_the_middle_each_image_is_delivered_and_charged_once(tmp_path):
    with Stack("pytest-chaos", fresh=True, credits=100, workers=2, settings={"WORKER_HEARTBEAT_SECONDS": "2"}) as stack:
        clients = [PictureOptimizer(stack.url, stack.account.api_key, seconds=20, attempts=1) for _ in range(SITES)]
        with ThreadPoolExecutor(SITES) as pool:
            sites = [pool.submit(work, client, tmp_path, number) for number, client in enumerate(clients)]
            killed = happens(sites, random.Random(5))  # noqa: S311 -- whom it meets, no secret
            assert [site.result() for site in sites] == [ROUNDS] * SITES, killed
        assert len(set(killed)) >= len(VICTIMS) - 1, killed
        (books,) = json.loads(proof_of(stack).splitlines()[-1])
        assert (books["used"], books["held"], books["available"], books["faults"]) == (12, 0, 88, [])
