from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.jobs.running.attempts import changing
from picopt_saas.jobs.states import move
from picopt_saas.pipeline.work import Work


def start_export(work: Work) -> bool:
    """Show that the item is being exported now; a cancelled job ends here."""
    with changing(work.attempt) as item:
        code = ReasonCode(item.reason_code) if item.reason_code else None
        move(item, ItemState.EXPORTING, code, item.reason_message)
    return False
