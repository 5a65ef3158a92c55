"""Google and OpenAI feeds as tables: names in all their writings, and what files in the wild do to CSV."""

from __future__ import annotations

import csv
import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given
from standins.feed_files import NOW, read

from desktop_client.commerce.feeds import FeedRefusedError
from desktop_client.commerce.feeds.feed import MAX_CELL, MAX_LINE
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Status

HEAD = "id\ttitle\tdescription\tlink\tprice\tavailability\n"


def row(offer_id: str, title: str = "A thing", text: str = "", price: str = "5.00 USD") -> str:
    return f"{offer_id}\t{title}\t{text}\thttps://shop.example/{offer_id}\t{price}\tin_stock\n"


def test_every_column_of_a_google_feed_finds_its_place(tmp_path) -> None:
    text = (
        "id\ttitle\tdescription\tlink\timage link\tavailability\tprice\tsale price\tbrand\tgtin\tmpn\tcondition\t"
        "shipping\tcolor\tsize\tmaterial\tpattern\tgender\tage group\tproduct_detail\tunit_pricing_measure\t"
        "google product category\tproduct type\tads_redirect\n"
        "TV_1\tA <b>stick</b>\tUp to 4K &amp; HDR\thttps://shop.example/1\thttps://img.example/1.png\tin stock\t"
        "49.99 USD\t39.99 USD\tAcme\t4006381333931\tM-1\tnew\tUS::Standard:4.95 USD\tblack\tM\tplastic\tplain\t"
        "unisex\tadult\tGeneral:Wattage:40 W,General:Socket:E27\t750 ml\t2271\tHome > Lamps\thttps://track.example/x\n"
    )
    result = read(tmp_path, text)
    assert (result.format, result.errors) == ("google_table", [])
    (offer,) = result.offers
    assert (offer.offer_id, offer.title, offer.description) == ("TV_1", "A stick", "Up to 4K & HDR")
    assert (offer.price, offer.list_price, offer.shipping) == (
        Money(3999, "USD"),
        Money(4999, "USD"),
        Money(495, "USD"),
    )
    assert (offer.url_clean, offer.url_tracked) == ("https://shop.example/1", None)
    assert (offer.brand, offer.gtin14, offer.model, offer.category) == ("Acme", "04006381333931", "M-1", "Home > Lamps")
    assert offer.attributes == {
        "colour": "black",
        "size": "M",
        "material": "plastic",
        "pattern": "plain",
        "gender": "unisex",
        "age_group": "adult",
        "condition": "new",
        "pack": "750 ml",
        "Wattage": "40 W",
        "Socket": "E27",
    }
    assert offer.availability == "in_stock"
    assert offer.source_id == "shelf"
    assert not offer.sample


def test_nothing_in_a_feed_says_who_is_paid(tmp_path) -> None:
    (offer,) = read(tmp_path, HEAD + row("a")).offers
    assert offer.commercial.status is Status.NOT_DISCLOSED
    assert (offer.commercial.affiliate_link, offer.commercial.sponsored) == (False, AdFlag.UNKNOWN)
    assert offer.commercial.payee == "unknown"
    assert offer.commercial.evidence == "not disclosed by the feed"


def test_the_digest_is_of_the_bytes_as_they_came(tmp_path) -> None:
    line = row("a", "Crème", '"two\r\nlines"')
    (found,) = read(tmp_path, (HEAD + line).encode()).rows
    assert found.raw == line.encode()
    assert found.offer.raw_sha256 == hashlib.sha256(line.encode()).hexdigest()
    assert found.offer.description == "two lines"


