"""H4: docs/runbooks, followed to the letter on a server that is in the trouble of which each page speaks."""

import hashlib
import os
import shutil
import socketserver
import subprocess
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from containerfile import run
from debian import connected
from s3_server import ACCESS, SECOND, SECRET, s3_endpoint  # noqa: F401 -- a fixture
from server import DOCS, Server, blocks, make_server, running
from waiting import wait_until

from picopt_client import PictureOptimizer
from picopt_client.errors import ApiError, ClientError
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import JobRequest, ResultFile
from picopt_contract.quotes import QuoteRequest
from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import Pipeline
from picopt_standalone.processes import free_port

pytestmark = [pytest.mark.deep, pytest.mark.acceptance("H4")]

PAGES = sorted(page.name for page in (DOCS / "runbooks").glob("*.md"))
RCLONE = """
[store]
type = s3
provider = Other
endpoint = {endpoint}
access_key_id = {access}
secret_access_key = {secret}
[copies]
type = alias
remote = /var/backups/copies
"""
LOCAL = {
    "PUBLIC_URL": "https://localhost",
    "API_URL": "https://api.localhost",
    "EMAIL_URL": "console:",
    "PAYMENT_PROVIDER": "sandbox",
    "WORKER_HEARTBEAT_SECONDS": "1",
}


