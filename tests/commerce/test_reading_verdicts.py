"""What is disliked, declined, compared with or left open is never read as a thing to have, nor a wish as ruled out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.reading import read

DATA = Path(__file__).parent / "data"


def rows(page: str) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Messages with what they want, what they rule out, and what they do neither with.

    A term that ends in _ need not be read, but must not be read the other way round.
    """
    lines = (DATA / f"{page}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    return [(text, *(_terms(cell) for cell in told)) for text, *told in cells]  # type: ignore[misc]


def _terms(cell: str) -> list[str]:
    return [term for term in cell.split("|") if term]


def _names(phrase: str, term: str) -> bool:
    term = term.removesuffix("_")
    edge = r"(?![a-z0-9])" if term.isascii() else ""
    return re.search(rf"(?<![a-z0-9]){re.escape(term)}{edge}", phrase.lower()) is not None


def need_of(text: str) -> ShoppingNeed:
    need = read(text, force=True).need
    assert need is not None, text
    return need


def inverted(page: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = []
    for text, wanted, ruled_out, neither in rows(page):
        got = read(text, force=True).need
        if got is None:
            continue
        had = any(_names(phrase, term) for phrase in got.must_have for term in ruled_out + neither)
        barred = any(_names(phrase, term) for phrase in got.must_not for term in wanted + neither)
        if had or barred:
            found.append((text, got.must_have, got.must_not))
    return found


@pytest.mark.parametrize("page", ["verdicts", "verdicts_new"])
def test_nothing_is_read_the_other_way_round(page: str) -> None:
    assert inverted(page) == []


@pytest.mark.parametrize(("page", "may_miss"), [("verdicts", 0.01), ("verdicts_new", 0.07)])
def test_what_is_ruled_out_is_read(page: str, may_miss: float) -> None:
    missed = []
    told = [(text, terms) for text, _, terms, _ in rows(page) if terms]
    for text, terms in told:
        got = read(text, force=True).need
        said = [phrase.lower() for phrase in got.must_not] if got else []
        sure = [term for term in terms if not term.endswith("_")]
        other = any(term != longer and term in longer for term in sure for longer in sure)  # one of two ways to say it
        found = [term for term in sure if term in said]
        if len(found) < (1 if other else len(sure)):
            missed.append((text, said))
    assert len(missed) <= may_miss * len(told), missed


@pytest.mark.parametrize("page", ["verdicts", "verdicts_new"])
def test_what_is_ruled_out_is_not_searched_for(page: str) -> None:
    leaked = []
    for text, wanted, ruled_out, _ in rows(page):
        got = read(text, force=True).need
        known = f"{got.category or ''} {' '.join(wanted)}".lower() if got else ""
        if got and any(_names(got.text, term) and not _names(known, term) for term in ruled_out):
            leaked.append((text, got.text))
    assert leaked == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("not the 300-dollar kind of backpack, something around 80", 64, 96),
        ("a desk chair, no $900 thing please, under 200", None, 200),
        ("my old one cost 250, a kettle around 40", 32, 48),
        ("a watch, 1000 dollars is out of the question, 150 tops", None, 150),
        ("anything above 300 is out, a printer", None, 300),
        ("keep those 700 pound models away from me. A pram, 250 is where I draw the line", None, 250),
        ("stay away from the 900 dollar ones, a bike helmet, 60 max", None, 60),
        ("spare me the $400 ones, a coffee grinder around 80", 64, 96),
        ("don't show us the 500 euro ones, I want a drill", None, None),
        ("the 200 euro ones can stay away, a toaster", None, None),
        ("hold the 20 dollar ones for me, a mug", 16, 24),
        ("五百块那种就算了，想买一百左右的键盘", 80, 120),
        ("五百以上的不考虑，买个电饭煲", None, 500),
        ("一百以下的不要，想买保温杯", 100, None),
        ("之前那个花了八百，这次想买三百左右的吹风机", 240, 360),
    ],
)
def test_a_price_that_is_refused_is_not_the_one_to_pay(text: str, low: int | None, high: int | None) -> None:
    price = need_of(text).price
    assert (price.low, price.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "Perfume makes me dizzy, recommend a hand soap",
        "Wool makes my skin itch, I need a scarf",
        "Lavender gives me headaches, find me a candle",
        "a chair with good joint support under $200",
        "一闻到香精就打喷嚏，推荐洗衣液",
        "羊毛扎得皮肤痒，想买围巾",
    ],
)
def test_an_aversion_to_ordinary_stuff_is_no_illness(text: str) -> None:
    assert read(text).need is not None


@pytest.mark.parametrize(
    "text",
    [
        "Perfume makes me dizzy, which antihistamine should I take?",
        "Standing up makes me dizzy, what should I buy?",
        "Wool makes my skin itch and bleed, recommend a cream for eczema",
        "一闻到香精就打喷嚏，是不是鼻炎，吃什么药",
        "joint support tablets",
    ],
)
def test_who_asks_for_a_remedy_is_ill_still(text: str) -> None:
    assert read(text).silent in {Silence.HEALTH, Silence.MEDICINE, Silence.HEALTH_FOOD}
