"""Everything about jobs that is kept."""

from picopt_saas.jobs.models.archive import ArchiveObject
from picopt_saas.jobs.models.batches import BatchQuestion, ModelBatch
from picopt_saas.jobs.models.charges import Charge
from picopt_saas.jobs.models.idempotency import IdempotencyRecord
from picopt_saas.jobs.models.images import SiteImage
from picopt_saas.jobs.models.jobs import Item, Job
from picopt_saas.jobs.models.paid import PaidWork
from picopt_saas.jobs.models.previews import PreviewOrder
from picopt_saas.jobs.models.quotes import Quote
from picopt_saas.jobs.models.receipts import ReceiptRecord
from picopt_saas.jobs.models.reconciliation import Reconciliation
from picopt_saas.jobs.models.results import ResultFile

__all__ = [
    "ArchiveObject",
    "BatchQuestion",
    "Charge",
    "IdempotencyRecord",
    "Item",
    "Job",
    "ModelBatch",
    "PaidWork",
    "PreviewOrder",
    "Quote",
    "ReceiptRecord",
    "Reconciliation",
    "ResultFile",
    "SiteImage",
]
