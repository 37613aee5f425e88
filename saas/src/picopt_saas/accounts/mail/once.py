"""Letters about what happened, each sent once an event, however often the event is noticed."""

from django.db import transaction

from picopt_saas.accounts.mail.letter import Writer, send_to
from picopt_saas.accounts.models import Account, Membership, SentMail, User


@transaction.atomic
def tell(user: User, event: str, write: Writer) -> bool:
    """Send the person the letter about this event, unless they had it; in the caller's transaction."""
    return bool(_claim(event)) and send_to(user, write)


@transaction.atomic
def tell_owners(account: Account, event: str, write: Writer) -> int:
    """Send the account's owners the letter about this event, unless they had it; how many letters that was."""
    if not _claim(event):
        return 0
    owners = Membership.objects.filter(account=account, role=Membership.Role.OWNER).select_related("user")
    return sum(send_to(owner.user, write) for owner in owners.order_by("pk"))


def was_told(event: str) -> bool:
    """Whether the letter about this event was sent."""
    return SentMail.objects.filter(pk=event).exists()


def _claim(event: str) -> bool:
    """True for the first who asks; a second one waits for the first's transaction."""
    _, is_first = SentMail.objects.get_or_create(event=event)
    return is_first
