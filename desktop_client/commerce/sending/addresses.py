"""Addresses: the one shape of web address that is sent to, and which network addresses belong to the public internet.

A parser that is kinder than another is how a request ends up at a host that nobody checked. So only the plain shape is
let through (lower-case host, no user, no fragment, nothing that a browser would repair), and everything else refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_PLAIN = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[(?P<v6>[0-9a-f:]+)\])"
    r"(:(?P<port>[1-9][0-9]{0,4}))?"
    r"(/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?"
    r"(\?[A-Za-z0-9._~%!$&'()*+,;=:@/?\[\]-]*)?"
)
"""RFC 3986 without user and fragment, in ASCII; square brackets in a query, which many platforms have in theirs."""

_PORTS = {"https": 443, "http": 80}

PUBLIC_V6 = IPv6Network("2000::/3")
"""The part of the address space that is given out for the public; all else is somebody's own or has no owner."""

NOT_PUBLIC_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocols, with Teredo (2001::/32): a tunnel to any IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise, private ones too
        "3fff::/20",  # documentation
    )
)
"""IANA's special-purpose addresses inside it; Python's ``is_global`` lets some of these pass."""

NOT_PUBLIC_V4 = tuple(
    IPv4Network(block)
    for block in (
        "192.0.0.0/24",  # IETF protocols; 192.0.0.9 is the router of whoever asks (RFC 7723)
        "192.88.99.0/24",  # the relays of 6to4, withdrawn by RFC 7526
    )
)
"""The same for IPv4."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a web address leads: host in lower case, brackets of IPv6 taken off."""

    host: str
    port: int
    encrypted: bool


def place_of(url: str) -> Place | None:
    """Where a web address leads; None where it is not of the plain shape."""
    plain = _PLAIN.fullmatch(url)
    if plain is None or (plain["v6"] and not _is_v6(plain["v6"])):
        return None
    port = int(plain["port"] or _PORTS[plain["scheme"]])
    return Place(plain["v6"] or plain["host"], port, plain["scheme"] == "https") if port <= 65535 else None


def _is_v6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def is_a_number(host: str) -> bool:
    """Whether a host is an IP address instead of a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet: not to this computer, a home or an office, or a tunnel."""
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        usual = ip.is_global and not ip.is_multicast and not ip.is_reserved
        return usual and not any(ip in block for block in NOT_PUBLIC_V4)
    return ip in PUBLIC_V6 and not any(ip in block for block in NOT_PUBLIC_V6)


def is_loopback(address: str) -> bool:
    """Whether an address is this computer's own: 127.0.0.0/8 or ::1."""
    return ip_address(address).is_loopback
