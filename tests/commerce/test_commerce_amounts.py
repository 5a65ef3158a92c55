"""Money in the middle of a sentence reads as it does on cards, in both languages."""

from __future__ import annotations

import pytest

from desktop_client.commerce.money import Money
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.wording import say


@pytest.mark.parametrize(
    ("money", "english", "chinese"),
    [
        (Money(6900, "CNY"), "about CN¥69.00 at x", "¥69.00"),
        (Money(123456, "USD"), "about $1,234.56 at x", "US$1,234.56"),
        (Money(500, "JPY", 0), "about JP¥500 at x", "JP¥500"),
    ],
)
def test_an_amount_is_written_as_each_language_writes_it(money: Money, english: str, chinese: str) -> None:
    sentence = say("about {amount} at {rate}", amount=Amount(money), rate="x")
    assert str(sentence) == english
    assert chinese in sentence.in_language("zh")
