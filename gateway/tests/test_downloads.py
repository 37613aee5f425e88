"""Downloads under way: whose they are, and how slowly they may be read."""

import pytest

from picopt_gateway import downloads
from picopt_gateway.downloads import Downloads
from picopt_gateway.problems import ApiError
from picopt_gateway.settings import Settings

SECRET = "a secret that both sides know, 32 bytes"


@pytest.fixture
def places():
    """Sixteen threads: eight downloads, four an address, two an account. A window is ten seconds for 1000 bytes."""
    return Downloads(
        Settings(
            PICOPT_SAAS_URL="http://127.0.0.1:1",
            PICOPT_INTERNAL_SECRET=SECRET,
            PICOPT_GATEWAY_THREADS=16,
            PICOPT_GATEWAY_SLOW_SECONDS=10,
            PICOPT_GATEWAY_SLOW_BYTES_PER_SECOND=100,
        )
    )


def refused(places, account, address):
    try:
        places.begin(account, address)
    except ApiError as error:
        return error.code == "busy"
    return False


def test_an_account_an_address_and_all_together_have_only_so_many(places):
    ends = [places.begin("ann", "1"), places.begin("ann", "1")]
    assert refused(places, "ann", "1")
    assert refused(places, "ann", "2")  # its places are its own, wherever it comes from
    ends += [places.begin("bob", "1"), places.begin("bob", "1")]
    assert refused(places, "cid", "1")
    ends += [places.begin(name, name) for name in ("cid", "dan", "eve", "fay")]
    assert places.taken == 8
    assert refused(places, "gil", "gil")

    for end in ends:
        end()
    assert places.taken == 0
    assert not refused(places, "ann", "1")


def test_a_few_accounts_of_a_few_addresses_leave_a_quarter_to_those_who_have_none(places):
    greedy = [("ann", "1"), ("bob", "1"), ("cid", "2"), ("dan", "2"), ("eve", "3")]
    for account, address in greedy * 4:
        refused(places, account, address)
    assert places.taken == 6
    assert not refused(places, "fay", "4")
    assert refused(places, "fay", "4"), "one for each"
    assert refused(places, "gil", "4"), "and one for each address"
    assert not refused(places, "gil", "5")
    assert places.taken == 8


def test_a_refusal_takes_no_place(places):
    ends = [places.begin(account, "1") for account in ("ann", "ann", "bob", "bob")]
    assert all(refused(places, "cid", "1") for _ in range(9))
    assert places.taken == 4
    assert not refused(places, "cid", "2")
    for end in ends:
        end()


class Clock:
    """Time that passes only while a client reads."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(downloads, "time", made)
    return made


def read(places, clock, *seconds, block=500):
    """How many blocks a client gets that takes so many seconds for each."""
    got = 0
    for taken, _ in zip(seconds, places.paced(bytes(block) for _ in seconds), strict=False):
        clock.now += taken
        got += 1
    return got


@pytest.mark.parametrize(
    ("seconds", "got"),
    [
        ([5] * 9, 9),  # just the slowest pace
        ([5.1] * 9, 2),
        ([0] * 9, 9),
        ([9, 0, 0, 9, 0, 0], 6),  # slow blocks among quick ones
        ([0, 9, 9, 0], 3),
        ([100, 0], 1),  # one block for ever
    ],
)
def test_a_client_slower_than_allowed_gets_no_more(places, clock, seconds, got):
    assert read(places, clock, *seconds) == got


def test_what_the_platform_takes_is_not_the_client_s_fault(places, clock):
    def slowly():
        for _ in range(5):
            clock.now += 60
            yield bytes(500)

    assert len(list(places.paced(slowly()))) == 5


def test_a_block_larger_than_a_window_s_bytes_does_not_excuse_the_time(places, clock):
    assert read(places, clock, 50, 0, block=2000) == 1
    assert read(places, clock, 19, 0, block=2000) == 2
