"""What a new account does next: each step from what is really there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.jobs.models import Item, PreviewOrder, ResultFile

_MADE = ("ready", "delivered")


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


def steps_of(account: Account) -> Steps:
    """Connect, previews, the first batch."""
    return Steps(
        (
            Step(
                _("Connect your site"), "connecting", ApiKey.objects.filter(account=account, deleted_at=None).exists()
            ),
            Step(
                _("Try free samples: open the wizard on a few images"),
                "first-batch",
                PreviewOrder.objects.filter(account=account).exists() or Item.objects.filter(account=account).exists(),
            ),
            Step(
                _("Optimize your first batch"),
                "first-batch",
                Item.objects.filter(account=account, state__in=_MADE).exists(),
            ),
            Step(
                _("Review the text before it reaches your pages"),
                "review",
                Item.objects.filter(account=account).exclude(reviewed_text=None).exists(),
            ),
        )
    )


def results_of(account: Account) -> dict[str, int]:
    """Images whose files are smaller, and by how many bytes, among the results that are still kept."""
    made = ResultFile.objects.filter(item__account=account, name="full", item__state__in=_MADE)
    pairs = [(int(picture.get("bytes") or 0), size) for picture, size in made.values_list("item__picture", "bytes")]
    smaller = [before - after for before, after in pairs if 0 < after < before]
    return {"images": len(smaller), "saved": sum(smaller)}
