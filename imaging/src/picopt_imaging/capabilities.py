"""What of the fast and exact parts this installation lacks. It works without them, slower or with larger files."""

from picopt_imaging import vips_memory
from picopt_imaging.encode import libwebp
from picopt_imaging.ssimulacra2 import native
from picopt_runtime.degradation import Degradation


def degradations() -> list[Degradation]:
    """All that is missing; empty when nothing is."""
    found = []
    if not native.is_available():
        found.append(
            Degradation(
                "compiled_meter",
                "The compiled meter is missing or was built from another source: scoring takes about ten times as "
                "long, and images of more than 8 megapixels are scored in part. Install a C compiler, then install "
                "picopt-imaging again.",
            )
        )
    if not libwebp.is_available():
        found.append(
            Degradation(
                "own_libwebp",
                "libwebp cannot be used directly: WebP files get about 3 % larger and take longer. Install the version "
                f"of Pillow that picopt-imaging was locked to, from its wheel. ({libwebp.why_not()})",
            )
        )
    if not vips_memory.is_available():
        found.append(
            Degradation(
                "few_rows",
                "libvips cannot be told to keep few rows of an image: a job on a large photograph needs about 14 MB "
                "more memory. Install pyvips and pyvips-binary in the versions that picopt-imaging was locked to.",
            )
        )
    return found
