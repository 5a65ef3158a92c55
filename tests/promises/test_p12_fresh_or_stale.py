"""P12, fresh or said to be stale: every figure has source and time, and past its term it is greyed and wins nothing.

The clock of these tests stands still until it is told to go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from standins.clock import FakeClock
from standins.history import NoHistory
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.lists.codec import panel_to_json, ranked_to_json
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import Reading, ShoppingNeed
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.prices.freshness import DEFAULT_TERM, next_change, past_term, with_term
from desktop_client.commerce.prices.history import PriceSeen, claimed_cut
from desktop_client.commerce.prices.rates import Conversion, Rates
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.source import Mode, Terms
from desktop_client.commerce.sources.registry import Registry
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.controller import ShortlistController
from desktop_client.ui.compare.painting import _ink
from desktop_client.ui.compare.presenter import MONEY, compare_table
from desktop_client.ui.compare.shown import Pinning
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.panel.amounts import ago_words
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.presenter import panel_view
from desktop_client.ui.panel.term_watch import LONGEST_WAIT, TermWatch
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.suggestion_controller import Commerce, CommerceParts, SuggestionController
from desktop_client.ui.widgets.tint import tint
from desktop_client.wording import Language

NEED = ShoppingNeed("face mask")
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ENDS = NOW + HOUR


def offers() -> list[Offer]:
    """What figures come from: fresh, stale, sample, in part unknown, with history."""
    shop = {"source_id": "shop", "seller": Seller("A seller"), "attributes": {"pack_size": "10片"}}
    return [
        make_offer("fresh", "Face mask fresh", expires_at=ENDS, **shop),
        make_offer("stale", "Face mask stale", expires_at=NOW, price=Money(100, "CNY"), **shop),
        make_offer("partly", "Face mask partly known", shipping=None, **shop),
        make_offer("sample", "Face mask sample", source_id="shelf", sample=True, fetched_at=NOW - 40 * DAY),
    ]


def listed(*found: Offer, now: datetime = NOW, order: Order = Order.RELEVANCE) -> SuggestionList:
    by_source: dict[str, list[Offer]] = {"shop": [], "shelf": []}
    for offer in found or offers():
        by_source[offer.source_id].append(offer)
    sources = [
        ScriptedSource(name, rows, mode=Mode.OFFLINE if name == "shelf" else Mode.API)
        for name, rows in by_source.items()
    ]
    return Suggestions(sources, Switchboard(*by_source), lambda: now).suggest(NEED, order=order)


def history(offer: Offer, *prices: int) -> tuple[PriceSeen, ...]:
    """A price a day, the last one today."""
    times = [NOW - number * DAY for number in range(len(prices) - 1, -1, -1)]
    return tuple(PriceSeen(Money(minor, "CNY"), at, at) for minor, at in zip(prices, times, strict=True))


# --- every figure has its source and its time ----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_says_where_its_figures_come_from_and_when_they_were_seen(qapp, language: Language) -> None:
    view = panel_view(listed(), NOW, language)
    assert len(view.cards) == 4
    for card in view.cards:
        source = "Sample shelf" if card.offer.sample else "shop"
        assert card.origin.split(" · ")[0] == source
        assert card.origin.endswith(ago_words(card.offer.fetched_at, NOW, language))
        assert card.origin in card.copied


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_column_says_where_its_figures_come_from_and_when_they_were_seen(language: Language) -> None:
    table = compare_table(lay_out([Pin(offer, NOW) for offer in offers()], NOW), {"shop": "Shop"}, language)
    for column in table.columns:
        day = column.offer.fetched_at.astimezone()
        assert column.about.split(" · ")[0] == ("Sample shelf" if column.offer.sample else "Shop")
        assert f"{day.year}" in column.about
        assert f"{day.day}" in column.about
    copied = table.as_text("label")
    for kind in ("Seen", "Source") if language == "en" else ("看到的时间", "来源"):
        assert f"\n{kind}\t" in copied


def figures(found: Any, inside: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """For every amount of money in a document, the nearest object around it that says where it came from."""
    if isinstance(found, list):
        for each in found:
            yield from figures(each, inside)
    elif isinstance(found, dict):
        inside = found if "source_id" in found and "offer_id" in found else inside
        if {"currency", "minor"} <= found.keys() or {"currency", "amount"} <= found.keys():
            assert inside is not None, found
            yield inside
        for each in found.values():
            yield from figures(each, inside)


def test_every_figure_in_a_file_stands_in_a_row_with_its_source_and_time() -> None:
    whole = listed()
    documents = [panel_to_json(whole), *(ranked_to_json(group.ranked) for group in whole.groups)]
    for document in documents:
        rows = list(figures(json.loads(json.dumps(document["offers"]))))
        assert len(rows) > 8
        for row in rows:
            assert row["source_id"]
            assert datetime.fromisoformat(row["fetched_at"]).tzinfo is not None
            assert row["stale"] is (row["offer_id"] == "stale")


# --- the term --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "past"),
    [
        (ENDS - timedelta(microseconds=1), False),
        (ENDS, True),
        (ENDS + SECOND, True),
        (NOW, False),
        (NOW - timedelta(microseconds=1), True),
        (NOW - 400 * DAY, True),
    ],
)
def test_a_term_ends_with_its_last_second_and_began_when_the_price_was_seen(now: datetime, past: bool) -> None:
    """A clock that is set back makes nothing fresh: it can't be known how old the price is."""
    offer = make_offer(expires_at=ENDS)
    assert past_term(offer, now) is past
    (row,) = rank(NEED, [offer], now=now).rows
    assert row.expired is past
    assert compare([Pin(offer, NOW)], now).columns[0].stale is past


