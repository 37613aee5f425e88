"""What a stack keeps between its runs: its ports, and the secrets that it made up at its first start."""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from picopt_standalone.processes import free_ports


def new_secret() -> str:
    """A random value for signing."""
    return secrets.token_urlsafe(48)


@dataclass(frozen=True)
class Addresses:
    """The ports of the platform and the gateway on loopback, and the secrets of both."""

    saas_port: int = 0
    gateway_port: int = 0
    secret_key: str = field(default_factory=new_secret)
    internal_secret: str = field(default_factory=new_secret)

    @property
    def saas_url(self) -> str:
        """Where the dashboard is."""
        return f"http://127.0.0.1:{self.saas_port}"

    @property
    def gateway_url(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self.gateway_port}"


def keep(path: Path) -> Addresses:
    """The addresses of the last run, with other ports where theirs are taken; written back, for our eyes only."""
    known = Addresses(**json.loads(path.read_text())) if path.exists() else Addresses()
    saas_port, gateway_port = free_ports(known.saas_port, known.gateway_port)
    addresses = replace(known, saas_port=saas_port, gateway_port=gateway_port)
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(asdict(addresses), indent=1))
    unfinished.replace(path)
    return addresses
