"""``sidelight models template``: a model file that does not say how to talk to it, from a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from inference.tiny_gguf import write_model

from desktop_client import settings as options
from desktop_client.inference.known_templates import by_id, known_templates
from desktop_client.inference.wire import MAX_TEMPLATE
from desktop_client.paths import Profile
from desktop_client.settings import Settings


@dataclass
class Terminal:
    """A profile to which a model without a chat template has been added."""

    run: Callable[..., tuple[int, str, str]]
    document: Callable[..., Any]
    profile: Profile

    @property
    def chosen(self) -> list[str]:
        return list(Settings(self.profile.settings).get(options.TEMPLATES).values())


@pytest.fixture
def terminal(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], document: Callable[..., Any], profile: Profile
) -> Terminal:
    write_model(tmp_path / "bare.gguf", template=None)
    status, out, _ = run("models", "add", tmp_path / "bare.gguf")
    assert status == 0
    assert "It has no chat template; choose one with: sidelight models template bare.gguf" in out
    assert "can be used now" not in out
    return Terminal(run, document, profile)


def test_what_can_be_chosen_is_listed_and_nothing_is_guessed(terminal: Terminal) -> None:
    _, out, err = terminal.run("models", "template", "bare")
    assert re.search(r"Reading bare: 100 % \((\d{3}) of \1 kB\)", err), (
        "of a small file, too, it is said how large it is"
    )
    assert "  chatml  Qwen, SmolLM, Yi, Hermes, InternLM; its marks are tokens of this model\n" in out
    assert "its marks are no tokens of this model: answers may not end" in out
    assert out.endswith("None is chosen for bare, so it can't answer.\n")
    assert "*" not in out
    found = terminal.document("models", "template", "bare")
    assert found["chosen"] is None
    assert [one["id"] for one in found["templates"]] == [one.id for one in known_templates()]
    assert found["templates"][0]["example"].startswith("<|im_start|>user\nWhich tea is mild?")


def test_the_model_cannot_answer_before_and_can_afterwards(terminal: Terminal) -> None:
    status, out, err = terminal.run("ask", "Hi", "--model", "bare", "--max-tokens", "4")
    assert (status, out) == (1, "")
    assert "bare.gguf has no chat template, and how to talk to the model is not guessed." in err
    assert "sidelight models template bare.gguf" in err
    status, out, _ = terminal.run("models", "template", "bare", "chatml")
    assert status == 0
    assert "* chatml" in out
    assert out.endswith("bare is talked to by this chat template: ChatML\n")
    assert terminal.chosen == [by_id("chatml").template]
    status, out, _ = terminal.run("ask", "Hi", "--model", "bare", "--max-tokens", "4")
    assert status == 0
    assert out.strip()
    models = terminal.document("models", "list")["models"]
    assert [(one["name"], one["needs_template"]) for one in models] == [("bare.gguf", False)]


def test_the_list_says_which_one_was_chosen(terminal: Terminal) -> None:
    assert "bare.gguf has no chat template" in terminal.run("models", "list")[1]
    assert terminal.document("models", "list")["models"][0]["needs_template"] is True
    terminal.run("models", "template", "bare", "alpaca")
    assert "chat template chosen: Alpaca" in terminal.run("models", "list")[1]


def test_a_check_knows_of_the_choice(terminal: Terminal, tmp_path: Path) -> None:
    bare = str(tmp_path / "bare.gguf")
    status, _, err = terminal.run("models", "check", bare)
    assert status == 1
    assert "choose one on the page of models, or with: sidelight models template bare.gguf" in err.lower()
    terminal.run("models", "template", "bare", "chatml")
    assert terminal.document("models", "check", bare)["ok"] is True


def test_a_choice_can_be_taken_back(terminal: Terminal) -> None:
    terminal.run("models", "template", "bare", "alpaca")
    assert terminal.document("models", "template", "bare", "--forget")["chosen"] is None
    assert terminal.chosen == []


def test_a_file_of_ones_own_is_taken(terminal: Terminal, tmp_path: Path) -> None:
    own = tmp_path / "chat_template.jinja"
    own.write_text("{% for m in messages %}{{ m.content }}{% endfor %}", encoding="utf-8")
    assert terminal.document("models", "template", "bare", "--file", str(own))["chosen"] == "own"
    assert "by this chat template: your own" in terminal.run("models", "template", "bare")[1]
    assert terminal.chosen == [own.read_text(encoding="utf-8")]


def test_what_is_no_template_is_refused_and_the_choice_before_stands(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("models", "template", "bare", "alpaca")
    bad = tmp_path / "bad"
    os.mkfifo(tmp_path / "pipe")
    for content, why in (
        (b"\xff\xfe", "is not the text"),
        (b" \n", "is not the text"),
        (b"x" * (MAX_TEMPLATE + 1), "is not the text"),
    ):
        bad.write_bytes(content)
        status, _, err = terminal.run("models", "template", "bare", "--file", str(bad))
        assert status == 1
        assert why in err
    for path, why in (("missing", "No such file"), ("pipe", "is not the text"), (".", "is not the text")):
        status, _, err = terminal.run("models", "template", "bare", "--file", str(tmp_path / path))
        assert status == 1
        assert why in err
    status, _, err = terminal.run("models", "template", "bare", "nope")
    assert status == 1
    assert "There is no chat template called nope. There are: chatml, " in err
    assert terminal.run("models", "template", "bare", "chatml", "--forget")[0] == 2
    assert terminal.chosen == [by_id("alpaca").template]


def test_a_file_that_carries_one_needs_no_other(terminal: Terminal, tmp_path: Path) -> None:
    status, _, err = terminal.run("models", "template", str(write_model(tmp_path / "own.gguf")), "chatml")
    assert status == 1
    assert "own.gguf carries a chat template of its own, which is used." in err
    assert terminal.chosen == []
