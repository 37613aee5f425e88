"""`make bench-imaging`: bytes, scores, speed, memory and correctness of the imaging library against its peers.

Images come from Debian packages, sharp from npm, both below `var/bench`; what cannot be had is named. The benchmark has
parts; `--part NAME…` (`make bench-imaging PART=…`) asks some of them. Each answer is kept as soon as it is there, so a
run that was stopped goes on where it ended. When every part is answered, `bench/results/imaging.json` is written.
"""

import argparse
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from picopt_bench.goals import print_goals, report
from picopt_bench.imaging.corpus import ENOUGH, Corpus, gather
from picopt_bench.imaging.notebook import Notebook, accept, code_version
from picopt_bench.imaging.parts import GOALS, PARTS

CONSOLE = Console()


def main() -> int:
    """Measure, print, write; exit code 1 when a goal is missed or unanswered, 2 where there are no images at all."""
    parser = argparse.ArgumentParser(prog="bench-imaging", description=__doc__)
    parser.add_argument("--part", nargs="+", choices=[*PARTS], metavar="NAME", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--known", action="store_true", help="measure nothing; report what is answered already")
    parser.add_argument("--write", action="store_true", help="write what is answered, the rest as not measured")
    parser.add_argument(
        "--accept", nargs="+", default=[], metavar="CODE", help="answers of an earlier code count as well"
    )
    options = parser.parse_args()
    for version in options.accept:
        accept(version)
    corpus = gather()
    for line in corpus.missing:
        CONSOLE.print(f"[yellow]missing: {line}[/]")
    CONSOLE.print(f"{len(corpus.exhibits)} images; code {code_version()}")
    if not corpus.exhibits:
        CONSOLE.print("There is nothing to measure: the packages above could not be downloaded.")
        return 2
    if not options.known:
        for name in options.part or PARTS:
            _ask(name, corpus)
    return _conclude(corpus, options.accept, write=options.write)


def _ask(name: str, corpus: Corpus) -> None:
    """One part, its table printed as soon as it is answered."""
    CONSOLE.rule(name)
    found = PARTS[name](corpus, Notebook(name))
    Notebook("answers").note(name, found)
    show(name, found)


def _conclude(corpus: Corpus, accepted: list[str], *, write: bool) -> int:
    answers: dict[str, Any] = {name: found for name in PARTS if (found := Notebook("answers").known(name)) is not None}
    values = {goal: value(answers[part]) for goal, (part, value) in GOALS.items() if part in answers}
    unanswered = [name for name in PARTS if name not in answers]
    if unanswered and not write:
        print_goals("imaging", values)
        CONSOLE.print(f"Not asked yet: {', '.join(unanswered)}. Nothing is written until they are.")
        return 1
    about = {
        "images": len(corpus.exhibits),
        "images_enough": len(corpus.exhibits) >= ENOUGH,
        "missing": list(corpus.missing),
        "code": code_version(),
        "accepted": accepted,
    }
    missing = [goal for goal, (part, _) in GOALS.items() if part in unanswered]
    return 0 if report("imaging", values, {**about, **answers}, unmeasured=missing) else 1


def show(name: str, found: Any) -> None:
    """A part's answer: a row for each entry."""
    rows = found if isinstance(found, list) else [found]
    table = Table("", "", title=name, title_justify="left", show_header=False)
    for row in rows:
        for key, value in row.items():
            lines = "\n".join(str(each) for each in value) if isinstance(value, list) else str(value)
            table.add_row(str(key), lines)
        table.add_section()
    CONSOLE.print(table)


if __name__ == "__main__":
    sys.exit(main())
