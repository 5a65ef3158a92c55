"""Values of attributes that feeds say in fixed words: the same in either language, and each read in the other."""

from __future__ import annotations

import pytest

from desktop_client.commerce.meaning.attribute_names import attribute_name
from desktop_client.commerce.meaning.attribute_values import Reading, read_value
from desktop_client.commerce.meaning.concepts import read_table


@pytest.mark.parametrize(
    ("attribute", "text", "same", "reading"),
    [
        ("condition", "new", "全新", Reading("", "全新")),
        ("condition", "Brand New", "新品", Reading("", "全新")),
        ("condition", "全新", "new", Reading("new", "")),
        ("condition", "Certified - Refurbished", "refurbished", Reading("", "翻新")),
        ("age group", "kids", "儿童", Reading("", "儿童")),
        ("gender", "女款", "female", Reading("female", "")),
    ],
)
def test_a_fixed_word_is_the_same_in_either_language(attribute: str, text: str, same: str, reading: Reading) -> None:
    one, other = read_value(attribute, text), read_value(attribute, same)
    assert one is not None
    assert other is not None
    assert one.key == other.key
    assert one.reading == reading


def test_the_word_means_that_only_of_this_attribute() -> None:
    style = read_value("style", "new")
    assert style is not None
    assert style.reading is None


def test_every_attribute_with_fixed_words_has_a_name_and_no_word_means_two_things() -> None:
    for attribute, rows in read_table("values").items():
        assert attribute_name(attribute, attribute).zh != attribute.capitalize()
        words = [word for row in rows for word in (*row["en"], *row["zh"])]
        assert len(words) == len(set(words))
