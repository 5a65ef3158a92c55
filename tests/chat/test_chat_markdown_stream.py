"""Streaming an answer gives the same pieces as reading it at once, at every prefix."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.markdown_answers import SAID, WRITTEN

from desktop_client.chat.markup import blocks
from desktop_client.chat.markup.blocks import MarkdownStream, pieces_of
from desktop_client.chat.markup.pieces import Code, Plain, Prose
from desktop_client.chat.markup.units import LOOK, MAX_WORK, Unit


def long_answers(count: int) -> list[str]:
    """Answers of several parts, as long ones have: what ends one part and begins another meets in ever new ways."""
    random = Random(200)
    return [random.choice(("\n\n", "\n")).join(random.sample(WRITTEN, 3)) for _ in range(count)]


ANSWERS = [*WRITTEN, *SAID, *long_answers(60)]
FRAGMENTS = [
    "- ", "* ", "1. ", "2. ", "7) ", "  ", "    ", "   ", "\n", "\n", "\n\n", "\r\n", "a", "b c", "**x**", "# ", "## h",
    "```", "```py\n", "~~~", "> ", ">", "|", "a|b", "|---|---|", "---", "===", "***", "- [ ] ", "[x](http://a.b/c)",
    "`", "$$", "\\[", "\\]", "<div>", "\t", "中文", "1.", "-", "\\", "=", "[a]: http://x.y\n", "    code",
    "|a|b|\n|-|-|\n|1|2|\n", "\u200b", "\u202e", "\n#", "\n-", "\n1. x", "\n```", "\n>", "\n1", "x\n|",
]  # fmt: skip


def assert_same_at_every_step(steps: list[str]) -> None:
    stream, so_far = MarkdownStream(), ""
    for step in steps:
        before = list(stream.pieces)
        first = stream.append(step)
        so_far += step
        assert tuple(stream.pieces) == pieces_of(so_far), repr(so_far)
        assert stream.pieces[:first] == before[:first]


def test_there_are_enough_answers_in_both_languages() -> None:
    chinese = [answer for answer in ANSWERS if re.search("[\u4e00-\u9fff]", answer)]
    assert len(set(ANSWERS)) >= 200
    assert len(chinese) >= 70


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_every_prefix_of_an_answer(answer: str) -> None:
    assert_same_at_every_step(list(answer))


@pytest.mark.parametrize("seed", range(6))
def test_answers_in_tokens_of_any_length(seed: int) -> None:
    random = Random(seed)
    text = "\n\n".join(random.sample(WRITTEN, 4))
    steps, at = [], 0
    while at < len(text):
        length = random.choice((1, 2, 3, 4, 7, 20, 120))
        steps.append(text[at : at + length])
        at += length
    assert_same_at_every_step(steps)


@settings(max_examples=150, derandomize=True)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=2, max_size=25))
def test_fragments_thrown_together(steps: list[str]) -> None:
    assert_same_at_every_step(steps)


@pytest.mark.parametrize(
    "steps",
    [
        ["para\n#", "h"],
        ["para\n-", "x"],
        ["- a\n-", "b\n", "c"],
        ["para\n``", "`x"],
        ["1. a\n1", ". b\n1. c\n", "1. d"],
        ["a\n\n1.", " b\n\nc\n2", ". d"],
        ["t\n|a|b|\n|-", "|-|\n|1|2|\nx\n\ny\n", "z"],
    ],
)
def test_a_line_that_is_not_whole_settles_nothing(steps: list[str]) -> None:
    assert_same_at_every_step(steps)


def test_only_the_open_end_is_read_again() -> None:
    stream = MarkdownStream()
    stream.append("intro\n\n" + "".join(f"{n}. item {n}\n" for n in range(1, 200)))
    settled = [id(piece) for piece in stream.pieces[:-1]]
    first = stream.append("200. the last")
    assert first == len(stream.pieces) - 1
    assert [id(piece) for piece in stream.pieces[: len(settled)]] == settled
    assert stream.pieces[-1].place.marker == "200."


LONG = {
    "table in a quotation": "> |a|b|\n> |-|-|\n" + "> |1|2|\n" * 1_200 + "\nafter **it**\n",
    "table": "|a|b|\n|-|-|\n" + "|1|2|\n" * 1_200 + "after **it**\n",
    "nested list": "1. a\n" + "   - b *c*\n" * 1_200 + "2. d\n3. e\n\npara\n",
    "quotation": "> - a\n" * 1_200 + "b\n\n- c\n",
    "paragraph": "a line\n" * 3_000 + "\n## after\n",
    "list item that is mostly code": "- a\n  ```\n" + "  code\n" * 900 + "  ```\n" + "  - b\n" * 400 + "- c\n",
    "fence": "```py\n" + "a = 'some line of code'\n" * 1_500 + "```\n# after\n\n- b\n",
    "closed fence, then nothing": "~~~\n" + "x" * 60 + "\n~~~\n" + "\n" * 4_000 + "after\n",
    "nothing": "\n" * 5_000 + "- after\n",
}
"""Each has a unit that is too long to be read again with every piece, or might have."""


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("seed", range(2))
def test_long_units_in_portions_of_any_length(name: str, seed: int) -> None:
    random, text, at = Random(seed), LONG[name], 0
    stream = MarkdownStream()
    while at < len(text):
        step = random.choice((3, 40, 700, 5_000)) if random.random() < 0.1 else 700
        stream.append(text[at : at + step])
        at += step
        if random.random() < 0.2:
            assert tuple(stream.pieces) == pieces_of(text[:at])
    assert tuple(stream.pieces) == pieces_of(text)


@pytest.mark.parametrize("name", LONG)
def test_nothing_of_a_long_unit_is_lost_and_what_follows_is_read(name: str) -> None:
    pieces = pieces_of(LONG[name])
    source = LONG[name].split("\n")
    covered = {line for piece in pieces for line in range(*piece.lines)}
    marks = "`~|->: \t"
    assert not [line for at, line in enumerate(source) if line.strip(marks) and at not in covered]
    last = pieces[-1]
    assert isinstance(last, Prose)
    assert last.content.startswith(("after", "para", "b", "c"))


@pytest.mark.parametrize("name", ["table in a quotation", "table", "nested list", "quotation"])
def test_what_is_known_to_be_too_much_is_read_no_more(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    units_of = blocks.units_of

    def counted(text: str, *more: Any) -> list[Unit]:
        units = units_of(text, *more)
        taken.append(sum(unit.work for unit in units))
        return units

    monkeypatch.setattr(blocks, "units_of", counted)
    stream, text = MarkdownStream(), LONG[name]
    for at in range(0, len(text) * 3 // 4, 500):
        stream.append(text[at : min(at + 500, len(text) * 3 // 4)])
    assert 0 < max(taken) < MAX_WORK + 2 * LOOK
    taken.clear()
    stream.append("\n".join(text[len(text) * 3 // 4 :].split("\n")[:20]))
    assert sum(taken) < LOOK
    assert any(isinstance(piece, Plain) for piece in stream.pieces)


def test_reading_stops_where_the_text_says_so_and_goes_on_behind_it() -> None:
    item = "- a\n" + "  - b\n" * 300
    plain, code, after = pieces_of(item + "\n\n  still of it\n```\n> code\n```\n" + "para")
    assert isinstance(plain, Plain)
    assert plain.text.endswith("still of it")
    assert plain.place.depth == 1
    assert isinstance(code, Code)
    assert (code.text, code.lines) == ("> code", (304, 307))
    assert isinstance(after, Prose)
