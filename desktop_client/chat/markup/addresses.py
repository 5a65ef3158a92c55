"""Web addresses in running text: where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_client.addresses import Address, read_address

_BARE = re.compile(r"https?://[!#-;=?-_a-z|~]+", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "["}


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
