from picopt_saas.pipeline.looking import remember_look
from picopt_saas.pipeline.work import Work


def look_at_original(work: Work) -> bool:
    """For the estimates of later quotes; a fifth of a second, the first time that this original is worked on."""
    assert work.source is not None  # noqa: S101 -- fetched by an earlier step
    remember_look(work.item.account_id, work.item.sha256, work.source, work.tools)
    return False
