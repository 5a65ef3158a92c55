"""Merchants: shops that the user adds by their domain. Adding one contacts nobody; it is asked once it is on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from desktop_client.addresses import read_address
from desktop_client.commerce.meaning.values import plain
from desktop_client.commerce.sending.addresses import is_a_number, place_of
from desktop_client.errors import SidelightError
from desktop_client.wording import say

KINDS = ("ucp", "shopify")
"""A merchant that speaks the Universal Commerce Protocol, and one whose shop is run by Shopify."""

LONGEST_NAME = 40
_LONGEST_ID = 40
_SHORTENED = str.maketrans({"-": "--", ".": "-", ":": "_"})
"""Host and port as a source's id. No label of a host ends in a hyphen, so two hosts never become one id."""


@dataclass(frozen=True, slots=True)
class Merchant:
    """A shop that was added: its ``kind``, its ``origin`` (``https://shop.example``) and what the user calls it."""

    kind: str
    origin: str
    name: str

    @property
    def place(self) -> str:
        """Host and, where it is not the usual one, port."""
        return urlsplit(self.origin).netloc

    @property
    def host(self) -> str:
        """The host alone, without port and brackets."""
        return urlsplit(self.origin).hostname or ""

    @property
    def loopback(self) -> bool:
        """Whether it is a server on this very computer."""
        return is_this_computer(self.host)

    @property
    def source_id(self) -> str:
        """The id of the source that it becomes."""
        whole = f"{self.kind}-{self.place.translate(_SHORTENED).replace('[', '').replace(']', '')}"
        if len(whole) <= _LONGEST_ID:
            return whole
        return f"{whole[: _LONGEST_ID - 9]}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def is_this_computer(host: str) -> bool:
    """Whether a host, without brackets, is this computer's own by its very name."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def read_merchant(kind: str, address: str, name: str = "") -> Merchant:
    """The merchant at a domain (``shop.example``) or an address of its site, whose path doesn't matter.

    Raises:
        SidelightError: there is no such kind, or it is no address that a merchant can be asked at.
    """
    if kind not in KINDS:
        raise SidelightError(
            say("“{kind}” is no kind of merchant.", kind=kind), say("The kinds are {kinds}.", kinds=", ".join(KINDS))
        )
    origin = _origin(address.strip())
    host = urlsplit(origin).netloc
    return Merchant(kind, origin, plain(name, LONGEST_NAME) or plain(host, 80))


def _origin(address: str) -> str:
    found = read_address(address if "://" in address else f"https://{address}")
    if found is not None and "://" not in address and is_this_computer(urlsplit(found.full).hostname or ""):
        # Nobody has a certificate for it.
        found = read_address(f"http://{address}")
    place = place_of(f"{urlsplit(found.full).scheme}://{found.host.replace('.:', ':').rstrip('.')}") if found else None
    if place is None:
        raise SidelightError(
            say("“{address}” is no merchant's address.", address=plain(address, 80)),
            say("Give a domain such as shop.example."),
        )
    if is_this_computer(place.host):
        usual = 443 if place.encrypted else 80
        host = f"[{place.host}]" if ":" in place.host else place.host
        return f"http{'s' if place.encrypted else ''}://{host}" + (f":{place.port}" if place.port != usual else "")
    if not place.encrypted or place.port != 443 or is_a_number(place.host):
        raise SidelightError(
            say("Sidelight asks merchants on the internet by their name only, and over https at the usual port."),
            say("Give a domain such as shop.example."),
        )
    return f"https://{place.host}"
