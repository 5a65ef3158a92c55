"""Web addresses that come from elsewhere: which ones may be opened, and what of them is shown.

The one place for this rule: answers of a model, links of offers and the dialog before a browser opens all ask here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import quote, urlsplit

LONGEST = 8_000
"""Longer addresses, in characters, are never opened."""
_SHOWN_WHOLE = 40
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?|\[[0-9a-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be opened. ``host`` and ``full`` are ASCII, so look-alike letters show as punycode."""

    full: str
    host: str
    shown: str


def read_address(text: str) -> Address | None:
    """The address that ``text`` is, or None where a browser might land elsewhere than it seems.

    Only http and https; no user name, backslash, space or control character.
    """
    if len(text) > LONGEST or _FORBIDDEN.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return None
    name = parts.hostname or ""
    host = ascii_host(f"[{name}]" if ":" in name else name)
    if host is None:
        return None
    where = f"{host}:{port}" if port is not None else host
    # Percent-encoding what is not ASCII is what browsers do too; what is encoded already stays as it is.
    rest = quote(text[text.index(parts.netloc) + len(parts.netloc) :], safe="%/?#[]@!$&'()*+,;=:-._~|{}^`")
    shown = where + (rest if len(where) + len(rest) <= _SHOWN_WHOLE else "/…")
    return Address(f"{parts.scheme}://{where}{rest}", where, shown.removesuffix("/"))


def ascii_host(host: str) -> str | None:
    """A host name as the network gets it: lower case, other scripts as punycode. None if it is no host name."""
    try:
        name = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    # A bare word is a machine in the local network at best, half an address at worst.
    whole = bool(_HOST.fullmatch(name)) and ("." in name or name == "localhost" or name.startswith("["))
    return name if whole and not _is_odd_number(name) else None


def _is_odd_number(name: str) -> bool:
    """Whether browsers take a name for an IPv4 address that doesn't show as one: ``0x7f.1`` is 127.0.0.1 to them.

    They do so wherever the last part is a number (WHATWG URL, "ends in a number checker").
    """
    last = name.rstrip(".").rpartition(".")[2]
    if not (last.isdigit() or last.startswith("0x")):
        return False
    try:
        return str(IPv4Address(name)) != name
    except ValueError:
        return True
