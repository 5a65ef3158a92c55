"""Streaming an answer gives the same pieces as reading it at once, at every prefix."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.markdown_answers import SAID, WRITTEN

from desktop_client.chat.markup.blocks import MarkdownStream, pieces_of


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
