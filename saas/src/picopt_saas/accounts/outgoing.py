"""Mail that waits for the mail server in our place: people go on at once, and are not told of a server that is away.

A mail is a row until it is sent, and the queue only knows the row's id: what is in it (a link that resets a password)
never reaches a log.
"""

import smtplib
from collections.abc import Sequence
from typing import Final

import structlog
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.db import transaction

from picopt_saas.accounts.models import OutgoingMail
from picopt_saas.deferring import defer
from picopt_saas.lanes import HOUSEKEEPING

log = structlog.get_logger(__name__)

SEND_MAIL: Final = "send_mail"
_FIRST: Final = 5_000  # before all work: a person waits for it


class QueuedMail(BaseEmailBackend):
    """Django's way to send mail, for all of the platform."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails and queue them, in the caller's transaction; how many."""
        mails = [
            OutgoingMail(
                sender=message.from_email, recipients=message.recipients(), message=message.message().as_bytes()
            )
            for message in email_messages
            if message.recipients()
        ]
        for mail in OutgoingMail.objects.bulk_create(mails):
            defer(SEND_MAIL, HOUSEKEEPING, priority=_FIRST, mail_id=str(mail.pk))
        return len(mails)


def send(mail_id: str) -> None:
    """Hand a mail to the mail server; nothing when it was handed over before.

    Raises `OSError` (smtplib's errors are) when the server is away or says "later": to be tried again. What it refuses
    for good is forgotten, and told in the log.
    """
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        return
    try:
        with Smtp(fail_silently=False) as server:
            assert server.connection is not None  # noqa: S101 -- it is open here, or has raised
            server.connection.sendmail(mail.sender, mail.recipients, bytes(mail.message))
    except smtplib.SMTPRecipientsRefused as error:
        if any(code < 500 for code, _ in error.recipients.values()):  # 4xx: later
            raise
        log.warning("mail_refused", mail=mail_id, codes=[code for code, _ in error.recipients.values()])
    except smtplib.SMTPDataError as error:  # of the mail itself; another sender or sign-in is for the operator to mend
        if error.smtp_code < 500:
            raise
        log.warning("mail_refused", mail=mail_id, codes=[error.smtp_code])
    mail.delete()
