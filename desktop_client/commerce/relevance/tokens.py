"""Text as tokens that can be compared: words in the singular, quantities in one unit, Chinese in pairs.

Chinese has no word borders, and most of its words have two characters; so a run of characters becomes all of its
overlapping pairs. A number with its unit becomes one token in the smallest unit: "1 TB", "1TB" and "1000 GB" are the
same. What is folded away (width, accents, look-alike letters, traditional characters) is folded in the query as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from operator import add

from desktop_client.commerce.meaning.concepts import IRREGULAR, PLURALS, singular
from desktop_client.commerce.meaning.folding import PARTED, folded, folded_each
from desktop_client.commerce.meaning.phrases import CJK
from desktop_client.commerce.meaning.quantities import searched_units
from desktop_client.commerce.meaning.simplified import simplify

_CODE = re.compile(r"(?<![a-z0-9])(?=[a-z-]*\d)[a-z0-9]+(?:-[a-z0-9]+)+")
"""A model code with hyphens."""
_CJK_RUN = re.compile(rf"[{CJK}]+")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(rf"[^\w {PARTED}]+|_+")
"""What is in no word, but for plain spaces and what parts texts: to part at spaces is faster than to find words."""
_MARKS = re.compile("[™®©]")
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
LONGEST = 4_000
"""Characters of a field that are looked at: what stands further down a description is no news."""


@cache
def _amount() -> re.Pattern[str]:
    """A number with its unit, but not the "3 in 1". Chinese may stand at either side of it: 「显示器27寸2K」."""
    spelled = sorted(map(re.escape, searched_units()), key=len, reverse=True)
    latin = "|".join(unit for unit in spelled if unit.isascii())
    other = "|".join(unit for unit in spelled if not unit.isascii())
    # What must not stand before the first digit is asked for behind it: so only digits are looked at, which is faster.
    return re.compile(
        r"(\d(?<![a-z0-9]\d)(?<!\d[.,]\d)\d*(?:[.,]\d+)?)\s?"
        rf"((?:{latin})(?![a-z0-9])(?!(?<=in)\s?\d)|(?:{other}))"
    )


@cache
def longest_unit() -> int:
    """Chinese characters of the longest unit; in Latin letters no unit has more than two words ("ampere hour")."""
    return max(len(unit) for unit in searched_units() if not unit.isascii())


@lru_cache(maxsize=16_384)
def _one(word: str) -> str:
    return singular(word)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order; the model codes in it stand at the end once more, each in one piece."""
    return tokens_of(plain(text))


def tokens_each(texts: Sequence[str]) -> list[list[str]]:
    """:func:`tokens` of each text. They are read as one long text, which takes less than half the time."""
    plain_texts = folded_each(list(map(_beginning, texts)))
    spaced = _BETWEEN_WORDS.sub(" ", _prepared(PARTED.join(plain_texts)))
    # Of no texts at all, the long one still has a part.
    return list(map(_tokens, map(str.split, spaced.split(PARTED)), plain_texts))


def plain(text: str) -> str:
    """A text as it is read: its beginning, folded."""
    return folded(_beginning(text))


def _beginning(text: str) -> str:
    beginning = text[:LONGEST]
    return beginning if beginning.isascii() else _MARKS.sub(" ", beginning)


def tokens_of(plain_text: str) -> list[str]:
    """:func:`tokens` of a text that is :func:`plain` already."""
    return _tokens(_WORD.findall(_prepared(plain_text)), plain_text)


def _tokens(words: list[str], plain_text: str) -> list[str]:
    # Few words end so that they may be plurals; asking for the singular of all takes as long as finding them.
    found = [_one(word) if word[-1] == "s" or word in IRREGULAR else word for word in words]
    codes = _codes(plain_text)
    return found + [code.replace("-", "") for code in codes] if codes else found


def _prepared(plain_text: str) -> str:
    """A text in which every token is a word of its own. Nothing in it reaches over a :data:`PARTED`."""
    prepared = _amount().sub(_said, plain_text) if _DIGIT.search(plain_text) else plain_text
    return prepared if prepared.isascii() else _CJK_RUN.sub(_parted, simplify(prepared))


def _codes(plain_text: str) -> list[str]:
    """The model codes in a text."""
    if "-" not in plain_text:
        return []
    return [code for part in plain_text.split() if "-" in part for code in _CODE.findall(part)]


def _said(amount: re.Match[str]) -> str:
    return f" {quantity(amount[1], amount[2])} "


def _parted(run: re.Match[str]) -> str:
    return f" {' '.join(pairs(run[0]))} "


