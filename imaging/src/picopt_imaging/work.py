"""The state that the steps of the pipeline hand on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from picopt_imaging.content import least_score
from picopt_imaging.encode import ENCODERS
from picopt_imaging.gain_map import GainMap
from picopt_imaging.geometry import Target
from picopt_imaging.limits import Limits
from picopt_imaging.metadata import Embedding
from picopt_imaging.plan import Plan
from picopt_imaging.recipe import Recipe
from picopt_imaging.report import FileReport, Report, SourceInfo
from picopt_imaging.values import Format
from picopt_imaging.vips import Image


@dataclass(frozen=True)
class Made:
    """A target, encoded."""

    data: bytes
    recipe: Recipe
    score: float | None = None
    scored: Literal["whole", "crop"] | None = None


@dataclass(frozen=True)
class Sample:
    """One size of the picture, and what was tried on it."""

    target: Target
    pixels: Image
    is_file: bool
    """Whether these are the target's own pixels, all of them: what was tried is then its file."""
    tried: dict[Recipe, Made] = field(default_factory=dict)
    copies: list["Sample"] = field(default_factory=list)
    """The small copy that tells where to begin, once it was made."""


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
    seconds: dict[str, float] = field(default_factory=dict)
    source: SourceInfo = field(init=False)
    formats: tuple[Format, ...] = ()
    """Candidates, until one is chosen."""
    targets: list[Target] = field(init=False)
    embedding: Embedding = field(init=False)
    base: Image = field(init=False)
    gain_map: GainMap | None = None
    """Set where every file is to carry its part of it."""
    graphic: bool = False
    recipes: list[Recipe] = field(default_factory=list)
    """What files are made with, the best first; the next where a file misses its target. Those of one format compete
    with those of another by the bytes of all files."""
    gains: dict[Format, float] = field(default_factory=dict)
    """How many points of score this picture gains where the average one gains one (see `search`)."""
    settled_colour: set[Format] = field(default_factory=set)
    """Formats in which a small copy of the sample has shown that the other way with colour costs bytes for nothing."""
    sample: Sample | None = None
    """The size that is looked at to choose; taken where something is searched or a large file is scored."""
    crisp: Sample | None = None
    """Of a drawing that is delivered at its own size: a part of it, pixel by pixel; all of it where it is small."""
    crisp_recipes: list[Recipe] = field(default_factory=list)
    """What competes for files of the drawing's own pixels, where that was looked at."""

    @property
    def target_score(self) -> float | None:
        """What preset `auto` must reach; drawings get more. None: a fixed preset."""
        if self.plan.preset != "auto":
            return None
        return max(self.plan.target, least_score(self.source)) if self.graphic else self.plan.target

    @contextmanager
    def clock(self, part: str) -> Iterator[None]:
        """Count the CPU seconds of all threads for a part of the work."""
        started = time.process_time()
        try:
            yield
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + time.process_time() - started

    def keep_original(self, reason: str) -> None:
        """End here: the original is the better picture."""
        self.outcome = "no_gain"
        self.reason = reason

    def save(self, target: Target, data: bytes, made: Made) -> None:
        """Write a result's bytes, labelled, and note the file."""
        import hashlib  # noqa: PLC0415 - loads OpenSSL, 3.5 MB that decoding is to have

        encoder = ENCODERS[made.recipe.format]
        path = self.out_dir / f"{len(self.files):02d}-{target.width}x{target.height}.{encoder.extension}"
        path.write_bytes(data)
        self.files.append(
            FileReport(
                name=target.name,
                path=path,
                width=target.width,
                height=target.height,
                bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                media_type=encoder.media_type,
                extension=encoder.extension,
                quality=made.recipe.quality,
                method=made.recipe.method.value,
                score=None if made.score is None else round(made.score, 2),
                scored=made.scored,
            )
        )

    def remove_files(self) -> None:
        """Take back what was written."""
        for file in self.files:
            file.path.unlink(missing_ok=True)
        self.files.clear()

    def report(self) -> Report:
        """What the caller gets, files in the order of the plan."""
        order = {target.name: number for number, target in enumerate(self.targets)} if self.files else {}
        return Report(
            outcome=self.outcome,
            reason=self.reason,
            format=str(self.formats[0]) if self.formats else self.source.format,
            source=self.source,
            files=tuple(sorted(self.files, key=lambda file: order[file.name])),
            metadata_changes=self.embedding.changes if self.files else (),
            notes=tuple(self.notes),
            cpu_seconds=round(sum(self.seconds.values()), 3),
            cpu_split={part: round(spent, 3) for part, spent in self.seconds.items()},
            target=self.target_score,
        )
