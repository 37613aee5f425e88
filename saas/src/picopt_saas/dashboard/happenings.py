"""The audit log in sentences."""

from typing import Final

from django.utils.translation import gettext_lazy

from picopt_saas.accounts.models import AuditEntry

_SENTENCES: Final = {
    "account.opened": gettext_lazy("Opened the account"),
    "account.closed": gettext_lazy("Closed the account"),
    "connect.confirmed": gettext_lazy("Confirmed the site %(subject)s"),
    "site.added": gettext_lazy("Added the site %(subject)s"),
    "key.created": gettext_lazy("Created the key %(subject)s…"),
    "key.switched_on": gettext_lazy("Turned on the key %(subject)s…"),
    "key.switched_off": gettext_lazy("Turned off the key %(subject)s…"),
    "key.capped": gettext_lazy("Changed the daily cap of the key %(subject)s…"),
    "key.deleted": gettext_lazy("Deleted the key %(subject)s…"),
    "member.invited": gettext_lazy("Invited %(subject)s"),
    "member.joined": gettext_lazy("%(subject)s joined"),
    "member.removed": gettext_lazy("Removed %(subject)s"),
    "money.compensated": gettext_lazy("Support added credits: %(subject)s"),
    "money.paid": gettext_lazy("Bought %(subject)s"),
    "money.back": gettext_lazy("A payment was returned: %(subject)s"),
    "plan.changed": gettext_lazy("Changed the plan to %(subject)s"),
    "plan.second_ended": gettext_lazy("Ended a second plan: %(subject)s"),
}


def sentence(entry: AuditEntry) -> str:
    """What the entry says; an action without a sentence of its own by its name."""
    known = _SENTENCES.get(entry.action)
    if known is None:
        return f"{entry.action.replace('.', ' ').replace('_', ' ')} {entry.subject}".strip().capitalize()
    return str(known) % {"subject": entry.subject}
