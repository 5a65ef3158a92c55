"""The page of promises: complete, in both languages, from one file, and saying of tests only what is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from desktop_client.ui.page_dialog import PageDialog
from desktop_client.ui.promises import promises, promises_page
from desktop_client.wording import Language

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests" / "promises"
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def test_all_twenty_stand_there_in_order() -> None:
    assert [promise.number for promise in promises()] == list(range(1, 21))


def test_every_text_is_there_in_both_languages_and_the_chinese_is_chinese() -> None:
    for promise in promises():
        for pair in (promise.name, promise.text, promise.tested, promise.figure):
            if pair is not None:
                assert set(pair) == set(LANGUAGES), promise.number
                assert all(pair.values()), promise.number
                assert re.search("[\u4e00-\u9fff]", pair["zh"]), promise.number


def test_nothing_is_said_of_a_promise_that_has_no_test() -> None:
    for promise in promises():
        assert (promise.tested is None) == (not promise.files), promise.number
        assert promise.figure is None or promise.tested is not None, promise.number


def test_every_test_of_a_promise_is_named_by_it() -> None:
    """A file may be named before its branch has come in; one that is here must not be forgotten."""
    named = {file for promise in promises() for file in promise.files}
    assert sorted({file.name for file in TESTS.glob("test_p*.py")} - named) == []
    for promise in promises():
        assert all(file.startswith(f"test_p{promise.number:02}_") for file in promise.files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_promise_with_its_test(qtbot, language: Language) -> None:
    source = promises_page(language)
    dialog = PageDialog("", source)
    qtbot.addWidget(dialog)
    for promise in promises():
        assert f"P{promise.number} {promise.name[language][:-1]}\n" in source
        assert promise.text[language] in source
        if promise.tested is not None:
            assert promise.tested[language] in source


def test_the_docs_are_made_from_the_same_file() -> None:
    check = [sys.executable, str(ROOT / "tools" / "how_it_works.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def examples_in(promise: int) -> int:
    """How many random examples the tests of a promise try in each run."""
    text = "".join(file.read_text(encoding="utf-8") for file in TESTS.glob(f"test_p{promise:02}_*.py"))
    stated = [int(number) for number in re.findall(r"max_examples=(?:examples\()?([\d_]+)", text)]
    return sum(stated) + settings.get_profile("any machine").max_examples * (text.count("\n@given(") - len(stated))


@pytest.mark.parametrize("number", [3, 6, 11])
def test_the_figures_count_the_random_examples(number: int) -> None:
    figure = promises()[number - 1].figure
    assert figure is not None
    for language in LANGUAGES:
        assert re.search(rf"(?<![\d,]){examples_in(number):,}(?![\d,])", figure[language]), examples_in(number)


def test_every_promise_has_its_last_figures() -> None:
    assert [promise.number for promise in promises() if promise.figure is None] == []