def test_what_has_no_term_does_not_grow_stale() -> None:
    assert not past_term(make_offer(expires_at=None), NOW + 1000 * DAY)


@pytest.mark.parametrize(
    ("mode", "allowed", "own", "term"),
    [
        (Mode.API, None, None, DEFAULT_TERM),
        (Mode.PAGE, None, None, DEFAULT_TERM),
        (Mode.API, 0, None, DEFAULT_TERM),
        (Mode.API, 60, None, timedelta(seconds=60)),
        (Mode.API, 21_600, None, 6 * HOUR),
        (Mode.API, None, 3 * DAY, 3 * DAY),
        (Mode.API, 21_600, HOUR, HOUR),
        (Mode.API, 21_600, 3 * DAY, 6 * HOUR),
        (Mode.OFFLINE, None, None, None),
        (Mode.OFFLINE, 60, 30 * DAY, 30 * DAY),
    ],
)
def test_every_networked_source_has_a_term(
    mode: Mode, allowed: int | None, own: timedelta | None, term: timedelta | None
) -> None:
    offer = make_offer("a", "Face mask", source_id="shop", expires_at=None if own is None else NOW + own)
    source = ScriptedSource("shop", [offer], mode=mode)
    source.manifest = replace(source.manifest, terms=Terms(cache_ttl_s=allowed))
    taken = Suggestions([source], Switchboard("shop"), lambda: NOW).suggest(NEED).rows[0].offer
    assert taken.expires_at == (None if term is None else NOW + term)
    assert taken == with_term(offer, source.manifest)


def test_what_the_shelf_brings_of_a_platform_keeps_the_platforms_term() -> None:
    saved = make_offer("a", "Face mask", source_id="shop", fetched_at=NOW - HOUR)
    shelf = ScriptedSource("shelf", [saved], mode=Mode.OFFLINE)
    rows = Suggestions([shelf, ScriptedSource("shop")], Switchboard("shelf", "shop"), lambda: NOW).suggest(NEED).rows
    assert [row.expired for row in rows] == [True]


@given(st.lists(st.none() | st.integers(-100, 100), max_size=8))
def test_the_next_change_is_the_first_end_that_is_still_to_come(ends: list[int | None]) -> None:
    found = [make_offer(expires_at=None if end is None else NOW + end * SECOND) for end in ends]
    to_come = [end for end in ends if end is not None and end > 0]
    assert next_change(found, NOW) == (NOW + min(to_come) * SECOND if to_come else None)


