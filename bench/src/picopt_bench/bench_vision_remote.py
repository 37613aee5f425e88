"""What comes of every way in which vision endpoints are known to behave, and what it does to the next image."""

import json
import sys

from picopt_bench.goals import report
from picopt_bench.parts import refuse_parts
from picopt_vision.remote.schema import output_tokens, response_format
from picopt_vision.scripted.behaviors import read_behaviors
from picopt_vision.scripted.trials import Trial, try_behaviors
from picopt_vision.settings import FIELDS

NAME = "vision-remote"


def main() -> int:
    """Exit code 0 when every goal is met."""
    refuse_parts()
    trials = list(try_behaviors(read_behaviors()))
    values = {
        "unhandled_behaviours": sum(not trial.handled for trial in trials),
        "innocent_images_harmed": sum(trial.innocent_harmed for trial in trials),
        "output_budget_alt_only_vs_all": _budget(("alt",)) / _budget(FIELDS),
        "requests_without_timeout": sum(trial.without_timeout for trial in trials),
        "charged_unusable": sum(trial.charged_unusable for trial in trials),
    }
    raw = {"behaviors": len(trials), "trials": [_row(trial) for trial in trials], "schema_bytes": _schemas()}
    return 0 if report(NAME, values, raw) else 1


def _budget(fields: tuple[str, ...]) -> int:
    """The token limit as it is sent."""
    return output_tokens(fields, places=0, most=4000)


def _schemas() -> dict[str, int]:
    wanted = {"alt only": ("alt",), "all": FIELDS}
    return {name: len(json.dumps(response_format(fields, with_places=False))) for name, fields in wanted.items()}


def _row(trial: Trial) -> dict[str, object]:
    return {
        "behavior": trial.behavior.name,
        "origin": trial.behavior.origin,
        "outcome": trial.outcome,
        "kind": trial.kind,
        "learnt": list(trial.learnt),
        "handled": trial.handled,
        "next_is_served": trial.next_is_served,
    }


if __name__ == "__main__":
    sys.exit(main())
