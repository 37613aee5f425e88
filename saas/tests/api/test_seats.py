"""Who waits a lot leaves half of the places to others."""

from contextlib import ExitStack

import pytest

from picopt_saas.api.seats import Seats


def take(seats, *accounts):
    """Whether each gets a seat while those before it sit."""
    with ExitStack() as stack:
        return [stack.enter_context(seats.seat(account)) for account in accounts]


@pytest.mark.parametrize(
    ("limit", "accounts", "seated"),
    [
        (4, "aaabbb", [True, True, False, True, True, False]),
        (4, "aabbc", [True, True, True, True, False]),
        (6, "aaaabc", [True, True, True, False, True, True]),
        (1, "ab", [True, False]),
        (0, "a", [False]),
    ],
)
def test_one_account_gets_half_of_them(limit, accounts, seated):
    seats = Seats(limit)
    assert take(seats, *accounts) == seated
    assert take(seats, *accounts) == seated, "all stood up"


def test_a_seat_is_free_again_after_whatever_ended_it():
    seats = Seats(1)
    with pytest.raises(ZeroDivisionError), seats.seat("a"):
        raise ZeroDivisionError
    assert take(seats, "b") == [True]
