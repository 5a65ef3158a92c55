"""Words as the indexes of chats see them.

SQLite's unicode61 tokenizer takes a whole run of Chinese for one word, and its trigram tokenizer misses words of two
characters, which most Chinese words are. So every CJK character is indexed as a word of its own, and a Chinese word is
looked up as a phrase of its characters. (The shelf, which is far larger, has an index of pairs: ``shelf_words``.)

What :func:`index_words` makes is stored in the index: changing it needs a migration that rebuilds it.
:func:`attribute_words` made the first index of the shelf, and is needed while old files are brought up to date.
"""

from __future__ import annotations

import unicodedata

import msgspec
import sqlite_utils

from desktop_client.cjk import CJK
from desktop_client.late import Late

_BESIDE_CJK = Late(f"(?=[{CJK}])|(?<=[{CJK}])")


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