@pytest.mark.parametrize(
    "head",
    [
        " ID \t  Title\tDescription \tLINK\tPrice\tAvailability",
        "g:id\tg:title\tg:description\tg:link\tg:price\tg:availability",
        '"id"\t"title"\t"description"\t"link"\t"price"\t"availability"',
        "\ufeffid\ttitle\tdescription\tlink\tprice\tavailability",
        "item_id\tname\tdescription\turl\tprice\tstock_status",
    ],
)
def test_padded_prefixed_quoted_and_renamed_headers(tmp_path, head: str) -> None:
    result = read(tmp_path, head + "\r\n" + row("a"))
    assert result.ids == ["a"]
    assert result.offers[0].price == Money(500, "USD")
    assert result.offers[0].url_clean == "https://shop.example/a"


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_any_delimiter(tmp_path, delimiter: str) -> None:
    lines = [["id", "title", "price", "description"], ["1", "A", "1.50 EUR", "x"], ["2", "B", "2.50 EUR", "y"]]
    text = "\n".join(delimiter.join(line) for line in lines)
    result = read(tmp_path, text)
    assert [str(offer.price) for offer in result.offers] == ["1.50 EUR", "2.50 EUR"]


def test_a_spreadsheets_separator_line_is_no_header(tmp_path) -> None:
    assert read(tmp_path, "sep=;\nid;title;price\n1;A;1,50 EUR\n").offers[0].price == Money(150, "EUR")


def test_openai_names_of_both_generations(tmp_path) -> None:
    new = "item_id,title,description,url,brand,seller_name,image_url,availability,price,is_ads_eligible\n"
    new += "S1,Shoe,Trail shoe,https://s.example/1,B,Shop,https://s.example/1.jpg,in_stock,129.99 USD,true\n"
    old = "id,title,description,link,brand,seller_name,image_link,availability,price,enable_search\n"
    old += "S1,Shoe,Trail shoe,https://s.example/1,B,Shop,https://s.example/1.jpg,in_stock,129.99 USD,true\n"
    for text in (new, old):
        result = read(tmp_path, text)
        assert result.format == "openai_table"
        (offer,) = result.offers
        assert (offer.offer_id, offer.url_clean, offer.image_url) == (
            "S1",
            "https://s.example/1",
            "https://s.example/1.jpg",
        )
        assert offer.seller is not None
        assert offer.seller.name == "Shop"
        assert offer.commercial.status is Status.NOT_DISCLOSED
    assert "is_ads_eligible" in read(tmp_path, new).offers[0].commercial.evidence


def test_a_missing_price_is_unknown_and_never_zero(tmp_path) -> None:
    result = read(tmp_path, HEAD + row("a", price="") + row("b", price="ask us") + row("c", price="7.00"))
    assert [offer.price for offer in result.offers] == [None, None, None]
    assert result.errors == []
    assert [len(found.notes) for found in result.rows] == [0, 1, 1]
    assert [offer.price_note for offer in result.offers] == [(), ("ask us",), ("7.00",)]


def test_a_currency_given_by_the_user_fills_in(tmp_path) -> None:
    result = read(tmp_path, HEAD + row("a", price="1.299,50") + row("b", price="7.00 USD"), currency="eur")
    assert [str(offer.price) for offer in result.offers] == ["1299.50 EUR", "7.00 USD"]


def test_rows_without_id_or_title_are_reported_with_their_line(tmp_path) -> None:
    result = read(tmp_path, HEAD + row("a") + row("") + row("c", "") + "\n" + row("d"))
    assert result.ids == ["a", "d"]
    assert result.why == [(3, "The row has no id."), (4, "The row has no title.")]
    assert result.rows[1].line == 6


def test_an_id_that_comes_twice_is_reported_and_the_first_stays(tmp_path) -> None:
    result = read(tmp_path, HEAD + row("a", "First") + row("b") + row("a", "Second"))
    assert [offer.title for offer in result.offers] == ["First", "A thing"]
    assert result.why == [(4, "The id a stood in an earlier row already.")]


def test_many_ids_are_told_apart(tmp_path) -> None:
    result = read(tmp_path, HEAD + "".join(row(str(n)) for n in range(5000)) + row("4711"))
    assert len(result.rows) == 5000
    assert [line for line, _ in result.why] == [5002]


