"""What a title may say: what the thing is, once and at its beginning.

A title is the one free text that the order can't do without: it tells a hiking backpack from a school bag. So it is
read as a name and as nothing else. A word counts where it stands within the first ``HEAD_LETTERS`` letters of a title
that is no longer than a name is; a title that goes on like an advertisement, or says things over and over, names
nothing (P4).
"""

from __future__ import annotations

import re
from functools import lru_cache

from desktop_client.commerce.meaning.phrases import CJK_RUN
from desktop_client.commerce.meaning.statements import is_absurd

TITLE_LETTERS = 300
"""More of a title is not read."""
HEAD_LETTERS = 80
"""Only the beginning of a title counts; what is appended to a long one gains nothing."""
MOST_WORDS = 20
"""A title of more words than this is an advertisement: it names nothing. Two Chinese characters are a word."""
MOST_SENTENCES = 1
"""One exclamation mark may be part of a name ("L.O.L. Surprise!"); sentences and mark-up are not."""
FREE_WORDS, COST_OF_A_WORD, MOST_COST = 5, 8, 240
"""A title's words beyond the fifth cost what it names 8 of 1000 each, 240 at most."""

_SENTENCE = re.compile(r"[!?。{}<>]|[a-z]{3}\.(?=\s|$)")


def words_in(title: str) -> int:
    """How many words a folded title has."""
    chinese = 0 if title.isascii() else sum(map(len, CJK_RUN.findall(title)))
    return title.count(" ") + 1 + chinese // 2


@lru_cache(maxsize=4_096)
def is_name(title: str) -> bool:
    """Whether a folded title is a name, and no advertisement: short, without sentences, without absurd figures."""
    if len(title) > MOST_WORDS and words_in(title) > MOST_WORDS:
        return False
    return len(_SENTENCE.findall(title)) <= MOST_SENTENCES and not is_absurd(title)


def says_as_a_name(title: str, spans: list[tuple[int, int]], most: int = 1) -> bool:
    """Whether what stands at these places of a folded title is said as a name says it, ``most`` times at most."""
    return 0 < len(spans) <= most and spans[0][0] < HEAD_LETTERS and is_name(title)


def share_of_length(title: str) -> int:
    """Of 1000: how much of a folded title's worth its length leaves. A title that says much beside says each less."""
    return 1000 - min(MOST_COST, COST_OF_A_WORD * max(0, words_in(title) - FREE_WORDS))
