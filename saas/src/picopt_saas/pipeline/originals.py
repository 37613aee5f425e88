"""Originals on their way from the storage to the work."""

import hashlib
from pathlib import Path

from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key
from picopt_saas.storage.port import ObjectMissing


def copy_original(account_id: str, sha256: str, target: Path) -> None:
    """Copy an original's bytes to `target`; its kind is told from the bytes, so the name needs no ending.

    Raises `ObjectMissing` also when other bytes come than were once checked: a store that gives half of them, and says
    that this is all, must not make a whole picture a damaged one.
    """
    digest, key = hashlib.sha256(), original_key(account_id, sha256)
    with target.open("wb") as file:
        for chunk in storage().read(key):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != sha256:
        raise ObjectMissing(key)