def test_the_id_is_the_feeds_own(tmp_path) -> None:
    assert read(tmp_path, HEAD + row("00123") + row("SKU/ä 1")).ids == ["00123", "SKU/ä 1"]
    assert read(tmp_path, "sku,id,title\nS9,42,A\n").ids == ["42"]


def test_too_many_cells_is_an_error_and_too_few_is_not(tmp_path) -> None:
    result = read(
        tmp_path, HEAD + row("a").rstrip("\n") + "\textra\n" + "b\tShort\n" + row("c").rstrip("\n") + "\t\t\n"
    )
    assert result.ids == ["b", "c"]
    assert result.why == [(2, "The row has 7 cells, the header has 6.")]


def test_a_quotation_mark_that_is_never_closed_takes_nothing_else_with_it(tmp_path) -> None:
    result = read(tmp_path, HEAD + row("a") + row("b", '"17 inch bike') + row("c") + row("d", '"19"" bike"'))
    assert result.ids == ["a", "b", "c", "d"]
    assert [offer.title for offer in result.offers][1:] == ['"17 inch bike', "A thing", '19" bike']
    head = "id,title,description,link,price,availability\n"
    comma = head + "a,A,x,,1 USD,in stock\n" + 'b,"B,x,,2 USD,in stock\n' + "c,C,x,,3 USD,in stock\n"
    result = read(tmp_path, comma)
    assert result.ids == ["a", "c"]
    assert result.why == [(3, "A quotation mark in this row is never closed.")]


@given(st.text(alphabet=st.characters(exclude_characters='"\r\n', codec="utf-8") | st.just("\t"), max_size=30))
def test_a_row_without_marks_is_what_the_csv_module_makes_of_it(line: str) -> None:
    assert (next(csv.reader([f"{line}\r\n"], delimiter="\t")) or [""]) == line.split("\t")


def test_rows_with_and_without_marks_keep_their_lines(tmp_path) -> None:
    text = 'id\ttitle\n1\tA\n2\t"B\nb"\n\n3\tC\n4\n"5"\tE\n6\tF\tmore\n'
    result = read(tmp_path, text)
    assert [(row.offer.offer_id, row.line) for row in result.rows] == [("1", 2), ("2", 3), ("3", 6), ("5", 8)]
    assert [line for line, _ in result.why] == [7, 9]


def test_marks_and_line_ends_inside_cells(tmp_path) -> None:
    text = 'id,title,description\r\n1,"A ""great"" thing, really","first\r\nsecond, third"\r\n2,B 12" pan,x\r\n'
    result = read(tmp_path, text)
    assert [offer.title for offer in result.offers] == ['A "great" thing, really', 'B 12" pan']
    assert result.offers[0].description == "first second, third"
    assert [found.line for found in result.rows] == [2, 4]


@pytest.mark.parametrize(("quoted", "broken_up"), [(True, True), (True, False), (False, False)])
def test_a_ten_megabyte_cell_costs_its_row_and_no_other(tmp_path, quoted: bool, broken_up: bool) -> None:
    huge = ("lorem ipsum\n" if broken_up else "lorem ipsum ") * 900_000
    cell = f'"{huge}"' if quoted else huge
    result = read(tmp_path, HEAD + row("a") + row("b", text=cell) + row("c") + row("d"))
    assert result.ids == ["a", "c", "d"]
    assert result.why == [(3, f"A cell in this row is longer than {MAX_CELL} characters.")]
    assert result.rows[1].line == (3 + 900_001 if broken_up else 4)


def test_a_cell_over_the_limit_on_a_line_below_it(tmp_path) -> None:
    assert MAX_CELL < MAX_LINE
    result = read(tmp_path, HEAD + row("a") + row("b", text="x" * (MAX_CELL + 1)) + row("c"))
    assert result.ids == ["a", "c"]
    assert [line for line, _ in result.why] == [3]


