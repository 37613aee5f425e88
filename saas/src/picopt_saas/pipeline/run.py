"""The life of one picture in a worker: a list of steps."""

from collections.abc import Callable
from typing import Final

from picopt_saas.database import let_go
from picopt_saas.jobs.running.attempts import Attempt
from picopt_saas.pipeline.steps.fetch_original import fetch_original
from picopt_saas.pipeline.steps.keep_files import keep_files
from picopt_saas.pipeline.steps.look_at_original import look_at_original
from picopt_saas.pipeline.steps.make_files import make_files
from picopt_saas.pipeline.steps.plan_export import plan_export
from picopt_saas.pipeline.steps.weigh import weigh
from picopt_saas.pipeline.steps.write_text import write_text
from picopt_saas.pipeline.tools import Tools
from picopt_saas.pipeline.work import Step, Work
from picopt_saas.pipeline.workplace import work_folder

STEPS: Final[tuple[Step, ...]] = (
    fetch_original,  # from the storage into the work folder
    write_text,  # the vision model; stops here for a review, or when only text was ordered
    weigh,  # what is large goes to where large images wait
    plan_export,  # settings, sizes and text become a plan
    make_files,  # the imaging library, in a child process
    look_at_original,  # once, for the estimates of later quotes
    keep_files,  # into the storage, and the item is ready
)


def run_item(attempt: Attempt, tools: Tools, should_stop: Callable[[], bool], *, may_be_large: bool) -> None:
    """Do all that can be done for the item now.

    Raises `ItemFailed`, `TryAgain`, `HandedBack`, `attempts.Superseded`.
    """
    item = attempt.item
    with work_folder() as folder:
        work = Work(
            attempt=attempt,
            item=item,
            settings=item.job.read_settings(),
            picture=item.read_picture(),
            folder=folder,
            tools=tools,
            should_stop=should_stop,
            may_be_large=may_be_large,
        )
        for step in STEPS:
            let_go()
            if step(work):
                return
