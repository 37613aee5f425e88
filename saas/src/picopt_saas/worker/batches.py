"""The round of the batch lane, by the clock."""

from typing import Final

from picopt_saas.pipeline.batches.delivery import deliver
from picopt_saas.vision_config import vision_config
from picopt_saas.worker.housekeeping import every

DELIVER_BATCHES: Final = "deliver_batches"


def how_often() -> str:
    """Every five minutes; hourly while the lane is closed, for what is left in it: an idle worker hardly asks."""
    return "*/5 * * * *" if vision_config().batch_protocol else "23 * * * *"


# Alone, even where a round takes longer than the time until the next: batches that one has begun and not yet named
# would look to another as if their sender had died.
every(how_often(), DELIVER_BATCHES, alone=True)(deliver)
