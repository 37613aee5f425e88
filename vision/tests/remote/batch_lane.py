"""The batch lane as one process has it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from picopt_vision import Context, ModelConfig, Settings, VisionError, analyse
from picopt_vision.remote import RemoteModel
from picopt_vision.remote.batch import BatchClient, Delivery, FileLedger, protocol_of
from picopt_vision.result import Result

PRICES = {"price_per_million_input": Decimal(1), "price_per_million_output": Decimal(10)}


class Lane:
    """One process's view of the lane; a new one over the same ledger is a process that was started again."""

    def __init__(self, config: ModelConfig, ledger: Path, picture: Callable[[str], Path]) -> None:
        self.ledger = FileLedger(ledger)
        self.delivery = Delivery(self.ledger, protocol_of(config))
        self.model = RemoteModel(config, BatchClient(config, self.ledger))
        self.picture = picture

    def describe(self, name: str = "lighthouse") -> Result:
        return analyse(self.model, self.picture(name), Context(), Settings())

    def code(self, name: str = "lighthouse") -> str:
        """What keeps the image from having a text."""
        with pytest.raises(VisionError) as caught:
            self.describe(name)
        return caught.value.code


Start = Callable[[], Lane]
