"""Amounts that a query bounds, "at least 16 GB", 「不超过20公斤」: what lies within was asked for as well."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from desktop_client.commerce.relevance.tokens import amount_of, amounts

_LEAST_BEFORE: Final = re.compile(
    r"(?:\b(?:at least|(?:no|not) (?:less|smaller|shorter) than|more than|over|above|minimum(?: of)?|min)\s*"
    r"|至少|起码|最少|不(?:低|少|小|短)于|大于|超过(?<!不超过))$"
)
_LEAST_AFTER: Final = re.compile(
    r"\s*(?:\+|(?:or|and) (?:more|larger|bigger|longer|higher|up|above|over)\b|minimum\b"
    r"|(?:及|或|和|或者)?以上|起步|往上)"
)
_MOST_BEFORE: Final = re.compile(
    r"(?:\b(?:at most|up to|(?:no|not) (?:more|bigger|larger|longer|heavier) than|less than|under|below"
    r"|maximum(?: of)?|max)\s*"
    r"|最多|至多|不(?:高|多|大|长)于|小于|不超过|别超过)$"
)
_MOST_AFTER: Final = re.compile(
    r"\s*(?:(?:or|and) (?:less|smaller|shorter|lighter|under|below)\b|maximum\b|max\b|(?:及|或|和|或者)?以[下内]|之内)"
)


@dataclass(frozen=True, slots=True)
class Bound:
    """Amounts of one sort from ``low`` up to ``high``, in the sort's smallest unit; None is no bound."""

    sort: str
    low: Decimal | None
    high: Decimal | None

    def holds(self, token: str) -> bool:
        """Whether a token is an amount within."""
        if not (token[0].isdigit() and token.endswith(self.sort)):
            return False
        found = amount_of(token)
        if found is None or found[1] != self.sort:
            return False
        return (self.low is None or found[0] >= self.low) and (self.high is None or found[0] <= self.high)


class Bounds(NamedTuple):
    """The amounts that a text bounds on one side, by the token of each, and the places of the words that do so."""

    of: dict[str, Bound]
    said: list[tuple[int, int]]


def read_bounds(folded: str) -> Bounds:
    """What a text bounds."""
    found = Bounds({}, [])
    for token, start, end in amounts(folded):
        stated = amount_of(token)
        least = _LEAST_BEFORE.search(folded, 0, start) or _LEAST_AFTER.match(folded, end)
        most = _MOST_BEFORE.search(folded, 0, start) or _MOST_AFTER.match(folded, end)
        words = least or most
        if stated is not None and words is not None and not (least and most):
            amount, sort = stated
            found.of[token] = Bound(sort, amount if least else None, amount if most else None)
            found.said.append(words.span())
    return found
