"""Reading a file that the user attaches. What can't be read is refused in words, never guessed at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from desktop_client.chat.attachment import Attachment, Kind
from desktop_client.chat.pdf_text import MOST_CHARACTERS
from desktop_client.errors import SidelightError
from desktop_client.inference.child import environment
from desktop_client.wording import Sentence, say
from desktop_client.wording.system import fault_words

MOST_BYTES = 5_000_000
MOST_PDF_BYTES = 100_000_000
PDF_LIMIT_S = 40.0
"""Seconds after which a PDF that is still being read is given up."""

_IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".svg", ".ico", ".avif"}
_MARKDOWN = {".md", ".markdown"}
_OFFICE = {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".pages", ".epub", ".rtf"}
_ENCODINGS = ("utf-8-sig", "gb18030")
"""Asked in this order, after the byte order marks of UTF-16: nearly no other text is valid in the first."""


def read_attachment(path: Path, limit_s: float = PDF_LIMIT_S) -> Attachment:
    """Read a text, Markdown or PDF file. Blocks, for a PDF up to ``limit_s`` seconds.

    Raises:
        SidelightError: it is of another kind, too long, damaged or locked; the sentence says which and what to do.
    """
    ending = path.suffix.lower()
    if ending in _IMAGES:
        raise no_pictures(path.name)
    if ending in _OFFICE:
        raise SidelightError(
            say("{file} can't be read as text.", file=path.name), say("Save it as PDF or plain text, then attach that.")
        )
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SidelightError(say("{file} is not a file.", file=path.name), say("Attach single files."))
        with path.open("rb") as file:
            start = file.read(5)
    except OSError as error:
        raise SidelightError(
            say("{file} can't be read: {why}.", file=path.name, why=fault_words(error)),
            say("Check the path, and that you may read the file."),
        ) from error
    if start == b"%PDF-" or ending == ".pdf":
        return _pdf(path, size, limit_s)
    return _text(path, size, Kind.MARKDOWN if ending in _MARKDOWN else Kind.TEXT)


def no_pictures(name: str) -> SidelightError:
    """The error for a picture."""
    return SidelightError(
        say("{file} is a picture, and the models here read text only.", file=name),
        say("Describe it, or attach its text."),
    )


def pasted(text: str, number: int) -> Attachment:
    """A long paste as an attachment."""
    return Attachment(f"pasted-{number}.txt", Kind.PASTED, len(text.encode("utf-8", "replace")), _plain(text))


def _text(path: Path, size: int, kind: Kind) -> Attachment:
    if size > MOST_BYTES:
        raise _too_long(path)
    text = _decoded(path.read_bytes())
    if text is None:
        raise SidelightError(
            say("{file} is no text: it holds bytes that no text has.", file=path.name),
            say("Attach text, Markdown or PDF files."),
        )
    return _checked(path, size, kind, text)


def _checked(path: Path, size: int, kind: Kind, text: str) -> Attachment:
    text = _plain(text)
    if not text.strip():
        raise SidelightError(say("{file} is empty.", file=path.name), say("Choose another file."))
    if len(text) > MOST_CHARACTERS:
        raise _too_long(path)
    return Attachment(path.name, kind, size, text)


def _decoded(content: bytes) -> str | None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if b"\0" in content:
        return None
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for c in text if ord(c) < 32 and c not in "\n\r\t\f")
        return text if controls * 100 <= len(text) else None
    return None


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32).strip("\n")


def _pdf(path: Path, size: int, limit_s: float) -> Attachment:
    if size > MOST_PDF_BYTES:
        raise _too_long(path)
    found = _read_apart(path, limit_s)
    if "text" not in found:
        why, step = _PDF_FAULTS.get(str(found.get("fault")), _PDF_FAULTS["damaged"])
        raise SidelightError(Sentence(why.template, {"file": path.name}), step)
    return _checked(path, size, Kind.PDF, str(found["text"]))


def _read_apart(path: Path, limit_s: float) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "desktop_client.chat.pdf_text", str(path.absolute())]
    try:
        done = subprocess.run(
            command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=limit_s, check=True
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"fault": "slow"}
    except (subprocess.SubprocessError, OSError, ValueError):
        return {"fault": "heavy"}
    return found if isinstance(found, dict) else {}


_PDF_FAULTS: dict[str, tuple[Sentence, Sentence]] = {
    "damaged": (
        say("{file} is damaged, or no PDF at all."),
        say("Open it with another program and save it anew, then attach that."),
    ),
    "locked": (say("{file} is locked with a password."), say("Save a copy without password, then attach that.")),
    "scan": (
        say("{file} holds pictures of pages and no text."),
        say("Have its text recognised by another program first, then attach that."),
    ),
    "long": (say("{file} is too long to go with a question."), say("Attach a part of it.")),
    "slow": (say("{file} took too long to read, so it was given up."), say("Attach a part of it, or its text.")),
    "heavy": (
        say("{file} needs more to be read than a file may take here."),
        say("Attach a part of it, or its text."),
    ),
}


def _too_long(path: Path) -> SidelightError:
    return SidelightError(say("{file} is too long to go with a question.", file=path.name), say("Attach a part of it."))
