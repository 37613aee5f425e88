"""The account that tests and the demo use, made by the platform's own command."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from picopt_standalone.processes import StartError


@dataclass(frozen=True)
class DemoAccount:
    """An account with credits, an API key, and a log-in for the dashboard; `site` is the URL that the key is for."""

    api_key: str = ""
    email: str = ""
    password: str = ""
    site: str = ""
    account_id: str = ""

    @classmethod
    def read(cls, path: Path) -> Self:
        """The account of an earlier run; an empty one when there is none."""
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def write(self, path: Path) -> None:
        """Keep it for the next run, for our eyes only."""
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def parse(cls, output: str, *, site: str) -> Self:
        """From the JSON on the last line of `manage.py create_demo_account`. Raises StartError when it is not there."""
        lines = output.strip().splitlines() or [""]
        try:
            told: dict[str, str] = json.loads(lines[-1])
            known = {name: told.get(name, "") for name in ("email", "password", "account_id")}
            return cls(api_key=told["api_key"], site=site, **known)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StartError(f"create_demo_account printed no JSON with an api_key, but:\n{output[-2000:]}") from error
