"""Price ranges in figures, words and Chinese numerals; and numbers that are no price."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.reading import read
from desktop_client.commerce.reading.message import receive
from desktop_client.commerce.reading.prices import read_price

DATA = Path(__file__).parent / "data"


def cases(page: str) -> list[tuple[PriceRange, str]]:
    found = []
    for line in (DATA / f"{page}.tsv").read_text(encoding="utf-8").splitlines():
        low, high, currency, text = line.split("\t")
        bounds = (None if bound == "-" else Decimal(bound) for bound in (low, high))
        found.append((PriceRange(*bounds, None if currency == "-" else currency), text))
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("batch", ["prices", "prices13", "prices14", "prices20"])
def test_ranges_are_read_exactly(batch: str, language: str) -> None:
    written = cases(f"{batch}.{language}")
    wrong = [(text, want) for want, text in written if read_price(receive(text)).price != want]
    assert len(written) >= 100
    assert len(wrong) <= 0.03 * len(written), wrong


def test_around_reaches_a_fifth_to_either_side() -> None:
    assert read_price(receive("headphones around $500")).price == PriceRange(Decimal(400), Decimal(600), "USD")


def test_a_bare_amount_is_around_it() -> None:
    assert read_price(receive("a $30 gift")).price == PriceRange(Decimal(24), Decimal(36), "USD")


def test_pounds_of_weight_are_no_money() -> None:
    assert not read_price(receive("a dog bed that supports up to 60 pounds")).price
    assert read_price(receive("a dog bed for under 60 pounds")).price.currency == "GBP"


def test_pesos_and_crowns_name_no_currency() -> None:
    assert read_price(receive("shoes under 900 pesos")).price == PriceRange(None, Decimal(900), None)


@pytest.mark.parametrize(
    "code",
    [
        "AED",
        "BRL",
        "DKK",
        "IDR",
        "KRW",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "PLN",
        "SAR",
        "SEK",
        "THB",
        "TWD",
        "USD",
        "VND",
        "ZAR",
    ],
)
def test_a_code_is_read_on_either_side_of_its_amount(code: str) -> None:
    want = PriceRange(None, Decimal(400), code)
    assert read_price(receive(f"headphones under {code} 400")).price == want
    assert read_price(receive(f"headphones under 400 {code.lower()}")).price == want


def test_some_hundreds_name_no_price() -> None:
    for text in ("几百块的耳机", "大几百的耳机", "好几千的包"):
        assert not read_price(receive(text)).price
    assert read_price(receive("最好八百以内")).price == PriceRange(None, Decimal(800), None)


def test_tens_and_ones_in_words_are_one_number() -> None:
    assert read_price(receive("under seventy five dollars")).price == PriceRange(None, Decimal(75), "USD")


def test_what_says_the_price_is_not_searched_for() -> None:
    need = read("wireless headphones under 20 bucks").need
    assert need is not None
    assert need.text == "wireless headphones"


@pytest.mark.parametrize("text", ["$" * 500, "1," * 2000, "一" * 3000, "十" * 3000, "under " * 600, "$1 to " * 500])
def test_storms_of_numbers_are_survived(text: str) -> None:
    assert read_price(receive(text)).spans is not None


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("two-fifty tops for a coffee table", None, 250, None),
        ("min $100 max $150 headphones", 100, 150, "USD"),
        ("sofa between two and three thousand dollars", 2000, 3000, "USD"),
        ("a mug for a tenner max", None, 10, "GBP"),
        ("十几二十块的小礼物", 10, 20, "CNY"),
        ("沙发1k2以内", None, 1200, None),
        ("两块以内的贴纸", None, 2, "CNY"),
        ("I got about 90 quid for a used amp", None, 90, "GBP"),
        ("six stools, couple hundred for all six max", None, 200, None),
        ("a mower, grand and a half all in", None, 1500, None),
        ("who pays $90 for a mug? find me one at half that", None, 45, "USD"),
        ("more than $80 is too much for a kettle", None, 80, "USD"),
        ("a sofa, ours is from 2011, under 900", None, 900, None),
        ("四百块钱能买到好点的键盘吗", None, 400, "CNY"),
        ("鼠标 七八百吧", 700, 800, None),
        ("相机 3000-4000 女儿用", 3000, 4000, None),
        ("藍牙耳機 三百蚊以內", None, 300, "HKD"),
        ("风扇 200以里", None, 200, None),
    ],
)
def test_prices_as_they_are_spoken(text: str, low: int | None, high: int | None, currency: str | None) -> None:
    bounds = (None if bound is None else Decimal(bound) for bound in (low, high))
    assert read_price(receive(text)).price == PriceRange(*bounds, currency)


@pytest.mark.parametrize(
    "text",
    [
        "想买一块手表", "想买一块能剪的地垫", "换两块吸水的毛巾", "20v电钻带两块电池",
        "is 40 quid a lot for a toaster", "a puzzle for rainy days, 45min, not too hard",
        "the pro is $200 more, worth it?",
        "这款比那款贵三百块，值得吗", "身高160-170 穿多大的外套",
        "binoculars 10x42", "iphone 15 pro max 256", "1080p projector",
    ],
)  # fmt: skip
def test_these_numbers_are_no_prices(text: str) -> None:
    assert not read_price(receive(text)).price


@pytest.mark.parametrize("text", ["想换根鱼竿，长度四米五左右", "泳衣和泳镜一起买"])
def test_a_measure_and_a_word_that_begins_with_one_are_no_price(text: str) -> None:
    assert not read_price(receive(text)).price


def test_a_budget_for_two_things_together_is_one() -> None:
    assert read_price(receive("泳衣和泳镜一起买，一百以内")).price == PriceRange(None, Decimal(100), None)
