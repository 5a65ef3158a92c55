"""Phrases as patterns: where in a folded text does a word or a phrase stand, plurals and spelling variants included.

A word matches whole words only; a model code and a number match exactly, however they are hyphenated. Chinese has
no word borders, so a Chinese phrase matches where its characters stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from desktop_client.commerce.meaning.folding import PARTED, fold

CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[.'][^\W_{CJK}]+)*")
CJK_RUN = re.compile(rf"[{CJK}]+")
_CODE_STEP = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_IRREGULAR = {
    "lens": ("lens", "(?:es)?"),
    "lenses": ("lens", "(?:es)?"),
    "knife": ("kni", "(?:fe|ves)"),
    "knives": ("kni", "(?:fe|ves)"),
    "shelf": ("shel", "(?:f|ves)"),
    "shelves": ("shel", "(?:f|ves)"),
    "scarf": ("scar", "(?:f|ves)"),
    "mouse": ("m", "(?:ouse|ice)"),
    "mice": ("m", "(?:ouse|ice)"),
    "child": ("child", "(?:ren)?"),
    "children": ("child", "(?:ren)?"),
    "man": ("m", "[ae]n"),
    "men": ("m", "[ae]n"),
    "woman": ("wom", "[ae]n"),
    "women": ("wom", "[ae]n"),
    "tooth": ("t", "(?:oo|ee)th"),
    "foot": ("f", "(?:oo|ee)t"),
}


def is_cjk(text: str) -> bool:
    """Whether the text holds Chinese (or Japanese) characters."""
    return CJK_RUN.search(text) is not None


def pieces(folded: str) -> list[str]:
    """Words and runs of Chinese characters in a folded text, in order; marks are dropped."""
    return _PIECE.findall(folded)


def _any_number(word: str) -> tuple[str, str]:
    """An English word in singular and plural: the letters that both begin with, and a pattern for the rest."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3], "(?:y|ies|ie)"
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        return word[:-1], "(?:y|ies)"
    if re.search("(?:ss|sh|ch|x|zz)es$", word):
        return word[:-2], "(?:es)?"
    if re.search("(?:ss|sh|ch|x|zz|us|is)$", word):
        return word, "(?:es)?"
    return word[:-1] if word.endswith("s") and len(word) > 3 else word, "(?:'?s)?"


def _piece_pattern(piece: str) -> tuple[str, str]:
    """What stands in every form of a piece, and a pattern for all of its forms."""
    if not is_cjk(piece) and any(c.isdigit() for c in piece):
        parts = _CODE_STEP.split(piece)
        return max(parts, key=len), r"[-\s]?".join(map(re.escape, parts))
    if is_cjk(piece) or not piece.isalpha() or len(piece) <= 2:
        return piece, re.escape(piece)
    stem, rest = _any_number(piece)
    return stem, re.escape(stem) + rest


def _spelling(phrase: str) -> str:
    """The pattern of one phrase; "" if there is nothing in it to look for."""
    found = pieces(fold(phrase))
    if not found:
        return ""
    body = r"[-\s/'_]{0,2}".join(_piece_pattern(piece)[1] for piece in found)
    first, rest = body[0], body[1:]
    # What begins with a letter is tried only where that letter stands; the border before it is looked at then.
    left = first if is_cjk(first) else f"{first}(?<![a-z0-9]{first})"
    right = "" if is_cjk(found[-1][-1]) else "(?![a-z0-9])"
    return f"{left}{rest}{right}"


def _probe(phrase: str) -> str:
    """The longest piece of text that stands in every match: asking for it first is ten times quicker."""
    return max((_piece_pattern(piece)[0] for piece in pieces(fold(phrase))), key=lambda fixed: len(fixed.encode()))


def _any_of(pieces: Sequence[str]) -> str:
    """A pattern for any of some sorted pieces: what begins alike is tried together."""
    alike = (list(group) for _, group in groupby(pieces, key=itemgetter(0)))
    return "|".join(f"{re.escape(g[0][0])}(?:{'|'.join(re.escape(p[1:]) for p in g)})" for g in alike) or "(?!)"


class Probe:
    """Pieces of text, one of which stands in whatever is looked for: most texts hold none, which is soonest told so."""

    __slots__ = ("_ascii", "_search", "pieces")

    def __init__(self, pieces: Iterable[str]) -> None:
        every = sorted(set(pieces))
        self.pieces = tuple(one for one in every if not any(other != one and other in one for other in every))
        self._ascii = tuple(filter(str.isascii, self.pieces))
        self._search = re.compile(_any_of(self.pieces)).search

    @classmethod
    def any_of(cls, probes: Iterable[Probe]) -> Probe:
        """One that finds what any of these finds."""
        return cls(piece for probe in probes for piece in probe.pieces)

    def among(self, texts: Sequence[str]) -> list[int]:
        """The numbers of the folded texts in which one of the pieces stands."""
        plain, found = [], []
        for number, text in enumerate(texts):
            if text.isascii():
                plain.append(number)
            elif self._search(text) is not None:
                found.append(number)
        return found + self._among_plain(texts, plain)

    def _among_plain(self, texts: Sequence[str], plain: Sequence[int]) -> list[int]:
        """Those of some ASCII texts. They are looked through as one: a piece is found in it in long steps."""
        together = PARTED.join([texts[number] for number in plain])
        places = set()
        for piece in self._ascii:
            at = together.find(piece)
            while at >= 0:
                end = together.find(PARTED, at)
                places.add(end if end >= 0 else len(together))
                at = together.find(piece, end) if end >= 0 else -1
        found, parted, seen = [], 0, 0
        for end in sorted(places):
            parted += together.count(PARTED, seen, end)
            found.append(plain[parted])
            seen = end
        return found

    def is_in(self, folded: str) -> bool:
        """Whether one of the pieces stands in a folded text."""
        if not folded.isascii():
            return self._search(folded) is not None
        for piece in self._ascii:  # noqa: SIM110 - as an expression it takes three times as long
            if piece in folded:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Some phrases that mean one thing, ready to be found in folded text."""

    probe: Probe
    regex: re.Pattern[str]

    def search(self, folded: str) -> re.Match[str] | None:
        """The first place where one of the phrases stands."""
        return self.regex.search(folded) if self.probe.is_in(folded) else None

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """All places where one of the phrases stands, from left to right, the longest phrase at each."""
        if not self.probe.is_in(folded):
            return []
        return [match.span() for match in self.regex.finditer(folded)]


@lru_cache(maxsize=4_096)
def _compiled(phrases: tuple[str, ...]) -> Pattern | None:
    usable = sorted({p for p in phrases if _spelling(p)}, key=lambda p: (-len(p), p))
    if not usable:
        return None
    return Pattern(Probe(map(_probe, usable)), re.compile("|".join(dict.fromkeys(map(_spelling, usable)))))


def pattern(phrases: Iterable[str]) -> Pattern | None:
    """One pattern for phrases that mean the same; None if none of them holds a letter, digit or character."""
    return _compiled(tuple(phrases))
