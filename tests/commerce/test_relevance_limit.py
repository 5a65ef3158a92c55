"""The few best of a search are the beginning of all of them, although most descriptions aren't read for them."""

from __future__ import annotations

from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings
from standins.offers import make_offer

from desktop_client.commerce.meaning.quantities import searched_units
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import Statistics, by_relevance, read_query
from desktop_client.commerce.relevance.fields import MOST_TIMES, Skim, read, trace
from desktop_client.commerce.relevance.tokens import tokens, tokens_each

ENGLISH = [
    *("laptop", "Laptops", "laptop stand", "for", "notebook", "mouse", "mice", "knife", "knives", "battery"),
    *("batteries", "box", "boxes", "waterproof", "sensitive skin", "y", "headphones", "wireless", "the", "bag"),
]
CODES = ["dv7-1211ea", "dv71211ea", "DV7", "1211", "a-1", "a1", "638-0", "6380", "x5ies", "x5y", "hf-6380-b", "-"]
AMOUNTS = ["1 TB", "1000GB", "15.6 inch", '15.6"', "5 ampere hour", "500 ml", "0,5 l", "3 in 1", "5毫升", "27寸", "5斤"]
CHINESE = [
    *("面膜", "敏感肌", "适合", "男士", "男", "鞋", "跑步鞋", "手机壳", "支架", "笔记本电脑", "耳机", "防水", "吹风机"),
    *("保濕", "保湿", "哈哈哈", "的", "毫升", "吉字节", "シール", "・", "《", "，", "。", "太字节装", "T恤"),
]
ODD = ["é", "café", "™", "Ｌａｐｔｏｐ", "ѕkin", "ж", "_", "٣", "½", "\n", "|", "😀", "5mж", "ＴＢ"]

PIECES = st.sampled_from([*ENGLISH, *CODES, *AMOUNTS, *CHINESE, *ODD]) | st.text(max_size=4)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", " ", "-", "，"])), max_size=9).map(
    lambda found: "".join(piece + between for piece, between in found)
)
LONG = st.lists(TEXTS, max_size=4).map(" ".join)
OFFERS = st.lists(
    st.builds(
        lambda title, description, category, colour, sample: make_offer(
            title=title or "x",
            description=description,
            category=category or None,
            attributes={"colour": colour} if colour else {},
            sample=sample,
        ),
        TEXTS,
        LONG,
        st.sampled_from(["", "Laptops", "手机壳", "Face masks"]) | TEXTS,
        st.just("") | TEXTS,
        st.booleans(),
    ),
    max_size=12,
)


def statistics_of(offers: list[Offer]) -> Statistics:
    said = [set(tokens(f"{offer.title} | {offer.category or ''} | {offer.description}")) for offer in offers]
    return Statistics(20 * len(offers), Counter(token for one in said for token in one))


def places(text: str, offers: list[Offer], limit: int | None = None) -> list[int]:
    at = {id(offer): place for place, offer in enumerate(offers)}
    return [at[id(offer)] for offer in by_relevance(read_query(text), offers, statistics_of(offers), limit)]


@settings(max_examples=100)
@given(TEXTS, OFFERS, st.integers(1, 12))
def test_a_limited_search_is_the_beginning_of_the_whole_one(query: str, offers: list[Offer], limit: int) -> None:
    assert places(query, offers, limit) == places(query, offers)[:limit]


@settings(max_examples=100)
@given(TEXTS, OFFERS)
def test_what_is_not_read_would_change_nothing(query: str, offers: list[Offer]) -> None:
    """As if nothing could be said of a text that was not read: so it is read wherever anything depends on it."""
    found = places(query, offers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Skim, "times", lambda *_: MOST_TIMES)
        patch.setattr(Skim, "words", lambda _: 0.0)
        assert places(query, offers) == found


@settings(max_examples=200)
@given(st.lists(LONG, max_size=5))
@example(["15.6", "inch 500", "ml", "a-", "1-b", "鞋", "子", ""])
@example(["nul\0in it", "5 ml", "DV7-1211ea laptops"])
def test_texts_that_are_read_together_are_read_as_each_by_itself(texts: list[str]) -> None:
    assert tokens_each(texts) == list(map(tokens, texts))


@settings(max_examples=200)
@given(LONG, TEXTS)
@example("5 ampere hour 5 ampere hour", "")
@example("哈哈哈 ・鞋・", "哈哈 鞋")
@example("mice knives children batteries", "mouse knife child battery")
@example("hf-6380-b hf6380b 638-0", "hf6380b 6380")
def test_a_skimmed_text_has_no_more_than_it_seems_and_no_fewer_words(text: str, query: str) -> None:
    (field,), skim = read([text]), Skim(text)
    assert skim.words() <= field.words + 1e-9
    for token in {*field.tokens, *tokens(query)}:
        assert skim.times(trace(token)) >= min(field.tokens.count(token), MOST_TIMES), token


def test_a_description_that_says_less_in_more_words_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    offers = [
        make_offer("in title", "Steel kettle", description="A steel kettle for the stove. " + "Made with care. " * 20),
        make_offer("in text", "Thing", description="A kettle of steel."),
        make_offer("long", "Kettle", description="A kettle of some steel. " + "Made with care. " * 20),
    ]
    kept = []
    monkeypatch.setattr(Skim, "read", lambda skim, read=Skim.read: kept.append(skim) or read(skim))
    assert places("steel kettle", offers, 1) == [0]
    assert kept == []
    assert places("steel kettle", offers) == [0, 2, 1]
    assert len(kept) == 2


def test_no_unit_in_latin_letters_has_more_than_two_words() -> None:
    assert max(len(unit.split()) for unit in searched_units() if unit.isascii()) == 2
