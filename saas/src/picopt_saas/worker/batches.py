"""The round of the batch lane, by the clock."""

from typing import Final

from picopt_saas.pipeline.batches.delivery import deliver
from picopt_saas.worker.housekeeping import every

DELIVER_BATCHES: Final = "deliver_batches"

# Alone, even where a round takes longer than the time until the next: batches that one has begun and not yet named
# would look to another as if their sender had died.
every("*/5 * * * *", DELIVER_BATCHES, alone=True)(deliver)