def test_sales_count_only_while_they_run(tmp_path) -> None:
    head = "id\ttitle\tprice\tsale_price\tsale_price_effective_date\texpiration_date\n"
    result = read(
        tmp_path,
        head
        + "running\tA\t10.00 USD\t8.00 USD\t2026-11-20T00:00-0800/2026-11-25T00:00-0800\t\n"
        + "over\tA\t10.00 USD\t8.00 USD\t2026-11-01/2026-11-02\t\n"
        + "later\tA\t10.00 USD\t8.00 USD\t2026-11-24/2026-11-30\t\n"
        + "dearer\tA\t10.00 USD\t12.00 USD\t\t\n"
        + "expires\tA\t10.00 USD\t\t\t2026-11-30\n",
    )
    running, over, later, dearer, expires = result.offers
    assert (running.price, running.list_price) == (Money(800, "USD"), Money(1000, "USD"))
    assert running.expires_at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert (over.price, over.list_price) == (Money(1000, "USD"), None)
    assert later.price == Money(1000, "USD")
    assert later.expires_at == datetime(2026, 11, 24, tzinfo=UTC)
    assert dearer.price == Money(1000, "USD")
    assert expires.expires_at == datetime(2026, 11, 30, tzinfo=UTC)
    assert over.expires_at == NOW + timedelta(days=30)
    assert over.fetched_at == NOW


@pytest.mark.parametrize(
    ("stated", "want", "attribute"),
    [
        ("US::Standard:4.95 USD", "4.95 USD", None),
        ("US::Standard:0 USD", "0.00 USD", None),
        ("US::Standard:4.95 USD,US::Express:9.95 USD", "4.95 USD", None),
        ("US:::4.95 USD,CA:::4.95 USD", "4.95 USD", None),
        ("US:::4.95 USD,CA:::9.95 USD", None, "US 4.95 USD, CA 9.95 USD"),
        ("US:::4.95 EUR", None, "US 4.95 EUR"),
        ("DE::Standard:4,95 USD", "4.95 USD", None),
        ("4.95 USD", "4.95 USD", None),
        ("", None, None),
        ("free", None, None),
    ],
)
def test_shipping_is_a_sum_only_where_it_does_not_depend_on_the_place(tmp_path, stated, want, attribute) -> None:
    (offer,) = read(tmp_path, f"id\ttitle\tprice\tshipping\n1\tA\t10.00 USD\t{stated}\n").offers
    assert (None if offer.shipping is None else str(offer.shipping)) == want
    assert offer.attributes.get("shipping") == attribute


def test_shipping_with_its_parts_named_in_the_header(tmp_path) -> None:
    (offer,) = read(tmp_path, "id\ttitle\tprice\tshipping(country:price)\n1\tA\t10.00 EUR\tDE:3.90 EUR\n").offers
    assert offer.shipping is not None
    assert offer.shipping.amount == Decimal("3.90")


def test_arabic_and_chinese_stay_as_they_are(tmp_path) -> None:
    result = read(
        tmp_path,
        HEAD
        + row("ar", "شاحن سريع ٦٥ واط", price="٤٩٫٩٩ SAR")
        + row("zh", "积雪草舒缓面膜 25 ml × 10 片", price="69.00 CNY"),
    )
    assert [offer.title for offer in result.offers] == ["شاحن سريع ٦٥ واط", "积雪草舒缓面膜 25 ml × 10 片"]
    assert [str(offer.price) for offer in result.offers] == ["49.99 SAR", "69.00 CNY"]


def test_a_header_alone_is_an_empty_feed(tmp_path) -> None:
    result = read(tmp_path, HEAD)
    assert (result.rows, result.errors) == ([], [])


def test_a_table_of_something_else_is_refused(tmp_path) -> None:
    with pytest.raises(FeedRefusedError, match="none of the feed formats"):
        read(tmp_path, "date,temperature\n2026-01-01,4\n")
