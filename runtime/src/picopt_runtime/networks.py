"""Whose an address is, for limits by address."""

from ipaddress import IPv6Address, ip_address

_NETWORK_BITS = 64


def network_of(address: str) -> str:
    """An IPv4 address whole; of IPv6 the /64, as one customer has at least that much. What is no address stays."""
    if ":" not in address:
        return address
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    rest = 128 - _NETWORK_BITS
    return f"{IPv6Address(int(found) >> rest << rest)}/{_NETWORK_BITS}"


def is_loopback(address: str) -> bool:
    """Whether it is this machine's own."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback
