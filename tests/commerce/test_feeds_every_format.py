"""Each trouble that feeds in the wild have, in each format: the right rows and the right errors, the same in all."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from standins.feed_files import Result, read
from standins.feed_formats import FORMATS, MARKUP, TABLES, WHOLE, Good

from desktop_client.commerce.feeds import FeedRefusedError

EVERY = pytest.mark.parametrize("kind", FORMATS)


def taken(tmp_path, kind: str, *goods: Good, encoding: str = "utf-8", **options) -> Result:
    return read(tmp_path, FORMATS[kind](goods).encode(encoding), currency="EUR", **options)


def prices(result: Result) -> list[str]:
    return [str(offer.price) for offer in result.offers]


@EVERY
def test_goods_come_in_as_they_are(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Blue mug"), Good("2", "Red mug", "7.00", "Also soft."))
    assert result.errors == []
    assert [(o.offer_id, o.title, o.description) for o in result.offers] == [
        ("1", "Blue mug", "Soft."),
        ("2", "Red mug", "Also soft."),
    ]
    assert prices(result) == ["12.50 EUR", "7.00 EUR"]
    assert all(row.raw for row in result.rows)


@EVERY
@pytest.mark.parametrize(
    ("written", "read_as"), [("1.234,50", "1234.50 EUR"), ("0,99", "0.99 EUR"), ("12,5", "12.50 EUR")]
)
def test_decimal_commas(tmp_path, kind: str, written: str, read_as: str) -> None:
    assert prices(taken(tmp_path, kind, Good("1", "Blue mug", written))) == [read_as]


@EVERY
def test_missing_and_unreadable_prices_are_unknown_and_never_nothing(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Mug", ""), Good("2", "Cup", "ask us"), Good("3", "Jug", "-5.00"))
    assert result.errors == []
    assert [offer.price for offer in result.offers] == [None, None, None]


@EVERY
def test_doubly_escaped_entities(tmp_path, kind: str) -> None:
    result = taken(
        tmp_path, kind, Good("1", "Tom &amp;amp; Jerry&amp;#39;s mug", text="&amp;lt;b&amp;gt;Soft&amp;lt;/b&amp;gt;")
    )
    assert [(o.title, o.description) for o in result.offers] == [("Tom & Jerry's mug", "Soft")]


@EVERY
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(tmp_path, kind: str, encoding: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Crème 面膜"), Good("2", "شاحن"), encoding=encoding)
    assert [offer.title for offer in result.offers] == ["Crème 面膜", "شاحن"]
    assert (result.errors, result.notes) == ([], [])


@EVERY
def test_latin_1_is_read_and_said(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Crème brûlée"), Good("2", "Plain"), encoding="latin-1")
    assert [offer.title for offer in result.offers] == ["Crème brûlée", "Plain"]
    assert len(result.notes) == 1
    assert "Latin-1" in result.notes[0]


@EVERY
def test_arabic_and_chinese_stay_as_they_are(tmp_path, kind: str) -> None:
    titles = ["شاحن سريع ٢٠ واط", "积雪草舒缓面膜，敏感肌可用", "Ⅲ 型 ｶﾞｰﾄﾞ", "保濕面膜"]
    result = taken(tmp_path, kind, *[Good(str(n), title, text=title) for n, title in enumerate(titles)])
    assert [offer.title for offer in result.offers] == titles
    assert [offer.description for offer in result.offers] == titles


@EVERY
def test_arabic_digits_are_a_price(tmp_path, kind: str) -> None:
    assert prices(taken(tmp_path, kind, Good("1", "شاحن", "١٢٫٥٠"))) == ["12.50 EUR"]


@EVERY
def test_an_id_that_comes_twice_is_said_and_the_first_stays(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "First"), Good("2", "Other"), Good("1", "Second"), Good("3", "Last"))
    assert [(o.offer_id, o.title) for o in result.offers][::2] == [("1", "First"), ("3", "Last")]
    assert [why for _, why in result.why] == ["The id 1 stood in an earlier row already."]


@EVERY
def test_rows_without_a_title_are_said(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Mug"), Good("2", " "), Good("3", "Cup"))
    assert result.ids == ["1", "3"]
    assert [why for _, why in result.why] == ["The row has no title."]


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in WHOLE])
def test_a_cell_of_ten_megabytes_costs_its_row_and_no_other(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Mug"), Good("2", "Cup", text="x" * 10_000_000), Good("3", "Jug"))
    assert result.ids == ["1", "3"]
    assert len(result.why) == 1
    assert "longer than" in result.why[0][1] or "isn't valid JSON" in result.why[0][1]


@pytest.mark.parametrize("kind", WHOLE)
def test_ten_megabytes_in_a_document_are_cut_where_texts_are(tmp_path, kind: str) -> None:
    result = taken(tmp_path, kind, Good("1", "Mug"), Good("2", "Cup", text="x" * 10_000_000), Good("3", "Jug"))
    assert result.ids == ["1", "2", "3"]
    assert len(result.offers[1].description) <= 10_000


@pytest.mark.parametrize("kind", WHOLE)
def test_a_document_that_is_too_long_to_hold_is_refused(tmp_path, kind: str) -> None:
    with pytest.raises(FeedRefusedError, match="too long"):
        taken(tmp_path, kind, *[Good(str(n), "Mug", text="x" * 10_000_000) for n in range(4)])


@pytest.mark.parametrize("kind", TABLES)
def test_padded_headers(tmp_path, kind: str) -> None:
    head, _, rest = FORMATS[kind]([Good("1", "Mug")]).partition("\n")
    mark = "\t" if kind == "google_tsv" else ","
    padded = mark.join(f"  {name.upper()}\u00a0 " for name in head.split(mark))
    result = read(tmp_path, f"\ufeff{padded}\r\n{rest}", currency="EUR")
    assert [(o.offer_id, o.title) for o in result.offers] == [("1", "Mug")]
    assert prices(result) == ["12.50 EUR"]


BROKEN = {
    "google_rss": ("<g:title>Cup</g:title>", "<g:title>Cup</g:titel>"),
    "google_atom": ("<title>Cup</title>", "<title>Cup</titel>"),
    "microdata_html": ('<h2 itemprop="name">Cup</h2>', '<h2 itemprop="name"<b>Cup</h2>'),
    "google_tsv": ("2\tCup", '2\t"Cup'),
    "google_csv": ("2,Cup", '2,"Cup'),
    "openai_csv": ("2,Cup", '2,"Cup'),
    "shopify_csv": ("2,Cup", '2,"Cup'),
    "woocommerce_csv": ("s2,Cup", 's2,"Cup'),
    "openai_jsonl": ('"title": "Cup"', '"title" "Cup"'),
    "openai_json": ('"title": "Cup"', '"title" "Cup"'),
    "acp_jsonl": ('"title": "Cup", "desc', '"title" "Cup", "desc'),
    "acp_json": ('"title": "Cup",\n   "variants"', '"title" "Cup",\n   "variants"'),
    "jsonld_html": ('"name": "Cup"', '"name" "Cup"'),
    "jsonld_jsonl": ('"name": "Cup"', '"name" "Cup"'),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_costs_itself_and_no_other(tmp_path, kind: str) -> None:
    whole = FORMATS[kind]([Good("1", "Mug"), Good("2", "Cup"), Good("3", "Jug"), Good("4", "Pot")])
    right, wrong = BROKEN[kind]
    assert whole.count(right) == 1
    result = read(tmp_path, whole.replace(right, wrong), currency="EUR")
    assert [number for number in result.ids if number != "2"] == ["1", "3", "4"]
    assert len(result.why) <= 1
    assert "2" not in result.ids or kind in (*MARKUP, "google_tsv")


def test_a_broken_document_says_so(tmp_path) -> None:
    whole = FORMATS["jsonld_json"]([Good("1", "Mug"), Good("2", "Cup")])
    result = read(tmp_path, whole.replace('"name": "Cup"', '"name" "Cup"'))
    assert result.ids == []
    assert "isn't valid JSON" in result.why[0][1]


@EVERY
@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_packed(tmp_path, kind: str, pack: str) -> None:
    content = FORMATS[kind]([Good("1", "Crème"), Good("2", "面膜")]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("feed", content)
    result = read(tmp_path, gzip.compress(content) if pack == "gzip" else packed.getvalue(), currency="EUR")
    assert [offer.title for offer in result.offers] == ["Crème", "面膜"]
    assert result.errors == []
