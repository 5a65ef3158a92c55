"""Phrases as patterns: where in a folded text does a word or a phrase stand, plurals and spelling variants included.

A word matches whole words only; a model code and a number match exactly, however they are hyphenated. Chinese has
no word borders, so a Chinese phrase matches where its characters stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from desktop_client.commerce.folding import fold

CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[.'][^\W_{CJK}]+)*")
CJK_RUN = re.compile(rf"[{CJK}]+")
_CODE_STEP = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_IRREGULAR = {
    "lens": "lens(?:es)?",
    "lenses": "lens(?:es)?",
    "knife": "kni(?:fe|ves)",
    "knives": "kni(?:fe|ves)",
    "shelf": "shel(?:f|ves)",
    "shelves": "shel(?:f|ves)",
    "scarf": "scar(?:f|ves)",
    "mouse": "m(?:ouse|ice)",
    "mice": "m(?:ouse|ice)",
    "child": "child(?:ren)?",
    "children": "child(?:ren)?",
    "man": "m[ae]n",
    "men": "m[ae]n",
    "woman": "wom[ae]n",
    "women": "wom[ae]n",
    "tooth": "t(?:oo|ee)th",
    "foot": "f(?:oo|ee)t",
}


def is_cjk(text: str) -> bool:
    """Whether the text holds Chinese (or Japanese) characters."""
    return CJK_RUN.search(text) is not None


def pieces(folded: str) -> list[str]:
    """Words and runs of Chinese characters in a folded text, in order; marks are dropped."""
    return _PIECE.findall(folded)


def _any_number(word: str) -> str:
    """A pattern for an English word in singular and plural."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return re.escape(word[:-3]) + "(?:y|ies|ie)"
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        return re.escape(word[:-1]) + "(?:y|ies)"
    if re.search("(?:ss|sh|ch|x|zz)es$", word):
        return re.escape(word[:-2]) + "(?:es)?"
    if re.search("(?:ss|sh|ch|x|zz|us|is)$", word):
        return re.escape(word) + "(?:es)?"
    stem = word[:-1] if word.endswith("s") and len(word) > 3 else word
    return re.escape(stem) + "(?:'?s)?"


def _piece_pattern(piece: str) -> str:
    if is_cjk(piece):
        return re.escape(piece)
    if any(c.isdigit() for c in piece):
        return r"[-\s]?".join(re.escape(part) for part in _CODE_STEP.split(piece))
    return _any_number(piece) if piece.isalpha() and len(piece) > 2 else re.escape(piece)


def _spelling(phrase: str) -> str:
    """The pattern of one phrase; "" if there is nothing in it to look for."""
    found = pieces(fold(phrase))
    if not found:
        return ""
    body = r"[-\s/'_]{0,2}".join(_piece_pattern(piece) for piece in found)
    left = "" if is_cjk(found[0][0]) else "(?<![a-z0-9])"
    right = "" if is_cjk(found[-1][-1]) else "(?![a-z0-9])"
    return f"{left}{body}{right}"


def _probe(phrase: str) -> str:
    """A piece of text that stands in every match: asking for it first is ten times quicker than the pattern."""
    first = pieces(fold(phrase))[0]
    if is_cjk(first):
        return first
    if any(c.isdigit() for c in first):
        return _CODE_STEP.split(first)[0]
    return first[:1] if first in _IRREGULAR else first[: max(2, len(first) - 3)]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some phrases that mean one thing, ready to be found in folded text."""

    probe: re.Pattern[str]
    regex: re.Pattern[str]

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place where one of the phrases stands."""
        return self.regex.search(folded) if self.probe.search(folded) else None

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """All places where one of the phrases stands, from left to right, the longest phrase at each."""
        if not self.probe.search(folded):
            return []
        return [match.span() for match in self.regex.finditer(folded)]


@lru_cache(maxsize=4_096)
def _compiled(phrases: tuple[str, ...]) -> Pattern | None:
    usable = sorted({p for p in phrases if _spelling(p)}, key=lambda p: (-len(p), p))
    if not usable:
        return None
    probes = {_probe(p) for p in usable}
    shortest = sorted(p for p in probes if not any(other != p and other in p for other in probes))
    return Pattern(
        re.compile("|".join(map(re.escape, shortest))), re.compile("|".join(dict.fromkeys(map(_spelling, usable))))
    )


def pattern(phrases: Iterable[str]) -> Pattern | None:
    """One pattern for phrases that mean the same; None if none of them holds a letter, digit or character."""
    return _compiled(tuple(phrases))


def either(*patterns: Pattern | None) -> re.Pattern[str] | None:
    """What has to stand in a text for any of the patterns to be found in it; None if there are none."""
    probes = dict.fromkeys(found.probe.pattern for found in patterns if found is not None)
    return re.compile("|".join(probes)) if probes else None
