"""What set-up says: on stderr only, in the language of the locale, with progress that also reads well in a log."""

from __future__ import annotations

import os
import shutil
import sys
import time
import tomllib
from functools import cache
from pathlib import Path

STATUS_EVERY_S = 20.0


class SetUpError(Exception):
    """Set-up can't go on: one sentence that says why, and one next step."""

    def __init__(self, why: str, next_step: str) -> None:
        super().__init__(join(why, next_step))


def tell(template: str, **values: object) -> str:
    """A sentence in the language of the locale; ``template`` is the English one and must be a literal."""
    return chinese().get(template, template).format_map(values) if _in_chinese() else template.format_map(values)


def join(*sentences: str) -> str:
    """Sentences in a row: Chinese ones stand without a space between them."""
    return ("" if _in_chinese() else " ").join(sentences)


@cache
def chinese() -> dict[str, str]:
    """The Chinese column: English template -> Chinese template."""
    return tomllib.loads((Path(__file__).parent / "zh.toml").read_text(encoding="utf-8"))


def _in_chinese() -> bool:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in names if name), "").lower().startswith("zh")


class Voice:
    """Says steps, and how far the current one is: over one line on a terminal, now and then a line elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._standing = False
        self._last = time.monotonic()

    def say(self, text: str) -> None:
        """A line that stays."""
        self.clear()
        print(text, file=sys.stderr, flush=True)
        self._last = time.monotonic()

    def status(self, text: str) -> None:
        """A line that the next one replaces."""
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K  {text}"[: width + 4], end="", file=sys.stderr, flush=True)
            self._standing = True
        elif time.monotonic() - self._last >= STATUS_EVERY_S:
            self.say(f"  {text}")

    def clear(self) -> None:
        """Take the standing line away."""
        if self._standing:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._standing = False


def lasted(seconds: float) -> str:
    """A duration for people: ``1 min 05 s``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
