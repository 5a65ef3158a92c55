"""Text from a model, a page or a clipboard, made fit to be shown: no control, bidirectional or invisible characters."""

from __future__ import annotations

import re

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Reordering and invisible characters can hide or disguise what is written; U+FDD0 to U+FDEF and U+FFFC have a meaning
# of their own inside Qt's documents. The joiners of scripts and emoji (U+200C, U+200D, U+FE0E, U+FE0F) stay.
_DROPPED = re.compile(
    "[\x00-\x08\x0d-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_REPLACED = re.compile("[\ud800-\udfff\ufffc]")


def cleaned(text: str) -> str:
    """``text`` without what could reorder, hide or forge it; line separators of any kind become newlines.

    Works character by character, so cleaning the pieces of a stream gives the same as cleaning the whole.
    """
    return _REPLACED.sub("\ufffd", _DROPPED.sub("", _BREAKS.sub("\n", text)))
