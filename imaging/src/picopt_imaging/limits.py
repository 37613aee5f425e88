"""What is refused, and what a child process may use."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024
MOST_BOXES: Final = 10_000
"""Of an AVIF or a HEIC, in a row: millions of empty ones cost minutes, and no program writes so many."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one item. Sizes in bytes or pixels, times in seconds."""

    source_bytes: int = 100 * MIB
    pixels: int = 100_000_000
    """Of one frame."""
    frames: int = 1000
    animation_pixels: int = 150_000_000
    """Frames × pixels of a frame, all decoded at once."""
    profile_bytes: int = 4 * MIB
    output_ratio: int = 3
    """All sizes together hold at most this many times the source's pixels."""
    sizes: int = 60

    # Of a child process (see `pool`).
    memory_bytes: int = 4608 * MIB
    """Address space. AVIF of 100 megapixels needs 4,343 MiB of it, 3.5 GB of them in memory; with transparency 6,192,
    which is refused."""
    cpu_seconds: int = 120
    """Of any work on an image; each megapixel of all frames adds to it. Measured: 1.1 a megapixel and encoding of AVIF,
    of which sizes and corrections can take eight."""
    cpu_seconds_a_megapixel: int = 10
    wall_seconds: int = 300
    """On the clock, where a machine is busy with other things as well; grows as the CPU's do, twice as fast."""
    file_bytes: int = 256 * MIB
    open_files: int = 256
    jobs_per_child: int = 50

    def cpu_seconds_for(self, pixels: int) -> int:
        """What work on an image may take: `pixels` are those of all frames."""
        return self.cpu_seconds + self.cpu_seconds_a_megapixel * pixels // 1_000_000

    def wall_seconds_for(self, pixels: int) -> int:
        """The same on the clock."""
        return self.wall_seconds + 2 * self.cpu_seconds_a_megapixel * pixels // 1_000_000


LIMITS: Final = Limits()
