"""The table of words that mean the same (``data/concepts.toml``), and what a text names from it."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.name_index import Index, Mention, index_of, longest, scan
from desktop_client.commerce.meaning.phrases import CJK, Pattern, Probe, pattern

KIND, SUBSTANCE, PROPERTY = "kind", "substance", "property"
BREAK = "|"
_UNIT = re.compile(
    rf"[{CJK}]|[^\W_{CJK}]+(?:[.'][^\W_{CJK}]+)*|[+&,/、|()\[\]【】《》<>:;。!?]|(?<=[{CJK}])\s+(?=[{CJK}])"
)
_PLAIN_UNITS = re.compile("[a-z0-9 ,-]*")
"""Text whose words spaces part, once a comma is one of them: nearly every English title, and sooner read so."""
_STEP = re.compile(r"\s*[>›»/|]\s*")
_MARKS = frozenset("+&,/、|()[]【】《》<>:;。!? ")
_SINGULAR = {
    "lenses": "lens",
    "lens": "lens",
    "knives": "knife",
    "mice": "mouse",
    "shelves": "shelf",
    "bookshelves": "bookshelf",
    "children": "child",
}
IRREGULAR = frozenset(_SINGULAR)
"""Plurals that don't only end in s, and what looks like a plural and is none."""
PLURALS: Mapping[str, str] = {one: many for many, one in _SINGULAR.items() if many != one}
"""The plurals of words that have an irregular one."""
UNITS_KEPT = 20_000
"""How many words are kept with their singular."""
_NEAR = 4
"""How many units before a kind's name "for" may stand: "sleeve for 15 inch laptop"."""
SEVERAL_KINDS = 3
"""A title that names this many unrelated kinds of goods says nothing about what is sold."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with its names in both languages; ``section`` is kind, substance or property."""

    id: str
    section: str
    names: tuple[str, ...]
    names_zh: frozenset[str]
    free_names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    group: str | None = None
    is_a: str | None = None

    @property
    def name_en(self) -> str:
        """What it is called in English first."""
        return next((name for name in self.names if name not in self.names_zh), self.names[0])

    @property
    def name_zh(self) -> str:
        """What it is called in Chinese first."""
        return next((name for name in self.names if name in self.names_zh), self.names[0])


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of goods that a text names: as the thing itself, and as what the thing is made for."""

    things: frozenset[str] = frozenset()
    made_for: frozenset[str] = frozenset()


_NO_KINDS = Kinds()


def read_table(name: str) -> dict[str, Any]:
    """A table of this room's data folder."""
    return tomllib.loads(resources.files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def digest(*names: str) -> str:
    """Eight hex digits over what the tables say (not how they are laid out): part of the rule version."""
    content = json.dumps([read_table(name) for name in names], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def units(folded: str) -> list[str]:
    """Words in the singular and single Chinese characters, in order.

    What parts them is ``BREAK``: punctuation, and between Chinese characters white space.
    """
    if _PLAIN_UNITS.fullmatch(folded):
        found = folded.replace(",", f" {BREAK} ").replace("-", " ").split()
    else:
        found = _UNIT.findall(folded)
    return list(map(_UNITS.__getitem__, found))


@cache
def _units_of(name: str) -> tuple[str, ...]:
    """The units of a name in the table: each is asked for by several of its indexes."""
    return tuple(units(fold(name)))


def unit_places(folded: str) -> list[tuple[int, int]]:
    """Where each of the :func:`units` stands in the text."""
    return [match.span() for match in _UNIT.finditer(folded)]


def singular(word: str) -> str:
    """An English word without its plural; other words as they are."""
    if len(word) < 4 or word[-1] != "s" or not word.isascii():
        return _SINGULAR.get(word, word)
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("'s").removesuffix("s")


class _Units(dict[str, str]):
    """Words by how they stand in a text -> the unit that each is; worked out when it is first asked for."""

    def __missing__(self, found: str) -> str:
        if len(self) >= UNITS_KEPT:
            self.clear()
        unit = self[found] = BREAK if found in _MARKS else singular(found)
        return unit


_UNITS = _Units()


class Table:
    """The table of concepts, indexed."""

    def __init__(self, raw: Mapping[str, Any], attributes: Mapping[str, Any]) -> None:
        self.concepts: dict[str, Concept] = {}
        for section in (KIND, SUBSTANCE, PROPERTY):
            for key, row in raw[section].items():
                self.concepts[key] = _concept(key, section, row)
        self.attributes: Mapping[str, Mapping[str, Any]] = attributes
        self._index = _index((c.id, c.names) for c in self.concepts.values())
        self._kind_index = _index((c.id, c.names) for c in self.concepts.values() if c.section == KIND)
        self._short = {
            group: _index((c.id, (*c.names, *c.short_names)) for c in self.concepts.values() if c.group == group)
            for group in {c.group for c in self.concepts.values() if c.group}
        }
        self._holding: dict[str, list[tuple[Concept, str]]] = {}
        for concept in self.concepts.values():
            for name in concept.names:
                for unit in dict.fromkeys(_units_of(name)):
                    self._holding.setdefault(unit, []).append((concept, name))
        self._attribute_names = {
            tuple(units(fold(name))): key
            for key, row in self.attributes.items()
            for name in (*row["en"], *row["zh"], key.replace("_", " "))
        }
        accessory = raw["accessory"]
        self._after_kind = _index([("accessory", (*accessory["en"], *accessory["zh"]))])
        self._made_by_one = frozenset(accessory["zh_characters"])
        self.packed: frozenset[str] = frozenset(accessory["zh_packed"])
        """Words that say how a thing is packed or sold (「套装」), not what it is."""
        self._before_kind = _index([("made for", (*accessory["before_en"], *accessory["before_zh"]))])

    @property
    def groups(self) -> frozenset[str]:
        """Attributes whose values are members of a group."""
        return frozenset(self._short)

    def mentions(self, found: list[str]) -> list[Mention]:
        """Names of any concept in a row of units, the longest at each place, not overlapping."""
        return list(scan(found, self._index, self._kind_index))

    def members(self, group: str, text: str) -> frozenset[str]:
        """Members of a group (``skin_type``) that the value of an attribute names, short names included."""
        found = units(fold(text))
        return frozenset(c for m in scan(found, self._short[group]) for c in m.concepts)

    def group_patterns(self, group: str | None) -> tuple[Pattern, ...]:
        """One pattern for each member of a group of properties."""
        members = [c for c in self.concepts.values() if group is not None and c.group == group]
        return tuple(found for c in members if (found := pattern(c.names)) is not None)

    def named(self, phrase: str) -> Concept | None:
        """The concept that a whole phrase is a name of."""
        found = units(fold(phrase))
        mention = longest(found, 0, self._index) if found else None
        return self.concepts[mention.concepts[0]] if mention is not None and mention.end == len(found) else None

    def kinds(self, text: str) -> Kinds:
        """Kinds of goods that a title or category names; "laptop battery" and "for laptops" are made for laptops."""
        return self.kinds_among(units(fold(text)))

    def kinds_among(self, found: list[str]) -> Kinds:
        """The same of the units of a text."""
        if self._kind_index.keys().isdisjoint(found):
            return _NO_KINDS
        seen = list(scan(found, self._kind_index, self._kind_index))
        things: set[str] = set()
        made_for: set[str] = set()
        for i, mention in enumerate(seen):
            next_starts = seen[i + 1].start if i + 1 < len(seen) else None
            other = next_starts == mention.end or self._made_into_another(found, mention)
            (made_for if other else things).update(mention.concepts)
        return Kinds(frozenset(things), frozenset(made_for - things))

    def _made_into_another(self, found: list[str], mention: Mention) -> bool:
        if mention.end < len(found) and longest(found, mention.end, self._after_kind) is not None:
            return True
        if self.one_character_makes_another(found[mention.end : mention.end + 2]):
            return True
        near = found[max(0, mention.start - _NEAR) : mention.start]
        if self._before_kind.keys().isdisjoint(near):
            return False
        if BREAK in near:
            near = near[len(near) - near[::-1].index(BREAK) :]
        return any(longest(near, at, self._before_kind) is not None for at in range(len(near)))

    def one_character_makes_another(self, after: list[str]) -> bool:
        """Whether 「架」 follows a kind, as in 「牙刷架」, and not 「盒装」: that is how the thing itself is packed."""
        return bool(after) and after[0] in self._made_by_one and "".join(after) not in self.packed

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Whether a kind is the other one or one of its sorts."""
        step: str | None = kind
        while step is not None and step != ancestor:
            step = self.concepts[step].is_a
        return step is not None

    def narrowed(self, kinds: frozenset[str], context: frozenset[str]) -> frozenset[str]:
        """Of kinds that one name may mean ("notebook"), those that belong where the category says; all if none do."""
        if not kinds or not context:
            return kinds
        return frozenset(k for k in kinds if any(k != c and self.is_a(k, c) for c in context)) or kinds

    def attribute(self, name: str) -> str | None:
        """The common name of an attribute, by what a source calls it; None if the table has none."""
        found = tuple(units(fold(name).replace("_", " ")))
        return self._attribute_names.get(found)

    def names_holding(self, unit: str) -> Sequence[tuple[Concept, str]]:
        """All names that one word, or one Chinese character, stands in, each with what it is a name of."""
        return self._holding.get(unit, ())

    def finder(self, concept: Concept) -> Finder:
        """Where a text names a concept, and not a longer thing that holds its name."""
        return _finder(self, concept.id)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds a concept's names; ``longer`` are names of other things that hold one of them ("hair mask")."""

    own: Pattern
    longer: Pattern | None = None

    @property
    def probe(self) -> Probe:
        """What stands in every text that names the concept."""
        return self.own.probe

    def spans(self, folded: str) -> list[tuple[int, int]]:
        """All places, from left to right, where the concept itself is named."""
        own = self.own.spans(folded)
        if not own or self.longer is None:
            return own
        hidden = self.longer.spans(folded)
        return [(s, e) for s, e in own if not any(a <= s and e <= b and (a, b) != (s, e) for a, b in hidden)]


@lru_cache(maxsize=512)
def _finder(table: Table, concept_id: str) -> Finder:
    concept = table.concepts[concept_id]
    own = pattern(concept.names)
    if own is None:
        raise ValueError(f"concept {concept_id} has no name")
    longer = [
        name
        for mine in map(_units_of, concept.names)
        for other, name in table.names_holding(mine[0])
        if other.section == concept.section and other.id != concept.id and not _descends(table, other, concept)
        if _holds(_units_of(name), mine)
    ]
    return Finder(own, pattern(longer))


def _descends(table: Table, other: Concept, concept: Concept) -> bool:
    return other.section == KIND and table.is_a(other.id, concept.id)


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    n = len(shorter)
    return len(longer) > n and any(longer[i : i + n] == shorter for i in range(len(longer) - n + 1))


def _concept(key: str, section: str, row: Mapping[str, Any]) -> Concept:
    return Concept(
        id=key,
        section=section,
        names=(*row["en"], *row["zh"]),
        names_zh=frozenset(row["zh"]),
        free_names=(*row.get("free_en", ()), *row.get("free_zh", ())),
        short_names=(*row.get("short_en", ()), *row.get("short_zh", ())),
        group=row.get("group"),
        is_a=row.get("is_a"),
    )


def _index(rows: Iterable[tuple[str, Iterable[str]]]) -> Index:
    return index_of((concept, map(_units_of, names)) for concept, names in rows)


@cache
def table() -> Table:
    """The table that comes with Sidelight."""
    return Table(read_table("concepts"), read_table("attributes"))


@lru_cache(maxsize=4_096)
def common_name(attribute: str) -> str | None:
    """The common name of an attribute, by what a source calls it; None if the table has none."""
    return table().attribute(attribute)


@lru_cache(maxsize=8_192)
def kinds_stated(category: str) -> frozenset[str]:
    """Kinds of goods that the last step of a category names ("Skin care > Face masks": face masks)."""
    *above, last = _STEP.split(category)
    return table().narrowed(table().kinds(last).things, table().kinds(" > ".join(above)).things)


def kinds_in(title: str, category: str) -> frozenset[str]:
    """Kinds of goods that a folded title says the thing is; the category decides where a name may mean several."""
    known = table()
    return known.narrowed(known.kinds_among(units(title)).things, _context(category) if category else frozenset())


@lru_cache(maxsize=8_192)
def _context(category: str) -> frozenset[str]:
    return table().kinds(category).things
