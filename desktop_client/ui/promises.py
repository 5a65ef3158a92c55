"""The promises in words, from the one file that has them: for the app's page *How Sidelight works* and for the docs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from desktop_client.wording import Language

FILE = Path(__file__).with_name("pages") / "promises.toml"
Pair = Mapping[str, str]
"""A text in both languages, by their codes."""

_TITLE: Pair = {"en": "How Sidelight works", "zh": "Sidelight 如何运作"}
_TESTED: Pair = {"en": "How it is tested", "zh": "怎样检验"}
_FIGURE: Pair = {"en": "Last figures", "zh": "最近的数字"}
_UNTESTED: Pair = {"en": "It has no test of its own yet.", "zh": "还没有单独的测试。"}


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise. ``tested`` says what its tests do, ``figure`` what they last came to; None where there is neither.

    ``files`` are the tests, in ``tests/promises``.
    """

    number: int
    name: Pair
    text: Pair
    files: tuple[str, ...]
    tested: Pair | None = None
    figure: Pair | None = None


@cache
def promises() -> tuple[Promise, ...]:
    """All of them, in order."""
    return tuple(Promise(**{**row, "files": tuple(row["files"])}) for row in _read()["promise"])


def promises_page(language: Language) -> str:
    """The page as Markdown."""
    intro = _read()["intro"][language].strip()
    return (
        "\n\n".join([f"# {_TITLE[language]}", intro, *(_section(promise, language) for promise in promises())]) + "\n"
    )


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _section(promise: Promise, language: Language) -> str:
    end, colon = (".", ": ") if language == "en" else ("。", "：")
    parts = [f"## P{promise.number} {promise.name[language].rstrip('.。')}", f"{promise.text[language]}{end}"]
    if promise.tested is None:
        parts.append(f"**{_TESTED[language]}**{colon}{_UNTESTED[language]}")
    else:
        where = ", ".join(f"`{file}`" for file in promise.files)
        parts.append(f"**{_TESTED[language]}**{colon}{promise.tested[language]} ({where})")
    if promise.figure is not None:
        parts.append(f"**{_FIGURE[language]}**{colon}{promise.figure[language]}{end}")
    return "\n\n".join(parts)
