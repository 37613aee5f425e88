"""What people type into the dashboard, checked."""

from datetime import date
from typing import TYPE_CHECKING, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from picopt_contract.values import Scope
from picopt_saas.accounts.email_address import one_form
from picopt_saas.accounts.sites import normalize_url
from picopt_saas.dashboard.entries import FILTER_NAMES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LARGEST_CAP: Final = 1_000_000_000  # credits; what the database can hold is twice that
_SCOPES = [
    (Scope.ANALYZE.value, gettext_lazy("Analyze images")),
    (Scope.EXPORT.value, gettext_lazy("Optimize and export images")),
    (Scope.READ.value, gettext_lazy("Read jobs and results")),
]


class MailedCodeForm(forms.Form):
    """The code of a mail."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class KeyForm(forms.Form):
    """A new API key."""

    site_url = forms.CharField(
        label=gettext_lazy("Site address"), max_length=500, help_text=gettext_lazy("For example https://example.com")
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("For you, to tell keys apart"),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("This key can"),
        choices=_SCOPES,
        widget=forms.CheckboxSelectMultiple,
        initial=[s for s, _ in _SCOPES],
    )
    daily_spend_cap = forms.IntegerField(
        label=gettext_lazy("Daily cap"),
        min_value=0,
        max_value=_LARGEST_CAP,
        required=False,
        help_text=gettext_lazy("Credits per day (UTC). Leave empty for no cap."),
    )
    test = forms.BooleanField(
        label=gettext_lazy("Test key"),
        required=False,
        help_text=gettext_lazy("Never charges; returns fixed sample results"),
    )

    def clean_site_url(self) -> str:
        """The address in its one form."""
        return normalize_url(self.cleaned_data["site_url"])


class CapForm(forms.Form):
    """A key's spend cap."""

    daily_spend_cap = forms.IntegerField(min_value=0, max_value=_LARGEST_CAP, required=False)


_NO_BUDGET = gettext_lazy("Enter a whole number of credits, or nothing for no budget. Nothing was changed.")


class BudgetForm(forms.Form):
    """A site's monthly budget."""

    monthly_budget = forms.IntegerField(
        label=gettext_lazy("Monthly budget"),
        min_value=0,
        max_value=_LARGEST_CAP,
        required=False,
        help_text=gettext_lazy("The most credits this site may use in a month (UTC). Leave empty for no budget."),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _NO_BUDGET),
    )


def _day(label: "StrOrPromise") -> forms.DateField:
    """A day that has one before and one after it in every time zone."""
    sensible = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}), validators=sensible)


class LedgerForm(forms.Form):
    """Which entries are shown."""

    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=list(FILTER_NAMES.items()), required=False)
    start = _day(gettext_lazy("From"))
    end = _day(gettext_lazy("To"))


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)

    def clean_email(self) -> str:
        """The address in its one form."""
        return one_form(self.cleaned_data["email"])
