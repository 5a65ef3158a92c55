"""Why a file can't be read as what it should be, in the language of the interface; its reader's words are English."""

from __future__ import annotations

import json
import re
from typing import Final

from desktop_client.wording import Sentence, say

_LONGEST: Final = 200

_AT = r"(?: - at `(?P<at>.+)`)?"
_FORMS: Final = (
    (r"Input data was truncated", say("it ends too early")),
    (r"JSON is malformed: .* \(byte (?P<byte>\d+)\)", say("it is malformed at byte {byte}")),
    (rf"Expected `(?P<wanted>.+?)`, got `(?P<got>.+?)`{_AT}", say("at {at} stands {got}, not {wanted}")),
    (rf"Object missing required field `(?P<name>.+?)`{_AT}", say("at {at} “{name}” is missing")),
    (rf"Invalid .+?{_AT}", say("what stands at {at} is not allowed there")),
    (rf".+ out of range{_AT}", say("the number at {at} is too large")),
    (r"`(?P<name>.+?)` is missing", say("“{name}” is missing")),
    (r"`(?P<name>.+?)` is no amount of money", say("“{name}” is no amount of money")),
    (r"an object is expected", say("an object is expected")),
    (r"a price is no number", say("a price is no number")),
    (r"a rate is no number", say("a rate is no number")),
    (r"a time is beyond all calendars", say("a time is beyond all calendars")),
    (r"a name stands twice in an object", say("a name stands twice in an object")),
    (r"field larger than field limit.*", say("one of its fields is too long")),
)
"""What msgspec, ``csv`` and Sidelight's own readers say, and a sentence for it; ``$`` is the whole of a document."""


def unreadable_words(error: Exception) -> Sentence | str:
    """What a reader found wrong; as it says so itself where that is rare. One line, without a full stop."""
    if isinstance(error, RecursionError):
        return say("it is nested too deeply")
    if isinstance(error, UnicodeDecodeError):
        return say("it is no text in UTF-8 (byte {byte})", byte=error.start)
    if isinstance(error, json.JSONDecodeError):
        return say("it is malformed in line {line}, column {column}", line=error.lineno, column=error.colno)
    said = " ".join(str(error).split()).rstrip(".")[:_LONGEST]
    for form, sentence in _FORMS:
        found = re.fullmatch(form, said)
        if found is not None:
            return Sentence(sentence.template, found.groupdict("$"))
    return said or type(error).__name__
