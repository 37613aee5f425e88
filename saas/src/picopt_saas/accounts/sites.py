"""Sites of an account, known by their `home_url()`."""

import re
from ipaddress import ip_address
from typing import Final
from unicodedata import category
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account, Site, User

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 500
_LONGEST_HOST: Final = 253
_LONGEST_LABEL: Final = 63
_IN_NO_PATH: Final = re.compile(r"[\s<>\"'\\^`{|}]")


def normalize_url(url: str) -> str:
    """The one way to write a site's address: lower-case scheme and host, no default port, no trailing slash or query.

    Raises Django's `ValidationError` with a message for people when it is no http(s) address.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # brackets that do not fit, a port that is no number
        raise _not_an_address() from None
    is_writable = len(url) <= _LONGEST and url.isprintable() and not _IN_NO_PATH.search(parts.path)
    if scheme not in _DEFAULT_PORTS or not _is_host(host) or parts.username or not is_writable:
        raise _not_an_address()
    bare = f"[{host}]" if ":" in host else host
    netloc = bare if port in (None, _DEFAULT_PORTS[scheme]) else f"{bare}:{port}"
    return urlunsplit((scheme, netloc, parts.path.rstrip("/"), "", ""))


def _not_an_address() -> ValidationError:
    return ValidationError(_("Enter the site’s address as it appears in the browser, such as https://example.com."))


def _is_host(host: str) -> bool:
    """Whether it is a name or an address; of IPv6 without a zone, which means something on one machine only."""
    if ":" not in host:
        return len(host) <= _LONGEST_HOST and all(_is_label(label) for label in host.split("."))
    try:
        ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _is_label(label: str) -> bool:
    """Letters, marks and digits of any script. Whatever else URLs could hold there may be a sentence to its reader."""
    kinds = {category(letter)[0] for letter in label if letter not in "-_"}
    return 0 < len(label) <= _LONGEST_LABEL and kinds <= {"L", "M", "N"}


def set_budget(site: Site, credits: int | None, *, user: User | None = None) -> None:
    """Set how many credits the site may spend a month (UTC), by all of its keys; None: as many as there are."""
    Site.objects.filter(pk=site.pk).update(monthly_budget=credits)
    audit.record(site.account, "site.budget", subject=site.url, user=user, monthly_budget=credits)


def add_site(account: Account, url: str, *, user: User | None = None) -> Site:
    """The account's site at this address, made when it is new. Raises `ValidationError`."""
    site, created = Site.objects.get_or_create(account=account, url=normalize_url(url))
    if created:
        audit.record(account, "site.added", subject=site.url, user=user)
    return site
