"""What a sentence says about the price: bounds and currency, in figures, words and Chinese numerals.

An amount counts as a price if it carries a currency, or if words around it say so (under, 以内, budget, 预算) and no
unit of anything else follows (inches, 岁, mAh). ``around N`` is read as N ± 20 %, and so is a bare amount ("a $30
gift").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import islice

from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.reading import numerals
from desktop_client.commerce.reading.lexicon import read_table
from desktop_client.commerce.reading.text import Message
from desktop_client.commerce.values import gtin14

AROUND = Decimal("0.2")
"""How far ``around`` reaches to either side."""
LEAST_BARE = 50
"""A range without a currency or a word of price ("200-500") is a price from here on."""
MOST_AMOUNTS = 40
"""Numbers that are looked at in one message."""


def _currencies(section: str) -> dict[str, str | None]:
    """Currency by sign or name; None where the word says money, but of more than one country."""
    found: dict[str, str | None] = {}
    for code, names in read_table("currencies.txt")[section].items():
        found |= dict.fromkeys(names, None if code == "?" else code)
    return found


_BEFORE_CURRENCY = _currencies("before the amount")
_AFTER_CURRENCY = _currencies("after the amount")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_AMOUNT = re.compile(
    rf"(?P<before>{_any(_BEFORE_CURRENCY)})?\s?"
    rf"(?:(?<![\w.])(?P<words>{numerals.ENGLISH})|(?P<figures>(?<!\d)(?<!\d[.,]){numerals.DIGITS})"
    rf"|(?P<han>{numerals.HAN}))"
    r"(?P<times>(?:(?<=\d)k| ?(?:grand|thousand|hundred)|(?<=\d)w|[百千万])(?![a-z]))?(?P<short>(?<=[千百万])\d(?!\d))?"
    r"(?P<loose>多|来|-?ish)?"
    rf"(?:[\s-]?(?P<after>{_any(_AFTER_CURRENCY)})(?![a-z]|\d))?(?P<after_k>\s?k(?![a-z]))?"
)
_JOINED = re.compile(r"\s*(?:-|–|—|~|to|till|到|至|and|和|跟|与)\s*(?:about )?")
_BETWEEN = re.compile(r"(?:between|from|in the range(?: of)?|在|从|介于)\s*(?:about )?$")


class _Kind(StrEnum):
    HIGH = "high"
    LOW = "low"
    ABOUT = "about"


_NEGATION = (
    r"(?:\b(?:no|not|nothing|never|don't|doesn't|do not|does not|can't|cannot|won't|without)\s"
    r"(?:(?:want|wish|like|need|to|be|go|going|spend|spending|pay|paying|cost|costs|costing|price|priced|it|me|is|a|any|much|anything"
    r"|something|willing|able|way|really|ever|even|wanna)\s){0,6}|不要?|别|不能|不可以?|不得|未)"
)
_MORE = (
    r"(?:more(?: expensive)? than|over|above|exceed(?:s|ing)?|higher than|greater than|beyond|超过|超|高于"
    r"|大于|多于|高过|贵过|贵于)"
)
_LESS = r"(?:less than|under|below|lower than|cheaper than|fewer than|beneath|sub|低于|少于|小于|不到|不足|便宜于)"
_FILLER = (
    r"(?:\s|of|is|was|a|the|price|cost|costs|budget|total|just|only|:|=|-|about that|花|在|是|为|有|的"
    r"|价格|价|：|到|我|只)*"
)
_BEFORE: tuple[tuple[_Kind, str], ...] = (
    (_Kind.ABOUT,
        r"(?:around|about|approximately|approx\.?|roughly|circa|close to|near|some|~|≈|大概|大约|约|约莫"
        r"|差不多|价位(?:在|是)?)"),
    (_Kind.HIGH, rf"{_NEGATION}\s?{_MORE}"),
    (_Kind.LOW, rf"{_NEGATION}\s?{_LESS}"),
    (_Kind.LOW,
        r"(?:no|not) (?:less|cheaper|lower) than|at least|minimum(?: price)?|min\.?|starting (?:at|from)"
        r"|start(?:s)? (?:at|from)|from|>=?|≥"
                r"|upwards of|至少|最低|最少|起码|不低于|不少于|不小于"),
    (_Kind.HIGH,
        rf"{_LESS}|<=?|≤|at most|up to|upto|max(?:imum)?\.?(?: price| budget| spend)?|within|for only"
        rf"|limit(?: is| of)?|capped at"
                 r"|budget(?: is| of|:)?|can (?:only )?(?:spend|afford)|i(?: only)? have|i've got|我有|只有|手里有"
                 r"|手头有|最多|最高|至多|顶多|撑死|上限"
                 r"|控制在|限制在|预算|不高于|不大于|不多于|不超"),
    (_Kind.LOW, _MORE),
)  # fmt: skip
_AFTER: tuple[tuple[_Kind, str], ...] = (
    (_Kind.ABOUT,
        r"(?:-?\s?ish\b|or so|or thereabouts|more or less|give or take|左右|上下|前后|附近|价位|(?:的)?档(?:位"
        r"|次)?|出头|的?预算左右)"),
    (_Kind.HIGH,
        r"(?:(?:or|and|&) (?:less|under|below|cheaper|lower|fewer)|max(?:imum)?\b|tops\b|at (?:the )?most"
        r"|(?:is (?:my|the) )?(?:limit|budget|max)\b|to spend|ceiling"
                 r"|以内|之内|内|以下|之下|往下|封顶|为限|上限|预算|打住|为止)"),
    (_Kind.LOW,
        r"(?:(?:or|and) (?:more|up|above|over|higher|upwards?)|\+|plus\b|minimum\b|min\b|以上|之上|往上|开外"
        r"|起步|起)"),
)  # fmt: skip
_BEFORE_PATTERNS = tuple((kind, re.compile(rf"(?:{pattern}){_FILLER}$")) for kind, pattern in _BEFORE)
_AFTER_PATTERNS = tuple((kind, re.compile(rf"\s*[,，]?\s*(?:钱|的)?{pattern}")) for kind, pattern in _AFTER)

_PRICE_WORD = re.compile(r"(?:price|priced|cost|budget|spend|spending|价格|价位|价钱|预算|售价)[^.;!?。；！？]{0,16}$")
_PEOPLE_BEFORE = re.compile(
    r"\b(?:women|woman|men|man|people|person|kids?|children|child|adults?|seniors?|ladies|boys?|girls?"
    r"|ages?|aged|anyone|those|teens?|"

                            r"babies|toddlers?|size|version|gen|generation|model|chapter|level)\s(?:over|under|above|below|around"
                            r"|between|from|at least)?\s?$")  # fmt: skip
_MAY_FOLLOW = re.compile(
    r"\s*(?:$|[,.;:!?)\]，。；：！？）、|]|(?:for|with|and|but|or|that|which|please|on|if|to|from|is|are"
    r"|it|i|my|total|max|tops|so|would|should|not|good"
    r"|including|incl|preferably|ideally|a|an|the|of|because|since|while|no|only|each|per|shipped"
    r"|delivered|if possible)\b|in (?!(?:wide|tall|long|high|deep|x)\b)\w)"
)
_HAN_MAY_FOLLOW = re.compile(
    r"\s*(?:$|[^\w\s]|[的以之内左上下出封价档起开到至和与，。买能预想有，、口]|可以|推荐|哪|怎|性价比|送"
    r"|给|往)"
)
_WEIGHT = re.compile(
    r"weigh|heavy|heavier|dumbbell|kettlebell|barbell|lift|hold|support|capacity|load|carry|light(?:er"
    r"|weight)?\b|\blbs?\b"
)
_OFF = re.compile(r"\s*(?:off|discount|coupon|voucher|cash\s?back|优惠|立减|券)")
_NOT_THOUSANDS = re.compile(
    r"\s*(?:uhd |ultra hd |oled |led |hd )?(?:tv|monitor|video|display|resolution|projector|screen|camera"
    r"|webcam|movie|电视|显示器|屏|高清|分辨率|摄像|投影)"
)


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
        found = _bounds(text, first, second)
        if not found:
            continue
        kind, start, end = found
        if kind is None:
            low, high = (first.low, (second or first).high) if low is high is None else (low, high)
        elif kind is _Kind.HIGH:
            high = first.high if high is None else high
        elif kind is _Kind.LOW:
            low = first.low if low is None else low
        else:
            around = around or (first.low * (1 - AROUND), (second or first).high * (1 + AROUND))
        currency = currency or first.currency or (second.currency if second else None)
        spans.append((start, end))
    if low is None and high is None and around:
        low, high = around
    if low is not None and high is not None and low > high:
        low, high = high, low
    return PriceMention(PriceRange(_plain(low), _plain(high), currency), tuple(spans))


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
    if between.strip() in ("and", "和", "跟", "与") and not _BETWEEN.search(text[: first.start]):
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
        if amount.high > 0:
            yield amount


def _amount(text: str, match: re.Match[str]) -> _Amount:
    after, before = match["after"], match["before"]
    currency = _BEFORE_CURRENCY.get(before or "") or _AFTER_CURRENCY.get(after or "")
    if after in ("yen", "円", "jpy"):
        currency = "JPY"
    money = bool(before or after)
    if after in ("pounds", "pound") and _WEIGHT.search(text):
        raise ValueError("a weight")
    if not money and match["figures"] and gtin14(match["figures"]) is not None:
        raise ValueError("a barcode")
    if match["figures"]:
        low = high = numerals.digits(match["figures"], thousands_dot=currency in ("EUR", "BRL"))
    elif match["words"]:
        low = high = numerals.english(match["words"])
    else:
        low, high = numerals.han(match["han"])
    times = (match["times"] or match["after_k"] or "").strip()
    if times == "k" and _NOT_THOUSANDS.match(text[match.end() :]):
        times = ""
    factor = numerals.MULTIPLIERS.get(times, 1)
    low, high = low * factor, high * factor
    if match["short"] and times in "百千万":
        low = high = high + Decimal(match["short"]) * factor / 10
    said = times or match["han"] or match["words"] or ""
    power = next((n for word, n in numerals.MULTIPLIERS.items() if said.endswith(word)), 1)
    return _Amount(low, high, currency, money, match.start(), match.end(), bool(match["loose"]), power)


def _bounds(text: str, first: _Amount, second: _Amount | None) -> tuple[_Kind | None, int, int] | None:
    """What the words around say of an amount: (kind, start, end) of the whole expression; kind None is a range."""
    last = second or first
    money = first.money or last.money
    before, after = text[max(0, first.start - 60) : first.start], text[last.end : last.end + 24]
    if _OFF.match(after):
        return None
    said_before, said_after = _said(_BEFORE_PATTERNS, before, search=True), _said(_AFTER_PATTERNS, after, search=False)
    start = first.start - (len(before) - said_before[1].start() if said_before else 0)
    end = last.end + (said_after[1].end() if said_after else 0)
    if not money and not _is_bare_price(text, first, last, before, said_before is not None, said_after is not None):
        return None
    if second or first.low != first.high:
        return None, start, end
    kind = said_after[0] if said_after else said_before[0] if said_before else _Kind.ABOUT
    if first.loose or (said_before and said_before[0] is _Kind.ABOUT):
        kind = _Kind.ABOUT
    return kind, start, end


def _said(
    patterns: tuple[tuple[_Kind, re.Pattern[str]], ...], text: str, search: bool
) -> tuple[_Kind, re.Match[str]] | None:
    for kind, pattern in patterns:
        if match := pattern.search(text) if search else pattern.match(text):
            return kind, match
    return None


def _is_bare_price(text: str, first: _Amount, last: _Amount, before: str, said_before: bool, said_after: bool) -> bool:
    """Whether a number without a currency is a price: words say so, and nothing else is being counted."""
    rest = text[last.end :]
    follows = _HAN_MAY_FOLLOW if re.match(r"\s*[\u3400-\u9fff]", rest) else _MAY_FOLLOW
    if not follows.match(rest) and not (said_after and follows is _HAN_MAY_FOLLOW):
        return False
    if _PEOPLE_BEFORE.search(before):
        return False
    if _PRICE_WORD.search(before):
        return True
    if said_before or said_after:
        return True
    if first is not last or first.low != first.high:
        return (
            last.power > 1 or (follows is _HAN_MAY_FOLLOW and last.high >= 50) or (not rest.strip() and last.high >= 50)
        )
    return any(c in text[first.start : first.end] for c in "百千万") and rest.lstrip().startswith("的")
