"""Drawing offers that all match alike, so that nobody crowds the others out before anything is put in order (P4).

Where more match than may be handed out, some have to stay behind. Who floods a shelf would be all that is left if it
went by how well titles match, since titles are written by sellers. So feeds take turns, however many offers they have;
within a feed names take turns (those that differ only in numbers, order or repetition are one name), and within these
sellers do; then shorter titles come first, and equals in the order of the lots that ranking draws as well: whoever
chooses the ids of his goods gains a place for one need and one day at most.

Looking at every match would take as long as there are many. Up to :data:`LOOKED_AT` are looked at; of more, those with
the shortest titles, as many from each feed while these have up to :data:`LONGEST_NAME` words: so no feed, however
large, keeps another's names from being looked at. Of a feed whose titles are all longer, as Chinese ones mostly are
(each pair of characters is a word of the index), those that stand among the next :data:`LOOKED_FURTHER` matches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import sqlite_utils

from desktop_client.commerce.judging.lots import Lots
from desktop_client.commerce.judging.lots import drawn as number_drawn
from desktop_client.store.purging import REMOVED
from desktop_client.store.shelf_rows import as_json
from desktop_client.store.shelf_words import PLACE_BITS, ROW_BITS, place_ranges, row_of

LOOKED_AT: Final = 2_000
"""Offers that are looked at to draw from."""
LONGEST_NAME: Final = 12
"""Words of a title up to which each feed is looked at by itself."""
LOOKED_FURTHER: Final = 10_000
"""Matches with longer titles among which a feed is looked for that has no shorter ones."""
MOST_FEEDS: Final = 8
"""Up to so many feeds are looked at each by itself; of more, small ones that came one after another share a turn."""

TOGETHER: Final = 8
"""Offers of one name that are drawn in one turn: a maker's models are called alike, too."""

FIND: Final = "SELECT rowid FROM offer_index WHERE offer_index MATCH ? LIMIT ?"
FIND_BETWEEN: Final = "SELECT rowid FROM offer_index WHERE offer_index MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?"
FIND_BEHIND: Final = "SELECT rowid FROM offer_index WHERE offer_index MATCH ? AND rowid > ? LIMIT ?"
LOOK: Final = (
    "SELECT id, source_id, offer_id, origin, title, seller FROM offers "  # noqa: S608 - our own words
    f"WHERE id IN (SELECT value FROM json_each(?)) AND origin NOT IN ({REMOVED})"
)
NEXT_ORIGIN: Final = "SELECT min(origin) FROM offers WHERE origin > ?"
FIRST: Final = "SELECT id FROM offers WHERE origin = ? ORDER BY id LIMIT 1"
LAST: Final = "SELECT id FROM offers WHERE origin = ? ORDER BY id DESC LIMIT 1"


class Match(NamedTuple):
    """What a draw looks at of an offer, and where it stands in the index."""

    number: int
    lot: int
    feed: str
    name: str
    seller: str
    length: int


