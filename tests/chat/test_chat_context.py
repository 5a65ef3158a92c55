"""What fits, and that the cut stays put while a conversation grows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from desktop_client.chat.context import ContextFullError, fit
from desktop_client.chat.conversation import Message, MessageState
from desktop_client.inference.engine import ChatMessage, Role

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def message(number: int, role: Role, text: str) -> Message:
    return Message(number, 1, number - 1 or None, role, text, MessageState.COMPLETE, NOON)


def conversation(*texts: str) -> list[Message]:
    """Questions and answers in turn, the first a question."""
    roles = (Role.USER, Role.ASSISTANT)
    return [message(n + 1, roles[n % 2], text) for n, text in enumerate(texts)]


class Counter:
    """Counts ``per_letter`` tokens for each letter and 5 for each message; remembers how often it was asked."""

    def __init__(self, per_letter: float = 0.25) -> None:
        self.per_letter = per_letter
        self.asked = 0

    def __call__(self, messages: Sequence[ChatMessage]) -> int:
        self.asked += 1
        return sum(5 + int(self.per_letter * len(m.content)) for m in messages)


def test_a_short_conversation_goes_in_whole() -> None:
    count = Counter()
    fitted = fit(conversation("q1", "a1", "q2"), "system", 1000, 100, count)
    assert [(m.role, m.content) for m in fitted.messages] == [
        (Role.SYSTEM, "system"),
        (Role.USER, "q1"),
        (Role.ASSISTANT, "a1"),
        (Role.USER, "q2"),
    ]
    assert fitted.left_out_ids == ()
    assert fitted.tokens == count(fitted.messages)
    assert count.asked == 2


def test_the_oldest_turns_go_first_and_whole() -> None:
    branch = conversation(*["x" * 400] * 9)
    fitted = fit(branch, "s", 600, 100, Counter())
    assert fitted.tokens <= 500
    assert fitted.left_out_ids == (1, 2, 3, 4, 5, 6)
    assert [m.role for m in fitted.messages] == [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER]


def test_what_fits_by_count_goes_in_although_by_length_it_would_not() -> None:
    branch = conversation(*["x" * 1000] * 9)
    assert fit(branch, "s", 600, 100, Counter(0.01)).left_out_ids == ()
    assert fit(branch, "s", 600, 100, Counter(0.06)).left_out_ids == (1, 2)


def test_a_question_that_is_too_long_by_itself_is_said_with_numbers() -> None:
    branch = conversation("q", "a", "x" * 4000)
    with pytest.raises(ContextFullError) as full:
        fit(branch, "s", 600, 100, Counter())
    assert str(full.value.cause) == "The question is too long for this model: 1010 tokens, where 500 fit."
    assert full.value.next_step is not None


def test_a_question_that_just_fits_goes_alone() -> None:
    fitted = fit(conversation("q" * 400, "a" * 400, "x" * 1956), "s", 600, 100, Counter())
    assert (fitted.tokens, fitted.left_out_ids) == (499, (1, 2))


def test_a_long_document_stays_while_it_is_talked_about() -> None:
    """Neither is it dropped before it has to, nor does it take what follows with it when it goes."""
    texts = ["x" * 200, "y" * 200, "D" * 1500, "ok"]
    for turn in range(1, 8):
        fitted = fit(conversation(*texts, f"q{turn}"), "s", 600, 100, Counter())
        assert any(m.content.startswith("D") for m in fitted.messages), turn
        assert fitted.left_out_ids == ((1, 2) if fitted.left_out_ids else ())
        texts += [f"q{turn}", "short"]
    texts += ["z" * 300, "z" * 300]
    fitted = fit(conversation(*texts, "q"), "s", 600, 100, Counter())
    assert fitted.left_out_ids == (1, 2, 3, 4)


def test_the_cut_moves_seldom() -> None:
    """Over a long chat, turns are read again only when a block goes: most of the prompt is the one before, longer."""
    texts: list[str] = []
    evaluated = new = cuts = 0
    before: tuple[ChatMessage, ...] = ()
    for turn in range(200):
        texts.append(f"question {turn} " + "x" * 60)
        messages = fit(conversation(*texts), "s", 2400, 400, Counter()).messages
        if messages[: len(before)] != before:
            cuts += 1
            evaluated += len(messages)
        else:
            evaluated += len(messages) - len(before)
        new += 2
        before = messages
        texts.append(f"answer {turn} " + "y" * 200)
    assert cuts <= 40
    assert len(before) > 30


def test_a_question_without_an_answer_is_joined_with_the_next() -> None:
    branch = [
        message(1, Role.USER, "first"),
        message(2, Role.ASSISTANT, ""),
        message(3, Role.USER, "second"),
        message(4, Role.USER, "third"),
    ]
    fitted = fit(branch, "", 1000, 100, Counter())
    assert [(m.role, m.content) for m in fitted.messages] == [(Role.USER, "first\n\nsecond\n\nthird")]


def test_a_thousand_messages_ask_the_engine_only_a_few_times() -> None:
    count = Counter()
    fit(conversation(*["some words " * 20] * 1001), "s", 4096, 1024, count)
    assert count.asked <= 4


@settings(max_examples=60)
@given(
    lengths=st.lists(st.integers(0, 900), min_size=1, max_size=30),
    per_letter=st.sampled_from([0.05, 0.25, 0.5, 1.0]),
    budget=st.integers(400, 4000),
)
def test_whatever_comes_the_prompt_fits_and_the_cut_never_goes_back(
    lengths: list[int], per_letter: float, budget: int
) -> None:
    texts: list[str] = []
    cut_before = 0
    for number, length in enumerate(lengths):
        texts.append(f"q{number} " + "x" * length)
        branch = conversation(*texts)
        count = Counter(per_letter)
        try:
            fitted = fit(branch, "system", budget, 100, count)
        except ContextFullError:
            alone = [ChatMessage(Role.SYSTEM, "system"), ChatMessage(Role.USER, texts[-1])]
            assert count(alone) > budget - 100
        else:
            assert count(fitted.messages) == fitted.tokens <= budget - 100
            assert fitted.messages[0].content == "system"
            assert fitted.messages[-1].content == texts[-1]
            cut = len(fitted.left_out_ids)
            assert fitted.left_out_ids == tuple(range(1, cut + 1))
            assert cut % 2 == 0
            assert cut >= cut_before
            cut_before = cut
        texts.append(f"a{number} " + "y" * (length // 2))
