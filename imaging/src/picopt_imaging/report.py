"""What came out."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class SourceInfo:
    """What the header of a picture says. Width and height in pixels of the upright picture."""

    format: str
    """jpeg, png, webp, avif, gif, tiff, bmp or heic."""
    media_type: str
    width: int
    height: int
    bytes: int
    frames: int
    bits: int
    """Per sample."""
    has_alpha: bool
    orientation: int
    """EXIF orientation, 1–8; 1 where browsers pass over it, as in WebP."""
    colour: str
    """Interpretation of the samples: srgb, b-w, cmyk, lab ..."""
    profile: str | None
    """Description of the embedded colour profile, or of what the file states without one."""
    is_stated: bool = False
    """Whether its colours are told by nclx, cICP, gAMA or cHRM instead of a profile."""
    has_broken_profile: bool = False
    """Whether there is a profile that no colours can be converted by; it is passed over."""
    has_gain_map: bool = False
    pictures: int = 1
    """Beside each other in the file (HEIC, AVIF, pages of a TIFF); the main or first one is processed."""

    cpu_seconds_allowed: int = 0
    """CPU seconds after which a child that works on it is stopped."""

    @property
    def all_pixels(self) -> int:
        """Of all frames."""
        return self.width * self.height * self.frames

    @property
    def is_turned(self) -> bool:
        """Whether the file stores rows where the upright picture has columns."""
        return self.orientation >= 5


@dataclass(frozen=True, kw_only=True)
class MetadataChange:
    """One field of the embedded metadata, before and after. `None`: absent."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """One file that was made."""

    name: str
    """`full`, the size's name as it was asked for, or `breakpoint-<width>`."""
    path: Path
    width: int
    height: int
    bytes: int
    sha256: str
    media_type: str
    extension: str
    quality: int | None
    """Encoder quality; None where there is none: without loss, near-lossless, a palette, or only relabeled."""
    score: float | None
    """SSIMULACRA2 against the same size before encoding; None: not measured."""
    method: Literal["lossy", "lossless", "palette", "near_lossless"] | None = None
    """How it was encoded; a palette of up to 256 colors and near-lossless lose a little. None: only relabeled."""
    scored: Literal["whole", "crop"] | None = None
    """Where in the file that was measured: all of it, or the middle of what the meter in NumPy cannot hold."""
    notes: tuple[str, ...] = ()
    """What relabelling lost, in sentences; for other files the report has them."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """The outcome for one picture. With `no_gain` there are no files: the original is the better picture."""

    outcome: Literal["optimized", "no_gain"]
    reason: str | None
    """A reason code of the contract, with `no_gain`: `not_smaller` or `animation_kept`."""
    format: str
    source: SourceInfo
    files: tuple[FileReport, ...]
    metadata_changes: tuple[MetadataChange, ...]
    notes: tuple[str, ...]
    """What was converted, kept or lost, in sentences."""
    cpu_seconds: float
    cpu_split: dict[str, float]
    """The same, by part of the work: read, decode, search, encode, score."""
    target: float | None = None
    """The score that preset `auto` held every file to (drawings are held to more than was asked); None: it was not."""

    def as_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`; paths become strings."""
        data = asdict(self)
        for file in data["files"]:
            file["path"] = str(file["path"])
        return data
