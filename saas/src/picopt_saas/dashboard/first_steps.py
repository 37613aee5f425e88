"""What a new account does next: each step from what is really there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.jobs.models import Item, Job, Quote

_SAMPLES = 5
_MADE = ("ready", "delivered", "no_gain")


@dataclass(frozen=True)
class Step:
    """One step; `topic` is the guide's page about it."""

    text: str
    topic: str
    done: bool


@dataclass(frozen=True)
class Steps:
    """All of them."""

    all: tuple[Step, ...]

    @property
    def finished(self) -> bool:
        """Whether nothing is left to show."""
        return all(step.done for step in self.all)

    @property
    def next(self) -> Step | None:
        """The first that is still to be done."""
        return next((step for step in self.all if not step.done), None)

    @property
    def number_done(self) -> int:
        """How many are done."""
        return sum(step.done for step in self.all)


def steps_of(account: Account) -> Steps:
    """Connect, audit, five free previews, the first batch, automatic uploads."""
    jobs = Job.objects.filter(account=account)
    has_jobs = jobs.exists()
    # The audit is the site's own; that somebody asked for a price or a sample tells that the library was looked at.
    looked = has_jobs or account.previews_made > 0 or Quote.objects.filter(account=account).exists()
    return Steps(
        (
            Step(
                _("Connect your site"), "connecting", ApiKey.objects.filter(account=account, deleted_at=None).exists()
            ),
            Step(_("Run the audit in WordPress to see what your library can save"), "first-batch", looked),
            Step(
                _("Compare five free samples in the wizard"),
                "first-batch",
                account.previews_made >= _SAMPLES or has_jobs,
            ),
            Step(
                _("Optimize your first batch"),
                "first-batch",
                Item.objects.filter(account=account, state__in=_MADE).exists(),
            ),
            Step(_("Optimize new uploads automatically"), "automatic-uploads", jobs.filter(automatic=True).exists()),
        )
    )
