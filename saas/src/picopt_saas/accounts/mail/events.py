"""What happens to people and keys, and the letter that tells of it."""

from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from picopt_saas.accounts.mail import letters, once
from picopt_saas.accounts.models import Account, ApiKey, SentMail
from picopt_saas.accounts.sites import normalize_url

# Whoever holds a key can name any site; nobody gets a flood of letters for it.
_LETTERS_A_DAY: Final = 3
_LONGEST: Final = 300  # of an event's name


def welcome(email_address: EmailAddress, **_: object) -> None:
    """Somebody has confirmed an address; greeted once a person."""
    once.tell(email_address.user, f"welcome:{email_address.user_id}", letters.welcome)


def note_site(key: ApiKey, user_agent: str) -> None:
    """A request came with this key from the site that the plugin names last in its `User-Agent`.

    `https` in the place of `http`, and the other way around, is the same site.
    """
    used_from = _site_in(user_agent)
    if used_from is None or _bare(used_from) == _bare(key.site.url):
        return
    event = f"new-site:{key.pk}:{_bare(used_from)}"[:_LONGEST]
    if once.was_told(event) or _told_today(key) >= _LETTERS_A_DAY:
        return
    bound_to, prefix = key.site.url, key.prefix
    with transaction.atomic():
        # Of requests that come at once each counts the others' letters; of a key that has just been deleted none tells.
        is_there = ApiKey.objects.select_for_update(no_key=True).filter(pk=key.pk, deleted_at=None).first()
        if is_there and _told_today(key) < _LETTERS_A_DAY:
            once.tell_owners(key.account, event, lambda: letters.new_site(prefix, bound_to, used_from))


def forget_sites(account: Account) -> None:
    """What was told about the sites of this account's keys is not remembered any longer."""
    for key_id in ApiKey.objects.filter(account=account).values_list("pk", flat=True):
        SentMail.objects.filter(event__startswith=f"new-site:{key_id}:").delete()


def _told_today(key: ApiKey) -> int:
    since = timezone.now() - timedelta(days=1)
    return SentMail.objects.filter(event__startswith=f"new-site:{key.pk}:", sent_at__gte=since).count()


def _site_in(user_agent: str) -> str | None:
    last = user_agent.rpartition("; ")[2]
    try:
        return normalize_url(last)
    except ValidationError:
        return None


def _bare(url: str) -> str:
    return url.partition("://")[2]
