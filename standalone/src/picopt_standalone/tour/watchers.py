"""Who looks at each stop: a camera, axe, a ruler, and somebody who follows every link."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urldefrag, urlsplit

from playwright.sync_api import Page

from picopt_standalone.paths import PROJECT
from picopt_standalone.tour.looks import Look
from picopt_standalone.tour.stops import Finding, Stop

AXE: Final = PROJECT / "wordpress" / "node_modules" / "axe-core" / "axe.min.js"
# Serious and critical findings within a selector.
RUN_AXE: Final = """async (within) => {
  const { violations } = await axe.run(within, { resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${
      id === 'color-contrast' ? failureSummary.match(/contrast of [^)]*\\)/)?.[0] ?? '' : ''}`));
}"""
# What sticks out of the screen, and words that do not fit where they stand and are hidden there.
FIND_CUT_OFF: Final = """(within) => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const name = (e) => `<${e.tagName.toLowerCase()} class="${e.className}"> ${e.textContent.trim().slice(0, 80)}`;
  const all = [...document.querySelectorAll(within)].flatMap((root) => [root, ...root.querySelectorAll('*')]);
  const hidden = (e) => ['screen-reader-text', 'visually-hidden', 'hidden', 'skip'].some((c) => e.closest('.' + c));
  const cut = all.filter((e) => {
    const style = getComputedStyle(e);
    const clips = ['hidden', 'clip'].includes(style.overflowX) && e.clientWidth > 1;
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    return clips && own && style.textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1 && !hidden(e);
  });
  const out = wide <= 1 ? [] : all.filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > document.documentElement.clientWidth + 1 || box.left < -1) && !hidden(e);
  }).slice(0, 3);
  return [...cut.map(name), ...out.map((e) => `${wide} px beyond the screen: ${name(e)}`),
    ...(wide > 1 && !out.length ? [`the page is ${wide} px wider than the screen`] : [])];
}"""
LINKS: Final = """(within) => [...document.querySelectorAll(within)]
  .flatMap((root) => [...root.querySelectorAll('a[href], img[src], form:not([method=post])')])
  .map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action') ?? '')
  .map((target) => new URL(target, location).href)"""


class Camera:
    """A picture of each stop in each look, in a folder; `taken` counts them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.taken = folder, 0
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, page: Page, stop: Stop, look: Look) -> list[Finding]:
        """Take it: the whole page, or what the screen shows of it where a window lies above."""
        whole = stop.within != "[role=dialog]"
        page.screenshot(path=self.folder / f"{stop.name}.{look.name}.png", full_page=whole)
        self.taken += 1
        return []


def check_access(page: Page, stop: Stop, look: Look) -> list[Finding]:
    """Serious and critical findings of axe-core (WCAG 2 and best practices)."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [Finding("axe", stop.name, look.name, text) for text in page.evaluate(RUN_AXE, stop.within)]


def check_room(page: Page, stop: Stop, look: Look) -> list[Finding]:
    """Nothing sticks out of the screen, no word is cut off."""
    return [Finding("cut off", stop.name, look.name, text) for text in page.evaluate(FIND_CUT_OFF, stop.within)]


class Links:
    """Collects what every stop leads to; `follow` finds out which of it does not exist."""

    def __init__(self, ours: Iterable[str], known: Iterable[str] = ()) -> None:
        """`ours`: origins that can be asked; `known`: hosts of others that we mean to lead to."""
        self.ours, self.known = tuple(ours), frozenset(known)
        self.found: dict[str, str] = {}
        self.followed = 0

    def __call__(self, page: Page, stop: Stop, look: Look) -> list[Finding]:
        """Note the links of a stop; they are the same in every look."""
        if look.name == "desktop":
            for link in page.evaluate(LINKS, stop.within):
                self.found.setdefault(urldefrag(link).url, stop.name)
            self.found.pop(urldefrag(page.url).url, None)  # it is being looked at
        return []

    def follow(self, page: Page) -> list[Finding]:
        """Ask for each link of ours once, as whoever is signed in on this page; what acts on a click is left alone."""
        dead = []
        for link, stop in self.found.items():
            parts = urlsplit(link)
            origin = f"{parts.scheme}://{parts.netloc}"
            if origin in self.ours and not acts(parts.query):
                self.followed += 1
                answer = page.request.get(link)
                if not answer.ok:
                    dead.append(Finding("dead link", stop, "desktop", f"{link} answers {answer.status}"))
            elif origin not in self.ours and not self._is_known(parts):
                dead.append(Finding("dead link", stop, "desktop", f"{link} leads to somebody we do not know"))
        self.found.clear()
        return dead

    def _is_known(self, parts: SplitResult) -> bool:
        return parts.scheme in {"mailto", "data", "blob"} or (parts.scheme == "https" and parts.hostname in self.known)


def acts(query: str) -> bool:
    """Whether asking for it does something: WordPress' links with a nonce."""
    return "_wpnonce=" in query
