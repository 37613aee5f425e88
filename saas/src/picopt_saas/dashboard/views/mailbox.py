"""Mail that was kept in a folder instead of being sent: how a service on one's own machine is tried out."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

_SHOWN: Final = 20
_BETWEEN: Final = b"-" * 79  # as Django's file backend ends each mail


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it."""

    to: str
    subject: str
    text: str


def keeps_mail() -> bool:
    """Whether mail stays here. Production cannot be set so; see `production.faults`."""
    return bool(_folder()) and not settings.PICOPT.in_production


def mailbox(request: HttpRequest) -> HttpResponse:
    """The latest mails, to whomever they go; 404 where mail is sent."""
    if not keeps_mail():
        raise Http404
    return render(request, "dashboard/mailbox.html", {"mails": latest(Path(_folder()))})


def _folder() -> str:
    return str(getattr(settings, "EMAIL_FILE_PATH", "") or "")


def latest(folder: Path) -> list[Mail]:
    """The newest first."""
    logs = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    kept = [part for log in logs[:_SHOWN] for part in reversed(log.read_bytes().split(_BETWEEN)) if part.strip()]
    return [_read(part.lstrip()) for part in kept[:_SHOWN]]


def _read(content: bytes) -> Mail:
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return Mail(to=str(message["To"]), subject=str(message["Subject"]), text=text)
