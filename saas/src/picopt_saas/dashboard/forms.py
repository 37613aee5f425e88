"""What people type into the dashboard, checked."""

from django import forms

from picopt_contract.values import Scope
from picopt_saas.accounts.sites import normalise_url

_SCOPES = [
    (Scope.ANALYZE.value, "Analyse pictures"),
    (Scope.EXPORT.value, "Optimise and export pictures"),
    (Scope.READ.value, "Read jobs and results"),
]


class KeyForm(forms.Form):
    """A new API key."""

    site_url = forms.CharField(label="Site address", max_length=500, help_text="For example https://example.com")
    name = forms.CharField(label="Name", max_length=100, required=False, help_text="For you, to tell keys apart")
    scopes = forms.MultipleChoiceField(
        label="The key may", choices=_SCOPES, widget=forms.CheckboxSelectMultiple, initial=[s for s, _ in _SCOPES]
    )
    daily_spend_cap = forms.IntegerField(
        label="Daily spend cap", min_value=0, required=False, help_text="Credits a day (UTC); empty means no cap"
    )
    test = forms.BooleanField(label="Test key", required=False, help_text="Never charges; returns fixed sample results")

    def clean_site_url(self) -> str:
        """The address in its one form."""
        return normalise_url(self.cleaned_data["site_url"])


class CapForm(forms.Form):
    """A key's spend cap."""

    daily_spend_cap = forms.IntegerField(min_value=0, required=False)


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label="E-mail address", max_length=254)
