"""A service whose parts a supervisor starts again, and a client that goes on as the plugin does."""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import urllib3
from waiting import wait_until

PATIENCE = 8  # seconds that the client gives an answer; whoever is frozen shall not hold up the test


@dataclass
class Part:
    """A process and its children, started again whenever it ends, as a supervisor does."""

    name: str
    command: tuple
    environment: dict
    folder: Path
    process: subprocess.Popen | None = None
    starts: int = 0
    stopping: bool = False
    keeper: threading.Thread = field(init=False)

    def __post_init__(self):
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    def _keep(self):
        with (self.folder / f"{self.name}.log").open("ab") as log:
            while not self.stopping:
                self.process = subprocess.Popen(
                    self.command,
                    env={**os.environ, **self.environment},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
                self.starts += 1
                self.process.wait()
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                time.sleep(0.5)

    def send(self, number):
        os.killpg(self.process.pid, number)

    def stop(self):
        self.stopping = True
        with contextlib.suppress(ProcessLookupError):
            self.send(signal.SIGCONT)
            self.send(signal.SIGKILL)
        self.keeper.join(timeout=20)


class Client:
    """Asks one gateway, and the other when that fails, until there is an answer."""

    def __init__(self, ports, key):
        self.gateways = [f"http://127.0.0.1:{port}" for port in ports]
        self._turns = itertools.cycle(self.gateways)
        self.key = key
        self._http = urllib3.PoolManager()

    def ask(self, method, path, body=None, **headers):
        sent = {"Idempotency-Key": uuid.uuid4().hex, **headers}
        if isinstance(body, dict):
            body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"

        def answered():
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                answer = self.ask_once(next(self._turns), method, path, body, **sent)
                if answer.status < 500 and answer.status != 429:
                    return answer
            return None

        return wait_until(answered, f"{method} {path}: no answer", every=0.3)

    def ask_once(self, gateway, method, path, body=None, **headers):
        sent = {"Authorization": f"Bearer {self.key}", **headers}
        return self._http.request(method, gateway + path, body=body, headers=sent, timeout=PATIENCE, retries=False)

    def job(self, job_id):
        return self.ask("GET", f"/v1/jobs/{job_id}").json()
