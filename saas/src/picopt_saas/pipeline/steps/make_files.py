from functools import partial

from picopt_contract.reasons import ReasonCode
from picopt_imaging import ImagingError
from picopt_saas.pipeline.errors import ItemFailed, TryAgain
from picopt_saas.pipeline.interrupt import interruptible
from picopt_saas.pipeline.work import Work


def make_files(work: Work) -> bool:
    """Run the imaging library in a child process. What it refuses, it refuses for good.

    A child that ended is no verdict yet: an operator or the kernel's memory killer may have ended it.
    """
    assert work.source is not None  # noqa: S101 -- fetched by an earlier step
    assert work.plan is not None  # noqa: S101 -- made by the step before
    out = work.folder / "out"
    out.mkdir()
    make = partial(work.tools.optimize, work.source, work.plan, out, large=work.is_large)
    try:
        work.report = interruptible(make, work.should_stop)
    except ImagingError as error:
        code = ReasonCode(error.code)
        kind = TryAgain if code is ReasonCode.CRASHED else ItemFailed
        raise kind(code, error.message) from error
    return False
