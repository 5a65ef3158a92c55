"""Statements: which values of attributes state one thing, as an attribute should.

"Waterproof: IPX7" is a statement, and whoever makes it can be held to it. Advertising in an attribute, and a list of
everything, are none: they are read as free text is, which can harm an offer and can't help it (P4).
"""

from __future__ import annotations

import re

STATEMENT_LETTERS = 60
STATEMENT_ITEMS = 6
"""A value of more letters or more listed things than this is prose, or a list of everything."""

_BETWEEN = re.compile(r"[,、;/|]|(?<![a-z])(?:and|or)(?![a-z])|[和与及或]")
_ABSURD = re.compile(
    r"(?<![a-z])ip(?:x\d{2}|\d{3}|[7-9]\d)"
    r"|(?<!\d)(?!100\s?%)\d{3,}(?:\.\d+)?\s?%"
    r"|\d{6}\s?(?:mah|wh?|hz|dpi|h|hours?|days?|lm|db|毫安|小时|天|流明)(?![a-z])"
)
"""Protection beyond the scale of IEC 60529, more than all, and more than anything that is sold to people has."""
_EXCLAIMS = re.compile(r"[!?。]|[a-z]\.\s")


def is_absurd(folded: str) -> bool:
    """Whether a folded text boasts of more than there is."""
    return _ABSURD.search(folded) is not None


def is_statement(folded: str) -> bool:
    """Whether the folded value of an attribute states one thing."""
    if len(folded) > STATEMENT_LETTERS or _EXCLAIMS.search(folded) or is_absurd(folded):
        return False
    return len(_BETWEEN.findall(folded)) < STATEMENT_ITEMS
