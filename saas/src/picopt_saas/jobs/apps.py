from typing import TYPE_CHECKING

from django.apps import AppConfig
from prometheus_client import REGISTRY

from picopt_saas.vision_config import vision_config

if TYPE_CHECKING:
    from prometheus_client.registry import Collector


class JobsConfig(AppConfig):
    """Quotes, jobs, items and their states."""

    name = "picopt_saas.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the settings, so that a bad one is told at start; offer the metrics."""
        vision_config()
        REGISTRY.register(_collector())


def _collector() -> "Collector":
    from picopt_saas.jobs.upkeep.metrics import JobsCollector  # noqa: PLC0415 -- models exist only now

    return JobsCollector()
