"""Sites of an account, known by their `home_url()`."""

from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account, Site, User


def normalise_url(url: str) -> str:
    """The one way to write a site's address: lower-case scheme and host, no default port, no trailing slash or query.

    Raises Django's `ValidationError` with a message for people when it is no http(s) address.
    """
    parts = urlsplit(url.strip())
    try:
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username or len(url) > 500:
        raise ValidationError("Enter the site's address as it stands in the browser, e.g. https://example.com")
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    bare = f"[{host}]" if ":" in host else host
    netloc = bare if port in (None, default) else f"{bare}:{port}"
    return urlunsplit((parts.scheme.lower(), netloc, parts.path.rstrip("/"), "", ""))


def add_site(account: Account, url: str, *, user: User | None = None) -> Site:
    """The account's site at this address, made when it is new. Raises `ValidationError`."""
    site, created = Site.objects.get_or_create(account=account, url=normalise_url(url))
    if created:
        audit.record(account, "site.added", subject=site.url, user=user)
    return site
