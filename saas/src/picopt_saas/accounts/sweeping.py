"""What people leave behind: ended sessions and one-time codes."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session

from picopt_saas.accounts.models import ConnectWish, GuessCount, OutgoingMail, SentMail
from picopt_saas.budget import Budget, delete_some, each_by_itself, in_batches

_DAY: Final = timedelta(days=1)
_EVENT_KEPT: Final = timedelta(days=730)  # nothing happens again after so long
_MAIL_KEPT: Final = timedelta(days=3)  # the links in it have ended by then


def sweep_rows(now: datetime, budget: Budget) -> dict[str, int]:
    """Remove what has ended; how many rows of each kind."""
    ended = Session.objects.filter(expire_date__lte=now)
    letters = SentMail.objects.filter(sent_at__lte=now - _EVENT_KEPT)
    guesses = GuessCount.objects.filter(ends_at__lte=now)
    return each_by_itself(
        {
            "sessions": lambda: in_batches(lambda: delete_some(ended), budget),
            "mails": lambda: OutgoingMail.objects.filter(created_at__lte=now - _MAIL_KEPT).delete()[0],
            "letters": lambda: in_batches(lambda: delete_some(letters), budget),
            "guesses": lambda: in_batches(lambda: delete_some(guesses), budget),
            "codes": lambda: ConnectWish.objects.filter(expires_at__lte=now - _DAY).delete()[0],
        }
    )
