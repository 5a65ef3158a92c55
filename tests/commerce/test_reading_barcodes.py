"""What a barcode is called is nothing to search by, and its 条 counts nothing."""

from __future__ import annotations

import pytest

from desktop_client.commerce.reading import read


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


def test_another_one_may_begin_like_a_word_that_tells_of_none() -> None:
    """"Notched" and "eachway" begin with words by which one points at what is there."""
    need = read("The pot on the stove cracked. I'd like a nordic one under $50", force=True).need
    assert need is not None
    assert need.category == "pot"
