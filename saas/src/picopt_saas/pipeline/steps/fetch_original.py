from picopt_contract.reasons import ReasonCode
from picopt_saas.pipeline.errors import TryAgain
from picopt_saas.pipeline.originals import copy_original
from picopt_saas.pipeline.work import Work
from picopt_saas.storage.port import ObjectMissing


def fetch_original(work: Work) -> bool:
    """Copy the original into the work folder. A store that does not have it now may have it at the next try."""
    work.source = work.folder / "original"
    try:
        copy_original(work.item.account_id, work.item.sha256, work.source)
    except ObjectMissing:
        raise TryAgain(ReasonCode.ORIGINAL_GONE) from None
    return False