@pytest.fixture(scope="module")
def installed(ports: None, debian: Path, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root in which operations.md was followed. `PICOPT_SERVER_ROOT`: one that is there already, and is changed."""
    if made := os.environ.get("PICOPT_SERVER_ROOT"):
        return Path(made)
    root = tmp_path_factory.mktemp("runbooks") / "server"
    subprocess.run(["cp", "-a", debian, root], check=True)
    shutil.copytree(sources, root / "usr/src/picopt")
    image = make_server(root)
    with connected(root) as outside:
        for block in blocks("operations.md", "From an empty server"):
            run(image, block, outside)
        run(image, "pg_ctlcluster 15 main stop", outside)
    return root


@pytest.fixture(scope="module")
def whole(installed: Path, s3_endpoint: str) -> Iterator[Server]:  # noqa: F811 -- pytest's way
    """The server with a bucket and Redis."""
    with running(make_server(installed)) as server:
        server.follow("README.md")
        place = installed / "root/.config/rclone/rclone.conf"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(RCLONE.format(endpoint=s3_endpoint, access=ACCESS, secret=SECRET))
        server.sh("mkdir -p /var/backups/copies && rclone mkdir store:picopt")
        # A new bucket takes this server a few seconds.
        server.sh(
            "for _ in $(seq 30); do if echo | rclone --retries=1 rcat store:picopt/probe; then break; fi; sleep 1; done"
        )
        server.sh("systemctl restart redis-server")
        settings = LOCAL | {
            "STORAGE_URL": f"s3://picopt?endpoint={s3_endpoint}",
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "RATELIMIT_STORAGE_URI": "redis://127.0.0.1:6379/0",
        }
        for name, value in settings.items():
            server.sh('picopt-setting "$name" "$value"', name=name, value=value)
        server.settings = (installed / "etc/picopt/env").read_text()
        yield server


@pytest.fixture
def server(whole: Server) -> Server:
    """The server at work, with the settings that it had in the beginning."""
    whole.restart()
    return whole


@pytest.fixture
def customer(server: Server) -> PictureOptimizer:
    """A site's client, with credits; every test has one of its own."""
    address = f"https://{uuid.uuid4().hex}.example"
    told = server.sh(f"picopt-manage create_demo_account --credits=20 --site-url={address}")
    key = told.rpartition('"api_key": "')[2].partition('"')[0]
    return PictureOptimizer("http://127.0.0.1:8080", key)


def optimize(customer: PictureOptimizer, folder: Path) -> ResultFile:
    """An image on its whole way; its file, which was fetched and compared by its SHA-256."""
    original = folder / f"{uuid.uuid4().hex}.jpg"
    sample = DOCS.parent / "samples" / "chelsea.png"
    original.write_bytes(sample.read_bytes() + uuid.uuid4().bytes)  # bytes behind a PNG's end make it another one
    data = original.read_bytes()
    item = PictureItem(
        reference="1:1",
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        width=451,
        height=300,
        media_type="image/png",
    )
    settings = JobSettings()
    quote = customer.quote(QuoteRequest(pipeline=Pipeline.EXPORT, items=[item], settings=settings))
    customer.upload(original)
    job = customer.create_job(JobRequest(quote_id=quote.id, pipeline=Pipeline.EXPORT, items=[item], settings=settings))
    (ended,) = customer.wait(job.id, seconds=120).items
    assert ended.export is not None, ended
    made = ended.export.files[0]
    fetch(customer, made, folder)
    return made


def fetch(customer: PictureOptimizer, file: ResultFile, folder: Path) -> None:
    """The file again. Raises when it does not come, or comes otherwise than it was."""
    customer.download(file, folder / uuid.uuid4().hex)


def test_every_page_is_in_the_index_and_every_block_of_it_is_followed_here() -> None:
    """So that a page or a block that is added is tried, or its absence here is noticed."""
    index = (DOCS / "runbooks" / "README.md").read_text(encoding="utf-8")
    assert [page for page in PAGES if page != "README.md" and f"]({page})" not in index] == []
    source = Path(__file__).read_text(encoding="utf-8")
    assert [page for page in PAGES if f'follow("{page}"' not in source] == []


def test_what_was_deleted_by_mistake_comes_back(server: Server, customer: PictureOptimizer, tmp_path: Path) -> None:
    server.follow("backup.md")
    file = optimize(customer, tmp_path)
    used = customer.account().credits.used
    moment = server.sql("SELECT clock_timestamp() AT TIME ZONE 'UTC'") + "+00"
    server.sql("DELETE FROM jobs_paidwork; DELETE FROM jobs_charge; DELETE FROM jobs_resultfile; DELETE FROM jobs_item")

    server.follow("restore.md", moment=moment)
    fetch(customer, file, tmp_path)
    assert customer.account().credits.used == used
    optimize(customer, tmp_path)
    server.follow("backup.md", 2, 3, 4)


def test_the_replica_takes_over_when_the_first_is_gone(
    server: Server, customer: PictureOptimizer, tmp_path: Path
) -> None:
    server.follow("zone.md", 1)
    file = optimize(customer, tmp_path)
    wait_until(lambda: server.sql("SELECT replay_lag IS NULL FROM pg_stat_replication") == "t", "no lag", every=0.5)
    server.sh("pg_ctlcluster 15 main stop --mode=immediate")
    try:
        server.follow("zone.md", 2)
        fetch(customer, file, tmp_path)
        optimize(customer, tmp_path)
    finally:
        server.sh("systemctl stop picopt-worker@1 picopt-platform picopt-gateway")
        server.sh("pg_dropcluster --stop 15 replica; systemctl start postgresql")
        server.sql("SELECT pg_drop_replication_slot('replica')")


def test_a_lost_bucket_is_replaced_by_its_copy(server: Server, customer: PictureOptimizer, tmp_path: Path) -> None:
    file = optimize(customer, tmp_path)
    server.sh("rclone copy --checksum store:picopt copies:picopt")
    late = optimize(customer, tmp_path)
    server.sh("rclone delete store:picopt")
    try:
        server.follow("bucket.md", bucket="probe")  # the server has it already; a further one would take it long
        fetch(customer, file, tmp_path)
        with pytest.raises(ApiError) as lost:
            fetch(customer, late, tmp_path)
        assert lost.value.code is ErrorCode.GONE
        optimize(customer, tmp_path)
    finally:
        server.sh("rclone copy store:probe store:picopt; rclone delete store:probe")


def test_a_full_disk_is_made_room_on(server: Server, customer: PictureOptimizer, tmp_path: Path) -> None:
    place, used = "/var/lib/picopt/storage", customer.account().credits.used
    server.sh(f"mount -t tmpfs -o size=32m,mode=0750,uid=$(id -u picopt),gid=$(id -g picopt) tmpfs {place}")
    try:
        server.restart(STORAGE_URL=f"file:{place}")
        server.follow("full-disk.md", 1)
        server.sh(f"dd if=/dev/zero of={place}/filled bs=64k 2>/dev/null || true")
        with pytest.raises(ApiError):
            optimize(customer, tmp_path)
        assert "storage_full" in server.log("picopt-platform")
        assert customer.account().credits.used == used
        server.follow("full-disk.md", 2, 3, 4, 5)
        optimize(customer, tmp_path)
    finally:
        server.restart()
        server.sh(f"umount {place}")


def test_secrets_are_changed_under_a_customer_at_work(
    server: Server, customer: PictureOptimizer, tmp_path: Path
) -> None:
    old = {name: server.sh(f"picopt-setting {name}").strip() for name in ("SECRET_KEY", "METRICS_TOKEN")}
    stop, failures = threading.Event(), list[ClientError]()

    def ask() -> None:
        while not stop.wait(0.2):
            try:
                customer.account()
            except ClientError as error:
                failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        server.follow("secrets.md", new_id=SECOND[0], new_secret=SECOND[1])
        server.wait()
        stop.set()
        asking.join()
        refused = [one for one in failures if isinstance(one, ApiError) and one.code is not ErrorCode.BUSY]
        assert refused == [], "a key was refused while secrets changed"
        for name, value in old.items():
            assert server.sh(f"picopt-setting {name}").strip() not in ("", value)
        assert server.sh("picopt-setting SECRET_KEY_FALLBACKS").strip() == ""
        assert server.sh("picopt-setting DATABASE_URL").startswith("postgresql://picopt_2:")
        token = {"Authorization": f"Bearer {old['METRICS_TOKEN']}"}
        scrape = urllib3.request("GET", "http://127.0.0.1:8000/metrics", headers=token, retries=False)
        assert scrape.status in (401, 403, 404)
        optimize(customer, tmp_path)
    finally:
        stop.set()
        server.restart()
        server.sql("REASSIGN OWNED BY picopt_2 TO picopt; DROP ROLE picopt_2")


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every mail."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, port: int) -> None:
        self.mails: list[str] = []
        super().__init__(("127.0.0.1", port), _Mail)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Mail(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.mails.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
            if verb == b"QUIT":
                return
            self.wfile.write(b"250 ok\r\n")


def test_mails_wait_and_go_out_by_another_provider(server: Server) -> None:
    server.restart(EMAIL_URL=f"smtp+plain://127.0.0.1:{free_port()}")
    asks = "from django.core.mail import send_mail; send_mail('Waits', 'x', 'a@example.com', ['b@example.com'])"
    server.sh(f'picopt-manage shell -c "{asks}"')
    tried = "SELECT bool_or(attempts > 0) FROM procrastinate_jobs WHERE task_name = 'send_mail' AND status = 'todo'"
    wait_until(lambda: server.sql(tried) == "t", "the mail was not tried", every=0.5)
    with MailServer(free_port()) as provider:
        said = server.follow("mail.md", new_url=f"smtp+plain://127.0.0.1:{provider.server_address[1]}")
        assert "(1 row)" in said
        wait_until(lambda: any("Waits" in mail for mail in provider.mails), "the mail did not come", every=0.2)
        provider.shutdown()
    wait_until(lambda: server.sql("SELECT count(*) FROM accounts_outgoingmail") == "0", "it waits still", every=0.2)


def test_redis_is_gone_and_comes_back_elsewhere(server: Server, customer: PictureOptimizer) -> None:
    server.sh("systemctl stop redis-server")
    for _ in range(5):
        customer.account()
    wait_until(lambda: "shared counters fail" in server.log("picopt-gateway"), "nobody is told", every=0.1)
    server.follow("redis.md")
    customer.account()
    assert int(server.sh("redis-cli -n 1 dbsize").split()[-1]) > 0


def test_customers_go_on_without_the_payment_provider(
    server: Server, customer: PictureOptimizer, tmp_path: Path
) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    secrets = {"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": "whsec_x"}
    server.restart(PAYMENT_PROVIDER="stripe", STRIPE_API_BASE=away, **secrets)
    optimize(customer, tmp_path)
    assert "wrong    payments" in server.follow("payments.md", 1)
    server.restart()
    assert "in balance" in server.follow("payments.md", 2)
