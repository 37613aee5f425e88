from picopt_contract.reasons import ReasonCode
from picopt_saas.pipeline.errors import ItemFailed
from picopt_saas.pipeline.work import Work
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key
from picopt_saas.storage.port import ObjectMissing


def fetch_original(work: Work) -> bool:
    """Copy the original's bytes into the work folder; its kind is told from the bytes, so the name needs no ending."""
    source = work.folder / "original"
    try:
        chunks = storage().read(original_key(work.item.account_id, work.item.sha256))
    except ObjectMissing:
        raise ItemFailed(ReasonCode.ORIGINAL_GONE) from None
    with source.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    work.source = source
    return False
