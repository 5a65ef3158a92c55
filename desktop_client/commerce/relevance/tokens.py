"""Text as tokens that can be compared: words in the singular, quantities in one unit, Chinese in pairs.

Chinese has no word borders, and most of its words have two characters; so a run of characters becomes all of its
overlapping pairs. A number with its unit becomes one token in the smallest unit: "1 TB", "1TB" and "1000 GB" are the
same. What is folded away (width, accents, look-alike letters, traditional characters) is folded in the query as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from desktop_client.commerce.concepts import singular
from desktop_client.commerce.folding import fold
from desktop_client.commerce.phrases import CJK
from desktop_client.commerce.reading.text import simplify

UNITS: Mapping[str, tuple[str, Decimal]] = {
    "kb": ("kb", Decimal(1)),
    "mb": ("kb", Decimal(10) ** 3),
    "gb": ("kb", Decimal(10) ** 6),
    "tb": ("kb", Decimal(10) ** 9),
    "ml": ("ml", Decimal(1)),
    "cl": ("ml", Decimal(10)),
    "l": ("ml", Decimal(1000)),
    "litre": ("ml", Decimal(1000)),
    "liter": ("ml", Decimal(1000)),
    "毫升": ("ml", Decimal(1)),
    "升": ("ml", Decimal(1000)),
    "mg": ("mg", Decimal(1)),
    "g": ("mg", Decimal(1000)),
    "gram": ("mg", Decimal(1000)),
    "kg": ("mg", Decimal(10) ** 6),
    "克": ("mg", Decimal(1000)),
    "千克": ("mg", Decimal(10) ** 6),
    "公斤": ("mg", Decimal(10) ** 6),
    "mm": ("mm", Decimal(1)),
    "cm": ("mm", Decimal(10)),
    "m": ("mm", Decimal(1000)),
    "毫米": ("mm", Decimal(1)),
    "厘米": ("mm", Decimal(10)),
    "米": ("mm", Decimal(1000)),
    "inch": ("inch", Decimal(1)),
    "inche": ("inch", Decimal(1)),
    "in": ("inch", Decimal(1)),
    '"': ("inch", Decimal(1)),
    "''": ("inch", Decimal(1)),
    "英寸": ("inch", Decimal(1)),
    "寸": ("inch", Decimal(1)),
    "hz": ("hz", Decimal(1)),
    "khz": ("hz", Decimal(10) ** 3),
    "mhz": ("hz", Decimal(10) ** 6),
    "ghz": ("hz", Decimal(10) ** 9),
    "w": ("w", Decimal(1)),
    "kw": ("w", Decimal(1000)),
    "mah": ("mah", Decimal(1)),
    "ah": ("mah", Decimal(1000)),
}
"""A unit as it is written -> the one that stands for all of its sort, and how many of that it is.

Memory is counted in thousands, as shops do. "1 l" and "1 m" count only with a number right before them.
"""

_SPELLED = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_AMOUNT = re.compile(rf"(?<![^\W_])(\d+(?:[.,]\d+)?)\s?({_SPELLED})(?![a-z0-9])(?!(?<=in)\s?\d)")
"""A number with its unit, but not the "3 in 1"."""
_CODE = re.compile(r"(?<![a-z0-9])(?=[a-z-]*\d)[a-z0-9]+(?:-[a-z0-9]+)+")
"""A model code with hyphens."""
_CJK_RUN = re.compile(rf"[{CJK}]+")
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[™®©]")
_DIGIT = re.compile(r"\d")
LONGEST = 4_000
"""Characters of a field that are looked at: what stands further down a description is no news."""


@lru_cache(maxsize=16_384)
def _one(word: str) -> str:
    return singular(word)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order; the model codes in it stand at the end once more, each in one piece."""
    folded, codes = _prepared(text)
    found = [_one(word) for word in _WORD.findall(folded)]
    return found + [code.replace("-", "") for code in codes] if codes else found


def _prepared(text: str) -> tuple[str, list[str]]:
    """A text in which every token is a word of its own, and the model codes that stood in it."""
    folded = fold(_MARKS.sub(" ", text[:LONGEST]))
    codes: list[str] = []
    if _DIGIT.search(folded):
        codes = _CODE.findall(folded) if "-" in folded else []
        folded = _AMOUNT.sub(_said, folded)
    if not folded.isascii():
        folded = _CJK_RUN.sub(_parted, simplify(folded))
    return folded, codes


def _said(amount: re.Match[str]) -> str:
    return f" {quantity(amount[1], amount[2])} "


def _parted(run: re.Match[str]) -> str:
    return f" {' '.join(pairs(run[0]))} "


def pieces(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a text is made of: a token at a time; the parts of a model code with hyphens together, and it in one piece.

    "dv7-1211ea" is ``("dv7", "1211ea"), "dv71211ea"``: people write it this way and that.
    """
    folded, codes = _prepared(text)
    at = 0
    for code in codes:
        start = folded.find(code, at)
        if start < 0:
            continue  # a quantity was read in it: "10-pack 5-ml"
        yield from (((_one(word),), "") for word in _WORD.findall(folded[at:start]))
        yield tuple(_one(part) for part in code.split("-")), code.replace("-", "")
        at = start + len(code)
    yield from (((_one(word),), "") for word in _WORD.findall(folded[at:]))


def pairs(run: str) -> list[str]:
    """The overlapping pairs in a run of Chinese characters; a single one stands for itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


@lru_cache(maxsize=4_096)
def quantity(number: str, unit: str) -> str:
    """One token for a number and its unit, the same for all ways of saying it."""
    base, factor = UNITS[unit]
    amount = Decimal(number.replace(",", ".")) * factor
    # A point would part the token in two: 15.6 inch is "15p6inch".
    return f"{amount.normalize():f}{base}".replace(".", "p")


def is_code(token: str) -> bool:
    """Whether a token is a number, a quantity or part of a model code."""
    return _DIGIT.search(token) is not None


_QUANTITY = re.compile(rf"(\d+(?:p\d+)?)({'|'.join(dict.fromkeys(base for base, _ in UNITS.values()))})")
_SAME: Mapping[str, tuple[tuple[str, Decimal], ...]] = {
    base: tuple((unit, factor) for unit, (other, factor) in UNITS.items() if other == base)
    for base in dict.fromkeys(base for base, _ in UNITS.values())
}
_LEAST, _MOST = Decimal("0.1"), Decimal(10_000)


def written(token: str) -> tuple[str, ...]:
    """The ways in which a token may be written: a word in the plural too, a quantity in every unit of its sort.

    An amount that nobody would write (0.001 TB, 4000000 KB) is left out; that of inches also stands alone (15.6").
    """
    found = _QUANTITY.fullmatch(token)
    if found is None:
        return (token, plural(token)) if token.isascii() and token.isalpha() and len(token) > 1 else (token,)
    amount = Decimal(found[1].replace("p", "."))
    ways: dict[str, None] = {}
    for unit, factor in _SAME[found[2]]:
        number = amount / factor
        if _LEAST <= number < _MOST and len(number.normalize().as_tuple().digits) <= 5:
            text = f"{number.normalize():f}"
            ways |= dict.fromkeys((f"{text}{unit}", f"{text} {unit}"))
    return tuple(ways) or (token,)


def plural(word: str) -> str:
    """The regular English plural."""
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("x", "s", "z", "ch", "sh")) else "s")
