"""The features that tell an amount from a name, and one clause from the next."""

from __future__ import annotations

import pytest

from desktop_client.commerce.reading.amounts import CODE, MEASURE, MONEY, NUMBER
from desktop_client.commerce.reading.features import features
from desktop_client.commerce.reading.message import receive


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("is 80 quid too much", MONEY),
        ("under $80", MONEY),
        ("三百块以内 80元", MONEY),
        ("a cut of 80cm", MEASURE),
        ("硬盘 8tb", MEASURE),
        ("Brother MG5750", CODE),
        ("wh1000xm5", CODE),
        ("chapter 80", NUMBER),
    ],
)
def test_what_a_word_with_a_digit_counts(text: str, kind: str) -> None:
    message = receive(text)
    assert {name.rpartition(":")[2] for name in features(message) if ":one:<" in name} >= {kind}


def test_two_names_of_models_are_compared() -> None:
    assert "en:several:<code>" in features(receive("wh1000xm5 or qc45"))
    assert "en:several:<code>" not in features(receive("wh1000xm5 or not"))


def test_what_is_wanted_in_one_clause_is_told_from_the_next() -> None:
    assert "en:same:goods+want" in features(receive("I want a kettle."))
    assert "en:same:goods+want" not in features(receive("I want to sleep. The kettle sings."))
    assert "en:pair:goods+want" in features(receive("I want to sleep. The kettle sings."))
