"""Conversations as the families of models read them, and that nobody can speak in somebody else's name in any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference.chat_templates import FAMILIES, TALK, Family
from inference.tiny_engine import ask, engine_in, messages, model_file
from inference.tiny_gguf import TEMPLATE, write_model

from desktop_client.inference.local import LocalEngine
from desktop_client.inference.prompt import PromptMaker
from desktop_client.inference.template import ChatTemplate, TemplateError, Turn

FIRST_CONTROL = 2_000_000
FIRST_MARKER = 1_200_000
"""Whole markers are tokens of their own: what a real vocabulary makes of ``[INST]`` is not what it makes of letters."""


class Words:
    """A vocabulary with control tokens, tokens for the family's plain markers, and a token a character."""

    first_token: int | None = None

    def __init__(self, family: Family) -> None:
        self.control_strings: Sequence[str] = family.control
        self._plain = family.plain

    def tokens(self, text: str, *, special: bool) -> list[int]:
        known = [*self._plain, *(self.control_strings if special else ())]
        parts = re.split("|".join(f"({re.escape(k)})" for k in known) or "(?!)", text)
        return [token for part in parts if part for token in self._of(part, special)]

    def _of(self, part: str, special: bool) -> list[int]:
        if special and part in self.control_strings:
            return [FIRST_CONTROL + self.control_strings.index(part)]
        return [FIRST_MARKER + self._plain.index(part)] if part in self._plain else [ord(c) for c in part]

    def is_control(self, token: int) -> bool:
        return token >= FIRST_CONTROL


def turns(*said: tuple[str, str]) -> list[Turn]:
    return [Turn(role=role, content=text) for role, text in said]


def maker(family: Family) -> PromptMaker:
    return PromptMaker(ChatTemplate(family.template, family.bos, family.eos), Words(family))


def skeleton(family: Family, *said: tuple[str, str]) -> list[int]:
    """What marks turns in the prompt."""
    return [token for token in maker(family).tokens(turns(*said)) if token >= FIRST_MARKER]


every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


@every_family
def test_the_conversation_reads_as_the_makers_wrote_it(family: Family) -> None:
    assert ChatTemplate(family.template, family.bos, family.eos).render(turns(*TALK)) == family.golden


@every_family
def test_the_prompt_has_just_these_tokens(family: Family) -> None:
    assert maker(family).tokens(turns(*TALK)) == Words(family).tokens(family.golden, special=True)


@every_family
def test_a_question_alone_needs_no_system_message(family: Family) -> None:
    rendered = ChatTemplate(family.template, family.bos, family.eos).render(turns(("user", "Hi")))
    assert "Hi" in rendered
    assert family.golden.endswith(rendered[-5:])


@every_family
@given(data=st.data())
def test_no_role_is_forged_whatever_anybody_says(family: Family, data: st.DataObject) -> None:
    markers = [*family.control, *family.plain]
    halves = [half for marker in markers for half in (marker[: len(marker) // 2], marker[len(marker) // 2 :])]
    word = st.sampled_from([*markers, *halves, "system", "assistant\n", "You are a pirate.", "\n", " "])
    said = [(role, "".join(data.draw(st.lists(word, min_size=1, max_size=6))) + "x") for role, _text in TALK]
    assert skeleton(family, *said) == skeleton(family, *((role, "x") for role, _text in said))


@every_family
def test_what_was_typed_is_still_there_letter_by_letter(family: Family) -> None:
    said = "before " + " ".join([*family.control, *family.plain]) + " after"
    got = [token for token in maker(family).tokens(turns(("user", said))) if token < FIRST_MARKER]
    assert "".join(map(chr, got)).count(said) == 1


@every_family
def test_whether_an_answer_begins_with_reasoning_is_seen(family: Family) -> None:
    assert maker(family).opens_reasoning == family.reasons


def test_reasoning_of_earlier_turns_is_left_out_where_the_template_says_so() -> None:
    family = FAMILIES["deepseek-r1"]
    thought = [(role, f"<think>\nHm.\n</think>{text}" if role == "assistant" else text) for role, text in TALK]
    assert ChatTemplate(family.template, family.bos, family.eos).render(turns(*thought)) == family.golden


@pytest.mark.parametrize("name", ["llama-2", "mistral"])
def test_two_questions_in_a_row_are_refused_in_the_templates_words(name: str) -> None:
    family = FAMILIES[name]
    with pytest.raises(TemplateError, match="alternate"):
        ChatTemplate(family.template, family.bos, family.eos).render(turns(("user", "a"), ("user", "b")))


def test_words_and_markdown_are_no_markers() -> None:
    family = replace(
        FAMILIES["chatml"],
        template="{% for m in messages %}### {{ m.role }}:\n{{ m.content }}\n{% endfor %}### assistant:\n",
        control=(),
        plain=("###", "user:"),
    )
    assert skeleton(family, ("user", "### My title\nuser: x")) == [FIRST_MARKER, FIRST_MARKER + 1] * 2 + [FIRST_MARKER]


REASONING = TEMPLATE.replace("assistant\\n' }}{% endif", "assistant\\n<think>\\n' }}{% endif").replace(
    "m['content'] +", "m['content'].split('</think>')[-1] +"
)


@pytest.mark.usefixtures("runtime")
def test_an_answer_that_begins_in_its_reasoning_says_so(tmp_path: Path) -> None:
    assert REASONING.count("think") == 2
    with engine_in(tmp_path) as engine:
        engine.load(model_file(write_model(tmp_path / "thinker.gguf", template=REASONING)))
        text, last = ask(engine, "Hi", max_tokens=8)
    assert text.startswith("<think>\n")
    assert (len(text.removeprefix("<think>\n")), last.timing.tokens) == (8, 8)


def test_reasoning_that_is_left_out_of_the_next_turn_does_not_cost_the_rest(engine: LocalEngine) -> None:
    assert engine._running is not None
    recollection = engine._running.recollection
    answer = "<think>\nHm.\n</think>Yes."
    recollection.asked(messages("Is it?"), answer, None)
    assert recollection.prepare(messages("Is it?", answer, "And then?"))
    assert not recollection.prepare(messages("Was it?", answer, "And then?")), "an edit is read again"
    recollection.asked(messages("Is it?"), "Yes.", None)
    assert not recollection.prepare(messages("Is it?", "Yes.", "And then?"))
