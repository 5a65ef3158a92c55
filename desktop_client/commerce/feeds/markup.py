"""Markup: the tags and texts of a web page, one after another, in time that grows with its length and no faster.

A general HTML parser builds a tree, and looks ahead further than some pages let it finish. Here nothing is looked at
twice: a tag or a comment that never ends is the end of the page, as the HTML standard has it for tags (WHATWG HTML,
13.2.5, "eof-in-tag").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop_client.commerce.meaning.values import without_entities

_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_SPACE: Final = re.compile(r"[\s/]*")
_ATTRIBUTE: Final = re.compile(r"[^\s/>=]+")
_BARE: Final = re.compile(r"[^\s>]*")
_EQUALS: Final = re.compile(r"\s*=\s*")
_RAW: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "noscript", "template", "iframe")
}
"""Elements whose content is no markup, or none that is shown, and where each ends."""

MOST_ATTRIBUTES: Final = 200
"""Attributes of one tag that are kept; the others are passed over."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that opens (``ends`` False) or closes an element; names are in lower case. ``at`` is where it stands."""

    name: str
    ends: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    at: int = field(default=0, compare=False)


def pieces(page: str) -> Iterator[Tag | str]:
    """The tags and the texts of a page in their order; of scripts and the like only the tags."""
    at = 0
    while (opens := page.find("<", at)) >= 0:
        yield without_entities(page[at:opens])
        at = _past_comment(page, opens)
        if at < 0:
            return
        if at > opens:
            continue
        tag, at = _tag(page, opens)
        if at < 0:
            return
        yield tag
        if isinstance(tag, str) or tag.ends or tag.name not in _RAW:
            continue
        close = _RAW[tag.name].search(page, at)
        if close is None:
            return
        if tag.name == "title":
            yield without_entities(page[at : close.start()])
        at = close.start()
    yield without_entities(page[at:])


def _past_comment(page: str, at: int) -> int:
    """Where it goes on after a comment, a document type or a processing instruction; ``at`` where there is none, -1
    where it never ends.
    """
    if page.startswith("<!--", at):
        end = page.find("-->", at + 2)
        return end + 3 if end >= 0 else -1
    if page.startswith(("<!", "<?"), at):
        end = page.find(">", at)
        return end + 1 if end >= 0 else -1
    return at


def _tag(page: str, opens: int) -> tuple[Tag | str, int]:
    """The tag that opens there, or the sign itself where none does; and where it goes on, -1 where that never ends."""
    ends = page.startswith("/", opens + 1)
    name = _NAME.match(page, opens + 1 + ends)
    if name is None:
        return "<", opens + 1
    attributes, at = _attributes(page, name.end())
    return Tag(name[0].lower(), ends, attributes, opens), at


def _attributes(page: str, at: int) -> tuple[dict[str, str], int]:
    """A tag's attributes, and where it goes on after the tag; -1 where that never ends."""
    found: dict[str, str] = {}
    while True:
        space = _SPACE.match(page, at)
        at = space.end() if space else at
        if at >= len(page):
            return found, -1
        if page[at] == ">":
            return found, at + 1
        # An equals sign where a name should begin belongs to the name.
        name = _ATTRIBUTE.match(page, at + (page[at] == "="))
        at = name.end() if name else at + 1
        value, at = _value(page, at)
        if at < 0:
            return found, -1
        if name and len(found) < MOST_ATTRIBUTES:
            found.setdefault(name[0].lower(), without_entities(value))


def _value(page: str, at: int) -> tuple[str, int]:
    equals = _EQUALS.match(page, at)
    if equals is None:
        return "", at
    at = equals.end()
    if page.startswith(('"', "'"), at):
        end = page.find(page[at], at + 1)
        return (page[at + 1 : end], end + 1) if end >= 0 else ("", -1)
    bare = _BARE.match(page, at)
    return (bare[0], bare.end()) if bare else ("", at)
