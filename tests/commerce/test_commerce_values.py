"""Single values of feeds: prices to the cent, barcodes by their check digit, texts without markup."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.commerce.meaning.values import availability, gtin14, moment, plain, price, printed_gtin, web_address
from desktop_client.commerce.money import Money


@pytest.mark.parametrize("number", ["9" * 5000, "x" + "f" * 5000, "0" * 5000])
def test_a_character_with_an_endless_number_is_no_fault(number: str) -> None:
    """Python refuses to read a number of more than 4300 digits, and so did the whole feed."""
    assert plain(f"Mug &#{number}; blue", 500) == "Mug \ufffd blue"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("49.99 USD", "49.99 USD"),
        ("USD 49.99", "49.99 USD"),
        ("49.99USD", "49.99 USD"),
        ("1.234,56 €", "1234.56 EUR"),
        ("1,234.56 EUR", "1234.56 EUR"),
        ("1 234,56 €", "1234.56 EUR"),
        ("1\u202f234,56\u00a0€", "1234.56 EUR"),
        ("1'234.50 CHF", "1234.50 CHF"),
        ("1,23,456.00 INR", "123456.00 INR"),
        ("12.345.678,90 EUR", "12345678.90 EUR"),
        ("1.234 EUR", "1234.00 EUR"),
        ("12,5 EUR", "12.50 EUR"),
        ("49,- €", "49.00 EUR"),
        ("12.5000 USD", "12.50 USD"),
        ("1.234 KWD", "1.234 KWD"),
        ("1000.00 JPY", "1000 JPY"),
        ("US$19.99", "19.99 USD"),
        ("$19.99 USD", "19.99 USD"),
        ("199元", "199.00 CNY"),
        ("¥199.00", "199.00 CNY"),
        ("１９９．５０ 元", "199.50 CNY"),
        ("٤٩٫٩٩ SAR", "49.99 SAR"),
        ("0.00 EUR", "0.00 EUR"),
        ("99 zł", "99.00 PLN"),
    ],
)
def test_a_price_is_read_to_the_minor_unit(text: str, want: str) -> None:
    money, why = price(text)
    assert (str(money), why) == (want, None)


@pytest.mark.parametrize(
    "text",
    ["call us", "10-20 USD", "from 10 USD", "199元起", "12.3456 USD", "0,125 EUR", "4.00 XYZ", "5 USD EUR", "--5 EUR",
     "Rs. 500", "1e3 USD", "NaN USD", "1" * 80 + " USD"],
)  # fmt: skip
def test_what_is_no_price_is_unknown_and_says_so(text: str) -> None:
    money, why = price(text)
    assert money is None
    assert "can't be read" in str(why)


@pytest.mark.parametrize("text", ["49.99", "$19.99", "¥199", "kr 99"])
def test_without_a_currency_a_price_is_unknown(text: str) -> None:
    money, why = price(text)
    assert money is None
    assert "names no currency" in str(why)


def test_a_price_below_zero_is_unknown() -> None:
    money, why = price("-5.00 USD")
    assert money is None
    assert "below zero" in str(why)


def test_nothing_stated_is_no_fault() -> None:
    assert price("") == price("  ") == (None, None)


def test_the_currency_of_the_feed_fills_in_only_where_it_fits() -> None:
    assert price("49,99", "EUR")[0] == Money(4999, "EUR")
    assert price("$5", "CAD")[0] == Money(500, "CAD")
    assert price("¥199", "JPY")[0] == Money(199, "JPY", 0)
    assert price("$5", "EUR")[0] is None
    assert price("5 USD", "EUR")[0] == Money(500, "USD")


@given(st.integers(0, 10**11), st.sampled_from(["USD", "EUR", "CNY", "GBP"]))
def test_every_amount_survives_being_written_the_english_and_the_german_way(minor: int, currency: str) -> None:
    english = f"{Decimal(minor).scaleb(-2):,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (f"{english} {currency}", f"{currency} {german}", f"{german} {currency}"):
        assert price(text)[0] == Money(minor, currency), text


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("in stock", "in_stock"), ("in_stock", "in_stock"), ("InStock", "in_stock"),
        ("https://schema.org/InStock", "in_stock"),
        ("http://schema.org/LimitedAvailability", "in_stock"), ("Out of Stock", "out_of_stock"),
        ("https://schema.org/SoldOut", "out_of_stock"), ("discontinued", "out_of_stock"), ("pre-order", "preorder"),
        ("PreSale", "preorder"), ("backordered", "backorder"), ("onbackorder", "backorder"), ("有货", "in_stock"),
        ("", "unknown"), ("ask in the shop", "unknown"),
    ],
)  # fmt: skip
def test_availability_has_five_words(text: str, want: str) -> None:
    assert availability(text) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("4006381333931", "04006381333931"),
        (" 4006-3813-33931 ", "04006381333931"),
        ("036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("09506000134352", "09506000134352"),
        ("4006381333930", None),
        ("4.00638E+12", None),
        ("0000000000000", None),
        ("400638133393", None),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", None),
        ("", None),
    ],
)
def test_a_barcode_has_a_right_check_digit_or_is_dropped(text: str, want: str | None) -> None:
    assert gtin14(text) == want


def test_times_are_utc() -> None:
    assert moment("2026-11-20T00:00-0800") == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert moment("2026-12-31") == datetime(2026, 12, 31, tzinfo=UTC)
    assert moment("tomorrow") is None
    assert moment("") is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("&amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; claim", "bold claim"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("a <script>alert('x')</script> b<style>p{}</style>", "a b"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("I <3 tea", "I <3 tea"),
        ("line\r\nbreak\tand\u00a0space\0", "line break and space"),
        ("evil\u202egnp.exe\ufeff", "evilgnp.exe"),
        ("شاحن سريع ٦٥ واط", "شاحن سريع ٦٥ واط"),
        ("敏感肌 <b>面膜</b>", "敏感肌 面膜"),
    ],
)
def test_a_text_is_plain(text: str, want: str) -> None:
    assert plain(text, 100) == want


def test_a_long_text_is_cut_and_says_so() -> None:
    assert plain("word " * 100, 20) == "word word word word…"


def test_hostile_markup_costs_little() -> None:
    """Ten times the text may cost about ten times the time, not a hundred times."""

    def seconds(text: str) -> float:
        begin = time.process_time()
        plain(text, 500_000)
        return time.process_time() - begin

    for piece in ("<a", "<script>", "&lt;", "<!--", "</s"):
        small, big = seconds(piece * 20_000), seconds(piece * 200_000)
        assert big < 40 * small + 0.2, piece


@pytest.mark.parametrize(
    "text", ["https://shop.example/a?b=c&d=1#e", "http://shop.example", "HTTPS://shop.example/面膜"]
)
def test_an_address_is_kept_as_it_is(text: str) -> None:
    assert web_address(f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "//shop.example/a", "https://you:pw@evil.example/", "https:///a",
     "https://shop.example/a b", "ftp://shop.example/", "https://shop.example/" + "a" * 3000, ""],
)  # fmt: skip
def test_what_is_no_safe_address_is_dropped(text: str) -> None:
    assert web_address(text) is None


@pytest.mark.parametrize("printed", ["96385074", "036000291452", "4006381333931", "6901234567892", "10614141000415"])
def test_a_barcode_is_shown_as_it_is_printed_on_the_pack(printed: str) -> None:
    kept = gtin14(printed)
    assert kept is not None
    assert printed_gtin(kept) == printed
    assert gtin14(printed_gtin(kept)) == kept
