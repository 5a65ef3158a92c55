"""What typed words mean, and where they stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.chat.search import MOST_TERMS, Query, excerpt, folded

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("跑步a b.é＿Ａアガ한글ß'\"-*")), max_size=40)


def marked(typed: str, text: str) -> str:
    for start, end in reversed(list(Query.of(typed).places(text))):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("head", "Headphones, forehead", "[Head]phones, forehead"),
        ("跑步", "我喜欢跑步机。跑", "我喜欢[跑步]机。跑"),
        ("跑步", "跑\n步", "[跑\n步]"),
        ("跑步", "他跑。步行", "他跑。步行"),
        ("T恤", "一件T恤，T 恤，DT恤", "一件[T恤]，[T 恤]，DT恤"),
        ("cafe", "Ｃａｆé", "[Ｃａｆé]"),
        ("c", "C++ and can", "[C]++ and can"),
        ("foo-bar", "foo_bar foobar foo bar", "[foo_bar] foobar [foo bar]"),
        ("user@x.com", "to user@x.com", "to [user@x.com]"),
        ('"blue sky"', "sky blue, blue skys", "sky blue, [blue sky]s"),
        ("python", "学Python吧", "学[Python]吧"),
        ("ガ", "ガム", "[ガ]ム"),
        ("かめ", "がめ かめ", "がめ [かめ]"),
    ],
)
def test_where_terms_stand(typed: str, text: str, expected: str) -> None:
    assert marked(typed, text) == expected


@pytest.mark.parametrize("typed", ["", "  ", '"', "* - ()", "“”", "_"])
def test_nothing_to_look_for(typed: str) -> None:
    assert not Query.of(typed)
    assert list(Query.of(typed).places("anything * - ()")) == []


def test_a_pasted_page_is_cut() -> None:
    assert len(Query.of(" ".join(map(str, range(1000)))).terms) == MOST_TERMS


@given(TEXTS)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(TEXTS, TEXTS)
def test_places_are_in_order_and_apart(typed: str, text: str) -> None:
    end = 0
    for start, after in Query.of(typed).places(text):
        assert end <= start < after <= len(text)
        end = after


@given(TEXTS, st.text(alphabet="跑步，。！＿Ａ１ａ…　「ab B.\n", max_size=20))
def test_usual_texts_are_read_like_all_others(typed: str, text: str) -> None:
    """Chinese and ASCII are folded in a quicker way; the space at the end, which is neither, keeps from it."""
    assert list(Query.of(typed).places(text)) == list(Query.of(typed).places(f"{text}\u00a0"))


def test_how_well_a_text_fits_is_said_only_where_its_characters_follow_each_other() -> None:
    fit = Query.of("跑步").fit
    assert fit("他跑。步行者") is None
    assert (fit("跑步") or 0) > (fit("跑步" + "，然后休息" * 9) or 0) > 0
    assert Query.of("run").fit("nothing of it") == 0


def test_an_excerpt_is_one_line_around_the_match() -> None:
    found = excerpt("much\ntext before, " * 20 + "the needle here " + "and more " * 40, Query.of("needle"))
    assert "\n" not in found.text
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert [found.text[a:b] for a, b in found.matches] == ["needle"]


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt("面膜好用", Query.of("面膜")).text == "面膜好用"
