"""`python -m picopt_saas.manage doctor`: what is wrong, before anything starts.

Works with settings that the platform itself refuses. The checks that need more than them are in `checkup`.
"""

import sys
from collections.abc import Iterator

import django
from django.core.exceptions import ImproperlyConfigured

from picopt_saas.api.config import ApiConfig
from picopt_saas.config import Config, read_settings
from picopt_saas.findings import Finding, Verdict
from picopt_saas.pipeline.config import PipelineConfig
from picopt_saas.vision_config import VisionConfig


def main() -> int:
    """Print all findings; 1 when something is wrong."""
    findings = list(examine())
    for verdict, what, says in findings:
        sys.stdout.write(f"{verdict:8} {what:10} {says}\n")
    return int(any(finding.verdict is Verdict.WRONG for finding in findings))


def examine() -> Iterator[Finding]:
    """The findings, settings first; with wrong settings nothing else can be asked."""
    faults = [Finding(Verdict.WRONG, "settings", line) for line in _wrong_settings()]
    if faults:
        yield from faults
        return
    yield Finding(Verdict.OK, "settings", "every value can be used")
    django.setup()
    from picopt_saas.checkup import check_up  # noqa: PLC0415 -- models exist only now

    yield from check_up()


def _wrong_settings() -> Iterator[str]:
    for kind in (Config, ApiConfig, VisionConfig, PipelineConfig):
        try:
            read_settings(kind)
        except ImproperlyConfigured as error:
            yield from str(error).splitlines()
