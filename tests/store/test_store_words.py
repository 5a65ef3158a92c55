"""Words as the index sees them: what is stored is frozen, what is typed can't break out."""

from __future__ import annotations

import pytest

from desktop_client.store.words import attribute_words, index_words


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        (None, None),
        ("Face mask", "Face mask"),
        ("补水面膜", " 补 水 面 膜 "),
        ("ＳＰＦ５０防晒T恤", "SPF50 防 晒 T 恤 "),
        ("カメラ café", " カ メ ラ  café"),
    ],
)
def test_the_indexed_form_is_frozen(text: str | None, indexed: str | None) -> None:
    """If this has to change, a migration has to rebuild the index."""
    assert index_words(text) == indexed


def test_names_and_values_of_attributes_are_indexed() -> None:
    assert attribute_words('{"skin type":"sensitive\\ndry","肤质":"敏"}') == "skin type: sensitive\ndry\n 肤 质 :  敏 "
