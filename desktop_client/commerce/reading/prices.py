"""What a sentence says about the price: bounds and currency, in figures, words and Chinese numerals.

An amount counts as a price if it carries a currency, or if words around it say so (under, 以内, budget, 预算) and no
unit of anything else follows (inches, 岁, mAh). ``around N`` is read as N ± 20 %, and so is a bare amount ("a $30
gift").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from desktop_client.commerce.meaning.values import gtin14
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.reading import numerals
from desktop_client.commerce.reading.currencies import (
    CURRENCY_BEFORE,
    CURRENCY_BEHIND,
    CURRENCY_HUNDREDTHS,
    any_of,
)
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.price_words import (
    A_PIECE,
    AFTER,
    BEFORE,
    COUNTED,
    DIFFERENCE,
    HAN_MAY_FOLLOW,
    HAN_MAY_FOLLOW_A_RANGE,
    HAN_MEASURED,
    JUDGED,
    MAY_FOLLOW,
    MINUTES,
    NOT_THOUSANDS,
    OFF,
    PEOPLE_BEFORE,
    PRICE_WORD,
    REFUSED_BEFORE,
    REFUSED_BEHIND,
    SHARE,
    SHARES,
    WEIGHT,
    YEAR,
    YEAR_BEFORE,
    Kind,
)
from desktop_client.late import Late

AROUND = Decimal("0.2")
"""How far ``around`` reaches to either side."""
LEAST_BARE = 50
"""A range without a currency or a word of price ("200-500") is a price from here on."""
MOST_DIGITS = 15
"""A longer number is no price, and no sum of money can be made of it."""
MOST_AMOUNTS = 40
"""Numbers that are looked at in one message."""


_AFTER_CURRENCY = CURRENCY_BEHIND | CURRENCY_HUNDREDTHS
_NOTES = {"fiver": Decimal(5), "tenner": Decimal(10)}
_FEW = frozenset("一两")
"""Of what comes in pieces one is wanted, or two: 一块能机洗的地毯."""
_NO_ONE = frozenset("起般些样直定共边旦切")
"""What makes of 一 another word, 一起."""
_NEAR = 90
"""Characters behind an amount in which a part of it may be named."""
_CENT = Decimal("0.01")
_PENCE = 2
"""Digits of a sum of pence; 1080p is none."""


_AMOUNT = Late(
    rf"(?:(?<![a-z])(?P<before>{any_of(CURRENCY_BEFORE)}))?\s?"
    rf"(?:(?<![\w.])(?:an? )?(?P<note>{any_of(_NOTES)})(?![a-z])|(?<![\w.])(?P<words>{numerals.ENGLISH})"
    rf"|(?P<figures>(?<!\d)(?<!\d[.,]){numerals.DIGITS})"
    rf"|(?P<han>{numerals.HAN}))"
    r"(?P<times>(?:(?<=\d)k| ?(?:grand|thousand|hundred|million)|(?<=\d)w|[百千万])(?![a-z]))?"
    r"(?P<short>(?:(?<=[千百万])|(?<=\d[kw]))\d(?![\d.]))?"
    r"(?P<loose>多|来|把(?=块|元)|-?ish)?"
    rf"(?:(?:[\s-]|\sin\s)?(?P<after>{any_of(_AFTER_CURRENCY)})(?![a-z]|\d|{COUNTED})"
    r"|块(?P<tenths>\d)(?![\d个]))?(?P<after_k>\s?k(?![a-z]))?"
)
_JOINED = Late(r"\s*(?:-|–|—|~|to|till|through|up to|or|and|到|至|或者?|和|跟|与)\s*(?:about |maybe )?")
_EITHER = frozenset({"or", "或", "或者"})
_BOTH = frozenset({"and", "up to", "和", "跟", "与"})
_BETWEEN = Late(r"(?:between|from|in the range(?: of)?|在|从|介于)\s*(?:about )?$")


_CURRENCY_APART = Late(rf"\bin (?P<currency>{any_of(name for name in CURRENCY_BEHIND if len(name) > _PENCE)})(?![a-z])")
"""Said by itself, "80 or so, in euros"."""
_NEXT = Late(rf"[\s:=]*(?:{any_of(CURRENCY_BEFORE)})?\s?\d")
_SUB = Late(r"\bsub[- ]?$")
_LEAST_SUB = 20
_SUB_OTHER = Late(
    r"[- ]?(?:mins?|minutes?|hours?|hrs?|grams?|g\b|kg|lbs?|pounds?|inch\w*|mm|cm|ms|db"
    r"|degrees?|seconds?|k\b)"
)
_REFUSED = {Kind.LOW: Kind.HIGH, Kind.HIGH: Kind.LOW, Kind.ABOUT: Kind.REFUSED}
"""What is meant by a price that is refused: 「五百以上的不考虑」 sets a limit at five hundred."""
_Said = tuple[Kind, re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Amount:
    low: Decimal
    high: Decimal
    currency: str | None
    money: bool
    start: int
    end: int
    loose: bool
    power: int


@dataclass(frozen=True, slots=True)
class PriceMention:
    """The range that was read, and the stretches of text that said it."""

    price: PriceRange
    spans: tuple[tuple[int, int], ...]


def read_price(message: Message) -> PriceMention:
    """The price range of a message; open bounds are None, and so is the currency where none is named."""
    text = message.folded
    low = high = None
    around: tuple[Decimal, Decimal] | None = None
    currency = None
    spans: list[tuple[int, int]] = []
    for first, second in _groups(text):
        if first.money and (share := SHARE.search(text[first.end :][:_NEAR])):
            high = first.high / SHARES[share["share"]] if high is None else high
            currency = currency or first.currency
            spans += [(first.start, first.end), (first.end + share.start(), first.end + share.end())]
            continue
        if (found := _bounds(text, first, second)) is None:
            continue
        kind, start, end = found
        if kind is None:
            low, high = (first.low, (second or first).high) if low is high is None else (low, high)
        elif kind is Kind.HIGH:
            high = first.high if high is None else high
        elif kind is Kind.LOW:
            low = first.low if low is None else low
        elif kind is Kind.ABOUT:
            around = around or (first.low * (1 - AROUND), (second or first).high * (1 + AROUND))
        currency = currency or first.currency or (second.currency if second else None)
        spans.append((start, end))
    if low is None and high is None and around:
        low, high = around
    if currency is None and spans and (apart := _CURRENCY_APART.search(text)):
        currency = _AFTER_CURRENCY[apart["currency"]]
        spans.append(apart.span())
    return PriceMention(_in_order(low, high, currency), tuple(spans))


def _in_order(low: Decimal | None, high: Decimal | None, currency: str | None) -> PriceRange:
    """The range, whichever bound was said first."""
    if low is not None and high is not None and low > high:
        low, high = high, low
    return PriceRange(_plain(low), _plain(high), currency)


def _plain(amount: Decimal | None) -> Decimal | None:
    """Without trailing zeros, never in exponent form."""
    if amount is None:
        return None
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _groups(text: str) -> Iterator[tuple[_Amount, _Amount | None]]:
    """Amounts in order, two that are joined ("20 to 30") together."""
    amounts = list(_amounts(text))
    i = 0
    while i < len(amounts):
        first, second = amounts[i], amounts[i + 1] if i + 1 < len(amounts) else None
        if second and (joined := _join(text, first, second)):
            yield joined
            i += 2
        else:
            yield first, None
            i += 1


def _join(text: str, first: _Amount, second: _Amount) -> tuple[_Amount, _Amount] | None:
    between = text[first.end : second.start]
    if not _JOINED.fullmatch(between):
        return None
    joint = between.strip()
    if joint in _BOTH and not _BETWEEN.search(text[: first.start]):
        return None
    if joint in _EITHER and not (second.money and not first.money):
        return None
    if first.power == 1 and first.low < second.low / second.power:
        first = replace(first, low=first.low * second.power)
    return (first, second) if first.low < second.high else None


def _amounts(text: str) -> Iterator[_Amount]:
    for match in islice(_AMOUNT.finditer(text), MOST_AMOUNTS):
        try:
            amount = _amount(text, match)
        except ValueError:
            continue
        if amount.high > 0 and amount.high.adjusted() <= MOST_DIGITS:
            yield amount


def _amount(text: str, match: re.Match[str]) -> _Amount:
    after, before = match["after"], match["before"]
    if after == "p" and (match["figures"] is None or len(match["figures"]) > _PENCE or " " in match[0].strip()):
        raise ValueError("lines of a screen")
    currency = "GBP" if match["note"] else CURRENCY_BEFORE.get(before or "") or _AFTER_CURRENCY.get(after or "")
    if after in ("yen", "円", "jpy"):
        currency = "JPY"
    money = bool(before or after or match["note"] or match["tenths"])
    if after in ("pounds", "pound") and WEIGHT.search(text):
        raise ValueError("a weight")
    if after == "块" and match["han"] in _FEW and A_PIECE.match(text, match.end()):
        raise ValueError("a piece")
    if not money and _is_no_number(text, match):
        raise ValueError("a barcode, or a word that begins with one")
    low, high = _written(match, thousands_dot=currency in ("EUR", "BRL"))
    times = (match["times"] or match["after_k"] or "").strip()
    if times == "k" and NOT_THOUSANDS.match(text[match.end() :]):
        times = ""
    factor = numerals.MULTIPLIERS.get(times, 1)
    low, high = low * factor, high * factor
    if match["short"]:
        low = high = high + Decimal(match["short"]) * factor / 10
    if match["tenths"]:
        low, high, currency = low + Decimal(match["tenths"]) / 10, high + Decimal(match["tenths"]) / 10, "CNY"
    if after in CURRENCY_HUNDREDTHS:
        low, high = low / 100, high / 100
    high = low + _unit(low) - _CENT if match["loose"] == "多" else high
    said = times or match["han"] or match["words"] or ""
    power = next((n for word, n in numerals.MULTIPLIERS.items() if said.endswith(word)), 1)
    return _Amount(low, high, currency, money, match.start(), match.end(), bool(match["loose"]), power)


def _unit(amount: Decimal) -> Decimal:
    """The last place that is said of a round amount: 两百多 goes up to three hundred, 二十多 to thirty."""
    unit = Decimal(1)
    while amount and amount % (unit * 10) == 0:
        unit *= 10
    return unit


def _is_no_number(text: str, match: re.Match[str]) -> bool:
    if match["figures"]:
        return gtin14(match["figures"]) is not None
    return match["han"] == "一" and text[match.end() : match.end() + 1] in _NO_ONE


def _written(match: re.Match[str], thousands_dot: bool) -> tuple[Decimal, Decimal]:
    """The number itself as (lowest, highest), before k, 万 and cents."""
    if match["note"]:
        return _NOTES[match["note"]], _NOTES[match["note"]]
    if match["han"]:
        return numerals.han(match["han"])
    figures = match["figures"]
    number = numerals.digits(figures, thousands_dot) if figures else numerals.english(match["words"])
    return number, number


def _bounds(text: str, first: _Amount, second: _Amount | None) -> tuple[Kind | None, int, int] | None:
    """What the words around say of an amount: (kind, start, end) of the whole expression; kind None is a range."""
    last = second or first
    money = first.money or last.money
    before, after = text[max(0, first.start - 60) : first.start], text[last.end : last.end + 28]
    if OFF.match(after) or DIFFERENCE.search(before):
        return None
    said_before, said_after = _said(BEFORE, before, search=True), _said(AFTER, after, search=False)
    if said_after and _is_of_the_next(text, last, said_before, said_after):
        said_after = None
    start = first.start - (len(before) - said_before[1].start() if said_before else 0)
    end = last.end + (said_after[1].end() if said_after else 0)
    if not money and not _is_bare_price(text, first, last, before, said_before, said_after):
        return None
    if JUDGED.match(after):
        return (Kind.HIGH, start, end) if said_before and said_before[0] is Kind.LOW else None
    kind = said_after[0] if said_after else said_before[0] if said_before else Kind.ABOUT
    if REFUSED_BEFORE.search(before.rstrip()) or REFUSED_BEHIND.match(text, end):
        return _REFUSED[kind], start, end
    is_range = first.low != first.high
    if second or (is_range and (kind is Kind.ABOUT or not first.loose or _is_named_price(said_before))):
        return None, start, end
    if (first.loose and not is_range) or (said_before and said_before[0] is Kind.ABOUT):
        kind = Kind.ABOUT
    return kind, start, end


def _said(patterns: tuple[tuple[Kind, Late], ...], text: str, search: bool) -> _Said | None:
    for kind, pattern in patterns:
        if match := pattern.search(text) if search else pattern.match(text):
            return kind, match
    return None


def _is_of_the_next(text: str, last: _Amount, said_before: _Said | None, said_after: _Said) -> bool:
    """Whether the word behind an amount is the one before the next: "min $100 max $150", "size 44, at most $160"."""
    follows = text[last.end + said_after[1].end() :]
    parted = said_after[1][0].startswith((",", "，") if said_before is None else (" ", ",", "，"))
    return parted and _NEXT.match(follows) is not None


def _is_bare_price(
    text: str, first: _Amount, last: _Amount, before: str, said_before: _Said | None, said_after: _Said | None
) -> bool:
    """Whether a number without a currency is a price: words say so, and nothing else is being counted."""
    rest = text[last.end :]
    if _SUB.search(before) and first.low >= _LEAST_SUB:
        return _SUB_OTHER.match(rest) is None
    follows = HAN_MAY_FOLLOW if re.match(r"\s*[\u3400-\u9fff]", rest) else MAY_FOLLOW
    behind = said_after[1].end() if said_after and follows is MAY_FOLLOW else 0
    joined = first is not last and HAN_MAY_FOLLOW_A_RANGE.match(rest)
    if not (follows.match(rest) or MAY_FOLLOW.match(rest[behind:])) and not (
        follows is HAN_MAY_FOLLOW and (said_after or joined or (rest[:1].isspace() and _is_named_price(said_before)))
    ):
        return False
    if PEOPLE_BEFORE.search(before) or HAN_MEASURED.search(before):
        return False
    if PRICE_WORD.search(before):
        return True
    if MINUTES.match(rest) or (first is last and YEAR_BEFORE.search(before) and YEAR.match(text, last.start)):
        return False
    if said_before or said_after:
        return True
    ish = text[first.start : first.end].endswith("ish") and first.low >= _LEAST_SUB
    if first is not last or (first.low != first.high and not first.loose):
        return (
            last.power > 1
            or (follows is HAN_MAY_FOLLOW and last.high >= LEAST_BARE)
            or (not rest.strip() and last.high >= LEAST_BARE)
        )
    return ish or (any(c in text[first.start : first.end] for c in "百千万") and rest.lstrip().startswith("的"))


def _is_named_price(said_before: _Said | None) -> bool:
    """Whether the words before an amount name the price itself, 预算: then a space behind it ends what is said."""
    return said_before is not None and PRICE_WORD.search(said_before[1][0]) is not None
