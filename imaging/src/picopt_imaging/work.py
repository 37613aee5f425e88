"""The state that the steps of the pipeline hand on."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from picopt_imaging.geometry import Target
from picopt_imaging.limits import Limits
from picopt_imaging.metadata import Embedding
from picopt_imaging.plan import Plan
from picopt_imaging.report import FileReport, Report, SourceInfo
from picopt_imaging.values import Format

if TYPE_CHECKING:
    from picopt_imaging.vips import Image


@dataclass
class Work:
    """One picture on its way. Each attribute is set by the step that finds it out."""

    path: Path
    plan: Plan
    out_dir: Path
    limits: Limits
    outcome: Literal["optimized", "no_gain"] = "optimized"
    reason: str | None = None
    notes: list[str] = field(default_factory=list)
    files: list[FileReport] = field(default_factory=list)
    source: SourceInfo = field(init=False)
    format: Format = field(init=False)
    targets: list[Target] = field(init=False)
    embedding: Embedding = field(init=False)
    base: "Image" = field(init=False)

    def keep_original(self, reason: str) -> None:
        """End here: the original is the better picture."""
        self.outcome = "no_gain"
        self.reason = reason

    def save(self, target: Target, data: bytes, *, media_type: str, extension: str, quality: int | None) -> None:
        """Write a result's bytes and note the file."""
        path = self.out_dir / f"{len(self.files):02d}-{target.width}x{target.height}.{extension}"
        path.write_bytes(data)
        self.files.append(
            FileReport(
                name=target.name,
                path=path,
                width=target.width,
                height=target.height,
                bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                media_type=media_type,
                extension=extension,
                quality=quality,
                score=None,
            )
        )

    def remove_files(self) -> None:
        """Take back what was written."""
        for file in self.files:
            file.path.unlink(missing_ok=True)
        self.files.clear()

    def report(self, *, cpu_seconds: float) -> Report:
        """What the caller gets."""
        return Report(
            outcome=self.outcome,
            reason=self.reason,
            format=str(getattr(self, "format", self.source.format)),
            source=self.source,
            files=tuple(self.files),
            metadata_changes=self.embedding.changes if self.files else (),
            notes=tuple(self.notes),
            cpu_seconds=round(cpu_seconds, 3),
        )
