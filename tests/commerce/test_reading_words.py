"""Finding listed words: one pass over all books finds what looking for every phrase by itself finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_client.commerce.reading import complaints, minors, patterns, price_words, read
from desktop_client.commerce.reading.books import Book, lexicon
from desktop_client.commerce.reading.lexicon import Lexicon, Span, singulars
from desktop_client.commerce.reading.lists import Lists
from desktop_client.commerce.reading.message import Message, receive
from desktop_client.commerce.reading.text import Token, fold, tokens, words
from desktop_client.late import Late

PAGES = [page.read_text(encoding="utf-8") for page in sorted(Path(__file__).parents[1].glob("*/data/*.tsv"))]
"""The written messages that the tests of this room read."""

WORDS = (
    "glass",
    "glasses",
    "knife",
    "knives",
    "box",
    "boxes",
    "berry",
    "berries",
    "us",
    "set",
    "sets",
    "t-shirt",
    "c++",
)
CHARACTERS = ("面", "膜", "面膜", "具", "刀", "刀具", "面具", "T恤", "café")
BETWEEN = (" ", " ", "", ", ", "-", "，")

phrases = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=3).map("".join),
)
books = st.dictionaries(
    st.sampled_from(("goods", "cues", "wishes")),
    st.dictionaries(st.sampled_from("ab"), st.lists(phrases, min_size=1, max_size=5).map(tuple), min_size=1),
    min_size=1,
)
texts = st.lists(
    st.tuples(st.sampled_from((*WORDS, *CHARACTERS, "面具膜", "a", "1", "🙂")), st.sampled_from(BETWEEN)), max_size=12
).map(lambda parts: "".join(word + between for word, between in parts))


def by_itself(lists: Lists, folded: str) -> Iterator[Span]:
    """Every phrase looked for alone: slow, and plain enough to be believed."""
    listed: dict[str, frozenset[str]] = {}
    for name, some in lists.items():
        for phrase in some:
            listed[phrase] = listed.get(phrase, frozenset()) | {name}
    keys: dict[str, frozenset[str]] = {}
    for phrase, names in listed.items():
        if phrase.isascii():
            key = " ".join(words(fold(phrase)))
            keys[key] = keys.get(key, frozenset()) | names
        else:
            for match in re.finditer(f"(?={re.escape(fold(phrase))})", folded):
                yield Span(match.start(), match.start() + len(phrase), fold(phrase), names)
    yield from english(keys, tokens(folded))


def english(keys: Mapping[str, frozenset[str]], row: tuple[Token, ...]) -> Iterator[Span]:
    """Every row of words that is listed as it stands or, where it is not, with its last word in the singular."""
    for i in range(len(row)):
        for j in range(i, len(row)):
            *before, last = (token.text for token in row[i : j + 1])
            spellings = [" ".join([*before, word]) for word in (last, *singulars(last))]
            if known := next((spelling for spelling in spellings if spelling in keys), None):
                yield Span(row[i].start, row[j].end, spellings[0], keys[known])


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(books, texts)
def test_one_pass_finds_what_looking_for_each_phrase_finds(books: dict[str, Lists], text: str) -> None:
    message = receive(text)
    found = Lexicon(books).find(message.tokens, message.folded)
    assert found.keys() == books.keys()
    for book, lists in books.items():
        assert sorted(found[book]) == sorted(by_itself(lists, message.folded)), book


@pytest.mark.parametrize("text", ["kitchen knives and wine glasses for my mom", "敏感肌面膜，不要香精"])
def test_a_message_is_searched_once_for_all_books(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    find = Lexicon.find

    def counted(self: Lexicon, row: Sequence[Token], folded: str) -> Mapping[str, Sequence[Span]]:
        searched.append(folded)
        return find(self, row, folded)

    monkeypatch.setattr(Lexicon, "find", counted)
    assert read(text, force=True).need is not None
    assert len(searched) == 1


def test_every_book_is_in_the_lexicon() -> None:
    found = lexicon().find(tokens("headphones"), "headphones")
    assert found.keys() == set(Book)
    assert [span.phrase for span in found[Book.GOODS]] == ["headphones"]


@pytest.mark.parametrize(
    ("found", "way"),
    [
        *((minors.child_speaks, way) for way in minors.IN_CHINESE),
        *((complaints.complaint, way) for way in complaints.IN_CHINESE),
    ],
)
def test_no_way_of_saying_it_is_passed_over(found: Callable[[str], bool], way: str) -> None:
    """Most of a text is skipped by its characters: whatever a pattern finds by itself must still be found."""
    alone = re.compile(way)

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(alone))
    def holds(text: str) -> None:
        if alone.search(text):
            assert found(text)

    holds()


def test_what_a_beginning_holds_is_what_it_holds_by_itself() -> None:
    """Wherever the text is cut, in a word too: "kettles" becomes one "kettle", and "co-op's" something else."""
    text = "running shoes, usb-c hubs & 2 co-op's kettles；敏感肌适合用什么样的面膜，t恤 c++ gift cards for my 13 yo"
    message = receive(" ".join([text] * 3))
    for length in range(1, len(message.shown)):
        beginning = message.beginning(length)
        alone = Message(message.shown[:length], message.folded[:length])
        assert beginning.tokens == alone.tokens, length
        for book, spans in alone.listed.items():
            assert sorted(beginning.listed[book]) == sorted(spans), (length, book)
        assert (beginning.goods, beginning.cues, beginning.wishes) == (alone.goods, alone.cues, alone.wishes)


def _room() -> Iterator[Late]:
    """Every pattern of the room that is compiled late."""
    for module in (complaints, minors, patterns, price_words):
        for found in vars(module).values():
            yield from (each for each in _within(found) if isinstance(each, Late))


def _within(found: object) -> Iterator[object]:
    if isinstance(found, tuple):
        for each in found:
            yield from _within(each)
    yield getattr(found, "__self__", found)


def test_what_lets_a_text_be_passed_over_passes_over_nothing() -> None:
    """The characters that ways begin with, before groups of ways: without them the same is found, only later."""
    texts = [receive(line.rpartition("\t")[2]).folded for page in PAGES for line in page.splitlines()]
    guard = re.compile(r"\(\?=\[[^\]]+\]\)(?=\(\?:|\\b)")
    guarded = [late for late in _room() if guard.search(late.pattern)]
    assert len(guarded) > 15
    for late in guarded:
        plain = Late(guard.sub("", late.pattern))
        for text in texts:
            found, same = late.search(text), plain.search(text)
            assert (found and found.span()) == (same and same.span()), text
