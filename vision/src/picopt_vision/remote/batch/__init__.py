"""The batch lane: requests that may wait up to a day, at half of the price, behind the same port.

`BatchClient` takes the place of `Client` in a `RemoteModel`. What it is asked for the first time it notes and says
`model_waiting`; `deliver` sends what was noted and fetches what is done; asked again, it knows the answer.
"""

from picopt_vision.remote.batch.client import BatchClient
from picopt_vision.remote.batch.delivery import Delivery
from picopt_vision.remote.batch.file_ledger import FileLedger
from picopt_vision.remote.batch.ledger import Asked, Ledger
from picopt_vision.remote.batch.providers import protocol_of

__all__ = ["Asked", "BatchClient", "Delivery", "FileLedger", "Ledger", "protocol_of"]
