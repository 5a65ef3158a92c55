"""Words as the shelf's index sees them, and a safe MATCH string from whatever a person typed.

SQLite's unicode61 tokenizer takes a whole run of Chinese for one word, and its trigram tokenizer misses words of two
characters, which most Chinese words are. So a run of Chinese is indexed as all of its overlapping pairs, and its last
character by itself; a word of two characters is one word of the index, a longer one a phrase of its pairs, and a
single character the beginning of a pair. (Single characters as words would do too, but the common ones stand in every
third offer, and a search for a word had to look at all of these.)

What :func:`shelf_words`, :func:`shelf_statements` and :func:`shelf_place` make is stored in the index: changing any of
them needs a migration that rebuilds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec
import sqlite_utils

from desktop_client.cjk import CJK
from desktop_client.commerce.meaning.simplified import simplify
from desktop_client.late import Late

_CJK_CHARACTER = Late(f"[{CJK}]")
_CJK_RUN = Late(f"[{CJK}]+")
_WORD = Late(r"[^\W_]+")
_RUN = Late(f"[{CJK}]+|[^{CJK}]+")
_POSSESSIVE = Late(r"(?<=\w)['’]s\b")

_WIDE = tuple(zip("，！？：；（）", ",!?:;()", strict=True))
_PARTICLES = Late("[的了吗呢吧啊呀哦嘛]")
"""Chinese particles: they end a word and never belong to the goods."""

MOST_PHRASES = 64
"""No more than this many phrases are looked up, however long the text is."""

_LONGEST_WORD = 8
"""A Chinese run up to this long is also looked up whole; a longer one is a sentence."""

_SHORTEST_PREFIX = 4
"""Latin words from this length on match longer words too; shorter ones would match too many."""


PLACE_BITS = 40
"""A row's place in the index is the length of its title above so many bits, and its id below them."""
ROW_BITS = (1 << PLACE_BITS) - 1
"""What of a place is the row's number."""

_SHORT_TITLE, _LONG_TITLE = 7, 63


def shelf_words(text: str | None) -> str | None:
    """``text`` as it is indexed: compatibility forms and traditional characters folded, CJK in overlapping pairs."""
    if text is None or text.isascii():
        return text
    return _CJK_RUN.sub(_in_pairs, _folded(text))


def _folded(text: str) -> str:
    """Compatibility forms and traditional characters folded; most Chinese has nothing of them but a few wide marks."""
    if not _usual().fullmatch(text):
        return simplify(unicodedata.normalize("NFKC", text))
    for wide, mark in _WIDE:
        text = text.replace(wide, mark)
    return text


@cache
def _usual() -> re.Pattern[str]:
    """Text in which nothing is folded but the wide marks. Made when first needed: it takes 30 ms."""
    common = "".join(map(chr, (0x3001, 0x3002, *range(0x4E00, 0xA000))))
    kept = "".join(c for c, simple in zip(common, simplify(common), strict=True) if c == simple)
    return re.compile(f"[ -~{''.join(wide for wide, _ in _WIDE)}{kept}]*")


def _in_pairs(run: re.Match[str]) -> str:
    text = run[0]
    letters = [" "] * (3 * len(text))
    letters[1::3] = text
    letters[2:-1:3] = text[1:]
    return "".join(letters)


def shelf_place(number: int, title: str) -> int:
    """Where an offer stands in the index: short titles first, all up to seven words alike; then by its row's number."""
    return place_of(number, shelf_words(title))


def place_of(number: int, indexed_title: str | None) -> int:
    """The same, for a title as it is indexed."""
    length = len((indexed_title or "").split())
    return min(max(length, _SHORT_TITLE), _LONG_TITLE) << PLACE_BITS | number


def row_of(place: int) -> int:
    """The number of the row whose place in the index this is."""
    return place & ROW_BITS


def place_ranges(first: int, last: int, longest: int) -> Iterator[tuple[int, int]]:
    """Where in the index the rows with these numbers stand: a first and a last place for each length of title up to
    ``longest`` words.
    """
    for length in range(_SHORT_TITLE, longest + 1):
        yield length << PLACE_BITS | first, length << PLACE_BITS | last


def shelf_statements(attributes: str) -> str | None:
    """The names and values in a JSON object of attributes, as they are indexed."""
    return statement_words(msgspec.json.decode(attributes, type=dict[str, str]))


