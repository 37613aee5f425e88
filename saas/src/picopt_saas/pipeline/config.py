"""Settings of the work itself, from the environment. `docs/settings.md` explains them."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from picopt_saas.config import read_settings


class PipelineConfig(BaseSettings):
    """The environment variable has the field's name in capitals, with `WORKER_` before it."""

    model_config = SettingsConfigDict(env_prefix="WORKER_", frozen=True, env_ignore_empty=True, extra="ignore")

    processes: int = Field(default_factory=lambda: min(4, os.cpu_count() or 1), ge=1, le=64)
    """Child processes that decode and encode pictures."""
    text_processes: int = Field(0, ge=0, le=64)
    """Child processes that ask the vision model; each of the embedded model takes about 200 MB.

    0: one for the embedded model, four for a remote one, which mostly waits.
    """
    text_seconds: float = Field(180, gt=0)
    """The longest that one text may take; a remote model that was given more time has that."""
    work_folder: Path | None = None
    """Where images lie while they are worked on; empty: the system's temporary folder."""


@lru_cache(maxsize=1)
def pipeline_config() -> PipelineConfig:
    """The settings of this process, read once."""
    return read_settings(PipelineConfig)
