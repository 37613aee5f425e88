"""One letter, written once and sent as HTML and as plain text, in the language of whoever reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from picopt_saas.accounts.models import User
from picopt_saas.addresses import public_address


class Topic(StrEnum):
    """What people can turn off. Everything else is about their own doing, their money or their safety."""

    CREDITS = "credits"
    TIPS = "tips"


TOPICS: Final = {
    Topic.CREDITS: gettext_lazy("Low balance, out of credits, and monthly budgets"),
    Topic.TIPS: gettext_lazy("Getting started"),
}
_SALT: Final = "picopt.mail.off"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a letter says. Paragraphs are plain text; `reason` says why somebody gets it."""

    subject: str
    paragraphs: tuple[str, ...]
    code: str = ""
    button: tuple[str, str] | None = None
    """Its label and where it leads."""
    after: tuple[str, ...] = ()
    reason: str
    topic: Topic | None = None


Writer = Callable[[], Letter]


def send_to(user: User, write: Writer) -> bool:
    """Send a letter to a person, in their language; False when they have turned its topic off.

    And when no mail can be written to their address: what the letter is about has happened all the same.
    """
    with translation.override(user.language or settings.LANGUAGE_CODE):
        letter = write()
        if letter.topic in user.muted_mail:
            return False
        mail = compose(letter, user.email, off=off_address(user, letter.topic) if letter.topic else "")
        if not _can_be_written(mail):
            log.warning("mail_not_written", user=user.pk)
            return False
        mail.send()
    return True


def compose(letter: Letter, email: str, *, off: str = "") -> EmailMultiAlternatives:
    """The mail, in the language that is active; `off` is where its topic is turned off (RFC 8058)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if off:
        headers |= {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(letter.subject, render(letter, "txt", off=off), to=[email], headers=headers)
    mail.attach_alternative(render(letter, "html", off=off), "text/html")
    return mail


def _can_be_written(mail: EmailMultiAlternatives) -> bool:
    """Whether its address has a form in a mail's header; nobody types another, but rows are older than rules."""
    try:
        mail.message()
    except ValueError:
        return False
    return True


def render(letter: Letter, kind: str, *, off: str = "") -> str:
    """The letter as `html` or `txt`."""
    context = {"letter": letter, "home": settings.PICOPT.public_url, "off": off}
    return render_to_string(f"mail/letter.{kind}", context)


def off_address(user: User, topic: Topic) -> str:
    """Where this person turns the topic off, without signing in."""
    token = signing.dumps([user.pk, topic], salt=_SALT)
    return f"{public_address('mail_off')}?{urlencode({'token': token})}"


def read_off_address(token: str) -> tuple[User, Topic] | None:
    """Who turns off what; None when the address is not one of ours. It never expires: old mails are kept for years."""
    try:
        user_id, topic = signing.loads(token, salt=_SALT)
        user = User.objects.filter(pk=user_id).first()
        return (user, Topic(topic)) if user else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def choose(user: User, muted: set[Topic]) -> None:
    """Turn these topics off for the person, and all others on."""
    User.objects.filter(pk=user.pk).update(muted_mail=sorted(muted))
