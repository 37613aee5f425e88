"""What a racing process is told to do; a module of its own, because importing the racer sets Django up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Order:
    """Race on an account or go for speed (bare: without a ledger), from `began` until `ends`, which are Unix times.

    Or until the file `stop` exists.
    """

    mode: Literal["race", "pairs", "bare_pairs"]
    account_id: str
    log: Path
    stop: Path
    seed: str
    threads: int
    began: float
    ends: float
