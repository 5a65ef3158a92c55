"""Reads the text of one PDF file, as a program of its own: ``python -m desktop_client.chat.pdf_text FILE``.

PDF files are programs of strangers; this process has no network and little memory and time, and is thrown away. It
prints one JSON object: ``{"text", "pages"}``, or ``{"fault"}`` with a word for what is wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_client.inference import sandbox

MOST_PAGES = 2_000
MOST_CHARACTERS = 1_000_000
MEMORY = 1024 * 1024 * 1024
CPU_S = 30


def read(path: Path) -> dict[str, object]:
    """The text of all pages, one after the other, or a fault."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": "locked"}
        parts: list[str] = []
        total = 0
        for page in reader.pages[:MOST_PAGES]:
            text = page.extract_text()
            parts.append(text)
            total += len(text)
            if total > MOST_CHARACTERS:
                return {"fault": "long"}
        text = "\n\n".join(part.strip() for part in parts if part.strip())
        return {"text": text, "pages": len(reader.pages)} if text else {"fault": "scan"}
    except DependencyError:
        return {"fault": "locked"}
    except MemoryError:
        return {"fault": "heavy"}
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        # A broken file meets pypdf in many ways; whichever it was, the file can't be read.
        return {"fault": "damaged"}


def main(arguments: Sequence[str]) -> None:
    """Print what one file holds."""
    _bound()
    path = Path(arguments[0])
    # Loaded before the doors close: the parser has modules of its own.
    import pypdf  # noqa: F401

    sandbox.close_in([path])
    json.dump(read(path), sys.stdout)


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))


if __name__ == "__main__":
    main(sys.argv[1:])
