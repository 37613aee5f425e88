"""A file that is sent in two parts."""

import hashlib
import os

from picopt_contract.limits import LIMITS

PART = LIMITS.upload_part_bytes
BYTES = os.urandom(PART + 1000)
SHA = hashlib.sha256(BYTES).hexdigest()
