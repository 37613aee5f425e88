"""What works worse on this machine than it should, and why: for the health page of a service."""

from dataclasses import dataclass

from picopt_imaging.encode import libwebp
from picopt_imaging.ssimulacra2 import native


@dataclass(frozen=True)
class Degradation:
    """A code for programs and a sentence for people."""

    code: str
    message: str


def degradations() -> tuple[Degradation, ...]:
    """All that is degraded now; empty where everything is as it was measured."""
    found = []
    if not native.AVAILABLE:
        found.append(
            Degradation(
                "meter_not_compiled",
                "The compiled meter is missing or was built from another source: scoring takes ten times as long, "
                "and images of more than 8 megapixels are scored in part. Install a C compiler and "
                "reinstall picopt-imaging.",
            )
        )
    if not libwebp.AVAILABLE:
        found.append(
            Degradation(
                "libwebp_not_found",
                "libwebp was not found: WebP files are 3 percent larger and take a fifth longer to make.",
            )
        )
    return tuple(found)
