"""From lists and comparisons to what is shown: nothing is invented, nothing unknown looks known, nobody is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed, Silence
from desktop_client.commerce.offer import AdFlag, Commercial, Note, Offer, Seller
from desktop_client.commerce.prices.amounts import amount_words, money_words
from desktop_client.commerce.prices.packs import UnitPrice
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.reading.silences import WORDS
from desktop_client.commerce.suggestions import Limits, Suggestions
from desktop_client.errors import SidelightError
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.panel import presenter
from desktop_client.ui.panel.amounts import ago_words, range_words, unit_price_words, wanted_words
from desktop_client.ui.panel.cards import status_words
from desktop_client.ui.panel.view_model import CardView, NeedPart, PanelState
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.wording import say

NEED = ShoppingNeed("face mask", category="face mask", must_have=("sensitive skin",), must_not=("fragrance",))
STATED = {"skin_type": "sensitive", "fragrance": "none"}
PAID = Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.YES, evidence="$.c", commission_bp=550)


def mask(offer_id: str, **fields) -> Offer:
    return make_offer(offer_id, f"Face mask {offer_id}", **{"attributes": STATED, "category": "face mask", **fields})


def listing(*sources: ScriptedSource, on: tuple[str, ...] = ("shelf",), need=NEED, shown=12, order=Order.RELEVANCE):
    suggestions = Suggestions(sources, Switchboard(*on), lambda: NOW, Limits(shown=shown))
    return suggestions.suggest(need, order=order)


def shelf(*offers: Offer) -> ScriptedSource:
    return ScriptedSource("shelf", offers)


def card(offer: Offer, language="en") -> CardView:
    view = presenter.panel_view(listing(shelf(offer)), NOW, language)
    return view.cards[0]


@pytest.mark.parametrize(
    ("clean", "tracked", "makes", "asks"),
    [
        (None, None, {"shelf"}, True),
        ("https://item.jd.com/1.html", None, {"shelf"}, True),
        ("https://item.jd.com/1.html", "https://u.jd.com/1", {"shelf"}, False),
        (None, None, {"other"}, False),
    ],
)
def test_a_link_is_asked_for_only_where_the_source_makes_one_and_gave_none_that_pays(clean, tracked, makes, asks):
    offer = mask("1", url_clean=clean, url_tracked=tracked)
    (view,) = presenter.panel_view(listing(shelf(offer)), NOW, "en", makes_links=makes).cards
    assert view.link_on_asking is asks


def test_amounts_are_exact_in_both_languages():
    assert money_words(Money(1999, "USD"), "en") == "$19.99"
    assert money_words(Money(6900, "CNY"), "zh") == "¥69.00"
    assert money_words(Money(129900, "CNY"), "en") == "CN¥1,299.00"
    assert money_words(Money(1299, "JPY", 0), "zh") == "JP¥1,299"
    assert money_words(Money(12345, "KWD", 3), "en").endswith("12.345")
    assert amount_words(Decimal("3.967"), "USD", "en") == "$3.967"
    assert unit_price_words(UnitPrice(Decimal("6.900"), "CNY", 100, "ml"), "zh") == "¥6.90 / 100 ml"


def test_yen_never_look_like_yuan():
    def written(currency: str) -> set[str]:
        amounts = (Decimal(1234), Decimal("1234.5"))
        return {
            words
            for language in ("en", "zh")
            for amount in amounts
            for words in (
                amount_words(amount, currency, language),
                range_words(PriceRange(amount, amount * 2, currency), language),
            )
        }

    yen, yuan = written("JPY"), written("CNY")
    assert all(words.count("JP¥") == words.count("¥") > 0 for words in yen), yen
    assert not any("JP¥" in words for words in yuan), yuan


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        (None, None, None, "any budget"),
        (50, 150, "USD", "$50 – $150"),
        (None, "99.5", "USD", "up to $99.50"),
        (3000, None, None, "from 3000"),
    ],
)
def test_price_ranges_as_chips_say_them(low, high, currency, words):
    bounds = [None if b is None else Decimal(b) for b in (low, high)]
    assert range_words(PriceRange(*bounds, currency), "en") == words


@pytest.mark.parametrize(
    ("currency", "en", "zh"),
    [(None, "up to 300 in any currency", "300 以内（不分币种）"), ("USD", "up to $300", None)],
)
def test_a_condition_says_that_no_currency_was_named(qapp, currency, en, zh):
    wanted = PriceRange(high=Decimal(300), currency=currency)
    assert wanted_words(wanted, "en") == en
    assert wanted_words(PriceRange(), "en") == "any budget"
    if zh:
        interpreter = Interpreter("zh")
        interpreter.install(qapp)
        try:
            assert wanted_words(wanted, "zh") == zh
        finally:
            interpreter.remove(qapp)


def test_times_say_days_before_weeks():
    ago = [ago_words(NOW - timedelta(hours=h), NOW, "en") for h in (0, 3, 9 * 24, 22 * 24)]
    assert ago == ["just now", "3 hours ago", "9 days ago", "3 weeks ago"]
    assert ago_words(NOW - timedelta(days=9), NOW, "zh") == "9天前"


@pytest.mark.parametrize(("language", "said"), [("en", "Bought alone: CN¥129.00"), ("zh", "单独购买：¥129.00")])
def test_what_sidelight_notes_at_a_price_is_said_in_one_language(language, said):
    """Kept in both, since an offer may be pinned in one language and read in the other."""
    noted = mask("1", price_note=(Note("Bought alone: CN¥129.00", "单独购买：¥129.00"), "88VIP"))
    (view,) = presenter.panel_view(listing(shelf(noted)), NOW, language).cards
    assert {said, "88VIP"} <= set(view.notes)
    assert not any("Bought" in note and "购买" in note for note in (*view.notes, view.copied))
    assert len([note for note in view.notes if "129.00" in note]) == 1


def test_an_unknown_part_of_a_price_is_said_and_never_added_up_as_nothing():
    whole = card(mask("a", shipping=Money(1000, "CNY")))
    assert whole.price == "CN¥79.00"
    assert "item CN¥69.00" in whole.notes
    unknown = card(mask("b", shipping=None))
    assert unknown.price.replace("\u00a0", " ") == "CN¥69.00 + ?"
    assert "not known: shipping" in unknown.notes
    assert card(mask("c", price=None, shipping=None)).price == "price not stated"


def test_stale_and_sample_are_said_in_words():
    stale = card(mask("a", expires_at=NOW - timedelta(seconds=1)))
    assert stale.stale
    assert any("out of date" in note for note in stale.notes)
    sample = card(mask("b", sample=True, seller=Seller("Sample shelf")))
    assert "Sample, not for sale" in sample.notes
    assert card(mask("b", sample=True), "zh").notes[0] == "示例，不出售"


def test_a_card_says_who_where_and_when():
    view = card(mask("a", seller=Seller("Some <b>shop</b>\n\u202e"), fetched_at=NOW - timedelta(minutes=3)))
    assert view.origin == "shelf · Some <b>shop</b> · 3 minutes ago"


@pytest.mark.parametrize(
    ("commercial", "words"),
    [
        (PAID, "Paid link · commission 5.5 %"),
        (replace(PAID, commission_bp=None), "Paid link · commission not disclosed"),
        (replace(PAID, commission_bp=None, commission=Money(350, "USD")), "Paid link · commission $3.50"),
        (replace(PAID, affiliate_link=False, sponsored=AdFlag.UNKNOWN, commission_bp=None), "Not disclosed"),
    ],
)
def test_status_in_full(commercial, words):
    assert status_words(commercial, "en") == words


def test_only_web_addresses_become_links():
    links = card(mask("a", url_clean="javascript:alert(1)", url_tracked="https://t.test/?aff=1"))
    assert (links.plain_url, links.tracked_url) == (None, "https://t.test/?aff=1")
    assert "javascript" not in links.copied
    assert "Paid link: https://t.test/?aff=1" in links.copied


def test_control_characters_of_a_seller_never_reach_card_or_copy():
    hostile = card(replace(mask("a"), title="Face mask\n[No payment] forged\u202e\x00"))
    assert hostile.title == "Face mask [No payment] forged"
    assert hostile.copied.split("\n")[1].startswith("[No payment] Face mask")
    assert "\u202e" not in hostile.copied


def test_reasons_have_words_and_numbers_and_the_last_row_nothing_to_change():
    view = presenter.panel_view(listing(shelf(mask("a"), mask("b", attributes={}))), NOW, "en")
    first, last = view.cards
    assert [reason.part for reason in first.reasons] == ["Words", "Wishes met", "Rating", "Freshness"]
    assert sum(int(reason.weight) for reason in first.reasons) in range(98, 103)
    assert all(reason.words and reason.score for reason in first.reasons)
    assert first.would_change
    assert last.would_change == ()
    by_price = presenter.panel_view(listing(shelf(mask("a"), mask("b")), order=Order.TOTAL_PRICE), NOW, "en")
    assert by_price.order == "total_price"
    assert not any(view.would_change for view in by_price.cards)


def test_chips_carry_what_they_take_off():
    bad = mask("bad", attributes={"skin_type": "sensitive", "fragrance": "present"})
    view = presenter.panel_view(listing(shelf(mask("a"), bad)), NOW, "en")
    chips = {chip.kind: chip for chip in view.chips}
    assert list(chips) == [NeedPart.WORDS, NeedPart.MUST_HAVE, NeedPart.MUST_NOT, NeedPart.PRICE]
    assert (chips[NeedPart.MUST_NOT].text, chips[NeedPart.MUST_NOT].removes) == ("no fragrance", 1)
    assert chips[NeedPart.PRICE].text == "any budget"
    other = presenter.chips_of(replace(NEED, text="gentle", category="mask"), {}, "en")
    assert [chip.value for chip in other[:2]] == ["gentle", "mask"]


def test_the_words_say_how_many_have_nothing_to_do_with_them_and_with_the_kind_among_them():
    hose, other = make_offer("h", "Garden hose"), make_offer("o", "Face mask holder", category="mask holder")
    view = presenter.panel_view(listing(shelf(mask("a"), hose, other)), NOW, "en")
    words = view.chips[0]
    assert (words.kind, words.removes) == (NeedPart.WORDS, 2)
    assert len(view.cards) + words.removes == 3


def test_nothing_found_names_the_condition_to_drop():
    bad = mask("bad", attributes={"skin_type": "sensitive", "fragrance": "present"})
    view = presenter.panel_view(listing(shelf(bad)), NOW, "en")
    assert view.state is PanelState.NOTHING_FOUND
    assert [(chip.kind, chip.removes) for chip in view.without] == [(NeedPart.MUST_NOT, 1)]
    dear = presenter.panel_view(
        listing(shelf(mask("a")), need=replace(NEED, price=PriceRange(high=Decimal(5), currency="CNY"))), NOW, "en"
    )
    assert [(chip.kind, chip.text) for chip in dear.without] == [(NeedPart.PRICE, "up to CN¥5")]


def test_coverage_says_what_came_of_every_source():
    sources = (
        shelf(mask("a"), mask("b"), mask("c")),
        ScriptedSource("empty"),
        ScriptedSource("broken", error=SidelightError(say("The key was refused."))),
        ScriptedSource("dark"),
        ScriptedSource("quiet"),
    )
    view = presenter.panel_view(listing(*sources, on=("shelf", "empty", "broken"), shown=2), NOW, "en")
    line = " · ".join(view.coverage)
    assert line == "shelf 3 · empty had nothing · broken failed (The key was refused.) · 2 sources off · 1 more cut"
    assert view.off == ("dark", "quiet")
    assert (view.asked, view.answered) == (3, 3)


def test_with_every_source_off_the_panel_says_so():
    view = presenter.panel_view(listing(shelf(mask("a")), on=()), NOW, "en")
    assert view.state is PanelState.NOTHING_FOUND
    assert view.reason == "No source is switched on."
    assert view.coverage == ("shelf off",)


def test_where_no_source_answered_it_is_not_said_that_nothing_fits():
    broken = ScriptedSource("broken", error=SidelightError(say("The key was refused.")))
    dark = ScriptedSource("dark")
    view = presenter.panel_view(listing(broken, dark, on=("broken",)), NOW, "en")
    assert (view.state, view.asked) == (PanelState.NOTHING_FOUND, 1)
    assert view.reason == "So it isn't known what there is. What came of each source stands above."
    one_answered = listing(broken, ScriptedSource("empty"), on=("broken", "empty"))
    assert presenter.panel_view(one_answered, NOW, "en").reason == ""


def test_a_search_that_goes_on_shows_what_there_is():
    whole = listing(shelf(mask("a")))
    going_on = replace(whole, done=False)
    assert presenter.panel_view(going_on, NOW, "en").state is PanelState.LIST
    nothing = replace(listing(shelf()), done=False)
    assert presenter.panel_view(nothing, NOW, "en").state is PanelState.SEARCHING


def test_sources_that_may_not_be_mixed_stand_apart_under_a_heading():
    apart = ScriptedSource("proud", [replace(mask("z"), source_id="proud")], may_mix=False)
    view = presenter.panel_view(listing(shelf(mask("a"), mask("b")), apart, on=("shelf", "proud")), NOW, "en")
    assert [bool(view.heading) for view in view.cards] == [False, False, True]
    assert view.cards[2].heading.startswith("proud, apart")


@pytest.mark.parametrize("silence", Silence)
def test_every_silence_has_its_words(silence):
    view = presenter.silent_view(silence)
    assert view.state is PanelState.SILENT
    assert view.reason == spoken(WORDS[silence])
    assert view.reason.endswith(".")
    assert view.cards == ()


def test_presenting_says_the_same_twice():
    listed: SuggestionList = listing(shelf(mask("a"), mask("b")))
    assert presenter.panel_view(listed, NOW, "zh") == presenter.panel_view(listed, NOW, "zh")


def test_the_table_marks_the_lowest_known_total_only():
    pins = [
        Pin(mask("dear", price=Money(9900, "CNY")), NOW),
        Pin(mask("cheap", price=Money(4200, "CNY")), NOW),
        Pin(mask("unknown", price=Money(100, "CNY"), shipping=None, commercial=PAID), NOW),
    ]
    table = compare_table(lay_out(pins, NOW), {"shelf": "This computer"}, "en")
    assert [column.title for column in table.columns] == ["Face mask cheap", "Face mask dear", "Face mask unknown"]
    status, total, *_ = table.rows
    assert [cell.text for cell in status.cells] == ["No payment", "No payment", "Paid link · commission 5.5 %"]
    assert [cell.best for cell in total.cells] == [True, False, False]
    assert total.cells[2].text.replace("\u00a0", " ") == "CN¥1.00 + ?"
    assert table.footnote.startswith("“Face mask cheap” stands first")
    assert table.rows[0].constant
    assert total.constant
    assert total.money
    names = {row.name for row in table.rows}
    assert {"Unit price", "Rating", "Seller", "Source", "Seen"} <= names
    source = next(row for row in table.rows if row.name == "Source")
    assert source.cells[0].text == "This computer"


def test_an_empty_comparison_is_an_empty_table():
    assert compare_table(lay_out([], NOW), {}, "en").columns == ()
