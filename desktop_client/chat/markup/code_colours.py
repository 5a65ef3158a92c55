"""Which stretches of a code block are comments, strings, keywords and numbers, in time linear in its length.

Deliberately small: foreign text must not meet a big lexer's regular expressions on the UI thread, where a hostile
one can't be interrupted. Code in a language that isn't known here is simply shown in one colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache


class Ink(Enum):
    """What a stretch of code is."""

    COMMENT = "comment"
    STRING = "string"
    KEYWORD = "keyword"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class _Family:
    """Languages that look alike: patterns for comments and strings, and their words."""

    comments: str
    strings: str
    words: frozenset[str]
    ignore_case: bool = False


# Each pattern runs to its closer or to the end, without going back: no nested repetition anywhere.
_DOUBLE = r'"(?:[^"\\\n]|\\.)*+"?'
_SINGLE = r"'(?:[^'\\\n]|\\.)*+'?"
_TRIPLE = r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?' + "|" + r"'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"
_BACKTICK = r"`(?:[^`\\]|\\.)*+`?"
_HASH = r"#[^\n]*+"
_SLASHES = r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_DASHES = r"--[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_TAGS = r"<!--(?:[^-]|-(?!->))*+(?:-->)?"
_NUMBER = r"\b(?:0[xX][0-9a-fA-F_]++|\d[\d_]*+(?:\.\d[\d_]*+)?(?:[eE][+-]?\d++)?)"

_PYTHON = """and as assert async await break case class continue def del elif else except finally for from global if
import in is lambda match None nonlocal not or pass raise return self True False try while with yield"""
_BRACES = """abstract as async auto await bool boolean break byte case catch chan char class const constexpr continue
crate def default defer delete do double dyn else enum explicit export extends extern false final finally fallthrough
float fn for foreach from fun func function go goto guard if impl implements import in inline instanceof int interface
internal is lazy let long loop map match mod move mut namespace new nil none null nullptr nullable object of open
operator override package private protected protocol pub public range readonly ref return select self Self sealed
short signed sizeof static string struct super switch template this throw throws trait true try type typedef typename
typeof undefined union unsafe unsigned use using val var virtual void volatile when where while with yield"""
_SHELL = """case do done elif else esac export fi for function if in local return select set source then unset until
while"""
_SQL = """add all alter and as asc avg begin between by case check column commit constraint count create cross default
delete desc distinct drop else end except exists foreign from full group having if in index inner insert intersect
into is join key left like limit max min not null offset on or order outer over partition primary references right
rollback select set sum table then transaction union unique update using values view when where with"""
_VALUES = "true false null yes no on off"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FAMILIES = {
    "python": _Family(_HASH, f"{_TRIPLE}|{_DOUBLE}|{_SINGLE}", _words(_PYTHON)),
    "braces": _Family(_SLASHES, f"{_DOUBLE}|{_SINGLE}|{_BACKTICK}", _words(_BRACES)),
    "rust": _Family(_SLASHES, _DOUBLE, _words(_BRACES)),
    "shell": _Family(_HASH, f"{_DOUBLE}|'[^']*+'?", _words(_SHELL)),
    "sql": _Family(_DASHES, f"{_SINGLE}|{_DOUBLE}", _words(_SQL), ignore_case=True),
    "values": _Family(_HASH, f"{_DOUBLE}|{_SINGLE}", _words(_VALUES)),
    "tags": _Family(_TAGS, f"{_DOUBLE}|{_SINGLE}", frozenset()),
}
_NAMES = {
    "python": "python py python3 pyi",
    "braces": "c h cpp c++ cc cxx hpp cs csharp c# java js javascript jsx mjs ts typescript tsx go golang kotlin kt "
    "swift php scala dart groovy objc css scss less",
    "rust": "rust rs",
    "shell": "sh bash shell zsh console dockerfile docker makefile make ruby rb perl r",
    "sql": "sql mysql postgresql postgres sqlite plsql",
    "values": "json jsonc json5 yaml yml toml ini conf properties env",
    "tags": "html xml svg vue xhtml",
}
_FAMILY_OF = {name: family for family, names in _NAMES.items() for name in names.split()}


def inks(language: str, code: str) -> Iterator[tuple[int, int, Ink]]:
    """The stretches that stand out, as (start, length, ink), in order; none for a language that isn't known."""
    family = _FAMILY_OF.get(language.lower())
    if family is None:
        return
    words = _FAMILIES[family].words
    fold = _FAMILIES[family].ignore_case
    for match in _pattern(family).finditer(code):
        kind = match.lastgroup or ""
        if kind != "word":
            yield match.start(), match.end() - match.start(), Ink(kind)
        elif (match[0].lower() if fold else match[0]) in words:
            yield match.start(), match.end() - match.start(), Ink.KEYWORD


@cache
def _pattern(family: str) -> re.Pattern[str]:
    shape = _FAMILIES[family]
    return re.compile(
        f"(?P<comment>{shape.comments})|(?P<string>{shape.strings})|(?P<number>{_NUMBER})|(?P<word>[A-Za-z_]\\w*+)",
        re.DOTALL,
    )
