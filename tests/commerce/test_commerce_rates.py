"""Exchange rates: read from the bank's own files, exact, dated, and never used unless the user asked."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.app import Parts
from desktop_client.app.exchange import Exchange
from desktop_client.cli import main
from desktop_client.commerce.arranging import lay_out
from desktop_client.commerce.codec import need_to_json, offer_to_json, ranked_to_json
from desktop_client.commerce.compared import RowKind
from desktop_client.commerce.comparison import compare
from desktop_client.commerce.fit import fit
from desktop_client.commerce.list_export import ListFormat, list_bytes
from desktop_client.commerce.list_file import verify_list
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.rates import Conversion, Rates
from desktop_client.commerce.rates_file import KeptRates, RatesError, read_rates
from desktop_client.commerce.reasons import reasons
from desktop_client.commerce.shortlist import Pin
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.commerce.why_first import why_first
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.panel.cards import card_view

XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates</gesmes:subject>
<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender><Cube>{days}</Cube></gesmes:Envelope>"""
DAY = (
    "<Cube time='{day}'><Cube currency='USD' rate='{usd}'/><Cube currency='CNY' rate='8.2000'/>"
    "<Cube currency='JPY' rate='180.00'/></Cube>"
)
DAILY = XML.format(days=DAY.format(day="2026-11-20", usd="1.2500"))
HIST = XML.format(days=DAY.format(day="2026-11-20", usd="1.2500") + DAY.format(day="2026-11-19", usd="9"))
CSV = "Date, USD, CNY, JPY, \n20 November 2026, 1.2500, 8.2000, 180.00, \n"
HIST_CSV = "Date,USD,CNY,JPY,CYP,\n2026-11-19,9,8,170,N/A,\n2026-11-20,1.2500,8.2000,180.00,N/A,\n"
RATES = Rates(
    date(2026, 11, 20), "ECB", (("CNY", Decimal("8.2000")), ("JPY", Decimal("180.00")), ("USD", Decimal("1.2500")))
)


def _zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        for name, text in files.items():
            into.writestr(name.replace("_", "."), text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        DAILY.encode(),
        HIST.encode(),
        CSV.encode(),
        CSV.replace("\n", "\r\n").encode("utf-8-sig"),
        HIST_CSV.encode(),
        _zipped(eurofxref_csv=CSV),
        _zipped(eurofxref_xml=DAILY, readme_txt="x"),
    ],
)
def test_the_newest_rates_of_the_bank_s_own_files(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "eurofxref"
    file.write_bytes(data)
    assert read_rates(file, NOW) == RATES


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"id,title\n1,Mug\n",
        b"Date,USD\n",
        b"Date,USD\n2026-11-20,N/A\n",
        b"Date,USD\nyesterday,1.1\n",
        b"Date,USD\n2026-13-20,1.1\n",
        b"Date,USD\n2026-11-20,-1\n",
        b"Date,USD\n2026-11-20,0\n",
        b"Date,USD\n2026-11-20,1e99\n",
        b"Date,USD\n2026-11-20,NaN\n",
        b"Date,USD\n2027-11-20,1.1\n",
        b"<html></html>",
        b"<html>",
        b"\xff\xfe\x00\x01",
        b"PK\x03\x04 broken",
        _zipped(a_csv=CSV, b_csv=CSV),
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b'Date,USD\n"' + b"x" * 200_000,
    ],
)
def test_what_has_no_rates_is_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "eurofxref"
    file.write_bytes(data)
    with pytest.raises(RatesError) as told:
        read_rates(file, NOW)
    assert told.value.cause.in_language("zh") != str(told.value.cause)
    assert "eurofxref" in str(told.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="can't be read"):
        read_rates(tmp_path / "none.csv", NOW)


@pytest.mark.parametrize(
    ("money", "to", "want"),
    [
        (Money(1999, "USD"), "CNY", Money(13113, "CNY")),  # 19.99 / 1.25 * 8.2 = 131.1344
        (Money(13113, "CNY"), "USD", Money(1999, "USD")),
        (Money(100, "EUR"), "JPY", Money(180, "JPY", 0)),
        (Money(180, "JPY", 0), "EUR", Money(100, "EUR")),
        (Money(125, "USD"), "EUR", Money(100, "EUR")),
        (Money(1, "GBP"), "EUR", None),
        (Money(1, "EUR"), "XXX", None),
    ],
)
def test_amounts_are_converted_exactly_and_rounded_once(money: Money, to: str, want: Money | None) -> None:
    assert RATES.converted(money, to) == want


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "USD", "CNY", "JPY"]), st.sampled_from(["EUR", "USD", "CNY"]))
def test_no_float_comes_in(minor: int, one: str, other: str) -> None:
    money = Money(minor, one, 0 if one == "JPY" else 2)
    found = RATES.converted(money, other)
    exact = RATES.exact(money.amount, one, other)
    assert found is not None
    assert exact is not None
    assert abs(Fraction(found.amount) - exact) <= Fraction(1, 200)


