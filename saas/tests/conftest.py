"""What the tests of jobs, storage, pipeline, worker and API share: a gateway's voice, pictures, a worker."""

import asyncio
import hashlib
import io
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import jwt
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from PIL import Image as Pillow
from procrastinate.periodic import PeriodicDeferrer
from waiting import wait_until

from picopt_contract.internal import AUDIENCE
from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.queueing import worker_connector
from picopt_saas.storage.build import storage

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def books(db):
    """At the end every credit is where the ledger and the charge lines say."""
    yield
    assert [proof.faults for proof in prove() if proof.faults] == []
    assert reconcile().faults == []


@pytest.fixture(autouse=True)
def _storage_in_a_folder(settings, tmp_path):
    settings.PICOPT = settings.PICOPT.model_copy(
        update={"storage_url": f"file:{tmp_path / 'storage'}", "bill_embedded": True}
    )


@pytest.fixture
def shared_cache(settings):
    """What workers tell web processes; as in production, in the database."""
    settings.CACHES = {"default": settings.CACHES["shared"]}


def _make_picture(width=320, height=240, *, seed=0, kind="JPEG"):
    """Bytes of a picture with enough detail that a result is smaller."""
    gradient = Pillow.radial_gradient("L").resize((width, height)).rotate(seed * 7 % 360)
    noise = Pillow.effect_noise((width, height), 20 + seed % 30)
    picture = Pillow.merge("RGB", (gradient, noise, gradient.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT)))
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return out.getvalue()


@dataclass
class Site:
    """An account's site as the gateway speaks for it."""

    account: Account
    key: ApiKey
    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    data: dict = field(default_factory=dict, repr=False)

    def token(self, **changes):
        now = int(time.time())
        claims = {
            "account_id": self.account.pk,
            "key_id": self.key.pk,
            "scopes": self.key.scopes,
            "test": self.key.test,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + 60,
        }
        return jwt.encode(claims | changes, settings.PICOPT.picopt_internal_secret.get_secret_value(), "HS256")

    def ask(self, method, path, body=None, *, key=None, headers=None, **claims):
        sent = {"Authorization": f"Bearer {self.token(**claims)}", **(headers or {})}
        if method == "POST" and key is not False:
            sent["Idempotency-Key"] = key or uuid.uuid4().hex
        content = body if isinstance(body, bytes) else json.dumps(body) if body is not None else ""
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        answer = self.client.generic(method, f"/internal{path}", content, content_type=kind, headers=sent)
        if answer.streaming:  # read as a server does, and closed
            answer.body = answer.getvalue()
            answer.close()
        return answer

    def upload(self, data):
        sha256 = hashlib.sha256(data).hexdigest()
        self.data[sha256] = data
        answer = self.ask("PUT", f"/v1/images/{sha256}", data)
        assert answer.status_code in (200, 201), answer.content
        return sha256

    def item(self, data, *, reference="1:1", width=320, height=240, sizes=(), **more):
        return {
            "reference": reference,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "width": width,
            "height": height,
            "media_type": "image/jpeg",
            "sizes": list(sizes),
            **more,
        }

    def order(self, *items, pipeline="analyze_export", settings=None, review=False, **more):
        """Quote and order; the job's answer. `more` of the order that is no part of the quote."""
        wanted = {"pipeline": pipeline, "items": list(items), "settings": settings or {}}
        quote = self.ask("POST", "/v1/quotes", wanted)
        assert quote.status_code == 201, quote.content
        return self.ask("POST", "/v1/jobs", {**wanted, "quote_id": quote.json()["id"], "review": review, **more})

    def order_pictures(self, *pictures, **more):
        """Upload and order pictures; the job."""
        items = []
        for number, data in enumerate(pictures):
            self.upload(data)
            items.append(self.item(data, reference=f"1:{number}"))
        answer = self.order(*items, **more)
        assert answer.status_code == 202, answer.content
        return answer.json()

    def job(self, job_id):
        answer = self.ask("GET", f"/v1/jobs/{job_id}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def balance(self):
        return ledger.balance(self.account)

    def kept(self):
        """What lies in the storage for the account, by kind and name."""
        return sorted(found.key.split("/", 1)[1] for found in storage().list(f"{self.account.pk}/"))


@pytest.fixture
def make_site(db):
    def _make(name="Ann", *, credits=50, url="https://example.com", **key):
        account = Account.objects.create(name=name)
        if credits:
            ledger.grant(account, credits, reference=f"test:{account.pk}", expires_at=None)
        made, secret = create_key(add_site(account, url), **key)
        return Site(account, made, secret)

    return _make


@pytest.fixture
def site(make_site):
    return make_site()


@pytest.fixture
def make_picture():
    """Makes one picture of a size."""
    return _make_picture


@pytest.fixture
def picture():
    return _make_picture()


@pytest.fixture
def make_pictures():
    """Small pictures, all different."""
    numbers = itertools.count(1)
    return lambda count: [_make_picture(160, 120, seed=next(numbers)) for _ in range(count)]


@pytest.fixture(scope="session")
def known_picture():
    """A photograph that the embedded model can name."""
    return (SAMPLES / "chelsea.png").read_bytes()


@pytest.fixture(scope="session")
def _app():
    """The real app with the worker's tasks, as `manage.py procrastinate worker` has it."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- Django must be set up first

    app.perform_import_paths()
    return app


async def _never(_deferrer):
    await asyncio.Event().wait()


@pytest.fixture
def run_worker(transactional_db, _app, monkeypatch):
    """Runs everything that is in the queue now, in a real worker in this process, until nothing is left."""
    # The worker's threads outlive it; they must not keep the test database open.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    # What the clock would bring is not part of a test: batches went out in the middle of one, on a busy machine.
    monkeypatch.setattr(PeriodicDeferrer, "worker", _never)

    def _run(**options):
        with _app.replace_connector(worker_connector()) as app:
            defaults = {"shutdown_graceful_timeout": 60, "update_heartbeat_interval": 0.5}
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, **defaults | options)

    return _run


@pytest.fixture
def exported(site, picture, run_worker):
    """An exported picture whose files were fetched."""
    job = site.order_pictures(picture, pipeline="export")
    run_worker()
    (item,) = site.job(job["id"])["items"]
    for file in item["export"]["files"]:
        site.ask("GET", f"/v1/files/{file['id']}")
    return item


class Workers:
    """Real worker processes on the test's database."""

    def __init__(self, environment, folder):
        self.environment = environment
        self._folder = folder
        self.running = []

    def start(self, *, log=None, **environment):
        log = log or (self._folder / f"worker-{len(self.running)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "picopt_saas.manage", "procrastinate", "worker"],
            env={**os.environ, **self.environment, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.running.append(process)
        return process

    def stop(self):
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait(timeout=60)

    def logs(self):
        return "\n".join(path.read_text()[-3000:] for path in sorted(self._folder.glob("worker-*.log")))


@pytest.fixture
def workers(database_url, tmp_path):
    environment = {
        "DATABASE_URL": database_url,
        "STORAGE_URL": f"file:{tmp_path / 'storage'}",
        "BILL_EMBEDDED": "1",
        "WORKER_PROCESSES": "2",
        "WORKER_HEARTBEAT_SECONDS": "2",  # so that tests need not wait as long as users may
    }
    started = Workers(environment, tmp_path)
    yield started
    started.stop()
    print(started.logs())  # noqa: T201 -- shown when the test fails


@pytest.fixture
def eventually():
    def _eventually(check, *, seconds=120, every=0.1):
        return wait_until(check, seconds=seconds, every=every)

    return _eventually
