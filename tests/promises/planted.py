"""The causes of ``planted.toml``: each breaks a promise, and says which test has to see it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


@dataclass(frozen=True)
class Cause:
    """A text of ``file`` that is replaced by another, and ``says``, which then stands in the failure of ``test``."""

    promise: str
    why: str
    file: str
    find: str
    put: str
    test: str
    says: str

    def planted_in(self, text: str) -> str:
        """The file's text with the cause in it.

        Raises:
            LookupError: the text to replace is not there exactly once.
        """
        if (times := text.count(self.find)) != 1:
            raise LookupError(f"{self.file} has it {times} times: {self.find!r}")
        return text.replace(self.find, self.put)


def causes() -> list[Cause]:
    """All of them, in the order of the promises."""
    found = tomllib.loads((FOLDER / "planted.toml").read_text(encoding="utf-8"))
    return [Cause(**row) for row in found["cause"]]