def draw(
    db: sqlite_utils.Database, match: str, count: int, drawn: dict[int, None], lots: Lots, better: str = ""
) -> None:
    """Add up to ``count`` row ids of offers that match to those that are drawn already.

    ``better`` is a narrower match: those offers first, where there are more than may be drawn.
    """
    places = [row[0] for row in db.execute(FIND, (match, LOOKED_AT + len(drawn) + 1))]
    if better and len(places) > count:
        before = len(drawn)
        draw(db, better, count, drawn, lots)
        count -= len(drawn) - before
        if not count:
            return
    if len(places) > LOOKED_AT + len(drawn):
        places = [*places[: LOOKED_AT // 2], *_of_each_feed(db, match)]
    lengths = {number: place >> PLACE_BITS for place in places if (number := row_of(place)) not in drawn}
    if lengths:
        drawn.update(dict.fromkeys(in_turns(_looked_at(db, lengths, lots))[:count]))


def _looked_at(db: sqlite_utils.Database, lengths: dict[int, int], lots: Lots) -> list[Match]:
    rows = db.execute(LOOK, (as_json(lengths),))
    return [
        Match(number, lots.lot(number_drawn(source, own)), origin, name_of(title), seller or "", lengths[number])
        for number, source, own, origin, title, seller in rows
    ]


def in_turns(matches: Iterable[Match]) -> list[int]:
    """Row ids in the order in which they are drawn. The same offers are drawn in whatever order they came."""
    ordered = sorted(matches, key=lambda match: (match.length, match.lot))
    # Where a feed names no sellers there are none who could take turns.
    by_seller = _counted(ordered, lambda match: (match.feed, match.seller) if match.seller else None, 1)
    by_name = _counted(by_seller, lambda match: (match.feed, match.name), TOGETHER)
    return [match.number for match in _counted(by_name, lambda match: match.feed, 1)]


def _counted(matches: list[Match], whose: Callable[[Match], Hashable | None], together: int) -> list[Match]:
    """The same, the first ``together`` of each before the next of any."""
    seen: Counter[Hashable] = Counter()
    turns: list[int] = []
    for match in matches:
        one = whose(match)
        turns.append(0 if one is None else seen[one] // together)
        seen[one] += 1
    return [matches[at] for at in sorted(range(len(matches)), key=turns.__getitem__)]


_WORD: Final = re.compile(r"\w+")


def name_of(title: str) -> str:
    """A title's words without those that have digits in them, each once, in the order of the alphabet."""
    return _name(title) if len(title) < 200 else _name(title[:200])


@lru_cache(maxsize=8_192)
def _name(title: str) -> str:
    words = set(_WORD.findall(title.lower()))
    return " ".join(sorted([word for word in words if word.isalpha()]))


def _of_each_feed(db: sqlite_utils.Database, match: str) -> list[int]:
    """Places of the matches with the shortest titles, as many from each stretch of the shelf."""
    stretches = _stretches(db)
    share = max(1, LOOKED_AT // len(stretches))
    found: list[int] = []
    absent: list[tuple[int, int]] = []
    for first, last in stretches:
        left = share
        for low, high in place_ranges(first, last, LONGEST_NAME):
            some = [row[0] for row in db.execute(FIND_BETWEEN, (match, low, high, left))]
            found += some
            left -= len(some)
            if left <= 0:
                break
        if left == share:
            absent.append((first, last))
    return found + (_further(db, match, absent, share) if absent and len(stretches) > 1 else [])


def _further(db: sqlite_utils.Database, match: str, stretches: Sequence[tuple[int, int]], share: int) -> list[int]:
    """Places of the matches in these stretches among those with titles beyond :data:`LONGEST_NAME` words."""
    behind = max(last for _, last in place_ranges(0, ROW_BITS, LONGEST_NAME))
    places = [row[0] for row in db.execute(FIND_BEHIND, (match, behind, LOOKED_FURTHER))]
    found: list[int] = []
    for first, last in stretches:
        found += [place for place in places if first <= row_of(place) <= last][:share]
    return found


def _stretches(db: sqlite_utils.Database) -> list[tuple[int, int]]:
    """First and last row ids of feeds, small neighbours together; a feed's rows stand beside each other, mostly."""
    feeds: list[tuple[int, int]] = []
    origin = ""
    while (origin := db.execute(NEXT_ORIGIN, (origin,)).fetchone()[0]) is not None:
        feeds.append((db.execute(FIRST, (origin,)).fetchone()[0], db.execute(LAST, (origin,)).fetchone()[0]))
    return _joined(sorted(feeds))


def _joined(feeds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches, few enough: neighbours become one while that is short beside the whole shelf."""
    if len(feeds) <= MOST_FEEDS:
        return list(feeds)
    short = max(last for _, last in feeds) // MOST_FEEDS
    joined = [feeds[0]]
    for first, last in feeds[1:]:
        begun, ended = joined[-1]
        if max(ended, last) - begun < short:
            joined[-1] = (begun, max(ended, last))
        else:
            joined.append((first, last))
    return joined