def test_a_rate_is_stated_with_its_day_and_its_age_once_it_is_old() -> None:
    conversion = Conversion("CNY", RATES)
    price = Money(1999, "USD")
    assert str(conversion.words(price, NOW)) == "about CN¥131.13 at 1 USD = 6.56 CNY, ECB, 2026-11-20"
    later = datetime(2026, 12, 20, tzinfo=UTC)
    assert str(conversion.words(price, later)).endswith("; this rate is 30 days old")
    assert conversion.words(Money(1, "CNY"), NOW) is None
    assert conversion.words(Money(1, "GBP"), NOW) is None
    assert (RATES.stale(NOW), RATES.stale(later)) == (False, True)


# --- lists -------------------------------------------------------------------------------------------------------

DOLLARS = make_offer("usd", "Face mask", price=Money(1000, "USD"), shipping=Money(0, "USD"), tax=Money(0, "USD"))
YUAN = make_offer("cny", "Face mask", price=Money(7000, "CNY"), shipping=Money(0, "CNY"))
POUNDS = make_offer("gbp", "Face mask", price=Money(100, "GBP"), shipping=Money(0, "GBP"))
OFFERS = (POUNDS, DOLLARS, YUAN)


def _need(low: str | None, high: str | None, currency: str = "CNY") -> ShoppingNeed:
    price = PriceRange(Decimal(low) if low else None, Decimal(high) if high else None, currency)
    return ShoppingNeed("face mask", price=price)


@pytest.mark.parametrize(
    ("low", "high", "want"),
    [
        (None, "65.60", {"usd", "gbp"}),  # 10 USD are exactly 65.60 CNY
        (None, "65.59", {"gbp"}),
        ("65.60", None, {"usd", "cny", "gbp"}),
        ("65.61", None, {"cny", "gbp"}),
        (None, "70", {"usd", "cny", "gbp"}),
    ],
)
def test_a_price_filter_across_currencies_takes_a_stated_rate(low: str | None, high: str | None, want: set) -> None:
    """To the cent; what can't be converted stays, since nobody knows that it doesn't fit."""
    ranked = rank(_need(low, high), OFFERS, now=NOW, rates=RATES)
    assert {row.offer.offer_id for row in ranked.rows} == want
    for row in ranked.rows:
        words = " ".join(str(reason.words) for reason in reasons(row))
        assert ("at 1 USD = 6.56 CNY, ECB, 2026-11-20" in words) == (row.offer is DOLLARS)
        assert ("is not converted" in words) == (row.offer is POUNDS)


def test_without_rates_nothing_is_converted() -> None:
    ranked = rank(_need(None, "1"), OFFERS, now=NOW)
    assert {row.offer.offer_id for row in ranked.rows} == {"usd", "gbp"}
    assert ranked_to_json(ranked)["rates"] is None


def test_totals_in_different_currencies_stand_in_one_order_by_the_rates() -> None:
    def order(rates: Rates | None) -> list[str]:
        need = ShoppingNeed("face mask", price=PriceRange(None, Decimal(10_000), "CNY"))
        return [row.offer.offer_id for row in rank(need, OFFERS, order=Order.TOTAL_PRICE, now=NOW, rates=rates).rows]

    assert order(None) == ["cny", "gbp", "usd"], "the need's currency, then the others by name"
    assert order(RATES) == ["usd", "cny", "gbp"], "10 USD are less than 70 CNY; pounds have no rate"


def test_a_list_carries_its_rates_and_can_be_put_in_order_again() -> None:
    ranked = rank(_need(None, "70"), OFFERS, order=Order.TOTAL_PRICE, now=NOW, rates=RATES)
    document = ranked_to_json(ranked)
    assert document["rates"]["on"] == "2026-11-20"
    assert verify_list(json.dumps(document)).difference is None
    wrong, unused = ({**document["rates"]["per_euro"], **one} for one in ({"CNY": "7.7"}, {"JPY": "181"}))
    changed = [None, *({**document["rates"], "per_euro": per_euro} for per_euro in (wrong, unused))]
    for rates in (*changed, {**document["rates"], "on": "2026-11-21"}):
        assert verify_list(json.dumps({**document, "rates": rates})).difference is not None


@given(st.randoms())
def test_arrival_has_no_part_in_it_with_rates_either(random) -> None:
    shuffled = list(OFFERS)
    random.shuffle(shuffled)
    found = rank(_need(None, "70"), shuffled, order=Order.TOTAL_PRICE, now=NOW, rates=RATES)
    assert [row.offer.offer_id for row in found.rows] == ["usd", "cny", "gbp"]


# --- keeping and the command line --------------------------------------------------------------------------------


