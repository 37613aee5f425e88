"""The letters about people, their sign-in and their keys. Each is written in the language that is active."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from picopt_saas.accounts.mail.letter import Letter, Topic
from picopt_saas.addresses import public_address

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def confirm_address(context: dict[str, Any]) -> Letter:
    """The code that proves an email address."""
    page = public_address("account_email_verification_sent")
    return Letter(
        subject=_("%(code)s is your Picture Optimizer code") % context,
        paragraphs=(_("Type this code on the page that asks for it. It is valid for 15 minutes."),),
        code=context["code"],
        after=(
            _("Closed that page? Open it here. In another browser, you sign in first and get a new code:") + f" {page}",
            _("If you did not ask for it, ignore this email: nobody can use your address without the code."),
        ),
        reason=_("You’re receiving this email because somebody entered this address on Picture Optimizer."),
    )


def confirm_it_is_you(code: str) -> Letter:
    """The code that somebody who is signed in types instead of a password."""
    return Letter(
        subject=_("%(code)s is your Picture Optimizer code") % {"code": code},
        paragraphs=(_("Type this code on the page that asks you to confirm it’s you. It is valid for 10 minutes."),),
        code=code,
        after=(
            _("If you did not ask for it, somebody else may be using your account: sign in and choose a new password."),
        ),
        reason=_("You’re receiving this email because somebody who is signed in to your account asked for a code."),
    )


def reset_password(context: dict[str, Any]) -> Letter:
    """The link with which a new password is chosen."""
    return Letter(
        subject=_("Choose a new Picture Optimizer password"),
        paragraphs=(_("Somebody asked to reset the password of this account. The link works once, for three days."),),
        button=(_("Choose a new password"), context["password_reset_url"]),
        after=(_("If that was not you, ignore this email. Your password stays as it is."),),
        reason=_("You’re receiving this email because somebody asked for a new password for this address."),
    )


def nobody_here(context: dict[str, Any]) -> Letter:
    """Somebody asked to reset the password of an address that has no account."""
    del context
    return Letter(
        subject=_("There is no Picture Optimizer account for this address"),
        paragraphs=(
            _("Somebody asked for a new password for this address, but no account uses it."),
            _("If that was you, try the address you signed up with, or create an account."),
        ),
        button=(_("Create account"), public_address("account_signup")),
        after=(_("If that was not you, ignore this email."),),
        reason=_("You’re receiving this email because somebody asked for a new password for this address."),
    )


def already_here(context: dict[str, Any]) -> Letter:
    """Somebody signed up with an address that has an account."""
    del context
    return Letter(
        subject=_("You already have a Picture Optimizer account"),
        paragraphs=(
            _("Somebody tried to sign up with this address. You already have an account, so no new one was created."),
            _("If that was you, sign in. Forgot your password? You can choose a new one there."),
        ),
        button=(_("Sign in"), public_address("account_login")),
        after=(_("If that was not you, ignore this email."),),
        reason=_("You’re receiving this email because somebody entered this address on Picture Optimizer."),
    )


def welcome() -> Letter:
    """What to do first."""
    free = settings.PICOPT.free_credits
    local = min(settings.PICOPT.free_credits_without_domain, free)
    gift = ngettext(
        "Connect your first site to get %(number)d free credit (%(local)d on localhost or an IP address).",
        "Connect your first site to get %(number)d free credits (%(local)d on localhost or an IP address).",
        free,
    ) % {"number": free, "local": local}
    return Letter(
        subject=_("Welcome to Picture Optimizer"),
        paragraphs=(
            _("Your email address is confirmed, and your account is ready."),
            *((gift,) if free else ()),
            _("In WordPress, install the plugin, open Settings → Picture Optimizer, and select Connect."),
        ),
        button=(_("Open the dashboard"), public_address("overview")),
        after=(_("The guide shows each step:") + f" {public_address('help_page', 'connecting')}",),
        reason=_("You’re receiving this email once because you created a Picture Optimizer account."),
        topic=Topic.TIPS,
    )


def invitation(host: str, link: str) -> Letter:
    """Somebody (an email address) invites somebody to their account."""
    return Letter(
        subject=_("%(host)s invited you to Picture Optimizer") % {"host": host},
        paragraphs=(
            _("%(host)s invites you to share their Picture Optimizer account: its sites, keys, and credits.")
            % {"host": host},
        ),
        button=(_("Join the account"), link),
        after=(_("The invitation is valid for 7 days. If you did not expect it, ignore this email."),),
        reason=_("You’re receiving this email because %(host)s entered your address.") % {"host": host},
    )


def new_site(key: str, bound_to: str, used_from: str) -> Letter:
    """A key (its visible beginning) is used from a site that it was not made for."""
    names = {"key": key, "bound": bound_to, "used": used_from}
    return Letter(
        subject=_("An API key was used from a new site: %(used)s") % names,
        paragraphs=(
            _("The key %(key)s… was made for %(bound)s and is now used from %(used)s.") % names,
            _("That is fine if you moved or copied your site. If you don’t know this site, turn the key off now."),
        ),
        button=(_("Manage API keys"), public_address("keys")),
        reason=_("You’re receiving this email because you own the account that the key belongs to."),
    )


def account_closed(name: str) -> Letter:
    """The last letter of an account."""
    return Letter(
        subject=_("Your Picture Optimizer account is closed"),
        paragraphs=(
            _("An owner closed the account %(account)s. Its images, text, and keys are deleted.") % {"account": name},
            _("Your sites keep the images and text that are already on them."),
        ),
        after=(_("If none of you closed it, change your passwords: somebody else has used one of them."),),
        reason=_("You’re receiving this email once because you were a member of this account."),
    )


def sign_in_changed(context: dict[str, Any], *, what: "StrOrPromise") -> Letter:
    """How somebody signs in is no longer what it was; of a new email address the old one is told."""
    return Letter(
        subject=_("How you sign in to Picture Optimizer was changed"),
        paragraphs=(
            str(what) % context,
            _("If that was you, there is nothing to do."),
            _(
                "If that was not you, choose a new password now, and check the email addresses and keys of your "
                "account."
            ),
        ),
        button=(_("Choose a new password"), public_address("account_reset_password")),
        reason=_("You’re receiving this email because it concerns the security of your account."),
    )


_NEW_PASSWORD: Final = gettext_lazy("Your account has a new password.")
# allauth's name of a mail, and what has changed.
CHANGES: Final = {
    "account/email/password_changed": _NEW_PASSWORD,
    "account/email/password_reset": _NEW_PASSWORD,
    "account/email/password_set": _NEW_PASSWORD,
    "account/email/email_changed": gettext_lazy(
        "Your account’s email address was %(from_email)s and is now %(to_email)s."
    ),
    "account/email/email_deleted": gettext_lazy("The email address %(deleted_email)s was removed from your account."),
    "mfa/email/totp_activated": gettext_lazy(
        "Signing in to your account now asks for a code from an authenticator app."
    ),
    "mfa/email/totp_deactivated": gettext_lazy("Your account’s authenticator app was turned off."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "Your account has new recovery codes. Earlier ones no longer work."
    ),
    "mfa/email/webauthn_added": gettext_lazy("A security key or passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A security key or passkey was removed from your account."),
}

# allauth's name of a mail, and ours of what it says.
OF_ALLAUTH: Final[dict[str, Callable[[dict[str, Any]], Letter]]] = {
    **{name: partial(sign_in_changed, what=what) for name, what in CHANGES.items()},
    "account/email/email_confirmation": confirm_address,
    "account/email/email_confirmation_signup": confirm_address,
    "account/email/password_reset_key": reset_password,
    "account/email/unknown_account": nobody_here,
    "account/email/account_already_exists": already_here,
}
