"""Word lists of this room, and finding their words in a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from desktop_client.commerce.reading.text import Message, Token, fold, words

Lists = Mapping[str, tuple[str, ...]]

_IRREGULAR = {
    "knives": "knife",
    "scarves": "scarf",
    "shelves": "shelf",
    "loaves": "loaf",
    "leaves": "leaf",
    "teeth": "tooth",
    "feet": "foot",
}
SHORTEST_PLURAL = 4
"""Letters of the shortest English plural that is looked up as its singular."""


@dataclass(frozen=True, slots=True)
class Span:
    """A listed phrase found in a message: its place in the text and the lists that it stands in."""

    start: int
    end: int
    phrase: str
    lists: frozenset[str]


class Lexicon:
    """Phrases by list, found in running text: English by words (plurals too), Chinese by characters."""

    def __init__(self, lists: Lists) -> None:
        self._latin: dict[str, frozenset[str]] = {}
        self._han: dict[str, frozenset[str]] = {}
        self._words: dict[str, int] = {}
        self._longest: dict[str, int] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                folded = fold(phrase)
                if phrase.isascii():
                    parted = words(folded)
                    key, table = " ".join(parted), self._latin
                    self._words[parted[0]] = max(len(parted), self._words.get(parted[0], 1))
                else:
                    key, table = folded, self._han
                    self._longest[key[:2]] = max(len(key), self._longest.get(key[:2], 0))
                table[key] = table.get(key, frozenset()) | {name}

    def find(self, message: Message) -> list[Span]:
        """Longest phrases first come, without overlaps, in the order of the text."""
        found: list[Span] = []
        end = -1
        for span in sorted(self.find_all(message), key=lambda s: (s.start, -s.end)):
            if span.start >= end:
                found.append(span)
                end = span.end
        return found

    def find_all(self, message: Message) -> list[Span]:
        """Every listed phrase, overlapping ones too."""
        return [*self._find_latin(message.tokens), *self._find_han(message.folded)]

    def _find_latin(self, tokens: tuple[Token, ...]) -> Iterable[Span]:
        for i, token in enumerate(tokens):
            if len(token.text) < SHORTEST_PLURAL and token.text not in self._words:
                continue
            phrase = ""
            for last in tokens[i : i + self._words.get(token.text, 1)]:
                before = phrase
                phrase = f"{before} {last.text}" if before else last.text
                lists = self._latin.get(phrase)
                for stem in singulars(last.text) if lists is None else ():
                    lists = lists or self._latin.get(f"{before} {stem}" if before else stem)
                if lists:
                    yield Span(token.start, last.end, phrase, lists)

    def _find_han(self, text: str) -> Iterable[Span]:
        if text.isascii():
            return
        for start, first in enumerate(text):
            if lists := self._han.get(first):
                yield Span(start, start + 1, first, lists)
            longest = self._longest.get(text[start : start + 2], 0)
            for end in range(start + 2, min(len(text), start + longest) + 1):
                if lists := self._han.get(text[start:end]):
                    yield Span(start, end, text[start:end], lists)


def singulars(word: str) -> tuple[str, ...]:
    """What an English plural may be the plural of; empty where the word doesn't look like one."""
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies"):
        return word[:-3] + "y", word[:-1]
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2], word[:-1]
    return (word[:-2] if word.endswith("'s") else word[:-1],)


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


def find_goods(message: Message) -> list[Span]:
    """The kinds of goods that a message names, in order, without overlaps."""
    listed = _goods().find(message)
    taken = {place for span in listed for place in range(span.start, span.end)}
    made = [span for span in _compounds(message.folded) if taken.isdisjoint(range(span.start, span.end))]
    return sorted([*listed, *made], key=lambda span: span.start)


def find_cues(message: Message) -> list[Span]:
    """The phrases that tell what a message is about; of two, one inside the other, the longer."""
    return outermost(_cues().find_all(message))


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Without those that lie inside a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.end > kept[-1].end or (span.start, span.end) == (kept[-1].start, kept[-1].end):
            kept.append(span)
    return kept


def _compounds(text: str) -> Iterable[Span]:
    """Chinese compounds that end like goods (``沥水篮``), and single characters after a measure word (``一双鞋``)."""
    for match in _compound_pattern().finditer(text):
        name = match["made"] or match["single"]
        group = "made" if match["made"] else "single"
        if not name.endswith(read_lists("goods.zh.txt")["nottail"]):
            yield Span(match.start(group), match.end(group), name, frozenset({"goods"}))


@cache
def _compound_pattern() -> re.Pattern[str]:
    tails = "|".join(sorted(read_lists("goods.zh.txt")["tail"], key=len, reverse=True))
    stop = "".join(grammar("in no name"))
    end = r"(?![\u4e00-\u9fff])|(?=[的吗呢推有怎哪吧啊和跟要比多好求用在还是价贵适])"
    return re.compile(
        rf"(?P<made>(?:(?![{stop}])[\u4e00-\u9fff]){{1,3}}(?:{tails}))(?:{end})"
        rf"|(?<=[个双件条款只台把套张盏顶支的买])(?P<single>(?:{tails}))(?:{end})"
    )


@cache
def _goods() -> Lexicon:
    english, chinese = read_lists("goods.en.txt"), read_lists("goods.zh.txt")
    names = {*english, *chinese} - {"tail", "nottail"}
    return Lexicon({name: english.get(name, ()) + chinese.get(name, ()) for name in sorted(names)})


@cache
def _cues() -> Lexicon:
    english, chinese = read_lists("cues.en.txt"), read_lists("cues.zh.txt")
    return Lexicon({name: english.get(name, ()) + chinese.get(name, ()) for name in sorted({*english, *chinese})})
