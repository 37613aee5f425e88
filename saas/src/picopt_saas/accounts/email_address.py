"""The one form of an email address, whoever types it."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.encoding import punycode


def one_form(email: str) -> str:
    """The address with its domain as mail servers write it. Raises `ValidationError` for what only looks like one.

    Django takes two letters outside ASCII before the @ (Kelvin, long s), since they are K and S to whoever ignores
    case; between quotation marks characters at which Python breaks a mail's header into lines; and domains that have
    no form in ASCII.
    """
    name, _at, domain = email.rpartition("@")
    try:
        written = punycode(domain).rstrip(".")
    except UnicodeError:
        written = ""
    if not (name.isascii() and name.isprintable() and written):
        raise ValidationError(EmailValidator.message)
    return f"{name}@{written}"
