"""Opaque public ids: a prefix that tells the kind, and 128 random bits in letters and digits."""

import secrets
import string
from typing import Final

_ALPHABET: Final = string.ascii_letters + string.digits
_LENGTH: Final = 22  # 62^22 > 2^128


def make_id(prefix: str) -> str:
    """A new id such as `acc_4fJ…` (prefix, underscore, 22 letters and digits)."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))}"
