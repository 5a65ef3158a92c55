"""A file without a chat template: nothing is guessed, somebody chooses, and the model is talked to as they said."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference.chat_templates import FAMILIES, TALK
from inference.tiny_engine import ask, engine_in, model_file
from inference.tiny_gguf import TEMPLATE, write_model

from desktop_client.errors import SidelightError
from desktop_client.inference.engine import EngineError, NoTemplateError
from desktop_client.inference.gguf_check import check, facts_of
from desktop_client.inference.known_templates import KnownTemplate, all_marks, by_id, by_text, known_templates, speaks
from desktop_client.inference.template import ChatTemplate, Turn

GOLDEN = {
    **{name: FAMILIES[name].golden for name in ("chatml", "llama-3", "llama-2", "mistral", "gemma", "phi-3")},
    "deepseek": FAMILIES["deepseek-r1"].golden.removesuffix("<think>\n"),
    "zephyr": "<|system|>\nBe brief.</s>\n<|user|>\nHi</s>\n<|assistant|>\nHello.</s>\n<|user|>\n敏感肌？</s>\n"
    "<|assistant|>\n",
    "vicuna": "Be brief. USER: Hi ASSISTANT: Hello.</s>USER: 敏感肌？ ASSISTANT:",
    "alpaca": "Be brief.\n\n### Instruction:\nHi\n\n### Response:\nHello.</s>\n\n"
    "### Instruction:\n敏感肌？\n\n### Response:\n",
}
EDGES = {
    "llama-3": ("<|begin_of_text|>", ""),
    "gemma": ("<bos>", ""),
    "deepseek": ("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"),
}

every = pytest.mark.parametrize("one", known_templates(), ids=lambda one: one.id)


def turns(*said: tuple[str, str]) -> list[Turn]:
    return [Turn(role=role, content=text) for role, text in said]


def made(one: KnownTemplate) -> ChatTemplate:
    return ChatTemplate(one.template, *EDGES.get(one.id, ("<s>", "</s>")))


@every
def test_the_conversation_reads_as_the_makers_wrote_it(one: KnownTemplate) -> None:
    assert made(one).render(turns(*TALK)) == GOLDEN[one.id]


@every
@given(texts=st.lists(st.text(min_size=1).filter(lambda text: text == text.strip()), min_size=1, max_size=5))
def test_every_message_is_there_once_and_in_its_place(one: KnownTemplate, texts: Sequence[str]) -> None:
    texts = [f"⟦{number}:{text}⟧" for number, text in enumerate(texts)]
    said = made(one).render(turns(*(("assistant" if n % 2 else "user", text) for n, text in enumerate(texts))))
    places = [said.index(text) for text in texts]
    assert places == sorted(places)
    assert [said.count(text) for text in texts] == [1] * len(texts)


def test_the_list_contradicts_itself_nowhere() -> None:
    for field in ("id", "name", "template"):
        values = [getattr(one, field) for one in known_templates()]
        assert len(set(values)) == len(values), field
    for one in known_templates():
        assert by_id(one.id) is by_text(one.template) is one
        assert all(mark in one.template or mark.strip("<|>") in ("user", "assistant") for mark in one.marks)
    with pytest.raises(SidelightError, match="no chat template called nope"):
        by_id("nope")


def test_whose_marks_are_tokens_of_the_model_is_seen(tmp_path: Path) -> None:
    found = facts_of(write_model(tmp_path / "bare.gguf", template=None))
    assert found is not None
    assert (found["template"], found["marks"]) == (False, ["<|im_start|>", "<|im_end|>"])
    fits = {one.id: speaks(one, found["marks"]) for one in known_templates()}
    assert fits["chatml"] is True
    assert fits["llama-3"] is False
    assert fits["alpaca"] is None
    assert set(all_marks()) > set(found["marks"])


def test_a_check_says_what_is_missing_and_that_nothing_else_is(tmp_path: Path) -> None:
    bare = write_model(tmp_path / "bare.gguf", template=None)
    report = check(bare)
    assert (report.ok, report.template, report.needs_template) == (False, False, True)
    assert "bare.gguf has no chat template" in str(report.problem)
    assert "sidelight models template bare.gguf" in str(report.next_step)
    assert check(bare, template_chosen=True).ok
    full = check(bare, available=1)
    assert (full.ok, full.needs_template) == (False, False), "a template would not help a machine without memory"


@pytest.mark.usefixtures("runtime")
def test_a_model_without_one_answers_once_it_is_chosen(tmp_path: Path) -> None:
    chosen: dict[str, str] = {}
    bare = model_file(write_model(tmp_path / "bare.gguf", template=None))
    with engine_in(tmp_path, template_of=chosen.get) as engine:
        with pytest.raises(NoTemplateError) as refused:
            engine.load(bare)
        assert refused.value.model == bare
        assert not engine.has_crashed(bare)
        chosen[bare.sha256] = by_id("chatml").template
        info = engine.load(bare)
        assert info.template_sha256 == hashlib.sha256(by_id("chatml").template.encode()).hexdigest()
        by_chatml, last = ask(engine, "Hi", max_tokens=8)
        assert len(by_chatml) == 8
        prompt = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
        assert last.timing.prompt_tokens == len(prompt) - 2 * len("<|im_start|>") - len("<|im_end|>") + 3
        process = engine.process_id
        assert engine.load(bare) == info
        assert engine.process_id == process, "the same model with the same template stays as it is"
        chosen[bare.sha256] = by_id("alpaca").template
        assert engine.load(bare).template_sha256 != info.template_sha256
        assert engine.process_id != process


@pytest.mark.usefixtures("runtime")
def test_one_that_fails_is_said_and_another_can_be_chosen(tmp_path: Path) -> None:
    chosen: dict[str, str] = {}
    bare = model_file(write_model(tmp_path / "bare.gguf", template=None))
    with engine_in(tmp_path, template_of=chosen.get) as engine:
        for bad, why in (("{% for %}", "fails: "), ("Hello.", "leaves out what the user says")):
            chosen[bare.sha256] = bad
            with pytest.raises(EngineError, match=why) as refused:
                engine.load(bare)
            assert "The chat template that was chosen for bare.gguf" in str(refused.value)
        chosen[bare.sha256] = by_id("vicuna").template
        engine.load(bare)
        assert ask(engine, "Hi", max_tokens=4)[1].timing.tokens == 4


@pytest.mark.usefixtures("runtime")
def test_the_files_own_template_counts_and_no_choice(tmp_path: Path) -> None:
    own = model_file(write_model(tmp_path / "own.gguf"))
    with engine_in(tmp_path, template_of={own.sha256: by_id("alpaca").template}.get) as engine:
        assert engine.load(own).template_sha256 == hashlib.sha256(TEMPLATE.encode()).hexdigest()
