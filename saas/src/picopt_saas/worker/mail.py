"""Mail on its way out."""

from typing import Final

from procrastinate.contrib.django import app

from picopt_saas.accounts import outgoing
from picopt_saas.worker.retrying import WithBackOff

_TRIES: Final = 300  # every five minutes at last: a day


@app.task(name=outgoing.SEND_MAIL, retry=WithBackOff(tries=_TRIES))
def send_mail(mail_id: str) -> None:
    """Send a mail, again and again while the mail server is away."""
    outgoing.send(mail_id)
