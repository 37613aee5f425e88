"""Where the tour stops: a screen, the part of it that is ours, and all who look at it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Page

from picopt_standalone.tour.looks import LOOKS, Direction, Look

DIRECTION: Final = "() => getComputedStyle(document.documentElement).direction"
TURN: Final = "(direction) => { document.documentElement.dir = direction; }"


@dataclass(frozen=True)
class Stop:
    """A screen by its name, such as `plugin-audit`; `within` selects what of it is ours."""

    name: str
    within: str


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where: `kind` is `axe`, `cut off`, `dead link` or `untranslated`."""

    kind: str
    stop: str
    look: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.stop} ({self.look}): {self.text}"


Watcher = Callable[[Page, Stop, Look], Sequence[Finding]]


@dataclass
class Tour:
    """Whoever watches, and what was found. `turns`: pages that are turned where they stand, without a language."""

    watchers: Sequence[Watcher]
    looks: Sequence[Look] = LOOKS
    findings: list[Finding] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)

    def see(self, page: Page, name: str, within: str, *, turns: bool = False) -> None:
        """Look at a page as it is now, in all ways that it can be looked at; it is left as it was."""
        own: Direction = page.evaluate(DIRECTION)
        if name not in self.stops:
            self.stops.append(name)
        for look in self.looks:
            if turns or (look.direction == own and not look.only_turning):
                page.set_viewport_size({"width": look.width, "height": look.height})
                page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
                page.evaluate(TURN, look.direction)
                for watch in self.watchers:
                    self.findings += watch(page, Stop(name, within), look)
        page.evaluate(TURN, own)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": LOOKS[0].width, "height": LOOKS[0].height})
