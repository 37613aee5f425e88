"""`python -m picopt_saas.manage doctor`: what is wrong, before anything starts.

`doctor --before-migrate` is for whoever migrates next: then missing migrations are nothing wrong.

Works with settings that the platform itself refuses. The checks that need more than them are in `checkup`.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

import django
from django.core.exceptions import ImproperlyConfigured

from picopt_saas.api.config import ApiConfig
from picopt_saas.config import Config, read_settings
from picopt_saas.findings import Finding, Verdict
from picopt_saas.pipeline.config import PipelineConfig
from picopt_saas.vision_config import VisionConfig

_BEFORE_MIGRATE: Final = "--before-migrate"


def main(arguments: Sequence[str]) -> int:
    """Print all findings; 1 when something is wrong, 2 for an argument that there is not."""
    if set(arguments) - {_BEFORE_MIGRATE}:
        sys.stderr.write(f"usage: doctor [{_BEFORE_MIGRATE}]\n")
        return 2
    findings = list(examine(migrated=_BEFORE_MIGRATE not in arguments))
    for verdict, what, says in findings:
        sys.stdout.write(f"{verdict:8} {what:10} {says}\n")
    return int(any(finding.verdict is Verdict.WRONG for finding in findings))


def examine(*, migrated: bool) -> Iterator[Finding]:
    """The findings, settings first; with wrong settings nothing else can be asked.

    `migrated` says whether the database should know today's tables already.
    """
    faults = [Finding(Verdict.WRONG, "settings", line) for line in _wrong_settings()]
    if faults:
        yield from faults
        return
    yield Finding(Verdict.OK, "settings", "every value can be used")
    django.setup()
    from picopt_saas.checkup import check_up  # noqa: PLC0415 -- models exist only now

    yield from check_up(migrated=migrated)


def _wrong_settings() -> Iterator[str]:
    for kind in (Config, ApiConfig, VisionConfig, PipelineConfig):
        try:
            read_settings(kind)
        except ImproperlyConfigured as error:
            yield from str(error).splitlines()
