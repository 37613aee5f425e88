"""The batch lane: images of orders that may wait are described in batches of the vision model's provider.

An item on its way through the lane is `queued`, has the reason `waiting_for_batch` and a question, and holds neither a
worker nor an entry in the queue. `waiting` lets items in and out, `delivery` is the round that a worker's clock runs,
`ledger` what the vision library's lane keeps of it here.
"""
