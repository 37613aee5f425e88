"""What the steps share while they work on one item."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import Pipeline
from picopt_imaging import Plan, Report
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running.attempts import Attempt
from picopt_saas.pipeline.tools import Tools


@dataclass(kw_only=True)
class Work:
    """One attempt at one item, with what the steps have found out so far. `item` is as it was at the start."""

    attempt: Attempt
    item: Item
    settings: JobSettings
    picture: PictureItem
    folder: Path
    tools: Tools
    should_stop: Callable[[], bool]
    may_be_large: bool = True
    is_large: bool = False
    """What it is, and whether it may be here (`picopt_saas.lanes`)."""
    source: Path | None = None
    plan: Plan | None = None
    report: Report | None = None
    look: dict[str, Any] | None = None

    @property
    def pipeline(self) -> Pipeline:
        """What was ordered."""
        return Pipeline(self.item.job.pipeline)

    @property
    def exports(self) -> bool:
        """Whether files are made."""
        return self.pipeline is not Pipeline.ANALYZE

    @property
    def needs_text(self) -> bool:
        """Whether a text is still to be written."""
        return self.pipeline is not Pipeline.EXPORT and self.item.reviewed_text is None


# A step does its part and returns True when the work is done and the steps after it have nothing to do.
Step = Callable[[Work], bool]
