"""Two gateways, two platforms, three workers, S3, Redis; and everything goes wrong in the middle of 200 items.

This is the set-up of docs/operations.md on one machine. One part after the other is killed, frozen or restarted, while
a client goes on as the plugin does: it tries again, at the other gateway, with the same Idempotency-Key.
"""

import contextlib
import hashlib
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
import urllib3
from PIL import Image as Pillow
from supervised import Client, Part
from waiting import wait_until

from picopt_standalone.postgres import temporary_postgres
from picopt_standalone.processes import free_ports
from picopt_standalone.redis import temporary_redis

ITEMS = 200
MEBIBYTE = 1024 * 1024
SIDES = (1000, 750)
OPEN = ("queued", "analysing", "exporting")
SECRET = "a-secret-of-this-test-only-32-bytes"
MANAGE = (sys.executable, "-m", "picopt_saas.manage")
SUBSCRIBE = """
from datetime import timedelta
from django.utils import timezone
from picopt_saas.billing.models import Subscription
now = timezone.now()
soon = now + timedelta(days=9)
plan = dict(plan="agency", provider="test", provider_id="test", period_ends_at=soon, told_at=now)
Subscription.objects.create(account_id="{account_id}", **plan)
"""


@pytest.fixture
def service(tmp_path, s3_endpoint):
    """Everything, running. Yields (parts by name, client, database URL, Redis, environment)."""
    with (
        temporary_postgres() as database_url,
        temporary_redis(restart=True) as counters,
        contextlib.ExitStack() as stack,
    ):
        ports = free_ports(0, 0, 0, 0)
        saas_ports, gateway_ports = ports[:2], ports[2:]
        environment = {
            "DATABASE_URL": database_url,
            "STORAGE_URL": f"s3://probe/{uuid.uuid4().hex}?endpoint={s3_endpoint}",
            "PICOPT_INTERNAL_SECRET": SECRET,
            "WORKER_PROCESSES": "1",
            "RATELIMIT_STORAGE_URI": counters.url,
        }

        def manage(*command):
            known = {**os.environ, **environment}
            return subprocess.run([*MANAGE, *command], env=known, check=True, capture_output=True).stdout

        manage("migrate", "-v0")
        account = json.loads(manage("create_demo_account", f"--credits={ITEMS}", "--site-url=https://example.com"))
        manage("shell", "-c", SUBSCRIBE.format(**account))

        def part(name, *command, **more):
            started = Part(name, command, {**environment, **more}, tmp_path)
            stack.callback(started.stop)
            return started

        parts = {}
        for number, (saas, gateway) in enumerate(zip(saas_ports, gateway_ports, strict=True), start=1):
            platform = (sys.executable, "-m", "picopt_saas.serve")
            parts[f"platform-{number}"] = part(f"platform-{number}", *platform, PLATFORM_PORT=str(saas))
            address = {"PICOPT_SAAS_URL": f"http://127.0.0.1:{saas}", "PICOPT_GATEWAY_PORT": str(gateway)}
            parts[f"gateway-{number}"] = part(f"gateway-{number}", sys.executable, "-m", "picopt_gateway", **address)
        for number in (1, 2, 3):
            parts[f"worker-{number}"] = part(f"worker-{number}", *MANAGE, "procrastinate", "worker")
        yield parts, Client(gateway_ports, account["api_key"]), database_url, counters, environment


def make_pictures(count):
    chance = random.Random(7)  # noqa: S311 -- the same pictures every time
    for _ in range(count):
        picture = Pillow.effect_noise(SIDES, chance.uniform(10, 60)).convert("RGB")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=95)
        yield out.getvalue()


def order(client, pictures):
    items = []
    for number, data in enumerate(pictures):
        sha256 = hashlib.sha256(data).hexdigest()
        answer = client.ask("PUT", f"/v1/images/{sha256}", data)
        assert answer.status in (200, 201), answer.data
        items.append(
            {
                "reference": f"1:{number}",
                "sha256": sha256,
                "bytes": len(data),
                "width": SIDES[0],
                "height": SIDES[1],
                "media_type": "image/jpeg",
            }
        )
    wanted = {"pipeline": "export", "items": items}
    quote = client.ask("POST", "/v1/quotes", wanted).json()
    answer = client.ask("POST", "/v1/jobs", {**wanted, "quote_id": quote["id"]})
    assert answer.status == 202, answer.data
    return answer.json()["id"]


