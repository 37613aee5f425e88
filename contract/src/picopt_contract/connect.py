"""Connecting a site by one click: a one-time code for a key (PKCE, RFC 7636, S256)."""

from typing import Annotated

from pydantic import StringConstraints

from picopt_contract.base import Model
from picopt_contract.values import Scope


class ConnectTokenRequest(Model):
    """The one-time code of the dashboard and the verifier that only the site knows."""

    code: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    verifier: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]
    site_url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,500}$")]


class ConnectToken(Model):
    """The new key, shown this once."""

    api_key: Annotated[str, StringConstraints(pattern=r"^po_(live|test)_[A-Za-z0-9_-]{16,}$")]
    prefix: str
    scopes: list[Scope]
