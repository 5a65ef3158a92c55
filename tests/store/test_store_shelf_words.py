"""Words as the shelf's index sees them: what is stored is frozen, what is typed can't break out."""

from __future__ import annotations

import unicodedata

import hypothesis.strategies as st
import pytest
import sqlite_utils
from hypothesis import given, settings

from desktop_client.commerce.meaning.simplified import simplify
from desktop_client.store.shelf_words import (
    MOST_PHRASES,
    match_query,
    row_of,
    shelf_place,
    shelf_statements,
    shelf_words,
)
from desktop_client.store.sqlite import sqlite3


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        (None, None),
        ("Face mask", "Face mask"),
        ("补水面膜", " 补水 水面 面膜 膜 "),
        ("保濕面膜", " 保湿 湿面 面膜 膜 "),
        ("ＳＰＦ５０防晒T恤", "SPF50 防晒 晒 T 恤 "),
        ("カメラ café", " カメ メラ ラ  café"),
    ],
)
def test_the_indexed_form_is_frozen(text: str | None, indexed: str | None) -> None:
    """If this has to change, a migration has to rebuild the index."""
    assert shelf_words(text) == indexed


def test_every_character_is_folded_as_the_standard_has_it() -> None:
    """One at a time, between others: what the short way takes for common must be left alone by the long one."""
    for code in (*range(0x20, 0x250), *range(0x3000, 0x3100), *range(0x4E00, 0xA000), *range(0xFF00, 0xFFF0)):
        text = f"a{chr(code)}b"
        wanted = simplify(unicodedata.normalize("NFKC", text))
        assert "".join((shelf_words(text) or "").split()) == "".join((shelf_words(wanted) or "").split()), hex(code)


def test_names_and_values_of_attributes_are_indexed() -> None:
    assert (
        shelf_statements('{"skin type":"sensitive\\ndry","肤质":"敏"}') == "skin type: sensitive\ndry\n 肤质 质 :  敏 "
    )


def test_short_titles_stand_first_and_a_place_tells_its_row() -> None:
    places = [shelf_place(3, "one two"), shelf_place(4, "seven words " * 3), shelf_place(1, "word " * 9)]
    assert places == sorted(places)
    assert [row_of(place) for place in places] == [3, 4, 1]
    assert shelf_place(1, "a") == shelf_place(1, "a b c d e f g")
    assert shelf_place(2, "word " * 70) > shelf_place(1, "word " * 80)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("面膜", '"面膜"'),
        ("敏感肌", '"敏感 感肌" OR "敏感" OR "感肌"'),
        ("面霜乳液", '"面霜 霜乳 乳液" OR "面霜" OR "霜乳" OR "乳液"'),
        ("masks", '"mask" *'),
        ("batteries", '"battery" * OR "batteries"'),
        ("boxes", '"box" OR "boxes"'),
        ("toys", '"toy" OR "toys"'),
        ("glass wireless", '"glass" * OR "wireless" *'),
        ("women's dress", '"women" * OR "dress" *'),
        ("50ml", '"50ml"'),
        ("T恤", '"t 恤" *'),
        ("iPhone手机壳", '"iphone" * OR "手机 机壳" OR "手机" OR "机壳"'),
        ("好用的面膜", '"好用" OR "面膜"'),
        ("茶", '"茶" *'),
        ("保濕", '"保湿"'),
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


@settings(max_examples=300)
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
