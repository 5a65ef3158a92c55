"""Server-sent events, as chat servers stream them: bytes in, the JSON objects of ``data:`` lines out.

Bounded: a line longer than :data:`MAX_LINE` is refused. Comments (``: ping``), other fields, both kinds of line ends
and characters split between two reads are taken as the specification has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

MAX_LINE = 1024 * 1024
DONE = "[DONE]"


class BadStreamError(Exception):
    """This is no stream of events, or one that can't be followed."""


class EventStream:
    """Takes pieces of the body; :meth:`feed` yields what became whole. ``done`` is set by the end mark."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []
        self.done = False
        self.seen = False

    def feed(self, piece: bytes) -> Iterator[dict[str, Any]]:
        """Objects that are complete with this piece.

        Raises:
            BadStreamError: a line without end, or data that is no JSON object.
        """
        *lines, self._rest = (self._rest + piece).replace(b"\r\n", b"\n").split(b"\n")
        if len(self._rest) > MAX_LINE:
            raise BadStreamError("a line without end")
        for line in lines:
            yield from self._line(line.rstrip(b"\r").decode("utf-8", "replace"))

    def end(self) -> Iterator[dict[str, Any]]:
        """What was still open when the connection ended; many servers leave out the last empty line."""
        rest, self._rest = self._rest, b""
        yield from self._line(rest.decode("utf-8", "replace"))
        yield from self._line("")

    def _line(self, line: str) -> Iterator[dict[str, Any]]:
        name, _, value = line.partition(":")
        if name == "data":
            self._data.append(value.removeprefix(" "))
        elif not line and self._data:
            text, self._data = "\n".join(self._data), []
            yield from self._object(text)

    def _object(self, text: str) -> Iterator[dict[str, Any]]:
        self.seen = True
        if text.strip() == DONE:
            self.done = True
            return
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadStreamError("data that is no JSON") from error
        if not isinstance(found, dict):
            raise BadStreamError("data that is no object")
        yield found
