"""Whose an address is: callers with a whole network of addresses are one caller."""

import pytest

from picopt_runtime.networks import is_loopback, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unknown", "unknown"),
        ("no:address", "no:address"),
        ("", ""),
    ],
)
def test_of_ipv6_the_network_counts_and_of_ipv4_the_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_neighbors_in_one_network_are_one_and_in_two_are_two() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:ffff:ffff:ffff")
    assert network_of("2001:db8::1") != network_of("2001:db8:0:1::1")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_known_by_all_its_names(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["192.0.2.1", "::2", "::ffff:192.0.2.1", "10.0.0.1", "localhost", "", "unknown"])
def test_another_machine_is_not_this_one(address: str) -> None:
    assert not is_loopback(address)
