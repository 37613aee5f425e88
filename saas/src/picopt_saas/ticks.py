"""Which ticks of the clock are due in a worker, also where the clock was set or the machine has slept."""

from collections.abc import Iterable
from typing import Any, Final

from procrastinate.periodic import PeriodicDeferrer, PeriodicTask

_AHEAD: Final = 60.0  # seconds: a clock that is only corrected a little


class SteadyDeferrer(PeriodicDeferrer):
    """Procrastinate's, which goes on from the last tick that it saw.

    Where the clock was ahead and has been set, that one is still to come: nothing would run until then, be it a year.
    Where it was set forth, each missed tick would be queued for itself: a quarter of a million for a year.
    """

    def get_timestamps(
        self, periodic_task: PeriodicTask[Any, Any, Any], since: int | None, until: float
    ) -> Iterable[int]:
        """The last tick until then, if it is not the one that was seen."""
        if since is None or since > until + _AHEAD:
            yield from super().get_timestamps(periodic_task, None, until)
            return
        periodic_task.croniter.set_current(start_time=until)
        last = round(periodic_task.croniter.get_prev(ret_type=float))
        if last > since:
            yield last
