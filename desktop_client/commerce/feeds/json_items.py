"""Objects of JSON feeds as a stream: one a line (JSON Lines), or the elements of one long array.

Numbers with decimals are read as Decimal: a price never passes through a float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import msgspec

from desktop_client.commerce.feeds.feed import MAX_RECORD, FeedError
from desktop_client.commerce.feeds.opened import LineTooLong, Opened
from desktop_client.wording import Sentence, say
from desktop_client.wording.unreadable import unreadable_words

_CHECK_EVERY: Final = 512
_MOST_DIGITS: Final = 64
_ARRAY: Final = re.compile(r"\s*(?:\{(?:[^\[\]{}]|\{[^\[\]{}]*\})*?\"(?:products|items|data|offers|feed)\"\s*:\s*)?\[")
_BETWEEN: Final = re.compile(r"[\s,]*")
_NEXT: Final = re.compile(r"\}\s*,\s*(?=\{)")


_HALF = re.compile("[\ud800-\udfff]")
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(slots=True)
class Element:
    """One object, the bytes it stands in, and its line."""

    value: dict[str, Any]
    raw: bytes
    line: int


def _not_json(reason: Sentence | str) -> Sentence:
    return say("This isn't valid JSON: {reason}.", reason=reason)


def lines(opened: Opened) -> Iterator[Element | FeedError]:
    """Every object of a JSON Lines file, also of those with a list on a line; empty lines are passed over."""
    decoder = msgspec.json.Decoder(float_hook=Decimal)
    number = 0
    while True:
        number += 1
        if number % _CHECK_EVERY == 0:
            opened.check()
        try:
            text = opened.line()
        except LineTooLong:
            yield FeedError(number, say("The line is longer than {limit} characters.", limit=MAX_RECORD))
            continue
        if not text:
            return
        if not (stripped := text.strip()):
            continue
        try:
            value = decoder.decode(stripped)
        except (msgspec.MsgspecError, RecursionError, ValueError) as fault:
            yield FeedError(number, _not_json(unreadable_words(fault)))
            continue
        objects = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
        for item in objects:
            yield Element(item, opened.raw(text.rstrip("\r\n")), number)
        if not objects:
            yield FeedError(number, say("There is no product on this line."))


def elements(opened: Opened) -> Iterator[Element | FeedError]:
    """Every object in the array of a JSON document, or under its key ``products``, ``items`` and the like.

    A single object without such an array is itself the only element.
    """
    return _Array(opened).run()


class _Array:
    """A text that is read piece by piece while objects are taken off its front."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._pieces = opened.chunks()
        self._text = ""
        self._at = 0
        self._line = 1
        self._decode = json.JSONDecoder(parse_float=Decimal).raw_decode

    def run(self) -> Iterator[Element | FeedError]:
        self._more()
        if start := _ARRAY.match(self._text):
            self._pass(start.end())
        while self._skip():
            if self._text[self._at] != "{":
                if self._text[self._at] not in "]}":
                    yield FeedError(self._line, say("There is no product here."))
                return
            found = self._element()
            yield found
            if isinstance(found, FeedError) and not self._next():
                return

    def _more(self) -> bool:
        """Read on, letting go of what was taken. False at the end."""
        piece = next(self._pieces, "")
        if piece:
            self._text = self._text[self._at :] + piece
            self._at = 0
        return bool(piece)

    def _pass(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _skip(self) -> bool:
        """Stand on the next character that is neither space nor comma. False at the end."""
        while True:
            found = _BETWEEN.match(self._text, self._at)
            if found:
                self._pass(found.end())
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def _element(self) -> Element | FeedError:
        tried = 0
        while True:
            have = len(self._text) - self._at
            # Trying again after every piece would read a long object over and over.
            if have >= 2 * tried:
                tried = have
                try:
                    value, end = self._decode(self._text, self._at)
                except json.JSONDecodeError as fault:
                    cut = fault.pos > len(self._text) - 64 or fault.msg.startswith("Unterminated string")
                    if not cut or have > MAX_RECORD:
                        return FeedError(self._line, _not_json(say("it is malformed")))
                except (RecursionError, ValueError) as fault:
                    return FeedError(self._line, _not_json(unreadable_words(fault)))
                else:
                    raw = self._opened.raw(self._text[self._at : end])
                    element = Element(with_whole_letters(value, self._text[self._at : end]), raw, self._line)
                    self._pass(end)
                    return element
            if not self._more():
                if tried < len(self._text) - self._at:
                    tried = 0
                    continue
                return FeedError(self._line, say("The file ends in the middle of a product."))

    def _next(self) -> bool:
        """After a fault: stand before what looks like the next object of the array."""
        while True:
            found = _NEXT.search(self._text, self._at)
            if found:
                self._pass(found.end())
                return True
            self._pass(max(self._at, len(self._text) - 64))
            if not self._more():
                return False


def with_whole_letters(value: Any, written: str) -> Any:
    """A value that Python read from the JSON in ``written``, with U+FFFD for every half of a surrogate pair: Python
    takes ``"\\ud800"`` for a letter, and neither a database nor a file holds it.
    """
    return _whole(value) if _HALF_ESCAPED.search(written) else value


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(item) for name, item in value.items()}
    return value


def text(value: Any) -> str:
    """A JSON value as a cell of a table would hold it; empty for null, objects and lists of objects."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        # A few letters can mean a number with a billion digits.
        return format(value, "f") if abs(value.adjusted()) <= _MOST_DIGITS else str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return ", ".join(part for item in value if (part := text(item)))
    return ""
