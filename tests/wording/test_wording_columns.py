"""Both columns of the wording catalogue say the same sentences with the same places for values."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop_client
from desktop_client.wording import Sentence, chinese, language_of_locale, say

ROOT = Path(desktop_client.__file__).parent


def said(file: Path) -> Iterator[str]:
    """Every literal that a module hands to ``say``."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            template = node.args[0]
            assert isinstance(template, ast.Constant), f"{file}:{node.lineno}: say() needs a literal"
            assert isinstance(template.value, str)
            yield template.value


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


SAID = sorted({template for file in ROOT.rglob("*.py") for template in said(file)})


def test_something_is_said() -> None:
    assert len(SAID) > 20


def test_every_sentence_has_its_chinese() -> None:
    assert [template for template in SAID if template not in chinese()] == []


def test_no_chinese_is_kept_that_nobody_says() -> None:
    assert sorted(set(chinese()) - set(SAID)) == []


def test_both_columns_have_the_same_places() -> None:
    assert [en for en, zh in chinese().items() if places(en) != places(zh)] == []


def test_no_sentence_stands_in_two_files() -> None:
    pages = [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "wording" / "zh").glob("*.toml"))]
    assert sum(len(page) for page in pages) == len(chinese())


def test_a_sentence_speaks_both_languages_down_to_the_sentences_inside() -> None:
    inner = say("There is nothing to read.")
    outer = Sentence("{why}!", {"why": inner})
    assert str(outer) == "There is nothing to read.!"
    assert outer.in_language("zh") == chinese()["There is nothing to read."] + "!"


@pytest.mark.parametrize(("name", "want"), [("zh_CN", "zh"), ("zh-Hans", "zh"), ("en_US.UTF-8", "en"), (None, "en")])
def test_the_language_of_a_locale(name: str | None, want: str) -> None:
    assert language_of_locale(name) == want
