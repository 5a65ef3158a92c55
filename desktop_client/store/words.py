"""Words as the shelf's index sees them, and a safe MATCH string from whatever a person typed.

SQLite's unicode61 tokenizer takes a whole run of Chinese for one word, and its trigram tokenizer misses words of two
characters, which most Chinese words are. So every CJK character is indexed as a word of its own, and a Chinese word is
looked up as a phrase of its characters.

What :func:`index_words` and :func:`attribute_words` make is stored in the index: changing either needs a migration
that rebuilds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec
import sqlite_utils

from desktop_client.cjk import CJK

_CJK_CHARACTER = re.compile(f"[{CJK}]")
_BESIDE_CJK = re.compile(f"(?=[{CJK}])|(?<=[{CJK}])")
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(f"[{CJK}]+|[^{CJK}]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")

_PARTICLES = re.compile("[的了吗呢吧啊呀哦嘛]")
"""Chinese particles: they end a word and never belong to the goods."""

MOST_PHRASES = 64
"""No more than this many phrases are looked up, however long the text is."""

_LONGEST_WORD = 8
"""A Chinese run up to this long is also looked up whole; a longer one is a sentence."""

_SHORTEST_PREFIX = 4
"""Latin words from this length on match longer words too; shorter ones would match too many."""


def index_words(text: str | None) -> str | None:
    """``text`` as it is indexed: compatibility forms folded (full-width to plain), CJK characters set apart."""
    if text is None or text.isascii():
        return text
    return _BESIDE_CJK.sub(" ", unicodedata.normalize("NFKC", text))


def attribute_words(attributes: str) -> str | None:
    """The names and values in a JSON object of attributes, as they are indexed."""
    pairs = msgspec.json.decode(attributes, type=dict[str, str])
    return index_words("\n".join(f"{name}: {value}" for name, value in pairs.items()))


def register(db: sqlite_utils.Database) -> None:
    """Make both functions known to a connection: the index's view and triggers call them."""
    db.conn.create_function("index_words", 1, index_words, deterministic=True)
    db.conn.create_function("attribute_words", 1, attribute_words, deterministic=True)


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
    folded = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text).casefold())
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
            yield (f'"{before} {word}"', False) if joined else (f'"{word}"', True)
        elif word:
            if 2 < len(word) <= _LONGEST_WORD:
                yield _spaced(word), False
            for at in range(len(word) - 1):
                yield _spaced(word[at : at + 2]), False


def _spaced(word: str) -> str:
    return f'"{" ".join(word)}"'


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
