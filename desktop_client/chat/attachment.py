"""Files that go with a question. Their text stands in the message itself, between two marks.

So what is stored, searched, exported and sent is one and the same text, and no other part of the house has to know of
attachments. A mark carries twelve digits of the SHA-256 of what stands between: a file can't hold its own end mark,
and what somebody typed that looks like a mark is no attachment.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_BEGIN = re.compile(
    r"^--- attachment ([0-9a-f]{12}): ([^\n]{1,200}) \((text|markdown|pdf|pasted), (\d{1,15}) bytes\) ---\n",
    re.MULTILINE,
)
_END = re.compile(r"^--- end of attachment ([0-9a-f]{12}) ---$", re.MULTILINE)
LONGEST_NAME = 100


class Kind(StrEnum):
    """What an attachment was made from."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PDF = "pdf"
    PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file's name, what it was, its size in bytes, and the text that was read from it."""

    name: str
    kind: Kind
    size: int
    text: str

    def marked(self) -> str:
        """The text between its marks, as it stands in a message and goes to the model."""
        digits = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        head = f"--- attachment {digits}: {_one_line(self.name)} ({self.kind.value}, {self.size} bytes) ---"
        return f"{head}\n{self.text}\n--- end of attachment {digits} ---"


def with_attachments(typed: str, attachments: Sequence[Attachment]) -> str:
    """A message's text: what was typed, then what goes with it."""
    return "\n\n".join(part for part in (typed, *(one.marked() for one in attachments)) if part.strip())


def parted(text: str) -> tuple[str, tuple[Attachment, ...]]:
    """What was typed, and the attachments: the other way round of :func:`with_attachments`."""
    ends: dict[str, deque[re.Match[str]]] = defaultdict(deque)
    for end in _END.finditer(text):
        ends[end[1]].append(end)
    found: list[Attachment] = []
    left: list[str] = []
    at = 0
    for begin in _BEGIN.finditer(text):
        later = ends[begin[1]]
        while later and later[0].start() <= begin.end():
            later.popleft()
        if begin.start() < at or not later:
            continue
        end = later[0]
        one = Attachment(begin[2], Kind(begin[3]), int(begin[4]), text[begin.end() : end.start() - 1])
        if one.marked() != text[begin.start() : end.end()]:
            continue
        left.append(text[at : begin.start()])
        at = end.end()
        found.append(one)
    if not found:
        return text, ()
    left.append(text[at:])
    return "\n\n".join(part.strip("\n") for part in left if part.strip()), tuple(found)


def typed(text: str) -> str:
    """What was typed of a message: the only part of it that anything but the model may read."""
    return parted(text)[0]


def spoken(text: str) -> str:
    """What a message is about in a line: what was typed, or where nothing was, the names of what goes with it."""
    words, attachments = parted(text)
    return words if words.strip() else ", ".join(one.name for one in attachments)


def _one_line(name: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return line[:LONGEST_NAME] or "file"
