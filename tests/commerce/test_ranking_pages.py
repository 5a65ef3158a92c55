"""What the pages about the order say in figures is what the function does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from standins.offers import NOW, make_offer, mask

from desktop_client.commerce.judging.claims import POINTS, Place
from desktop_client.commerce.judging.terms import CODE_WEIGHT, FIELD_POINTS, KIND_WEIGHT, WORD_WEIGHT, Field
from desktop_client.commerce.meaning.statements import STATEMENT_ITEMS, STATEMENT_LETTERS
from desktop_client.commerce.meaning.titles import HEAD_LETTERS, MOST_WORDS
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Part, rank

ROOT = Path(__file__).parents[2]
PAGES = {
    "en": ROOT / "desktop_client/ui/pages/ranking.en.md",
    "zh": ROOT / "desktop_client/ui/pages/ranking.zh.md",
    "docs": ROOT / "docs/ranking.md",
}
NEED = ShoppingNeed("face mask for sensitive skin", "en", "face mask", must_have=("sensitive skin",))


def of_masks(title: str, **attributes: str) -> Offer:
    return mask("1", title, category="Face masks", **attributes)


STATED = of_masks("Oat mask", sensitive_skin="suitable", form="sheet")
IN_TITLE = of_masks("Oat mask for sensitive skin", form="sheet", origin="EU")
RATED = replace(STATED, rating=Rating(4.6, 5, 180), fetched_at=NOW - timedelta(days=9))
EXAMPLES = (STATED, RATED, IN_TITLE, of_masks("Oat mask for sensitive skin"), make_offer("1", "Face mask"))


def worked_out(offer: Offer) -> tuple[list[int], int]:
    (row,) = rank(NEED, [offer], now=NOW).rows
    return [part.points for part in row.parts], row.score


@pytest.mark.parametrize("page", ["en", "zh", "docs"])
def test_the_worked_examples_come_out(page: str) -> None:
    said = re.findall(
        r"\((\d+) × (\d+) \+ (\d+) × (\d+) \+ (\d+) × (\d+) \+ (\d+) × (\d+)\) ÷ .+? = (\d+)", _text(page)
    )
    offers = [STATED] if page == "docs" else [STATED, IN_TITLE]
    weights = [DEFAULT_WEIGHTS.of(p) for p in (Part.TEXT, Part.WISHES, Part.RATING, Part.FRESHNESS)]
    assert len(said) == len(offers)
    for figures, offer in zip(said, offers, strict=True):
        numbers = [int(figure) for figure in figures]
        assert numbers[:8:2] == weights
        assert (numbers[1:8:2], numbers[8]) == worked_out(offer)


def test_the_table_of_examples_comes_out() -> None:
    rows = re.findall(r"^\|.*?((?:\| \d+ ){5})\|$", _text("docs"), re.MULTILINE)
    told = [[int(cell) for cell in row.split("|")[1:]] for row in rows]
    assert told == [[*points, score] for points, score in map(worked_out, EXAMPLES)]


@pytest.mark.parametrize("page", ["en", "zh", "docs"])
def test_the_weights_are_those_of_the_rule(page: str) -> None:
    weights = [int(found) for found in re.findall(r"^\| [^|]+ \| (\d+) \| [^|]+ \|$", _text(page), re.MULTILINE)]
    assert weights == [DEFAULT_WEIGHTS.of(part) for part in Part]


def test_the_figures_in_words_are_those_of_the_rule() -> None:
    text = _text("docs")
    assert f"weighs {KIND_WEIGHT}, a word {WORD_WEIGHT}, a word with digits {CODE_WEIGHT}" in text
    assert f"at most {MOST_WORDS} words" in text
    assert f"first\n  {HEAD_LETTERS} letters" in text
    assert f"at most {STATEMENT_LETTERS} letters and {STATEMENT_ITEMS} items" in text
    assert f"In the title alone: {FIELD_POINTS[Field.TITLE]}" in text
    assert f"A title: {POINTS[Place.TITLE]} where" in text
    for page in ("en", "zh"):
        assert str(FIELD_POINTS[Field.TITLE]) in _text(page)


def _text(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")
