"""What a site remembers between its runs, in `site.json`."""

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

SALTS = (
    *("AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY"),
    *("AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT"),
)


def new_salts() -> dict[str, str]:
    """Secret values for wp-config.php."""
    return {name: secrets.token_urlsafe(48) for name in SALTS}


@dataclass
class Memory:
    """The last port and URL, whether WordPress is installed, and the salts (kept, so that log-ins stay valid)."""

    port: int = 0
    url: str = ""
    installed: bool = False
    salts: dict[str, str] = field(default_factory=new_salts)

    @classmethod
    def read(cls, path: Path) -> Self:
        """What is remembered there; a new memory when there is no file."""
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def write(self, path: Path) -> None:
        """Replace the file in one step."""
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(asdict(self), indent=1))
        unfinished.replace(path)
