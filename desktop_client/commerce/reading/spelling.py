"""A word that is one slip of the pen from the name of something barred: "glucometter", "amoxicilin".

Only long words are looked at that no list knows, that keep their first letter, and that have become the name by one
letter left out, put in, changed or swapped with its neighbour: what is nearer to an ordinary word stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 8
"""Letters of a name that is recognised in spite of a slip."""


class Spelling:
    """Names by what is left of them without one letter (symmetric deletes, after Garbe's SymSpell)."""

    def __init__(self, names: Mapping[str, frozenset[str]], known: Iterable[str]) -> None:
        self._names = {name: lists for name, lists in names.items() if len(name) >= SHORTEST and name.isalpha()}
        self._known = frozenset(known)
        self._shortened: dict[str, list[str]] = {}
        for name in self._names:
            for key in _without_a_letter(name):
                self._shortened.setdefault(key, []).append(name)

    def lists_of(self, word: str) -> frozenset[str]:
        """The lists of the name that a word is a slip of; empty where it is none."""
        if len(word) < SHORTEST - 1 or word in self._known or not word.isalpha():
            return frozenset()
        for key in _without_a_letter(word):
            for name in self._shortened.get(key, ()):
                if name[0] == word[0] and _one_slip(word, name):
                    return self._names[name]
        return frozenset()


def _without_a_letter(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _one_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, added or other, or two neighbours are swapped; a plural is no slip."""
    short, long = sorted((word, name), key=len)
    if len(long) - len(short) == 1:
        return not long.startswith(short) and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    if len(long) != len(short):
        return False
    differ = [i for i, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
    if len(differ) == 1:
        return True
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and word[differ[0]] == name[differ[1]]
        and (word[differ[1]] == name[differ[0]])
    )
