"""A code by mail in the place of a password: for somebody who is signed in, and asks for something that matters.

The code is of the session that asked for it, holds for ten minutes and for a few tries, and is kept as a hash only. The
session does not count the tries: requests that come together would each find it as it was.
"""

import time
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from picopt_saas.accounts.guesses import take_guess
from picopt_saas.accounts.mail.letter import send_to
from picopt_saas.accounts.mail.letters import confirm_it_is_you
from picopt_saas.accounts.models import User

METHOD: Final = "mailed_code"
"""What allauth's record of the session, its settings, and the list of ways to confirm call it."""
CODE_SECONDS: Final = 600
_TRIES: Final = 5
_KEPT: Final = METHOD  # in the session
_SALT: Final = "picopt.mailed-code"


def may_have_one(user: User) -> bool:
    """Whether mail is enough: not for whoever has set up an app, a security key or a passkey to be safer than that."""
    return not Authenticator.objects.filter(user=user).exists()


def send_code(request: HttpRequest, user: User) -> None:
    """Mail a new code, which takes the place of an earlier one."""
    code = generate_user_code()
    send_to(user, lambda: confirm_it_is_you(code))
    request.session[_KEPT] = {"hash": _hash(user, code), "at": time.time()}


def is_waiting(request: HttpRequest) -> bool:
    """Whether a code was mailed that can still be typed in."""
    return _waiting(request) is not None


def is_right(request: HttpRequest, user: User, typed: str) -> bool:
    """Whether this is the code; a right one is used up, and so is one that was guessed at too often."""
    kept = _waiting(request)
    if kept is None:
        return False
    number = take_guess(f"mailed-code:{kept['hash']}", at_most=_TRIES, seconds=CODE_SECONDS)
    right = bool(number) and constant_time_compare(kept["hash"], _hash(user, typed))
    if right or number in {0, _TRIES}:
        del request.session[_KEPT]
    return right


def was_given_lately(request: HttpRequest) -> bool:
    """Whether a code was given in this session since it last had to be."""
    given = (one["at"] for one in get_authentication_records(request, request.user) if one["method"] == METHOD)
    return bool(time.time() - max(given, default=0.0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def _waiting(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(_KEPT)
    return kept if kept and time.time() - kept["at"] < CODE_SECONDS else None


def _hash(user: User, code: str) -> str:
    """Of this person's code; dashes, blanks and case are for the eye."""
    return salted_hmac(_SALT, f"{user.pk}:{normalize_user_code(code)}", algorithm="sha256").hexdigest()
