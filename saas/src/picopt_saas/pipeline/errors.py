"""How a step ends an item's work before its time."""

from picopt_contract.reasons import ReasonCode


class ItemFailed(Exception):  # noqa: N818 -- an outcome, raised to end the steps
    """The picture cannot be processed; trying again would not help.

    `message` is public and says nothing of prices, which the item's end adds; empty: the reason's own sentence.
    """

    def __init__(self, code: ReasonCode, message: str = "") -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class TryAgain(ItemFailed):
    """It did not work this time, for a reason outside the picture."""


class HandedBack(Exception):  # noqa: N818 -- the same
    """The worker stops; another one takes the item up."""


class TooLarge(HandedBack):
    """It is in the wrong lane: the image has more pixels than the site said (`picopt_saas.lanes`)."""
