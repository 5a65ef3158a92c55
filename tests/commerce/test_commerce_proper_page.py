"""A source of somebody else's that gives back nonsense fails alone: the others' list stands, shown and as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest
from standins.offers import MASK_SHELF, NOW
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.proper_page import improper_part
from desktop_client.commerce.asking.suggestion_list import Coverage, State, SuggestionList
from desktop_client.commerce.lists.codec import panel_to_json
from desktop_client.commerce.lists.file import list_to_json, verify_list
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Note, Rating
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
        (replace(GOOD, disclosures=("\ud800",)), "page.disclosures"),
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
        # Of the right type, and nothing that a list or a file can hold.
        ("price", Money(100, "USD", 10**9), "price"),
        ("price", Money(10**30, "USD"), "price"),
        ("price", Money(-5, "USD"), "price"),
        ("price", Money(100, "usd"), "price"),
        ("list_price", Money(1, "CNY", -(10**9)), "list_price"),
        ("rating", Rating(float("nan"), 5.0), "rating"),
        ("rating", Rating(4.0, 5.0, 10**400), "rating"),
        ("fetched_at", datetime.max.replace(tzinfo=UTC), "fetched_at"),
        ("expires_at", datetime.min.replace(tzinfo=UTC), "expires_at"),
        ("title", "Face mask \ud800", "title"),
        ("attributes", {"\ud800": "x"}, "attributes"),
        ("source_rank", 10**400, "source_rank"),
        ("commercial", Commercial(True, "you", AdFlag.NO, "e", 10**5_000), "commercial"),
        ("commercial", Commercial(True, "you", AdFlag.NO, "e", None, Money(1, "CNY", 10**9)), "commercial"),
    ],
)
def test_an_offer_of_a_wrong_type_ends_only_its_source(name: str, value: object, part: str) -> None:
    _fails_alone(replace(GOOD, offers=(OFFER, replace(OFFER, **{name: value}))), f"page.offers.1.{part}")


def test_a_list_with_offers_of_others_comes_out_again_from_its_file() -> None:
    """Whole numbers are written otherwise than those with a point, and a time in Shanghai otherwise than in UTC."""
    there = timezone(timedelta(hours=8))
    offer = replace(OFFER, attributes=MappingProxyType({"a": "b"}), rating=Rating(4, 5, 3))
    offer = replace(offer, fetched_at=NOW.astimezone(there), expires_at=NOW.astimezone(there))
    listed, coverage = beside(replace(GOOD, offers=(offer,)))
    assert (coverage.state, coverage.count) == (State.OK, 1)
    assert verify_list(json.dumps(list_to_json(listed))).difference is None


def _fails_alone(given: object, part: str) -> None:
    listed, coverage = beside(given)
    assert coverage.state is State.FAILED
    assert str(coverage.error) == f"The source gave back something else than offers: {part}."
    assert coverage.error is not None
    assert part in coverage.error.in_language("zh")
    assert {row.offer.source_id for row in listed.rows} == {"shelf"}
    assert len(panel_view(listed, NOW, "en").cards) == 2
    assert json.dumps(panel_to_json(listed))
