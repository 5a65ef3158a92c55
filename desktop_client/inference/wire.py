"""What passes between the engine and its child process: JSON, one object a line, nothing longer than a limit.

Commands go down on the child's standard input, events come up on what was its standard output. A request to generate
is two lines: the command, then the request's own bytes exactly as :meth:`.engine.EngineRequest.to_bytes` gives them,
so that both sides can say which bytes the model got. What a model remembers travels as raw bytes behind a line that
says how many (``bytes``), upwards in parts. Both sides import this module; it imports nothing heavy.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring_ascii
from typing import IO, Any

MAX_COMMAND = 64 * 1024 * 1024
"""Bytes in one line to the child: more than any context that fits a computer."""

MAX_EVENT = 1024 * 1024
"""Bytes in one line from the child, which is not trusted to behave."""

MAX_PART = 1024 * 1024
"""Raw bytes behind one line from the child."""

MAX_STATE = 2 * 1024 * 1024 * 1024 - 1
"""Bytes of all that a model remembers."""

MAX_TEMPLATE = 256 * 1024
"""Bytes of a model's chat template; the largest in use are about a tenth of it."""


class WireError(Exception):
    """The other side said something that is no frame. There is no way to go on with it."""


class FaultError(Exception):
    """Why the child can't do what was asked, as a code and figures; the parent has the sentence for it."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def frame(message: dict[str, Any]) -> bytes:
    """One line, newline included. Escapes everything but ASCII, so that even broken text gets across."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def piece_frame(number: int, text: str) -> bytes:
    """As :func:`frame` makes it of a piece of an answer. There are many of these, and this takes half of the time."""
    return f'{{"id":{number},"event":"piece","text":{encode_basestring_ascii(text)}}}\n'.encode("ascii")


def read_line(stream: IO[bytes], limit: int) -> bytes | None:
    """The next line without its newline; None at the end, also where the other side ended within a line.

    Raises:
        WireError: the line is longer than ``limit`` bytes.
    """
    line = stream.readline(limit + 1)
    if line.endswith(b"\n"):
        return line[:-1]
    if len(line) > limit:
        raise WireError("a line is too long")
    return None


def read_raw(stream: IO[bytes], size: object, limit: int) -> bytes:
    """The bytes behind a line.

    Raises:
        WireError: ``size`` is no number up to ``limit``, or the other side ended before.
    """
    if not isinstance(size, int) or not 0 <= size <= limit:
        raise WireError("a size that can't be")
    data = stream.read(size)
    if len(data) != size:
        raise WireError("fewer bytes than were announced")
    return data


def parse(line: bytes) -> dict[str, Any]:
    """The object on one line.

    Raises:
        WireError: it is no JSON object.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError("a line is no JSON") from error
    if not isinstance(message, dict):
        raise WireError("a line is no object")
    return message