# --- past it, nothing is won -----------------------------------------------------------------------------------------


def pack(name: str, minor: int, ends: datetime | None) -> Offer:
    price = Money(minor, "CNY")
    return make_offer(name, f"Face mask {name}", price=price, expires_at=ends, attributes={"pack_size": "10片"})


@pytest.mark.parametrize("order", [Order.TOTAL_PRICE, Order.UNIT_PRICE])
def test_a_stale_price_is_never_first_in_an_order_by_price(order: Order) -> None:
    found = [pack("stale", 1, NOW), pack("dear", 90_000, ENDS), pack("fresh", 80_000, None)]
    rows = rank(NEED, found, order=order, now=NOW).rows
    assert [row.offer.offer_id for row in rows] == ["fresh", "dear", "stale"]


@pytest.mark.parametrize("order", [Order.TOTAL_PRICE, Order.UNIT_PRICE])
def test_nor_where_a_part_of_every_price_is_unknown(order: Order) -> None:
    """Of prices in dollars the tax is hardly ever stated."""
    unknown = [replace(offer, shipping=None) for offer in (pack("stale", 1, NOW), pack("fresh", 80_000, ENDS))]
    rows = rank(NEED, unknown, order=order, now=NOW).rows
    assert [row.offer.offer_id for row in rows] == ["fresh", "stale"]


def test_a_stale_price_is_the_lowest_of_no_row_and_no_column_stands_first_for_it() -> None:
    found = [pack("stale", 1, NOW), pack("dear", 90_000, ENDS), pack("fresh", 80_000, ENDS)]
    seen = {offer.key: history(offer, 90_000, offer.price.minor if offer.price else 0) for offer in found}
    for now, winners in ((NOW, {"fresh"}), (ENDS, set()), (NOW - SECOND, set())):
        table = compare([Pin(offer, NOW) for offer in found], now, seen)
        names = [column.offer.offer_id for column in table.columns]
        won = {name for row in table.rows for name, cell in zip(names, row.cells, strict=True) if cell.lowest}
        assert won == winners
    names = [column.offer.offer_id for column in compare([Pin(offer, NOW) for offer in found], NOW, seen).columns]
    assert names == ["fresh", "dear", "stale"]


def test_a_stale_price_is_no_cut_and_the_thirty_day_low_crowns_nobody() -> None:
    cut = replace(pack("cut", 100, ENDS), list_price=Money(900, "CNY"))
    seen = history(cut, *[200] * 20, 100)
    fresh, stale = claimed_cut(cut, seen, NOW), claimed_cut(cut, seen, ENDS)
    assert fresh is not None
    assert fresh.percent == 50
    assert stale is None
    table = compare([Pin(cut, NOW), Pin(pack("other", 300, ENDS), NOW)], NOW, {cut.key: seen})
    (low,) = (row for row in table.rows if row.kind is RowKind.LOWEST_SEEN)
    assert not any(cell.lowest for cell in low.cells)


# --- and it is greyed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_stale_card_is_greyed_and_says_so(qtbot, language: Language) -> None:
    view = panel_view(listed(), NOW, language)
    for card in view.cards:
        widget = OfferCard(card)
        qtbot.addWidget(widget)
        widget.resize(400, widget.heightForWidth(400))
        whole = widget.grab().toImage()
        price = whole.copy(widget.price.geometry())
        inks = {price.pixelColor(x, y).name() for x in range(price.width()) for y in range(price.height())}
        assert card.stale is (card.offer.offer_id == "stale")
        assert (tint("ink").name() in inks) is not card.stale
        assert any("out of date" in note for note in card.notes) is card.stale


