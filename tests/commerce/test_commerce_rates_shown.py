"""Amounts in another currency as they are shown: only if the user asked, and never where they would mislead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standins.offers import NOW, make_offer
from standins.rates import CSV, DOLLARS, OFFERS, POUNDS, RATES, YUAN, need_between
from standins.sources import ScriptedSource, Switchboard

from desktop_client import settings as options
from desktop_client.app import Parts
from desktop_client.app.exchange import Exchange
from desktop_client.cli import main
from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.fit import fit
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.comparing.why_first import why_first
from desktop_client.commerce.lists.codec import need_to_json, offer_to_json
from desktop_client.commerce.lists.export import ListFormat, list_bytes
from desktop_client.commerce.lists.file import verify_list
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.prices.rates import Conversion, Rates
from desktop_client.commerce.prices.rates_file import KeptRates
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.panel.cards import card_view


def test_nothing_is_converted_until_the_user_asks(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    (tmp_path / "daily.csv").write_text(CSV)
    exchange = Exchange(profile, Settings(profile.settings))
    with pytest.raises(SidelightError, match="no rate for CNY"):
        exchange.use("CNY")
    exchange.take(tmp_path / "daily.csv", NOW)
    assert (exchange.conversion(), exchange.compared_by()) == (None, None)
    exchange.use("CNY")
    assert (exchange.conversion(), exchange.compared_by()) == (Conversion("CNY", RATES), RATES)
    with pytest.raises(SidelightError, match="no rate for GBP"):
        exchange.use("GBP")
    (tmp_path / "few.csv").write_text("Date,USD\n2026-11-20,1.25\n")
    exchange.take(tmp_path / "few.csv", NOW)
    assert exchange.conversion() is None, "these rates don't have the currency"
    assert exchange.forget()
    assert (exchange.conversion(), exchange.compared_by()) == (None, None)


CONVERSION = Conversion("CNY", RATES)
LATER = datetime(2026, 12, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "amount", "rate"),
    [
        ("en", "≈\u00a0CN¥65.60", "1 USD = 6.56 CNY, ECB, 2026-11-20"),
        ("zh", "≈\u00a0¥65.60", "1 USD = 6.56 CNY，ECB，2026-11-20"),
    ],
)
def test_a_card_has_the_amount_beside_the_original_with_rate_and_day(language, amount: str, rate: str) -> None:
    need = ShoppingNeed("face mask")
    rows = rank(need, OFFERS, now=NOW).rows
    cards = {row.offer.offer_id: card_view(row, "x", (), NOW, language, conversion=CONVERSION) for row in rows}
    assert (cards["usd"].converted, cards["usd"].notes[-1]) == (amount, rate)
    assert "10.00" in cards["usd"].price, "the original stays the price"
    assert amount in cards["usd"].copied
    assert rate in cards["usd"].copied
    plain = [*(cards[name] for name in ("cny", "gbp")), *(card_view(row, "x", (), NOW, language) for row in rows)]
    assert not any(card.converted or "=" in text for card in plain for text in (*card.notes, ""))


def test_a_price_that_is_known_in_part_is_converted_in_part_and_old_rates_say_so() -> None:
    offer = make_offer("part", "Face mask", price=Money(1000, "USD"), shipping=None)
    (row,) = rank(ShoppingNeed("face mask"), [offer], now=LATER).rows
    card = card_view(row, "x", (), LATER, "en", conversion=CONVERSION)
    assert card.converted == "≈\u00a0CN¥65.60\u00a0+\u00a0?"
    assert card.notes[-1].startswith("1 USD = 6.56 CNY")
    assert card.notes[-1].endswith("this rate is 30 days old")


def _converted(*offers, now: datetime = NOW):
    made = compare([Pin(offer, now) for offer in offers], now, conversion=CONVERSION)
    row = next((row for row in made.rows if row.kind is RowKind.CONVERTED), None)
    keys = [column.offer.offer_id for column in made.columns]
    return {} if row is None else dict(zip(keys, row.cells, strict=True))


def test_the_comparison_has_a_row_of_converted_totals() -> None:
    cells = _converted(*OFFERS)
    assert (str(cells["usd"].text), str(cells["usd"].note)) == ("65.60 CNY", "1 USD = 6.56 CNY, ECB, 2026-11-20")
    assert (str(cells["cny"].text), cells["cny"].note) == ("70.00 CNY", None)
    assert (cells["gbp"].stated, str(cells["gbp"].text)) == (False, "no rate for GBP")
    assert [name for name, cell in cells.items() if cell.lowest] == ["usd"]


def test_nothing_is_marked_lowest_by_old_rates_or_what_is_known_in_part() -> None:
    assert not any(cell.lowest for cell in _converted(*OFFERS, now=LATER).values())
    part = make_offer("part", "Face mask", price=Money(1, "USD"), shipping=None, tax=None)
    cells = _converted(YUAN, part)
    assert not any(cell.lowest for cell in cells.values())
    assert "plus what is unknown" in str(cells["part"].note)


def test_what_is_marked_lowest_by_the_rates_is_said_to_stand_first() -> None:
    made = lay_out([Pin(offer, NOW) for offer in (YUAN, DOLLARS)], NOW, conversion=CONVERSION)
    assert [column.offer for column in made.comparison.columns] == [DOLLARS, YUAN]
    assert str(why_first(made)[0]).endswith("stands first: the lowest total among those known in full.")
    plus = replace(YUAN, offer_id="plus", price=Money(100, "CNY"), shipping=None)
    made = lay_out([Pin(offer, NOW) for offer in (YUAN, plus)], NOW)
    assert len(why_first(made)) == 2
    assert "。 " not in compare_table(made, {}, "zh").footnote


def test_there_is_no_row_where_nothing_is_to_be_converted() -> None:
    assert _converted(YUAN, POUNDS) == {}
    assert all(row.kind is not RowKind.CONVERTED for row in compare([Pin(DOLLARS, NOW)], NOW).rows)


@pytest.mark.parametrize("form", ["table", "csv", "json", "md", "html"])
def test_a_comparison_on_the_command_line_has_it_too(capsys: pytest.CaptureFixture, tmp_path: Path, form: str) -> None:
    profile = Profile(tmp_path)
    KeptRates(profile.rates).save(RATES)
    with Parts(profile, Settings(profile.settings)) as parts:
        parts.exchange.use("CNY")
        parts.store.shortlists.pin(DOLLARS, ShoppingNeed("face mask"))
    assert main(["compare", "--format", form, "--profile", str(tmp_path)]) == 0
    printed = capsys.readouterr().out.replace("\\", "")
    assert {"csv": '"65.60","CNY"', "json": "65.60 CNY"}.get(form, "CN¥65.60") in printed
    assert "6.56 CNY" in printed
    assert "2026-11-20" in printed


def test_suggestions_use_the_rates_only_while_the_user_wants_them(tmp_path: Path) -> None:
    rates: list[Rates | None] = [None]
    source = ScriptedSource("shop", [replace(offer, source_id="shop") for offer in OFFERS])
    suggestions = Suggestions([source], Switchboard("shop"), lambda: NOW, rates=lambda: rates[0])
    before = suggestions.suggest(need_between(None, "50"))
    assert {row.offer.offer_id for row in before.rows} == {"usd", "gbp"}
    rates[0] = RATES
    after = suggestions.reorder(before)
    assert {row.offer.offer_id for row in after.rows} == {"gbp"}
    assert verify_list(list_bytes(after, ListFormat.JSON, "en")).difference is None
    said = b"compared by rates of ECB, 2026-11-20 (3 days old)"
    assert said in list_bytes(after, ListFormat.HTML, "en")
    assert said not in list_bytes(before, ListFormat.HTML, "en")


def test_the_price_chip_of_a_comparison_goes_by_the_same_rates() -> None:
    pins = [Pin(offer, NOW, need_between(None, "65")) for offer in OFFERS]
    without, by_rates = fit(pins, NOW), fit(pins, NOW, rates=RATES)
    assert without is not None
    assert by_rates is not None
    assert ({key[1] for key in without.against}, {key[1] for key in by_rates.against}) == ({"cny"}, {"cny", "usd"})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "in USD, not compared with the price asked for"),
        ("zh", "以 USD 计价，未与所问价格比较"),
    ],
)
def test_a_price_that_passes_only_for_want_of_a_rate_is_said_to(language, said: str) -> None:
    unpriced = make_offer("none", "Face mask", price=None)
    ranked = rank(need_between(None, "100"), (DOLLARS, YUAN, unpriced), now=NOW)
    assert len(ranked.rows) == 3
    for row in ranked.rows:
        notes = card_view(row, "x", (), NOW, language).notes
        assert (said in notes) == (row.offer is DOLLARS)
    by_rate = rank(need_between(None, "100"), (DOLLARS,), now=NOW, rates=RATES)
    assert said not in card_view(by_rate.rows[0], "x", (), NOW, language).notes
    asked_for_nothing = rank(ShoppingNeed("face mask"), (DOLLARS,), now=NOW)
    assert said not in card_view(asked_for_nothing.rows[0], "x", (), NOW, language).notes


def test_the_terminal_says_so_too(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    with Parts(profile, Settings(profile.settings)) as parts:
        parts.store.shelf.put((DOLLARS, YUAN), "feed")
    (tmp_path / "need.json").write_text(json.dumps(need_to_json(need_between(None, "100"))))
    (tmp_path / "offers.jsonl").write_text("\n".join(json.dumps(offer_to_json(offer)) for offer in (DOLLARS, YUAN)))
    search = ["catalog", "search", "face mask", "--currency", "CNY", "--max", "100", "--limit", "2"]
    by_rank = ["rank", "--need", str(tmp_path / "need.json"), "--offers", str(tmp_path / "offers.jsonl")]
    for words in (search, by_rank):
        assert main([*words, "--profile", str(profile.root)]) == 0
        printed = capsys.readouterr().out
        assert printed.count("not compared with the price asked for") == 1
        assert "10.00 USD (in USD, not compared with the price asked for)" in printed


@pytest.mark.parametrize(
    ("language", "said", "in_part"),
    [("en", "about CN¥65.60 at 1 USD = 6.56 CNY, ECB, 2026-11-20", "(of what is known)"),
     ("zh", "约合 ¥65.60，汇率 1 USD = 6.56 CNY，ECB，2026-11-20", "（仅已知部分）")],
)  # fmt: skip
def test_offers_on_the_command_line_have_it_too_once_the_user_asks(
    capsys: pytest.CaptureFixture, tmp_path: Path, language: str, said: str, in_part: str
) -> None:
    profile = Profile(tmp_path)
    KeptRates(profile.rates).save(RATES)
    dollars = make_offer("usd", "Lamp kept", price=Money(1000, "USD"), shipping=Money(0, "USD"), tax=Money(0, "USD"))
    search = ["catalog", "search", "lamp kept", "--limit", "2", "--profile", str(tmp_path)]
    with Parts(profile, Settings(profile.settings)) as parts:
        parts.settings.set(options.LANGUAGE, language)
        parts.store.shelf.put([dollars, replace(dollars, offer_id="part", shipping=None)], "lamps.csv")
    assert main(search) == 0
    assert "65.60" not in capsys.readouterr().out
    Settings(profile.settings).set(options.CONVERT_TO, "CNY")
    assert main(search) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if said in line]
    assert [in_part in line for line in sorted(told, key=len)] == [False, True]
    assert all("10.00 USD" in line for line in told), "the original stands first"


def test_rank_takes_a_file_of_rates_and_nothing_else(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    (tmp_path / "need.json").write_text(json.dumps(need_to_json(need_between(None, "65"))))
    (tmp_path / "offers.jsonl").write_text("\n".join(json.dumps(offer_to_json(offer)) for offer in OFFERS))
    (tmp_path / "rates.csv").write_text(CSV.replace("2026", "2024"))
    files = ["--need", str(tmp_path / "need.json"), "--offers", str(tmp_path / "offers.jsonl")]
    for rates, kept in (([], {"usd", "gbp"}), (["--rates", str(tmp_path / "rates.csv")], {"gbp"})):
        assert main(["rank", *files, *rates, "--json", "--profile", str(tmp_path / "profile")]) == 0
        printed = capsys.readouterr().out
        assert {offer["offer_id"] for offer in json.loads(printed)["offers"]} == kept
        assert verify_list(printed).difference is None
    assert not (tmp_path / "profile").exists()
