"""What a tour has seen and found, by its parts, kept in a file: parts may be gone over at different times."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from picopt_standalone.tour.stops import Tour
from picopt_standalone.tour.watchers import Camera, Links


@dataclass
class Part:
    """Of one part: names of the screens, photographs, links that were followed, findings by kind."""

    screens: list[str] = field(default_factory=list)
    photographs: int = 0
    links: int = 0
    findings: list[dict[str, str]] = field(default_factory=list)

    def of_kind(self, kind: str) -> int:
        """How many findings are of this kind."""
        return sum(finding["kind"] == kind for finding in self.findings)


@dataclass
class Record:
    """All parts, each as it was last gone over."""

    path: Path
    parts: dict[str, Part] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Record":
        """What earlier runs have left; nothing where there is none."""
        told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return cls(path, {name: Part(**part) for name, part in told.items()})

    @contextmanager
    def part(self, name: str, tour: Tour, camera: Camera, links: Links) -> Iterator[None]:
        """Note what happens inside as this part, and write it down, also when it ends early."""
        stops, taken, followed, found = len(tour.stops), camera.taken, links.followed, len(tour.findings)
        try:
            yield
        finally:
            self.parts[name] = Part(
                tour.stops[stops:],
                camera.taken - taken,
                links.followed - followed,
                [asdict(finding) for finding in tour.findings[found:]],
            )
            told = {part: asdict(seen) for part, seen in self.parts.items()}
            self.path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
