"""Of a message that is too long, the passages that have most to do with what is asked."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.chat.attachment import Attachment, Kind, parted, with_attachments
from desktop_client.chat.passages import PASSAGE, Words, asked_of, excerpt, ranked

WORDS = Words(lambda count: f"[{count} gone]", lambda name, shown, every: f"{name} {shown}/{every}", "pasted")
DICE = random.Random(7)
FILLER = [
    " ".join(DICE.choice(("harbour", "rope", "tar", "gull", "tide", "mast")) for _ in range(90)) for _ in range(40)
]


def story(*told: tuple[int, str]) -> str:
    parts = list(FILLER)
    for at, text in told:
        parts.insert(at, text)
    return "\n\n".join(parts)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was the lantern repaired?", "The lantern was repaired in the spring of 1911 by two brothers."),
        ("灯塔的灯是什么时候修好的？", "灯塔的灯在一九一一年春天由两兄弟修好。"),
    ],
)
def test_what_is_asked_about_is_among_what_is_shown_wherever_it_stands(question: str, told: str) -> None:
    for at in (1, 20, 39):
        text = f"{question}\n\n{story((at, told))}"
        got = excerpt(text, WORDS, lambda t: len(t) <= 2500)
        words, (one,) = parted(got)
        assert words == question
        assert told in one.text
        assert "gone]" in one.text
        assert len(got) <= 2500


def test_passages_stand_in_their_order_and_nothing_is_made_up() -> None:
    text = f"Which mast?\n\n{story((30, 'The mizzen mast is Oregon pine.'), (5, 'The main mast is oak.'))}"
    _, (one,) = parted(excerpt(text, WORDS, lambda t: len(t) <= 3000))
    for part in one.text.split("\n\n"):
        assert part.endswith("gone]") or part in text
    where = [text.index(part) for part in one.text.split("\n\n") if part and not part.endswith("gone]")]
    assert where == sorted(where)


def test_the_name_says_how_many_passages_there_are_and_the_gaps_how_much_is_missing() -> None:
    source = Attachment("log.txt", Kind.TEXT, 9, story())
    got = excerpt(with_attachments("tide?", [source]), WORDS, lambda t: len(t) <= 2500)
    _, (one,) = parted(got)
    name, _, counts = one.name.partition(" ")
    shown, every = map(int, counts.split("/"))
    assert name == "log.txt"
    assert 0 < shown < every == len(ranked("tide?", [source]))
    missing = sum(int(part.strip("[]").split()[0]) for part in one.text.split("\n\n") if part.endswith("gone]"))
    kept = sum(len(part) for part in one.text.split("\n\n") if not part.endswith("gone]"))
    # The white space around a cut is taken off at most twice a passage.
    assert 0 <= len(source.text) - missing - kept <= 4 * shown


def test_as_many_fit_as_can() -> None:
    text = f"tide?\n\n{story()}"
    got = excerpt(text, WORDS, lambda t: len(t) <= 5000)
    assert 5000 - PASSAGE - 100 < len(got) <= 5000
    assert excerpt(text, WORDS, lambda t: len(t) <= 50) == ""


def test_the_file_that_is_asked_about_is_the_one_that_is_shown() -> None:
    files = [
        Attachment("a.txt", Kind.TEXT, 1, story()),
        Attachment("b.txt", Kind.TEXT, 1, "The lantern is green. " * 99),
    ]
    got = excerpt(with_attachments("Is the lantern green?", files), WORDS, lambda t: len(t) <= 1500)
    assert [one.name.split()[0] for one in parted(got)[1]] == ["b.txt"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Who?\n\n" + "word " * 900, "Who?"),
        ("word " * 900 + "\n\nWho?", "Who?"),
        ("Look at this.\n\n" + "word " * 900 + "\n\nWho is it?", "Who is it?"),
        ("谁？\n" + "字" * 2000, "谁？"),
        ("word " * 900, ""),
    ],
)
def test_the_question_is_found_before_or_after_what_was_pasted(text: str, asked: str) -> None:
    question, (rest, *_) = asked_of(text, "pasted")
    assert question == asked
    assert len(rest.text) >= len(text) - len(asked) - 20


@given(st.text(max_size=3000), st.integers(0, 2000))
def test_whatever_the_text_it_fits_or_there_is_none(text: str, most: int) -> None:
    assert len(excerpt(text, WORDS, lambda t: len(t) <= most)) <= most
