"""Text as it is compared: what looks the same becomes the same, so that tricks with characters gain nothing (P4).

The need and the offers go through the same folding. It is for comparing only; people are shown the text as it came.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

_INVISIBLE = chain(
    (0x00AD, 0x034F, 0x061C, 0x3164, 0xFEFF, 0xFFA0),
    range(0x0300, 0x0370),  # combining accents, split off by NFKD
    range(0x115F, 0x1161),
    range(0x17B4, 0x17B6),
    range(0x180B, 0x1810),
    range(0x200B, 0x2010),
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xFE00, 0xFE10),
    range(0xFFF9, 0xFFFC),
    range(0x1D173, 0x1D17B),
    range(0xE0000, 0xE0200),
)
"""Zero-width, bidirectional and variation marks, fillers, tags and accents."""

# Cyrillic, Greek and other letters that a reader takes for Latin ones, upper case before lower case.
_LOOK_ALIKE = {
    "АВЕЅІЈКМНОРСТУХҺԚԜӀ": "ABESIJKMHOPCTYXHQWL",
    "авеѕіјкмнорстухһԛԝӏԁ": "abesijkmhopctyxhqwld",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ": "ABEZHIKMNOPTYXCM",
    "αβεηικνορτυχγϲ": "abenikvoptuxyc",
    "ıɑɡɩʏᴀᴄᴇᴏᴠᴡᴢꓐꓳ": "iagiyaceovwzBO",
    "ᎪᏴᏟᎬᎻᎫᏦᏞᎷΡᏚᎢᏙᏔᏃ": "ABCEHJKLMPSTVWZ",
}

_TABLE: dict[int, str | None] = dict.fromkeys(_INVISIBLE) | {
    ord(seen): meant for left, right in _LOOK_ALIKE.items() for seen, meant in zip(left, right, strict=True)
}
_TABLE |= dict.fromkeys(chain(range(0x20), range(0x7F, 0xA0), (0x2028, 0x2029, 0x2800)), " ")
_TABLE |= {ord(dash): "-" for dash in "‐‑‒–—―−﹣－"}
_TABLE |= {ord(quote): "'" for quote in "‘’ʼ`´"}

_PLAIN_LETTERS = r" -_a-~\u3001\u3002\u4e00-\u9fff×，！？：；（）"
_PLAIN = re.compile(f"[{_PLAIN_LETTERS}]*")
"""Text in which nothing has to be folded but the case and the marks below: printable ASCII and common Chinese."""
PARTED = " \0 "
"""Stands in no folded text."""
_PLAIN_RUN = re.compile(f"[{_PLAIN_LETTERS}\0]*")
_WIDE = tuple(zip("，！？：；（）", ",!?:;()", strict=True))
"""Full-width marks that most Chinese sentences hold."""


def folded(text: str) -> str:
    """Fold width, case, accents, look-alike letters and invisible marks; white space becomes single spaces."""
    return _single_spaced(_plain_folded(text) if _PLAIN.fullmatch(text) else _all_folded(text))


def folded_each(texts: Sequence[str]) -> list[str]:
    """``folded`` of each text. The plain ones, which are nearly all, are folded as one long text and parted again."""
    if not texts:
        return []
    joined = f" {PARTED.join(texts)} "
    if joined.count("\0") != len(texts) - 1:
        return [folded(text) for text in texts]
    found = _plain_folded(joined)[1:-1].split(PARTED)
    number = seen = 0
    for place in sorted([*_odd_places(joined), *_doubled_spaces(joined)]):
        number += joined.count("\0", seen, place)
        seen = place
        found[number] = folded(texts[number])
    return found


def _odd_places(text: str) -> Iterator[int]:
    """Where more than the case has to be folded. To run over what is plain takes a fifth of looking for what isn't."""
    run_over = _PLAIN_RUN.match
    at = 0
    while (run := run_over(text, at)) is not None and run.end() < len(text):
        yield run.end()
        at = run.end() + 1


def _doubled_spaces(text: str) -> Iterator[int]:
    """Where white space has to go; at the beginning of a text and at its end too, since it is parted by spaces."""
    at = text.find("  ")
    while at >= 0:
        yield at + 1
        at = text.find("  ", at + 1)


def _single_spaced(seen: str) -> str:
    return " ".join(seen.split()) if "  " in seen or seen[:1] == " " or seen[-1:] == " " else seen


def _plain_folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    # Of what is plain only ASCII letters have a case, and those of bytes are found in half the time.
    seen = text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    for wide, mark in _WIDE:
        seen = seen.replace(wide, mark)
    return seen


def _all_folded(text: str) -> str:
    seen = unicodedata.normalize("NFKD", text).translate(_TABLE)
    # Once more after the case is folded: that turns letters into others that look alike (Γ, Ԁ, small Cherokee).
    return unicodedata.normalize("NFKC", seen).casefold().translate(_TABLE).casefold()


fold = lru_cache(maxsize=4_096)(folded)
"""``folded``, for what comes again and again: words, names and values, but not the texts of single offers."""