def statement_words(attributes: Mapping[str, str]) -> str | None:
    """The names and values of attributes, as they are indexed."""
    return shelf_words(statements(attributes))


def statements(attributes: Mapping[str, str]) -> str:
    """The names and values of attributes as one text."""
    return "\n".join([f"{name}: {value}" for name, value in attributes.items()])


def register(db: sqlite_utils.Database) -> None:
    """Make the functions known to a connection: the index's view and its trigger call them."""
    db.conn.create_function("shelf_words", 1, shelf_words, deterministic=True)
    db.conn.create_function("shelf_statements", 1, shelf_statements, deterministic=True)
    db.conn.create_function("shelf_place", 2, shelf_place, deterministic=True)


def phrase(text: str) -> str:
    """A MATCH string that finds a text as it stands; "" if there is no word in it.

    Nothing of it is passed through but letters and digits inside quotes. A Chinese character at the end that stands by
    itself is looked for as the beginning of a word.
    """
    words: list[str] = []
    lone = False
    for word in _WORD.findall(simplify(unicodedata.normalize("NFKC", text))):
        for run in _RUN.findall(word):
            lone = len(run) == 1 and _CJK_CHARACTER.match(run) is not None
            pairs = [run[at : at + 2] for at in range(len(run) - 1)] if _CJK_CHARACTER.match(run) else []
            words += pairs or [run]
    return f'"{" ".join(words)}"{" *" if lone else ""}' if words else ""


def match_query(texts: Iterable[str]) -> str | None:
    """An FTS5 MATCH string that finds rows sharing a word with ``texts``; None if there is no word in them.

    Words are joined by OR, so that the best match is a matter of rank. Nothing of the text is passed through but
    letters and digits inside quotes, so operators, quotes and column filters that someone types mean nothing.
    """
    phrases: dict[str, None] = {}
    lone: dict[str, None] = {}
    for text in texts:
        for phrase, is_lone in _phrases(text):
            (lone if is_lone else phrases)[phrase] = None
            if len(phrases) == MOST_PHRASES:
                break
    chosen = list(phrases or lone)[:MOST_PHRASES]
    return " OR ".join(chosen) if chosen else None


def _phrases(text: str) -> Iterator[tuple[str, bool]]:
    """Each phrase with whether it is a lone character, which is looked up only where there is nothing better."""
    folded = _POSSESSIVE.sub("", simplify(unicodedata.normalize("NFKC", text)).casefold())
    for word in _WORD.finditer(folded):
        before = ""
        for run in _RUN.findall(word[0]):
            if _CJK_CHARACTER.match(run):
                yield from _chinese(run, before)
            else:
                yield from _latin(run)
            before = run


def _chinese(run: str, before: str) -> Iterator[tuple[str, bool]]:
    for word in _PARTICLES.split(run):
        if len(word) == 1:
            # "T恤": the letter belongs to the word.
            joined = bool(before) and not _CJK_CHARACTER.match(before) and run == word
            yield (f'"{before} {word}" *', False) if joined else (f'"{word}" *', True)
        elif word:
            if 2 < len(word) <= _LONGEST_WORD:
                yield _paired(word), False
            for at in range(len(word) - 1):
                yield _paired(word[at : at + 2]), False


def _paired(word: str) -> str:
    return f'"{" ".join(word[at : at + 2] for at in range(len(word) - 1))}"'


def _latin(word: str) -> Iterator[tuple[str, bool]]:
    if len(word) == 1:
        yield f'"{word}"', True
    elif not word.isalpha():
        yield f'"{word}"', False
    else:
        stem = _singular(word)
        plural = _plural(stem)
        if len(stem) < _SHORTEST_PREFIX:
            yield f'"{stem}"', False
            yield f'"{plural}"', False
        else:
            yield f'"{stem}" *', False
            if not plural.startswith(stem):
                yield f'"{plural}"', False


def _plural(stem: str) -> str:
    """The regular English plural."""
    if stem.endswith("y") and stem[-2] not in "aeiou":
        return stem[:-1] + "ies"
    return stem + ("es" if stem.endswith(("x", "s", "z", "ch", "sh")) else "s")


def _singular(word: str) -> str:
    """An English word without its plural ending; good enough to be a prefix of both forms."""
    if len(word) < _SHORTEST_PREFIX or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    return word.removesuffix("s")
