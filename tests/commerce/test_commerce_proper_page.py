"""A source of somebody else's that gives back nonsense fails alone: the others' list stands, shown and as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pytest
from standins.offers import MASK_SHELF, NOW
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.proper_page import improper_part
from desktop_client.commerce.asking.suggestion_list import Coverage, State, SuggestionList
from desktop_client.commerce.lists.codec import panel_to_json
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Commercial, Note, Rating
from desktop_client.commerce.source import Mode, Page, Query, Search
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.ui.panel.presenter import panel_view

OFFER = replace(MASK_SHELF[0], source_id="junk", offer_id="9")
GOOD = Page((OFFER,), 1, ("Prices without tax.",), {OFFER.raw_sha256: b"{}"})


class Junk(ScriptedSource):
    """Gives back whatever it was made with."""

    def __init__(self, given: object) -> None:
        super().__init__("junk")
        self.given: Any = given

    def search(self, query: Query) -> Search:
        yield from ()
        return self.given


def beside(given: object) -> tuple[SuggestionList, Coverage]:
    """The list of a source that gives this back and one that is well, and what came of the first."""
    switches = Switchboard("junk", "shelf")
    well = ScriptedSource("shelf", MASK_SHELF[1:3], mode=Mode.OFFLINE)
    listed = Suggestions([Junk(given), well], switches, lambda: NOW).suggest(ShoppingNeed("mask"))
    return listed, next(came for came in listed.coverage if came.source_id == "junk")


def test_a_page_as_it_should_be_is_taken() -> None:
    _, coverage = beside(GOOD)
    assert (coverage.state, coverage.count) == (State.OK, 1)
    rich = replace(OFFER, rating=Rating(4, 5, 3), attributes=MappingProxyType({"a": "b"}), expires_at=NOW)
    assert improper_part(Page((rich,))) is None


@pytest.mark.parametrize(
    ("given", "part"),
    [
        (None, "page"),
        ([OFFER], "page"),
        (Page(None), "page.offers"),  # type: ignore[arg-type]
        (Page((OFFER, object())), "page.offers.1"),  # type: ignore[arg-type]
        (replace(GOOD, disclosures=None), "page.disclosures"),
        (replace(GOOD, disclosures=(3,)), "page.disclosures.0"),
        (replace(GOOD, raw={"a": "text"}), "page.raw.a"),
        (replace(GOOD, total="1"), "page.total"),
    ],
)
def test_what_is_no_page_is_said_to_be_none(given: object, part: str) -> None:
    _fails_alone(given, part)


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("offer_id", 9, "offer_id"),
        ("title", None, "title"),
        ("price", "12", "price"),
        ("price", Money("12", "USD"), "price.minor"),  # type: ignore[arg-type]
        ("price", Money(True, "USD"), "price.minor"),
        ("commercial", None, "commercial"),
        ("commercial", Commercial(True, "you", "yes", "e"), "commercial.sponsored"),  # type: ignore[arg-type]
        ("fetched_at", None, "fetched_at"),
        ("fetched_at", datetime(2026, 1, 1), "fetched_at"),
        ("expires_at", datetime(2027, 1, 1), "expires_at"),
        ("price_note", None, "price_note"),
        ("price_note", (1,), "price_note.0"),
        ("price_note", ("a", Note("b", 2)), "price_note.1.zh"),
        ("shipping", 0, "shipping"),
        ("description", None, "description"),
        ("category", 3, "category"),
        ("attributes", None, "attributes"),
        ("attributes", {"size": 10}, "attributes.size"),
        ("url_clean", 7, "url_clean"),
        ("seller", "Shop", "seller"),
        ("rating", 5, "rating"),
        ("rating", Rating("4", 5), "rating.value"),  # type: ignore[arg-type]
    ],
)
def test_an_offer_of_a_wrong_type_ends_only_its_source(name: str, value: object, part: str) -> None:
    _fails_alone(replace(GOOD, offers=(OFFER, replace(OFFER, **{name: value}))), f"page.offers.1.{part}")


def _fails_alone(given: object, part: str) -> None:
    listed, coverage = beside(given)
    assert coverage.state is State.FAILED
    assert str(coverage.error) == f"The source gave back something else than offers: {part}."
    assert coverage.error is not None
    assert part in coverage.error.in_language("zh")
    assert {row.offer.source_id for row in listed.rows} == {"shelf"}
    assert len(panel_view(listed, NOW, "en").cards) == 2
    assert json.dumps(panel_to_json(listed))
