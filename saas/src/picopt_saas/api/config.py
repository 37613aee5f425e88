"""Settings of the internal API, from the environment. `docs/settings.md` explains them."""

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from picopt_saas.config import read_settings


class ApiConfig(BaseSettings):
    """The environment variable has the field's name in capitals, with `API_` before it."""

    model_config = SettingsConfigDict(env_prefix="API_", frozen=True, env_ignore_empty=True, extra="ignore")

    long_poll_seats: int = Field(4, ge=0)
    """Requests of this process that may wait for a change at once; at most a quarter of its threads."""
    preview_seats: int = Field(6, ge=1)
    """Previews that may be waited for in this process at once; each holds a thread until a worker has made it."""
    preview_wait_seconds: float = Field(25, gt=0, le=60)
    """How long a preview may take before the caller is told to try again."""


@lru_cache(maxsize=1)
def api_config() -> ApiConfig:
    """The settings of this process, read once."""
    return read_settings(ApiConfig)
