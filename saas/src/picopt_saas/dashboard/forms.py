"""What people type into the dashboard, checked."""

from django import forms
from django.utils.translation import gettext_lazy

from picopt_contract.values import Scope
from picopt_saas.accounts.sites import normalise_url
from picopt_saas.dashboard.entries import FILTER_NAMES

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
        required=False,
        help_text=gettext_lazy("Credits a day (UTC). Leave empty for no cap."),
    )
    test = forms.BooleanField(
        label=gettext_lazy("Test key"),
        required=False,
        help_text=gettext_lazy("Never charges; returns fixed sample results"),
    )

    def clean_site_url(self) -> str:
        """The address in its one form."""
        return normalise_url(self.cleaned_data["site_url"])


class CapForm(forms.Form):
    """A key's spend cap."""

    daily_spend_cap = forms.IntegerField(min_value=0, required=False)


class LedgerForm(forms.Form):
    """Which entries are shown."""

    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=list(FILTER_NAMES.items()), required=False)
    start = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}))
    end = forms.DateField(label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}))


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=254)
