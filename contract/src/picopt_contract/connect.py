"""Connecting a site: the device authorization grant (RFC 8628) with a PKCE verifier (RFC 7636, S256).

The site's server asks for two codes. It shows the short one in wp-admin, where a person reads it and confirms it in the
dashboard; with the long one, and a verifier that never left the site, it asks until the answer is a key.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, StringConstraints

from picopt_contract.base import Model
from picopt_contract.values import Scope

SiteUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,500}$")]
UserCode = Annotated[str, StringConstraints(pattern=r"^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$")]


class Service(Model):
    """What a site checks before it sends anybody anywhere."""

    product: Literal["picture-optimizer"]
    version: str
    plugin_at_least: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    """An older plugin has to be updated first."""
    time: AwareDatetime
    """The service's clock."""
    dashboard_url: str


class ConnectRequest(Model):
    """A site that wants to be connected. `challenge` is base64url(SHA-256(verifier)) without padding."""

    site_url: SiteUrl
    challenge: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class ConnectCodes(Model):
    """The codes of one attempt to connect (RFC 8628, 3.2)."""

    device_code: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    user_code: UserCode
    verification_url: str
    """Where a person types the code."""
    verification_url_complete: str
    """The same with the code in it."""
    expires_in: int
    """Seconds."""
    interval: int
    """Seconds to wait between two questions."""


class ConnectTokenRequest(Model):
    """The site's question whether somebody has confirmed, and the verifier that only the site knows."""

    device_code: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    verifier: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]
    site_url: SiteUrl


class ConnectToken(Model):
    """The new key, shown this once."""

    api_key: Annotated[str, StringConstraints(pattern=r"^po_(live|test)_[A-Za-z0-9_-]{16,}$")]
    prefix: str
    scopes: list[Scope]
