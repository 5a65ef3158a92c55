"""The order of a search: what is a token, what a query looks for, and which offer is the best match."""

from __future__ import annotations

import builtins
import math
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import add

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from standins.offers import UNPAID, make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import Statistics, by_relevance, order, read_query
from desktop_client.commerce.relevance.query import LONGEST, MOST_TERMS
from desktop_client.commerce.relevance.tokens import tokens, written


def search(text: str, offers: list[Offer]) -> list[str]:
    query = read_query(text)
    said = [set(tokens(f"{o.title} | {o.brand or ''} | {o.category or ''} | {o.description}")) for o in offers]
    found_in = Counter(token for one in said for token in one)
    # As on a shelf where most goods are something else.
    return [offer.offer_id for offer in by_relevance(query, offers, Statistics(20 * len(offers), found_in))]


def titled(*titles: str) -> list[Offer]:
    return [make_offer(title, title) for title in titles]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 TB", "1000 GB"),
        ("1TB", "1 tb"),
        ("16GB", "16 GB"),
        ("0.5 l", "500ml"),
        ("0,5 l", "500 毫升"),
        ("1 kg", "1000 g"),
        ("1千克", "1公斤"),
        ("15.6 inch", '15.6"'),
        ("27 英寸", "27寸"),
        ("5斤", "2.5kg"),
        ("20000毫安", "20000mAh"),
        ("2 metres", "200cm"),
        ("1.5 kilowatts", "1500 瓦"),
        ("10 Ah", "10000毫安时"),
        ("batteries", "battery"),
        ("Ｔ恤", "T恤"),
        ("保濕面膜", "保湿面膜"),
        ("Café", "cafe"),
        ("Intel® Core™2", "intel core 2"),
    ],
)
def test_the_same_said_otherwise_is_the_same_tokens(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)


@pytest.mark.parametrize(
    ("text", "quantity"), [("27英寸2K显示器", "27inch"), ("显示器27寸IPS", "27inch"), ("水壶1.7升304钢", "1700ml")]
)
def test_a_quantity_is_read_between_chinese(text: str, quantity: str) -> None:
    assert quantity in tokens(text)


def test_a_lone_character_is_found_in_a_word() -> None:
    women, men = "女跑步鞋夏季透气网面", "男士跑步鞋夏季透气网面减震轻便软底"
    assert search("跑步鞋 男", titled(women, men))[0] == men


def test_a_lone_character_is_found_where_it_is_stated() -> None:
    offers = [
        make_offer("women", "跑步鞋夏季", attributes={"性别": "女"}),
        make_offer("men", "跑步鞋夏季", attributes={"性别": "男"}),
    ]
    assert search("跑步鞋 男", offers) == ["men", "women"]


def test_a_long_chinese_title_is_no_worse_for_it() -> None:
    long, short = "女孩积木玩具拼装城堡公主系列兼容颗粒", "男孩积木玩具"
    assert search("玩具 积木 女孩", titled(short, long)) == [long, short]


def test_a_character_of_a_word_is_no_kind() -> None:
    assert [term.own for term in read_query("拖鞋").terms] == [("拖鞋",)]
    assert read_query("鞋 女").terms[0].kind


@pytest.mark.parametrize(("one", "other"), [("1 TB", "1 GB"), ("3 in 1", "3 inch"), ("5 m", "5 mm"), ("面膜", "膜面")])
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def test_chinese_is_compared_in_pairs_and_a_lone_character_by_itself() -> None:
    assert tokens("敏感肌 面膜") == ["敏感", "感肌", "面膜"]
    assert tokens("灯") == ["灯"]


def test_a_model_code_is_looked_for_in_its_parts_and_in_one_piece() -> None:
    offers = titled("HP Pavilion dv7-1211ea", "HP Pavilion dv71211ea", "HP Pavilion dv6 1211")
    for text in ("dv7-1211ea", "dv71211ea", "DV7 1211EA"):
        assert search(text, offers)[0] in ("HP Pavilion dv7-1211ea", "HP Pavilion dv71211ea")
    assert set(search("dv7-1211ea", offers)[:2]) == {"HP Pavilion dv7-1211ea", "HP Pavilion dv71211ea"}


def test_a_quantity_is_written_in_every_unit_that_someone_would_use() -> None:
    (token,) = tokens("1 TB")
    assert {"1tb", "1 tb", "1000gb", "1000 gb"} <= set(written(token))
    assert not {"0.001pb", "1000000000kb"} & set(written(token))
    assert written("mask") == ("mask", "masks")
    assert written("shelf") == ("shelf", "shelves")
    (token,) = tokens("20,000 mAh")
    assert {"20000mah", "20000 mah", "20,000mah"} <= set(written(token))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("敏感肌适合用什么样的面膜", {"敏感", "感肌", "面膜"}),
        ("有没有适合油皮的防晒霜", {"油皮", "防晒", "晒霜"}),
        ("I need a laptop for drawing", {"laptop", "drawing"}),
        ("headphones under $50", {"headphone"}),
        ("降噪耳机 200元以内", {"降噪", "耳机"}),
    ],
)
def test_a_question_is_its_words_of_substance(question: str, words: set[str]) -> None:
    assert set(read_query(question).tokens) == words