def pieces(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a text is made of: a token at a time; the parts of a model code with hyphens together, and it in one piece.

    "dv7-1211ea" is ``("dv7", "1211ea"), "dv71211ea"``: people write it this way and that.
    """
    plain_text = plain(text)
    prepared = _prepared(plain_text)
    at = 0
    for code in _codes(plain_text):
        start = prepared.find(code, at)
        if start < 0:
            continue  # a quantity was read in it: "10-pack 5-ml"
        yield from (((_one(word),), "") for word in _WORD.findall(prepared[at:start]))
        yield tuple(_one(part) for part in code.split("-")), code.replace("-", "")
        at = start + len(code)
    yield from (((_one(word),), "") for word in _WORD.findall(prepared[at:]))


def pairs(run: str) -> list[str]:
    """The overlapping pairs in a run of Chinese characters; a single one stands for itself."""
    return [*map(add, run, run[1:])] or [run]


@lru_cache(maxsize=4_096)
def quantity(number: str, unit: str) -> str:
    """One token for a number and its unit, the same for all ways of saying it."""
    base, factor = searched_units()[unit]
    # A comma before exactly three digits parts thousands, any other one is the decimal sign.
    plain_number = number.replace(",", "" if _THOUSANDS.fullmatch(number) else ".")
    amount = Decimal(plain_number) * factor
    # A point would part the token in two: 15.6 inch is "15p6inch".
    return f"{amount.normalize():f}{base}".replace(".", "p")


def amount_of(token: str) -> tuple[Decimal, str] | None:
    """The amount that a token is, in the smallest unit of its sort, and that sort; None if it is none."""
    found = _quantity().fullmatch(token)
    return None if found is None else (Decimal(found[1].replace("p", ".")), found[2])


def amounts(plain_text: str) -> Iterator[tuple[str, int, int]]:
    """The tokens of the amounts in a text that is :func:`plain`, each with where it begins and ends."""
    for found in _amount().finditer(plain_text):
        yield quantity(found[1], found[2]), found.start(), found.end()


def is_code(token: str) -> bool:
    """Whether a token is a number, a quantity or part of a model code."""
    return _DIGIT.search(token) is not None


@lru_cache(maxsize=1_024)
def is_quantity(token: str) -> bool:
    """Whether a token is a number with its unit; it may stand in a text with other digits, in another unit."""
    return _quantity().fullmatch(token) is not None


@lru_cache(maxsize=1_024)
def beginning(token: str) -> str:
    """The letters with which every word begins whose token this is: "batter", for battery and batteries."""
    if not token.isascii():
        return token
    letters = token.removesuffix("y")
    others = [word for word in IRREGULAR if singular(word) == token]
    while not all(word.startswith(letters) for word in others):
        letters = letters[:-1]
    return letters


def is_lone(token: str) -> bool:
    """Whether a token is a single Chinese character, which is part of other words wherever it is met (男 in 男士)."""
    return len(token) == 1 and not token.isascii()


@cache
def _sorts() -> Mapping[str, tuple[tuple[str, Decimal], ...]]:
    """The units of each sort, as they are written, and how many of the smallest they are."""
    units = searched_units().items()
    sorts = dict.fromkeys(sort for _, (sort, _) in units)
    return {sort: tuple((unit, factor) for unit, (own, factor) in units if own == sort) for sort in sorts}


@cache
def _quantity() -> re.Pattern[str]:
    return re.compile(rf"(\d+(?:p\d+)?)({'|'.join(_sorts())})")


_SHORT = 3
_LEAST, _MOST, _THOUSAND = Decimal("0.1"), Decimal(10_000), Decimal(1_000)
_MOST_OF = {"mah": Decimal(100_000)}
"""Batteries are told in thousandths however many they are."""


def written(token: str) -> tuple[str, ...]:
    """The ways in which a token may be written: a word in the plural too, a quantity in every unit of its sort.

    An amount that nobody would write (0.001 TB, 4000000 KB) is left out; that of inches also stands alone (15.6").
    """
    found = amount_of(token)
    if found is None:
        return (token, plural(token)) if token.isascii() and token.isalpha() and len(token) > 1 else (token,)
    amount, sort = found
    ways: dict[str, None] = {}
    for unit, factor in _sorts()[sort]:
        number = amount / factor
        if _LEAST <= number < _MOST_OF.get(sort, _MOST) and len(number.normalize().as_tuple().digits) <= 5:
            text = f"{number.normalize():f}"
            # Nobody writes "2metres".
            ways |= dict.fromkeys((f"{text} {unit}",) if len(unit) > _SHORT else (f"{text}{unit}", f"{text} {unit}"))
            if factor == 1 and number >= _THOUSAND and len(unit) <= _SHORT and number == int(number):
                ways |= dict.fromkeys((f"{int(number):,}{unit}", f"{int(number):,} {unit}"))
    return tuple(ways) or (token,)


def plural(word: str) -> str:
    """The English plural of a word, or of a name's last word."""
    before, _, last = word.rpartition(" ")
    if (irregular := PLURALS.get(last)) is not None:
        return f"{before} {irregular}".lstrip()
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("x", "s", "z", "ch", "sh")) else "s")
