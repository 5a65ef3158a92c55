"""How the shelf's index is asked for a search: in steps, from offers that have all words down to those with one.

Each step ends after a few hundred rows, and the next is taken only while there are too few. Who wants more goes on from
there: the same steps, each from where it ended, until nothing is left that has any of the words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlite_utils

from desktop_client.commerce.relevance import SearchQuery, Statistics
from desktop_client.store.shelf_draw import FIND, FIND_BEHIND
from desktop_client.store.shelf_terms import all_of, as_typed, in_any_spelling, stated
from desktop_client.store.shelf_words import ROW_BITS, row_of

STEP = 500
"""The most rows that one step brings at a time."""
LEAST_OF_A_STEP = 100
"""So many rows of a step are looked at where it has them, also if few are missing."""
MOST_LEFT_OUT = 3
"""Of how many words it is tried to do without each by itself."""

# Our own number and our own statements.
_OF_ORIGIN = f" AND EXISTS (SELECT 1 FROM offers WHERE origin = ? AND id = (offer_index.rowid & {ROW_BITS}))"  # noqa: S608
_FIND_IN, _FIND_BEHIND_IN = (
    f"{statement.removesuffix(' LIMIT ?')}{_OF_ORIGIN} LIMIT ?" for statement in (FIND, FIND_BEHIND)
)


@dataclass(frozen=True, slots=True)
class Further:
    """Where a search goes on: the rows that were looked at, and up to which place which step was read."""

    looked_at: frozenset[int]
    step: int = 0
    place: int = -1


class Steps:
    """The steps of one query, on one connection, among all offers or those of one ``origin``."""

    def __init__(
        self, db: sqlite_utils.Database, query: SearchQuery, statistics: Statistics, origin: str | None
    ) -> None:
        self._db = db
        self._origin = () if origin is None else (origin,)
        self._asked: dict[str, list[tuple[int]]] = {}
        self._steps = _steps(query, statistics, self._fills)

    def first(self, size: int) -> tuple[list[int], bool]:
        """Row ids of the offers to look at closely, and whether there are no others."""
        found: dict[int, None] = {}
        whole = True

        def take(match: str, *, more: bool) -> bool:
            """Take what a step brings; ``more``: there is certainly more of it than one step reads."""
            # There may be more than were read: those that state the words are not to be missed.
            first = self._look(stated(match)) if more or self._fills(match) else []
            rows = _rows(first if len(first) == STEP else first + self._look(match))
            # Each step brings worse ones than those before it: of the last, few are enough.
            room = max(size - len(found), LEAST_OF_A_STEP)
            found.update(dict.fromkeys([number for number in rows if number not in found][:room]))
            return len(found) >= size

        for step in self._steps:
            # What states the words as typed has them so, and in any spelling: where it fills a step, so would those.
            many = step.expected >= STEP and self._fills(stated(step.typed))
            more = many or self._fills(step.wide)
            whole = whole and not more
            # All that have the words as typed are among these, unless there are more.
            if more and step.typed != step.wide and take(step.typed, more=many):
                return list(found), False
            if take(step.wide, more=more):
                return list(found), False
        return list(found), whole

    def next(self, size: int, after: Further) -> tuple[list[int], Further | None]:
        """About ``size`` more row ids, and where it goes on after them; None where nothing is left."""
        found: dict[int, None] = {}
        place = after.place
        for at in range(after.step, len(self._steps)):
            while places := self._behind(self._steps[at].wide, place):
                place = places[-1]
                found.update(dict.fromkeys(n for n in map(row_of, places) if n not in after.looked_at))
                if len(found) >= size:
                    return list(found), Further(after.looked_at.union(found), at, place)
                if len(places) < STEP:
                    break
            place = -1
        return list(found), None

    def _look(self, match: str) -> list[tuple[int]]:
        if match not in self._asked:
            among = _FIND_IN if self._origin else FIND
            self._asked[match] = self._db.execute(among, (match, *self._origin, STEP)).fetchall()
        return self._asked[match]

    def _behind(self, match: str, place: int) -> list[int]:
        among = _FIND_BEHIND_IN if self._origin else FIND_BEHIND
        return [row[0] for row in self._db.execute(among, (match, place, *self._origin, STEP))]

    def _fills(self, match: str) -> bool:
        return len(self._look(match)) == STEP


def _rows(places: Iterable[tuple[int]]) -> dict[int, None]:
    return dict.fromkeys(row_of(place) for (place,) in places)


class _Step(NamedTuple):
    """What the index is asked: words as typed and in any spelling, and in about how many offers those typed stand.

    Without those typed, short titles in the other language would be all that is found of a common kind of goods.
    """

    typed: str
    wide: str
    expected: float


def _steps(query: SearchQuery, statistics: Statistics, fills: Callable[[str], bool]) -> list[_Step]:
    """What the index is asked, from the narrowest to the widest: the rarer a word, the longer it is insisted on, and on
    the thing itself longest. ``fills`` says whether there is more of something than one step reads.
    """
    terms = sorted(
        (term for term in query.terms if as_typed(term)),
        key=lambda term: (not term.thing, -statistics.rarity_together(term.own)),
    )
    singles = [_Step(as_typed(term), in_any_spelling(term), statistics.found_of(term.own)) for term in terms]
    every = range(len(terms))
    ways = [tuple(every)]
    if len(terms) > 2:
        ways += [tuple(at for at in every if at != left) for left in reversed(every)][:MOST_LEFT_OUT]
        if terms[0].thing:
            ways += [(0, at) for at in every[1:]]
    ways += [(at,) for at in every]
    if singles and singles[0].expected < STEP and not fills(singles[0].wide):
        # It brings all that have the first word: those of them that have others as well need not be asked for.
        ways = [(0,), *(way for way in ways if 0 not in way)]
    return [_together([singles[at] for at in way], statistics.offers) for way in dict.fromkeys(ways) if way]


def _together(steps: Sequence[_Step], offers: int) -> _Step:
    """All of these: in so many offers as if no word had to do with the others."""
    expected = offers * math.prod(step.expected / offers for step in steps)
    return _Step(all_of(step.typed for step in steps), all_of(step.wide for step in steps), expected)
