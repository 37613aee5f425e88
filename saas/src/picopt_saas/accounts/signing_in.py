"""Guessing passwords: limited for an account and an address together, and for an address; an account alone is slowed.

A limit for an account alone would let anybody lock its owner out by guessing wrongly. All processes share the counts.
"""

import hashlib
import time
from threading import BoundedSemaphore
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from picopt_saas.accounts.email_address import one_form
from picopt_saas.accounts.guesses import guesses_taken, take_guess
from picopt_saas.accounts.mail.letter import compose
from picopt_saas.accounts.mail.letters import OF_ALLAUTH
from picopt_saas.accounts.mailed_code import METHOD, may_have_one, was_given_lately
from picopt_saas.accounts.models import User
from picopt_saas.addresses import client_network

_WINDOW_SECONDS: Final = 900
_UNHURRIED: Final = 20  # failures of an account, from everywhere, before it is slowed
_FIRST_WAIT: Final = 0.25  # seconds; doubled with every ten further failures
_LONGEST_WAIT: Final = 2.0

# Waiting takes a thread; when so many wait already, the next one is let through rather than everybody kept out.
_waiting = BoundedSemaphore(4)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Our rules for signing in, where allauth asks for them."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client behind our proxies, and only behind ours; asked for by allauth's limits alone."""
        return client_network(request)

    def clean_email(self, email: str) -> str:
        """The one form of an address."""
        return one_form(super().clean_email(email))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail of allauth's as a letter of ours."""
        compose(OF_ALLAUTH[template_prefix](context), email).send()

    def send_account_already_exists_mail(self, email: str) -> None:
        """To who signs up once more. It takes as long as for a new person: the time would tell that they are known."""
        super().send_account_already_exists_mail(email)
        make_password(self.request.POST.get("password1"))

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Whoever confirms one more address has more to do with it, such as making it the one that letters go to."""
        if self.request.user.is_authenticated and not email_address.primary:
            return reverse("account_email")
        return str(super().get_email_verification_redirect_url(email_address))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """How somebody can show that it is still them: allauth's ways, and a mailed code where that is enough."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and may_have_one(user):
            methods.append({"id": METHOD, "description": _("Email me a code"), "url": reverse("confirm_by_code")})
        return methods

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not after a mailed code, which allauth does not look for where there is no password and no second factor."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required and not was_given_lately(self.request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What the rate `key` of `login_failed` in the settings counts by: account and address together."""
        return f"{_account(credentials)}@{client_network(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is looked at. Raises allauth's error for too many attempts."""
        super().pre_authenticate(request, **credentials)
        wait_for(_account(credentials))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password."""
        super().authentication_failed(request, **credentials)
        take_guess(_counter(_account(credentials)), seconds=_WINDOW_SECONDS)


def note_password(request: HttpRequest, user: User, **_: object) -> None:
    """Whoever signs up has just chosen their password: it is not asked for again right afterwards."""
    record_authentication(request, user, method="password", email=user.email)


def note_language(user: User, **_: object) -> None:
    """Whoever signs up is written to in the language of the page on which they did."""
    User.objects.filter(pk=user.pk).update(language=get_language() or "")


def wait_for(account: str) -> None:
    """Take the time that the next attempt at this account costs, from wherever it comes."""
    excess = guesses_taken(_counter(account)) - _UNHURRIED
    if excess >= 0 and _waiting.acquire(blocking=False):
        try:
            time.sleep(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (excess // 10)))
        finally:
            _waiting.release()


def _account(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").lower()


def _counter(account: str) -> str:
    return f"sign-in-failures:{hashlib.sha256(account.encode()).hexdigest()}"
