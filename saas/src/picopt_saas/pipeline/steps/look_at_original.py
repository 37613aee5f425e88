from picopt_saas.pipeline.looking import look
from picopt_saas.pipeline.work import Work


def look_at_original(work: Work) -> bool:
    """For the estimates of later quotes; a fifth of a second, the first time that this original is worked on."""
    assert work.source is not None  # noqa: S101 -- fetched by an earlier step
    if work.attempt.is_first_look:
        work.look = look(work.source, work.tools)
    return False