def counts(client, jobs):
    total = {}
    for job in jobs:
        for state, number in client.job(job)["counts"].items():
            total[state] = total.get(state, 0) + number
    return total


def crash_database(database_url):
    """Kill one of its processes with SIGKILL: the server ends all others, recovers from its log and starts again."""
    with psycopg.connect(database_url) as database:
        victim = database.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'").fetchone()
    os.kill(victim[0], signal.SIGKILL)


def wait_for(client, jobs, done, seconds=300):
    def enough():
        found = counts(client, jobs)
        return found if sum(found.get(state, 0) for state in OPEN) <= ITEMS - done else None

    return wait_until(enough, f"{done} of {ITEMS} items not done", seconds=seconds, every=0.5)


@pytest.mark.deep
@pytest.mark.acceptance("D9")
def test_everything_that_can_die_dies_and_every_item_ends_once(service, eventually):
    parts, client, database_url, counters, environment = service
    pictures = list(make_pictures(ITEMS))
    jobs = [order(client, pictures[: ITEMS // 2]), order(client, pictures[ITEMS // 2 :])]

    eventually(lambda: both_count(client, counters), every=1)
    first_redis = counters.pid

    def kill(name):
        return lambda: parts[name].send(signal.SIGKILL)

    def freeze(name):
        return lambda: parts[name].send(signal.SIGSTOP)

    def thaw(name):
        return lambda: parts[name].send(signal.SIGCONT)

    mishaps = (
        (10, kill("worker-1")),
        (20, freeze("worker-2")),
        (35, kill("platform-1")),
        (45, lambda: os.kill(first_redis, signal.SIGKILL)),
        (55, freeze("platform-2")),
        (65, lambda: crash_database(database_url)),
        (80, thaw("platform-2")),
        (90, lambda: os.kill(counters.pid, signal.SIGSTOP)),
        (100, kill("gateway-1")),
        (110, lambda: os.kill(counters.pid, signal.SIGCONT)),
        (115, freeze("gateway-2")),
        (130, thaw("gateway-2")),
        (140, thaw("worker-2")),
        (150, kill("gateway-2")),
        (160, kill("platform-2")),
        (170, lambda: parts["worker-3"].send(signal.SIGTERM)),
    )
    for done, mishap in mishaps:
        found = wait_for(client, jobs, done)
        assert any(found.get(state) for state in OPEN), "the items were done before everything had gone wrong"
        mishap()
    ended = wait_for(client, jobs, ITEMS)

    assert sum(ended.values()) == ITEMS
    assert set(ended) <= {"ready", "no_gain"}, failures(client, jobs)
    fetched = fetch_all(client, jobs)
    assert fetched == ended.get("ready", 0)
    account = client.ask("GET", "/v1/account").json()["credits"]
    assert (account["used"], account["held"]) == (fetched, 0)
    with psycopg.connect(database_url) as database:
        assert database.execute("SELECT count(*) FROM billing_hold WHERE state = 'held'").fetchone() == (0,)
        twice = "SELECT item_id FROM jobs_charge WHERE state = 'captured' GROUP BY item_id HAVING count(*) > 1"
        assert database.execute(twice).fetchall() == []
    subprocess.run([*MANAGE, "ledger", "verify"], env={**os.environ, **environment}, check=True)
    killed = ("worker-1", "platform-1", "platform-2", "gateway-1", "gateway-2")
    assert {name: parts[name].starts for name in killed if parts[name].starts < 2} == {}
    assert counters.pid != first_redis
    eventually(lambda: both_count(client, counters), every=1)


@pytest.mark.deep
@pytest.mark.acceptance("D9")
@pytest.mark.parametrize("victim", ["gateway-1", "platform-1"])
def test_an_upload_goes_on_after_a_kill_in_the_middle_of_a_part(service, eventually, victim):
    parts, client, database_url, _counters, _environment = service
    data = b"\xff\xd8\xff\xe0" + random.Random(11).randbytes(12 * MEBIBYTE)  # noqa: S311 -- only its size matters
    sha256, step, total = hashlib.sha256(data).hexdigest(), 5 * MEBIBYTE, len(data)
    address = f"/v1/images/{sha256}"
    eventually(lambda: is_ready(client, client.gateways[0]), every=1)
    first = client.ask("PUT", address, data[:step], **part_of(0, step, total))
    assert first.status == 202

    parts_url = urlsplit(client.gateways[0])
    with socket.create_connection((parts_url.hostname, parts_url.port)) as connection:
        head = {"Authorization": f"Bearer {client.key}", "Content-Length": step, **part_of(step, step, total)}
        lines = "".join(f"\r\n{name}: {value}" for name, value in head.items())
        connection.sendall(f"PUT {address} HTTP/1.1\r\nHost: gateway{lines}\r\n\r\n".encode())
        connection.sendall(data[step : step + 4 * MEBIBYTE])
        # The gateway holds back an eighth of a mebibyte; the platform is in the middle of it too.
        eventually(lambda: is_read(connection))
        parts[victim].send(signal.SIGKILL)
        eventually(lambda: parts[victim].starts >= 2)

    eventually(lambda: is_ready(client, client.gateways[0]), every=1)
    known = client.ask("HEAD", address)
    assert (known.status, known.headers["Upload-Offset"]) == (204, str(step))
    second = client.ask("PUT", address, data[step : 2 * step], **part_of(step, step, total))
    assert second.status == 202, second.data
    last = client.ask("PUT", address, data[2 * step :], **part_of(2 * step, total - 2 * step, total))
    assert last.status == 201, last.data
    with psycopg.connect(database_url) as database:
        assert database.execute("SELECT count(*) FROM storage_upload").fetchone() == (0,)
        assert database.execute("SELECT bytes, sha256 FROM storage_original").fetchall() == [(total, sha256)]


def is_ready(client, gateway):
    with contextlib.suppress(urllib3.exceptions.HTTPError):
        return client.ask_once(gateway, "GET", "/health/ready").status == 200
    return False


def is_read(connection):
    """Whether the process at the other end has taken all that was sent: the system holds nothing back, on either side.

    By the queues that the kernel shows (proc(5), `/proc/net/tcp`: `tx_queue:rx_queue` in hexadecimal).
    """
    ends = [f":{address[1]:04X}" for address in (connection.getsockname(), connection.getpeername())]
    rows = [line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()[1:]]
    queues = [row[4] for row in rows if {row[1][-5:], row[2][-5:]} == set(ends)]
    return len(queues) == 2 and set(queues) == {"00000000:00000000"}


def part_of(start, length, total):
    return {"Content-Range": f"bytes {start}-{start + length - 1}/{total}"}


def both_count(client, counters):
    """Whether a request to either gateway is counted in Redis, against the same key."""
    with redis.Redis.from_url(counters.url) as connection:
        for gateway in client.gateways:
            before = counted(connection)
            client.ask_once(gateway, "GET", "/v1/account")
            if counted(connection) != before + 1:
                return False
    return True


def counted(connection):
    return sum(int(connection.get(name) or 0) for name in connection.keys("LIMITS:{LIMITER/key/*}"))


def failures(client, jobs):
    items = [item for job in jobs for item in client.job(job)["items"]]
    return [(item["id"], item["state"], item["reason"], item["attempts"]) for item in items if item["reason"]]


def fetch_all(client, jobs):
    """Download every result and check its bytes; how many items had one."""
    fetched = 0
    for job in jobs:
        for item in client.job(job)["items"]:
            for file in item["export"]["files"] if item["export"] else ():
                data = client.ask("GET", f"/v1/files/{file['id']}").data
                assert hashlib.sha256(data).hexdigest() == file["sha256"]
            fetched += bool(item["export"])
    return fetched
