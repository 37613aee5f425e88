"""The names under which objects are kept. Each begins with the account, so that accounts never share an object."""

import secrets


def account_prefix(account_id: str) -> str:
    """Everything that an account has."""
    return f"{account_id}/"


def original_key(account_id: str, sha256: str) -> str:
    """An original, by the SHA-256 of its bytes."""
    return f"{account_id}/originals/{sha256}"


def part_key(account_id: str, sha256: str) -> str:
    """A part of an upload; a new name every time, so that two senders of one part never write to one object."""
    return f"{account_id}/parts/{sha256}-{secrets.token_hex(8)}"


def result_key(account_id: str, file_id: str) -> str:
    """A result file."""
    return f"{account_id}/results/{file_id}"


def question_key(account_id: str, question_id: str) -> str:
    """What is asked about an image in a batch, with the image."""
    return f"{account_id}/questions/{question_id}"


def preview_key(account_id: str, preview_id: str, side: str) -> str:
    """One side (`before`, `after`) of a preview."""
    return f"{account_id}/previews/{preview_id}-{side}"
