"""A message that is longer than a model can read, made to fit: its beginning and its end stay.

People put their question before what they paste, or after it; so a third of what fits is taken from the end.
"""

from __future__ import annotations

from collections.abc import Callable

_TO_A_GAP = 80
"""A cut is put at white space if there is some within so many characters."""


def shorten(text: str, mark: Callable[[int], str], fits: Callable[[str], bool]) -> str:
    """The longest such text that fits, with ``mark(characters that were left out)`` in the place of the middle.

    ``fits`` is asked some twenty times. A text that fits is returned as it is; where not even the mark fits, "".
    """
    if fits(text):
        return text
    least, most, best = 0, len(text) - 1, ""
    while least <= most:
        kept = (least + most) // 2
        cut = _cut(text, kept, mark)
        if fits(cut):
            best, least = cut, kept + 1
        else:
            most = kept - 1
    return best


def _cut(text: str, kept: int, mark: Callable[[int], str]) -> str:
    last = kept // 3
    head, tail = text[: kept - last], text[len(text) - last :]
    gap = max(map(head[-_TO_A_GAP:].rfind, " \n"))
    head = head[: max(0, len(head) - _TO_A_GAP) + gap] if gap >= 0 else head
    gaps = [at for at in map(tail[:_TO_A_GAP].find, " \n") if at >= 0]
    tail = tail[min(gaps) + 1 :] if gaps else tail
    return f"{head}\n\n{mark(len(text) - len(head) - len(tail))}\n\n{tail}"
