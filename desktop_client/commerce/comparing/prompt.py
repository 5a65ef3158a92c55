"""What a model is told when the user asks it about a shortlist: plain text, made for the user to read and change first.

Only offers whose source's terms allow it are in (``Terms.model_use_ok``); a source that nobody knows allows nothing.
Who is paid, where links lead, and what other offers say of one are left out: they are no facts about the goods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_client.commerce.comparing.compared import Cell, Comparison, RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.lists.labelled_table import one_line
from desktop_client.commerce.lists.need_words import need_words
from desktop_client.wording import Language, Sentence, say

FACTS = (
    RowKind.TOTAL,
    RowKind.UNIT_PRICE,
    RowKind.AVAILABILITY,
    RowKind.DELIVERY,
    RowKind.RETURNS,
    RowKind.WARRANTY,
    RowKind.BRAND,
    RowKind.MODEL,
    RowKind.ATTRIBUTE,
    RowKind.RATING,
    RowKind.NOTE,
)
"""Rows that a model is told; what isn't stated is left out and said to be unknown."""


@dataclass(frozen=True, slots=True)
class ShortlistPrompt:
    """The text, and how many offers of which source are not in it. ``offers`` is how many are."""

    text: str
    offers: int
    left_out: Mapping[str, int]


def shortlist_prompt(
    pins: Sequence[Pin], name: str, may_be_told: Callable[[str], bool], now: datetime, language: Language
) -> ShortlistPrompt:
    """A prompt about these offers; ``may_be_told`` says of a source's id whether its terms allow it."""
    told = [pin for pin in pins if may_be_told(pin.offer.source_id)]
    left_out = Counter(pin.offer.source_id for pin in pins if not may_be_told(pin.offer.source_id))
    # Compared among themselves, so that nothing of an offer that must stay out shows through in another's cells.
    comparison = compare(told, now)
    lines = [
        _said(say("Help me choose among the offers on my shortlist “{name}”.", name=one_line(name)), language),
        _said(say("For each, say what speaks for it and against it, and what is not known."), language),
        _said(say("Go by what stands here alone: what is not listed is not known, and must not be made up."), language),
    ]
    need = next((pin.need for pin in reversed(told) if pin.need), None)
    if need is not None:
        lines.append(_said(say("I am looking for: {need}", need=one_line(need_words(need, language))), language))
    for at in range(len(comparison.columns)):
        lines += ["", *_offer(comparison, at, language)]
    return ShortlistPrompt("\n".join(lines), len(told), dict(left_out))


def _offer(comparison: Comparison, at: int, language: Language) -> list[str]:
    title = one_line(comparison.columns[at].offer.title)
    lines = [_said(say("Offer {number}: {title}", number=at + 1, title=title), language)]
    for row in comparison.rows:
        cell = row.cells[at]
        if row.kind in FACTS and cell.stated:
            lines.append(f"- {one_line(row.name.in_language(language))}: {_words(cell, language)}")
    return lines


def _words(cell: Cell, language: Language) -> str:
    text = cell.text.in_language(language) if isinstance(cell.text, Sentence) else cell.text
    note = cell.note.in_language(language) if cell.note is not None else ""
    return one_line(f"{text} ({note})" if note else text)


def _said(sentence: Sentence, language: Language) -> str:
    return sentence.in_language(language)
