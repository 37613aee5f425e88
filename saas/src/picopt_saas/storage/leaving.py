"""Objects on their way out, for housekeeping: what the store does not let go holds up nothing else."""

from collections.abc import Iterable

import structlog

from picopt_saas.storage.port import NotDeleted, Storage

log = structlog.get_logger(__name__)


def delete_all(store: Storage, keys: Iterable[str]) -> frozenset[str]:
    """Delete objects; those that are still there, of which the log tells. Raises what a store does that is away."""
    try:
        store.delete(*keys)
    except NotDeleted as error:
        # What an operator's log alert looks for; whoever tries again says it again.
        log.exception("objects_not_deleted", number=len(error.keys), first=min(error.keys))
        return error.keys
    return frozenset()
