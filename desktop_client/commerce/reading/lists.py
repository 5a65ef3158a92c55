"""The word lists and tables of this room, as they stand in ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

Lists = Mapping[str, tuple[str, ...]]
"""Phrases by the name of their list."""


@cache
def read_lists(name: str) -> Lists:
    """A list file of ``data/``: ``[list]`` headings, comma-separated phrases, ``#`` comments."""
    lists: dict[str, list[str]] = {}
    current = ""
    page = resources.files(__package__).joinpath(f"data/{name}").read_text(encoding="utf-8")
    for line in page.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
        elif line and not line.startswith("#"):
            lists.setdefault(current, []).extend(w.strip() for w in line.split(",") if w.strip())
    return {key: tuple(phrases) for key, phrases in lists.items()}


@cache
def read_table(name: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """A table of ``data/``: under each ``[heading]`` lines of a key, a colon and comma-separated words."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    current = tables.setdefault("", {})
    for line in resources.files(__package__).joinpath(f"data/{name}").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = tables.setdefault(line[1:-1], {})
        elif line and not line.startswith("#"):
            key, _, words = line.partition(": ")
            current[key] = tuple(words.split(", "))
    return tables


@cache
def grammar(name: str) -> frozenset[str]:
    """Words of grammar, by what they tell."""
    return frozenset(read_lists("grammar.txt")[name])
