"""Words as the index sees them: what is stored is frozen, what is typed can't break out."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
import sqlite_utils
from hypothesis import given, settings

from desktop_client.store.sqlite import sqlite3
from desktop_client.store.words import MOST_PHRASES, attribute_words, index_words, match_query


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


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("面膜", '"面 膜"'),
        ("敏感肌", '"敏 感 肌" OR "敏 感" OR "感 肌"'),
        ("masks", '"mask" *'),
        ("batteries", '"battery" * OR "batteries"'),
        ("boxes", '"box" OR "boxes"'),
        ("toys", '"toy" OR "toys"'),
        ("glass wireless", '"glass" * OR "wireless" *'),
        ("women's dress", '"women" * OR "dress" *'),
        ("50ml", '"50ml"'),
        ("T恤", '"t 恤"'),
        ("iPhone手机壳", '"iphone" * OR "手 机 壳" OR "手 机" OR "机 壳"'),
        ("好用的面膜", '"好 用" OR "面 膜"'),
        ("茶", '"茶"'),
        ("C++", '"c"'),
        ("Ｆａｃｅ", '"face" *'),
    ],
)
def test_what_is_looked_up(text: str, match: str) -> None:
    assert match_query([text]) == match


@pytest.mark.parametrize("text", ["", " \n", '"', "*()^:+-", "🧴🧴", "的了吗"])
def test_where_there_is_no_word_nothing_is_looked_up(text: str) -> None:
    assert match_query([text]) is None


def test_a_text_of_any_length_makes_a_short_query() -> None:
    text = " ".join(f"word{n}" for n in range(100_000))
    assert match_query([text, "面膜" * 100_000]).count(" OR ") == MOST_PHRASES - 1  # type: ignore[union-attr]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                ['"', "AND", "OR NOT", "NEAR(a b)", "C++", "title:x", "*", "^a", "{a}: b", "面膜*", "a - b"]
            ),
        ),
        max_size=5,
    )
)
def test_nothing_typed_is_a_syntax_error(texts: list[str]) -> None:
    db = sqlite_utils.Database(sqlite3.connect(":memory:"))
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (title, tokenize = 'unicode61 remove_diacritics 2')")
    match = match_query(texts)
    if match is not None:
        assert db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone() == (0,)
    db.close()
