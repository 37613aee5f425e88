"""The archive: jobs past their time, with their money, leave the database for objects of one month each.

What leaves is gone from the database only once its object was read back: both are one transaction, so that a process
that is killed anywhere leaves either the rows or a whole object with its row in `ArchiveObject`, and at worst an object
that no row names, which the same rows will name the next night.
"""

from picopt_saas.jobs.upkeep.archiving.leaving import archive
from picopt_saas.jobs.upkeep.archiving.proving import prove_archive
from picopt_saas.jobs.upkeep.archiving.returning import restore, resume

__all__ = ["archive", "prove_archive", "restore", "resume"]
