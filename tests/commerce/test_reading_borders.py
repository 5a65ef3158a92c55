"""Borders of words: a barcode's 条 counts nothing, and "nordic" doesn't begin with a "no"."""

from __future__ import annotations

import pytest

from desktop_client.commerce.reading import read
from desktop_client.commerce.reading.message import receive
from desktop_client.commerce.reading.story import another_one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("条形码 6921168509256 多少钱", "6921168509256"),
        ("商品条码6921168509256哪里买", "6921168509256"),
        ("barcode 4006381333931 price", "4006381333931"),
        ("找一个条形码是6921168509256的牛奶", "6921168509256 牛奶"),
        ("买条码打印机", "条码打印机"),
        ("条形码扫描器", "条形码扫描器"),
        ("barcode label printer under 100 dollars", "barcode label printer"),
        ("买条裤子", "裤子"),
    ],
)
def test_a_barcode_is_searched_by_its_digits(text: str, words: str) -> None:
    need = read(text, force=True).need
    assert need is not None
    assert need.text == words
    assert need.must_have == ()


@pytest.mark.parametrize(
    ("text", "shopping"),
    [
        ("4006381333931", True),
        ("barcode 4006381333931", True),
        ("EAN: 4006381333931", True),
        ("条码 6921168509256", True),
        ("商品条码是6921168509256", True),
        ("barcode 4006381333932", False),
        ("what does the barcode 4006381333931 stand for", False),
    ],
)
def test_a_barcode_by_itself_is_asked_for_whatever_it_is_called(text: str, shopping: bool) -> None:
    assert read(text).is_shopping is shopping


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("i'd like a nordic one", True),
        ("i'd like a thermal one", True),
        ("get me a quieter one", True),
        ("i'd like this one", False),
        ("which one is it", False),
        ("there is no one", False),
    ],
)
def test_a_word_that_points_at_what_is_there_is_a_whole_one(text: str, asked: bool) -> None:
    assert (another_one(receive(text), []) < len(text)) is asked