def test_a_stale_figure_in_the_table_is_greyed() -> None:
    offer = pack("a", 100, ENDS)
    dollars = Conversion("USD", Rates(NOW.date(), "a bank", (("CNY", Decimal("8")), ("USD", Decimal("1.25")))))
    for now, inks in ((NOW, {"ink"}), (ENDS, {"ink_soft"})):
        seen = {offer.key: history(offer, 200, 100)}
        table = compare_table(lay_out([Pin(offer, NOW)], now, seen, conversion=dollars), {}, "en")
        figures = [_ink(cell) for row in table.rows if row.money for cell in row.cells]
        assert len(figures) == len(MONEY)
        assert set(figures) == inks


def test_when_a_price_was_seen_is_not_made_up_after_the_clock_was_set_back() -> None:
    assert ago_words(NOW, NOW - timedelta(seconds=59), "en") == "just now"
    assert ago_words(NOW, NOW - HOUR, "en") == "before the clock was set back"


# --- also while the window stays open --------------------------------------------------------------------------------


def test_the_watch_looks_when_the_next_term_ends_and_once_a_minute_at_least(qapp) -> None:
    clock = FakeClock(NOW)
    watch = TermWatch(clock)
    heard: list[datetime] = []
    watch.passed.connect(lambda: heard.append(clock.now))
    watch.watch([make_offer("a", expires_at=NOW + 5 * SECOND), make_offer("b", expires_at=ENDS), make_offer("c")])
    assert watch.timer.interval() == 5001
    clock.pass_(seconds=4)
    watch.look()
    assert heard == []
    clock.pass_(seconds=1)
    watch.look()
    assert heard == [NOW + 5 * SECOND]
    assert watch.timer.interval() == LONGEST_WAIT.seconds * 1000 + 1
    clock.pass_(days=-1)
    watch.look()
    assert len(heard) == 2, "the clock was set back, so b is not known to be fresh any more"
    watch.watch([])
    assert not watch.timer.isActive()


def test_a_price_grows_stale_on_the_screen_as_its_term_ends(qtbot, profile: Profile) -> None:
    clock = FakeClock(NOW)
    offer = make_offer("a", "Face mask", source_id="shop", expires_at=ENDS)
    sources = (ScriptedSource("shop", [offer]),)
    switches = Switchboard("shop")
    parts, compare = CommerceParts(SuggestionPanel(), SourcesPage()), CompareView()
    for widget in (parts.panel, compare, parts.sources):
        qtbot.addWidget(widget)
    commerce = Commerce(
        read=lambda sentence, force: Reading(is_shopping=True, silent=None, need=NEED),
        suggestions=Suggestions(sources, switches, clock),
        registry=Registry(sources, (), ()),
        switches=switches,
        send_at_once=lambda source_id, on: None,
        now=clock,
        history=NoHistory(),
    )
    owner = QObject()
    bridge = Bridge(owner)
    controller = SuggestionController(commerce, parts, bridge, "en", owner)
    store = open_store(profile, clock)
    store.shortlists.put_back(Pin(offer, NOW))
    pinning = Pinning(store.shortlists, store.alerts, store.shelf, store.shelf, clock, dict)
    pins = ShortlistController(pinning, compare, parts.panel, bridge, owner)
    failed: list[object] = []
    controller.failed.connect(failed.append)
    pins.failed.connect(failed.append)

    def stale() -> tuple[list[bool], list[bool]]:
        cards = [card.view.stale for card in parts.panel.list.cards.values()]
        return cards, [c.stale for row in compare.model.table.rows if row.money for c in row.cells]

    controller.start()
    compare.show()
    controller.consider("face mask")
    qtbot.waitUntil(lambda: stale() == ([False], [False, False]))
    clock.now = ENDS
    for watch in owner.findChildren(TermWatch):
        assert watch.timer.isActive()
        watch.look()
    qtbot.waitUntil(lambda: stale() == ([True], [True, True]))
    bridge.close()
    store.close()
    assert failed == []


def test_times_are_compared_and_not_their_writing() -> None:
    east = (NOW + HOUR).astimezone(tz=None)
    assert not past_term(make_offer(expires_at=east), (NOW + HOUR - SECOND).astimezone(UTC))