@pytest.mark.parametrize("text", ["the best", "which one", "什么样的", "please"])
def test_where_nothing_else_is_said_the_words_of_asking_are_looked_for(text: str) -> None:
    assert read_query(text).tokens


def test_a_long_query_is_cut() -> None:
    query = read_query(" ".join(f"word{n}" for n in range(1000)))
    assert len(query.terms) == MOST_TERMS
    assert len(read_query("长" * 5000).text) <= LONGEST


def test_the_thing_stands_before_what_is_made_for_it() -> None:
    offers = [
        make_offer("stand", "Laptop stand", category="Stands"),
        make_offer("other", "HP 530 Notebook", category="Laptops"),
        make_offer("sleeve", "Sleeve for laptop", category="Laptop sleeves"),
        make_offer("laptop", "HP 840 laptop", category="Laptops"),
    ]
    found = search("laptop", offers)
    assert set(found[:2]) == {"laptop", "other"}
    assert set(found) == {"laptop", "other", "stand", "sleeve"}


def test_a_thing_for_the_thing_does_not_come_first_for_saying_its_name_twice() -> None:
    offers = [
        make_offer("stand", "Laptop stand for any laptop", category="Stands"),
        make_offer("hp", "HP 530 Notebook"),
    ]
    assert search("laptop", offers) == ["hp", "stand"]


def test_three_in_one_is_no_length() -> None:
    assert tokens("3 in 1 charger") == ["3", "in", "1", "charger"]
    assert tokens("3 in cable") == ["3inch", "cable"]


def test_another_language_finds_the_same_kind() -> None:
    offers = [make_offer("zh", "降噪蓝牙耳机"), make_offer("en", "Wireless headphones"), make_offer("no", "Kettle")]
    assert search("headphones", offers) == ["en", "zh"]
    assert search("耳机", offers) == ["zh", "en"]


def test_more_of_the_words_is_better() -> None:
    offers = titled("Blue steel kettle", "Steel kettle", "Kettle", "Blue pen")
    assert search("blue steel kettle", offers)[:3] == ["Blue steel kettle", "Steel kettle", "Kettle"]


def test_the_length_of_a_description_is_no_merit() -> None:
    words = "drone " + "filler " * 300
    offers = [make_offer("long", "Thing", description=words), make_offer("short", "Drone with camera")]
    assert search("drone", offers) == ["short", "long"]


def test_saying_it_again_and_again_gains_nothing_more() -> None:
    twice = make_offer("twice", "Drone X1 drone for filming from above")
    often = make_offer("often", "Drone drone drone drone drone drone drone")
    assert search("drone", [twice, often]) == ["twice", "often"]


def test_samples_stand_behind_what_is_for_sale() -> None:
    offers = [make_offer("sample", "Steel kettle", sample=True), make_offer("sold", "A kettle of some other steel")]
    assert search("steel kettle", offers) == ["sold", "sample"]


def test_equals_stay_as_they_came() -> None:
    offers = [make_offer(str(n), "Steel kettle") for n in range(9)]
    assert search("kettle", offers) == [str(n) for n in range(9)]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_is_blind_to_money(seed: int) -> None:
    rng = random.Random(seed)
    titles = ["Steel kettle", "Blue kettle", "Kettle with lamp", "Lamp", "Kettle descaler"]
    offers = titled(*titles)
    paid = replace(UNPAID, affiliate_link=True, payee="you", commission_bp=900)
    changed = [
        replace(o, price=Money(rng.randrange(1, 10**6), "USD"), commercial=rng.choice([paid, UNPAID])) for o in offers
    ]
    assert search("steel kettle", offers) == search("steel kettle", changed)


@settings(max_examples=150)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_looked_for_in_any_other(query: str, title: str) -> None:
    assert search(query, [make_offer("a", title or "x")]) in ([], ["a"])


def carrying(numbers: Iterable[float], start: float = 0) -> float:
    """``sum`` as Python 3.12 has it: what rounding loses of floats is carried along."""
    every = [*numbers, start]
    return math.fsum(every) if any(isinstance(number, float) for number in every) else reduce(add, every)


@pytest.mark.parametrize("seed", range(5))
def test_an_offer_has_as_many_points_however_python_adds_up(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lottery = random.Random(seed)
    words = ["alpine", "blue", "cotton", "dry", "elastic", "fine", "green"]
    offers = titled(*(" ".join(lottery.sample(words, lottery.randint(3, 7))) for _ in range(60)))
    found_in = {word: lottery.randint(1, 900) for word in words}

    def points() -> list[object]:
        titles = order.read([offer.title for offer in offers])
        scorer = order._Scorer(read_query(" ".join(words)), titles, Statistics(1_000, found_in))
        return [scorer.place(one, None) for one in scorer.look(offers, titles)]

    plain = points()
    monkeypatch.setattr(builtins, "sum", carrying)
    assert points() == plain
