"""Limits of a measure, "at least 65 W", 「不超过2公斤」: where a text sets them, and what keeps within.

A limit counts as inclusive, "over 20 hours" too: who sells a thing that runs for 20 hours writes just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.quantities import plain_units
from desktop_client.late import Late

_COMPARED: Final = Late(
    r"\b(?P<no>(?:no|not|never|nothing|cannot|\w+n['’]t|isnt|doesnt|dont|cant|shouldnt|mustnt|wont)\s"
    r"(?:(?:be|is|weigh|measure|go|take|have|it|any|that|at)\s){0,2})?"
    r"(?:(?P<more>(?:more|bigger|larger|longer|heavier|greater|wider|taller|higher|deeper|thicker|broader) than|over"
    r"|above"
    r"|exceed(?:s|ing)?|upwards of)"
    r"|(?P<less>(?:less|fewer|smaller|shorter|lighter|lower|narrower|thinner|slimmer|shallower) than|under|below))\s?$"
)
"""What an amount is compared with, which may be denied: "narrower than", "shouldn't be wider than"."""
_COMPARING: Final = ("than", "over", "above", "upwards", "exceed", "under", "below")
"""What a comparison has one of: most amounts stand in none, and are soon done with."""
_LEAST_BEFORE: Final = Late(
    r"(?:\b(?:at least|at minimum|minimum(?: of)?|min\.?)\s?|至少(?:要?有?|得有?)?|最少|起码"
    r"|(?:不能?|别|不要|不可|不得)(?:低|少|小|短|轻|窄|薄)于"
    r"|(?<![不别])(?<!不[能要可得])[大高多重长宽厚]于|超过(?<![不别要能]超过))$"
)
_LEAST_BEHIND: Final = Late(
    r"\s?(?:\+(?!\w)|(?:or|and) (?:more|larger|bigger|longer|higher|better|heavier|up|above|over)\b|minimum\b|plus\b"
    r"|(?:及|或|和|或者)?以上|起步|往上)"
)
_MOST_BEFORE: Final = Late(
    r"(?:\b(?:at (?:the )?most|up to|maximum(?: of)?|max\.?)\s?|最多|至多|顶多"
    r"|(?:不能?|别|不要|不可|不得)(?:高|多|大|长|重|宽|厚|深)于"
    r"|(?<![不别])(?<!不[能要可得])[小低少轻短窄薄]于|(?:不|别|不要|不能)超过)$"
)
_MOST_BEHIND: Final = Late(
    r"\s?(?:(?:or|and) (?:less|smaller|shorter|lighter|under|below)\b|maximum\b|max\b|tops\b|(?:及|或|和"
    r"|或者)?以[下内]|之内)"
)
_FROM: Final = Late(
    r"(?:\b(?:between|from) |从)?(?<![a-z0-9.$€£¥])(?P<low>\d{1,6}(?:\.\d{1,3})?)\s?(?:-|–|~|to|and|到|至)\s?$"
)
"""The lower end of a range whose upper end has the unit."""
_LONGEST: Final = 32
"""Characters before an amount in which a limit is set."""


@dataclass(frozen=True, slots=True)
class Limit:
    """From ``low`` to ``high`` of a unit that others are multiples of ("gram"); None is open."""

    unit: str
    low: Decimal | None
    high: Decimal | None

    def holds(self, amount: Decimal) -> bool:
        """Whether an amount of the unit keeps within."""
        return (self.low is None or amount >= self.low) and (self.high is None or amount <= self.high)


class Amount(NamedTuple):
    """An amount in a text: its place, its unit and how many of it."""

    start: int
    end: int
    unit: str
    number: Decimal


class Found(NamedTuple):
    """A limit that a text sets, and where, its words included."""

    start: int
    end: int
    limit: Limit


def amounts_in(folded: str) -> Iterator[Amount]:
    """Numbers with a unit, in order."""
    units = plain_units()
    for match in _amount().finditer(folded) if any(map(str.isdigit, folded)) else ():
        unit, times = units[match["unit"]]
        yield Amount(match.start(), match.end(), unit, Decimal(match["number"].replace(",", "")) * times)


def limits_in(folded: str) -> Iterator[Found]:
    """The limits that a folded text sets, in order."""
    for amount in amounts_in(folded):
        window = max(0, amount.start - _LONGEST)
        before = folded[window : amount.start]
        least, most = _said_before(before)
        if span := _FROM.search(before):
            low = Decimal(span["low"]) * plain_units()[folded[amount.start : amount.end].lstrip("0123456789., -")][1]
            yield Found(window + span.start(), amount.end, Limit(amount.unit, low, amount.number))
        elif bool(least) != bool(most):
            said = least or most
            start = window + said.start() if said else amount.start
            yield Found(start, amount.end, _limit(amount, is_least=least is not None))
        elif not least:
            behind = _LEAST_BEHIND.match(folded, amount.end)
            said = behind or _MOST_BEHIND.match(folded, amount.end)
            if said:
                yield Found(amount.start, said.end(), _limit(amount, is_least=behind is not None))


def _said_before(before: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """What stands before an amount and makes it the least, and what makes it the most."""
    if any(map(before.__contains__, _COMPARING)) and (compared := _COMPARED.search(before)):
        is_least = (compared["more"] is not None) == (compared["no"] is None)
        return (compared, None) if is_least else (None, compared)
    return _LEAST_BEFORE.search(before), _MOST_BEFORE.search(before)


def read_limit(phrase: str) -> Limit | None:
    """The limit that a phrase sets, if it sets one."""
    return next((found.limit for found in limits_in(fold(phrase))), None)


def _limit(amount: Amount, *, is_least: bool) -> Limit:
    return Limit(amount.unit, amount.number if is_least else None, None if is_least else amount.number)


@cache
def _amount() -> re.Pattern[str]:
    """A number with one of the units; one in Latin letters ends a word."""
    spelled = sorted(map(re.escape, plain_units()), key=len, reverse=True)
    latin = "|".join(unit for unit in spelled if unit.isascii())
    other = "|".join(unit for unit in spelled if not unit.isascii())
    return re.compile(
        r"(?<![a-z0-9.,$€£¥])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d{1,3})?)[\s-]?"
        rf"(?P<unit>(?:{latin})(?![a-z0-9/])|(?:{other}))"
    )
