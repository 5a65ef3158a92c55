"""Web addresses in foreign text: which ones may be opened, and what of them is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

LONGEST = 8_000
"""Longer addresses, in characters, are never opened."""
_SHOWN_WHOLE = 40
_BARE = re.compile(r"https?://[!#-;=?-_a-z|~]+", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?|\[[0-9a-f:.]+\]")
_CLOSERS = {")": "(", "]": "["}


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
    return name if whole else None


def bare_addresses(text: str) -> Iterator[tuple[int, int, Address]]:
    """Where addresses stand in running text, as (start, end, address); CJK text may follow without a space."""
    for match in _BARE.finditer(text):
        start, end = match.span()
        if _goes_on(text, end):
            continue
        while end > start and _is_trailing(text, start, end):
            end -= 1
        address = read_address(text[start:end])
        if address is not None:
            yield start, end, address


def _goes_on(text: str, end: int) -> bool:
    # "https://g" before a Cyrillic "оogle" is no address to Google; Chinese right after an address just goes on.
    following = text[end : end + 1]
    return following.isalnum() and not following.isascii() and not is_cjk(following)


def _is_trailing(text: str, start: int, end: int) -> bool:
    last = text[end - 1]
    if last in ".,;:!?'*_~|":
        return True
    opener = _CLOSERS.get(last)
    return opener is not None and text.count(last, start, end) > text.count(opener, start, end)


def is_cjk(character: str) -> bool:
    """Whether a character is a Han, kana or Hangul letter or their full-width punctuation."""
    return any(low <= character <= high for low, high in _CJK)


_CJK = (
    ("\u1100", "\u11ff"),
    ("\u2e80", "\u303f"),
    ("\u3040", "\u9fff"),
    ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\ufe30", "\ufe4f"),
    ("\uff00", "\uffef"),
    ("\U00020000", "\U0003ffff"),
)
