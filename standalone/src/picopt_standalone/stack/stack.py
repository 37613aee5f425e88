"""The service on one machine, for the time of a `with` block."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import urllib3

from picopt_standalone.locks import exclusive
from picopt_standalone.paths import LOGS, VAR
from picopt_standalone.postgres import postgres
from picopt_standalone.processes import Server, checked_name, run_quietly, running
from picopt_standalone.stack.account import DemoAccount
from picopt_standalone.stack.addresses import Addresses, keep

MANAGE = (sys.executable, "-m", "picopt_saas.manage")


class Stack:
    """PostgreSQL (or the `DATABASE_URL` of the environment), platform, worker and gateway, with a demo account.

    `name` is the stack's folder below `var/stacks/`, kept between runs unless `fresh`; `credits` is what the account
    has at least when the block is entered; `site` is the URL of the WordPress that its key belongs to; `workers` how
    many run; `settings` are more of docs/settings.md for all processes. Attributes inside the block: `url` (the API),
    `dashboard`, `account`, `database_url`.
    """

    def __init__(  # noqa: PLR0913 -- switches, each with a default
        self,
        name: str = "default",
        *,
        credits: int = 50,
        site: str = "http://127.0.0.1",
        workers: int = 1,
        fresh: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        checked_name(name, "stack")
        self.name, self.credits, self.site, self.workers, self.fresh = name, credits, site, workers, fresh
        self.folder = VAR / "stacks" / name
        self.logs = LOGS / name
        self.url = self.dashboard = self.database_url = ""
        self.account = DemoAccount()
        self._settings: dict[str, str] = {}
        self._more = dict(settings or {})
        self._open = ExitStack()

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to use the service, and to run `python -m picopt_saas.manage …` beside it."""
        return {**self._settings, "PICOPT_URL": self.url, "PICOPT_API_KEY": self.account.api_key}

    def manage(self, *arguments: str) -> str:
        """Run a command of the platform; its standard output."""
        return run_quietly([*MANAGE, *arguments], what=f"manage.py {arguments[0]}", environment=self._settings)

    def __enter__(self) -> Self:
        """Start everything, in the order in which one part needs the other."""
        with ExitStack() as opening:
            lock = opening.enter_context(exclusive(self.folder.with_suffix(".lock"), f"the stack {self.name}"))
            addresses = self._prepare_folder()
            self.database_url = os.environ.get("DATABASE_URL") or opening.enter_context(
                postgres(f"stack-{self.name}", fresh=self.fresh)
            )
            self._settings = self._make_settings(addresses)
            self.manage("migrate", "--verbosity=0")
            for server, ready in self._servers(addresses, lock):
                opening.enter_context(running(server, ready))
            self.url, self.dashboard = addresses.gateway_url, addresses.saas_url
            self.account = self._known_account() or self._create_account()
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything, in the opposite order."""
        self._open.close()

    def _prepare_folder(self) -> Addresses:
        if self.fresh:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        return keep(self.folder / "addresses.json")

    def _make_settings(self, addresses: Addresses) -> dict[str, str]:
        """The environment of our processes; docs/settings.md explains each variable."""
        return {
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": addresses.secret_key,
            "PUBLIC_URL": addresses.saas_url,
            "API_URL": addresses.gateway_url,
            "STORAGE_URL": f"file:{self.folder / 'storage'}",
            "BILL_EMBEDDED": "1",
            "EMAIL_URL": f"folder:{self.folder / 'mail'}",
            "PICOPT_INTERNAL_SECRET": addresses.internal_secret,
            "PICOPT_SAAS_URL": addresses.saas_url,
            "PICOPT_GATEWAY_PORT": str(addresses.gateway_port),
            "PLATFORM_PORT": str(addresses.saas_port),
            **self._more,
        }

    def _servers(self, addresses: Addresses, lock: int) -> list[tuple[Server, Callable[[], bool]]]:
        """Platform, workers, gateway; each with the question whether it is ready."""

        def server(name: str, *command: str) -> Server:
            log = self.logs / f"{name}.log"
            return Server(
                name=name, command=command, log=log, environment=self._settings, restart=True, keep_open=(lock,)
            )

        saas = server("saas", sys.executable, "-m", "picopt_saas.serve")
        workers = [server(f"worker-{n}", *MANAGE, "procrastinate", "worker") for n in range(1, self.workers + 1)]
        gateway = server("gateway", sys.executable, "-m", "picopt_gateway")
        return [
            (saas, lambda: says_ok(f"{addresses.saas_url}/health/ready")),
            *((worker, lambda: True) for worker in workers),
            (gateway, lambda: says_ok(f"{addresses.gateway_url}/health/ready")),
        ]

    def _known_account(self) -> DemoAccount | None:
        """The account of an earlier run, if its key is for this site and still opens the door."""
        known = DemoAccount.read(self.folder / "account.json")
        headers = {"Authorization": f"Bearer {known.api_key}"}
        if not known.account_id or known.site != self.site or not says_ok(f"{self.url}/v1/account", headers):
            return None
        self.manage("create_demo_account", "--no-key", f"--credits={self.credits}", f"--site-url={self.site}")
        return known

    def _create_account(self) -> DemoAccount:
        output = self.manage("create_demo_account", f"--credits={self.credits}", f"--site-url={self.site}")
        account = DemoAccount.parse(output, site=self.site)
        account.write(self.folder / "account.json")
        return account


def says_ok(url: str, headers: Mapping[str, str] | None = None) -> bool:
    """Whether a GET answers 200."""
    try:
        return urllib3.request("GET", url, headers=headers, timeout=5, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False