def test_what_was_imported_is_kept(tmp_path: Path) -> None:
    kept = KeptRates(tmp_path / "deep/rates.json")
    assert kept.load() is None
    kept.save(RATES)
    assert kept.load() == RATES
    assert (kept.remove(), kept.remove(), kept.load()) == (True, False, None)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "sidelight-rates", "on": "x", "per_euro": {}}', "\x00"])
def test_a_damaged_file_is_told_and_converts_nothing(tmp_path: Path, text: str) -> None:
    profile = Profile(tmp_path)
    profile.rates.write_text(text)
    settings = Settings(profile.settings)
    exchange = Exchange(profile, settings)
    with pytest.raises(SidelightError, match="damaged"):
        exchange.rates()
    with pytest.raises(SidelightError, match="damaged"):
        exchange.use("CNY")
    assert exchange.conversion() is None


def test_nothing_is_converted_until_the_user_asks(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    (tmp_path / "daily.xml").write_text(DAILY)
    exchange = Exchange(profile, Settings(profile.settings))
    with pytest.raises(SidelightError, match="no rate for CNY"):
        exchange.use("CNY")
    exchange.take(tmp_path / "daily.xml", NOW)
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


def test_the_command_line(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    file = tmp_path / "eurofxref.zip"
    file.write_bytes(_zipped(eurofxref_csv=HIST_CSV.replace("2026-", "2024-")))

    def said(*words: str) -> dict:
        assert main(["catalog", "rates", *words, "--json", "--profile", str(tmp_path)]) == 0
        return json.loads(capsys.readouterr().out)

    assert said("show") == {"rates": None, "convert_to": None}
    taken = said("import", str(file), "--to", "cny")
    assert taken["convert_to"] == "CNY"
    assert taken["rates"]["on"] == "2024-11-20"
    assert taken["rates"]["stale"] is True
    assert said("show")["rates"]["per_euro"] == {"CNY": "8.2000", "JPY": "180.00", "USD": "1.2500"}
    assert main(["catalog", "rates", "show", "--profile", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1 EUR = 8.2000 CNY" in printed
    assert "days old; there are newer ones" in printed
    assert said("use", "off")["convert_to"] is None
    assert said("remove") == {"rates": None, "convert_to": None}
    assert main(["catalog", "rates", "import", str(tmp_path / "none"), "--profile", str(tmp_path)]) == 1
    assert "can't be read" in capsys.readouterr().err


# --- what is shown -----------------------------------------------------------------------------------------------

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
    assert "65.60 CNY" in printed
    assert "6.56 CNY" in printed
    assert "2026-11-20" in printed


def test_suggestions_use_the_rates_only_while_the_user_wants_them(tmp_path: Path) -> None:
    rates: list[Rates | None] = [None]
    source = ScriptedSource("shop", [replace(offer, source_id="shop") for offer in OFFERS])
    suggestions = Suggestions([source], Switchboard("shop"), lambda: NOW, rates=lambda: rates[0])
    before = suggestions.suggest(_need(None, "50"))
    assert {row.offer.offer_id for row in before.rows} == {"usd", "gbp"}
    rates[0] = RATES
    after = suggestions.reorder(before)
    assert {row.offer.offer_id for row in after.rows} == {"gbp"}
    assert verify_list(list_bytes(after, ListFormat.JSON, "en")).difference is None
    said = b"compared by rates of ECB, 2026-11-20 (3 days old)"
    assert said in list_bytes(after, ListFormat.HTML, "en")
    assert said not in list_bytes(before, ListFormat.HTML, "en")


def test_the_price_chip_of_a_comparison_goes_by_the_same_rates() -> None:
    pins = [Pin(offer, NOW, _need(None, "65")) for offer in OFFERS]
    without, by_rates = fit(pins, NOW), fit(pins, NOW, rates=RATES)
    assert without is not None
    assert by_rates is not None
    assert ({key[1] for key in without.against}, {key[1] for key in by_rates.against}) == ({"cny"}, {"cny", "usd"})


def test_rank_takes_a_file_of_rates_and_nothing_else(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    (tmp_path / "need.json").write_text(json.dumps(need_to_json(_need(None, "65"))))
    (tmp_path / "offers.jsonl").write_text("\n".join(json.dumps(offer_to_json(offer)) for offer in OFFERS))
    (tmp_path / "rates.csv").write_text(CSV.replace("2026", "2024"))
    files = ["--need", str(tmp_path / "need.json"), "--offers", str(tmp_path / "offers.jsonl")]
    for rates, kept in (([], {"usd", "gbp"}), (["--rates", str(tmp_path / "rates.csv")], {"gbp"})):
        assert main(["rank", *files, *rates, "--json", "--profile", str(tmp_path / "profile")]) == 0
        printed = capsys.readouterr().out
        assert {offer["offer_id"] for offer in json.loads(printed)["offers"]} == kept
        assert verify_list(printed).difference is None
    assert not (tmp_path / "profile").exists()
