"""Google feeds as XML: by namespace, not by prefix; a broken item costs itself and no other."""

from __future__ import annotations

import hashlib

import pytest
from standins.feed_files import read

from desktop_client.commerce.feeds.feed import MAX_RECORD
from desktop_client.commerce.feeds.feed_file import FeedFile
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.money import Money

RSS = (
    '<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>\n'
    "<link>https://shop.example</link><description>All</description>\n"
)
END = "</channel></rss>\n"


def item(offer_id: str, title: str = "A thing", more: str = "") -> str:
    return (
        f"<item><g:id>{offer_id}</g:id><g:title>{title}</g:title><g:price>5.00 USD</g:price>"
        f"<g:link>https://shop.example/{offer_id}</g:link>{more}</item>\n"
    )


def test_an_item_of_rss_with_all_that_it_can_hold(tmp_path) -> None:
    one = (
        "<item>\n<title>Plain title</title><g:title>A &amp; B</g:title><g:id>TV_1</g:id>"
        "<g:description><![CDATA[<p>Up to <b>4K</b></p>]]></g:description><link>https://shop.example/1</link>"
        "<g:image_link>https://img.example/1.png</g:image_link><g:availability>in stock</g:availability>"
        "<g:price>49.99 USD</g:price><g:sale_price>39.99 USD</g:sale_price><g:gtin>4006381333931</g:gtin>"
        "<g:shipping><g:country>US</g:country><g:service>Standard</g:service><g:price>4.95 USD</g:price></g:shipping>"
        "<g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Wattage</g:attribute_name>"
        "<g:attribute_value>40 W</g:attribute_value></g:product_detail>"
        "<g:product_type>Home &gt; Lamps</g:product_type><g:product_type>Other</g:product_type>"
        "<g:color>black</g:color><g:ads_redirect>https://track.example/</g:ads_redirect></item>"
    )
    result = read(tmp_path, RSS + one + END)
    assert (result.format, result.errors) == ("google_xml", [])
    (found,) = result.rows
    offer = found.offer
    assert (offer.offer_id, offer.title, offer.description) == ("TV_1", "A & B", "Up to 4K")
    assert (offer.price, offer.list_price, offer.shipping) == (
        Money(3999, "USD"),
        Money(4999, "USD"),
        Money(495, "USD"),
    )
    assert (offer.url_clean, offer.gtin14, offer.category) == (
        "https://shop.example/1",
        "04006381333931",
        "Home > Lamps",
    )
    assert offer.attributes == {"colour": "black", "Wattage": "40 W"}
    assert (found.raw, found.line) == (one.encode(), 4)
    assert offer.raw_sha256 == hashlib.sha256(one.encode()).hexdigest()


def test_atom_and_rss_1(tmp_path) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://base.google.com/ns/1.0"><title>Shop</title>'
        '<entry><x:id>1</x:id><title>A</title><link href="https://shop.example/1" rel="alternate"/>'
        '<link href="https://shop.example/self" rel="self"/><summary>Text</summary><x:price>1.00 EUR</x:price></entry>'
        "</feed>"
    )
    (offer,) = read(tmp_path, atom).offers
    assert (offer.title, offer.url_clean, offer.description, str(offer.price)) == (
        "A",
        "https://shop.example/1",
        "Text",
        "1.00 EUR",
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:g="http://base.google.com/ns/1.0"><channel rdf:about="x"><title>Shop</title></channel>'
        '<item rdf:about="https://shop.example/1"><title>A</title><g:id>1</g:id><g:price>2.00 EUR</g:price></item>'
        "</rdf:RDF>"
    )
    assert str(read(tmp_path, rdf).offers[0].price) == "2.00 EUR"


def test_a_foreign_namespace_under_the_same_prefix_is_not_read(tmp_path) -> None:
    text = (
        '<rss xmlns:g="http://evil.example/ns" xmlns:p="http://base.google.com/ns/1.0"><channel><item>'
        "<p:id>1</p:id><g:title>Wrong</g:title><p:title>Right</p:title><g:price>1 USD</g:price></item></channel></rss>"
    )
    (offer,) = read(tmp_path, text).offers
    assert (offer.title, offer.price) == ("Right", None)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("<item><g:id>b</g:id><g:title>Tom & Jerry</g:title></item>\n", "well-formed"),
        ("<item><g:id>b</g:id><g:title>Open</item>\n", "well-formed"),
        ("<item><g:id>b</g:id><g:title>Caf&eacute;</g:title></item>\n", "well-formed"),
        ("<item><g:id>b</g:id><g:title>\x07bell</g:title></item>\n", "well-formed"),
        ("<item><g:id>b</g:id><g:title>No end</g:title>\n", "never closed"),
        ("<item><g:id a=1>b</g:id><g:title>x</g:title></item>\n", "well-formed"),
        ("<item><g:title>No id</g:title></item>\n", "no id"),
        ("<item>" + "<a>" * 60 + "</a>" * 60 + "</item>\n", "nested deeper"),
        ("<item><g:id>b</g:id><!-- never closed</item>\n", "well-formed"),
    ],
    ids=["ampersand", "mismatch", "entity", "control", "unclosed", "attribute", "no-id", "deep", "comment"],
)
def test_a_broken_item_costs_itself_and_no_other(tmp_path, broken: str, why: str) -> None:
    text = RSS + item("a") + broken + item("c") + item("d", "Same & again") + item("e") + END
    result = read(tmp_path, text)
    assert result.ids == ["a", "c", "e"]
    assert [line for line, _ in result.why] == [5, 7]
    assert why in result.why[0][1]
    assert result.rows[1].raw == item("c").strip().encode()
    assert [found.line for found in result.rows] == [4, 6, 8]


def test_broken_items_far_into_a_long_feed(tmp_path) -> None:
    parts = [item(str(n), more="<g:description>" + "word " * 50 + "</g:description>") for n in range(4000)]
    for n in range(0, 4000, 100):
        parts[n] = parts[n].replace("A thing", "R&D thing")
    result = read(tmp_path, RSS + "".join(parts) + END)
    assert result.ids == [str(n) for n in range(4000) if n % 100]
    assert [line for line, _ in result.why] == [4 + n for n in range(0, 4000, 100)]


def test_a_feed_that_breaks_off_keeps_what_came(tmp_path) -> None:
    text = RSS + item("a") + item("b") + "<item><g:id>c</g:id><g:ti"
    result = read(tmp_path, text)
    assert result.ids == ["a", "b"]
    assert len(result.errors) == 1
    assert result.errors[0].line == 6
    assert read(tmp_path, RSS + item("a")).ids == ["a"]


def test_an_undeclared_g_is_googles(tmp_path) -> None:
    text = "<rss><channel>\n" + item("a") + item("b", more="<c:mine>x</c:mine>") + item("c") + END
    result = read(tmp_path, text)
    assert result.ids == ["a", "b", "c"]
    assert result.errors == []
    assert [found.line for found in result.rows] == [2, 3, 4]


def test_an_undeclared_entity_before_the_first_item(tmp_path) -> None:
    text = RSS.replace("All", "All&nbsp;goods") + item("a") + item("b") + END
    result = read(tmp_path, text)
    assert result.ids == ["a", "b"]
    assert [line for line, _ in result.why] == [3]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["bomb", "file", "dtd"],
)
def test_document_types_and_entities_are_not_read(tmp_path, doctype: str) -> None:
    text = RSS.replace("<rss", doctype + "<rss") + item("a", "&b;") + END
    result = read(tmp_path, text)
    assert result.rows == []
    assert len(result.errors) == 1
    assert "document type" in result.why[0][1]


def test_an_item_of_ten_megabytes_costs_itself_and_no_other(tmp_path) -> None:
    huge = item("b", more="<g:description>" + "lorem ipsum " * 900_000 + "</g:description>")
    result = read(tmp_path, RSS + item("a") + huge + item("c") + END)
    assert result.ids == ["a", "c"]
    assert result.why == [(5, f"The item is longer than {MAX_RECORD} bytes.")]


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "hex"])
def test_a_codec_that_is_no_charset_is_not_believed(tmp_path, name: str) -> None:
    named = RSS.replace('"1.0"?', f'"1.0" encoding="{name}"?', 1) + item("a", "Crème xn--brlée-a") + END
    file = tmp_path / "feed.xml"
    file.write_bytes(named.encode("utf-8"))
    with FeedFile(file) as feed, Opened(feed) as opened:
        assert opened.whole(10**6) == named


def test_encodings_by_declaration_and_by_mark(tmp_path) -> None:
    latin = RSS.replace('"1.0"?', '"1.0" encoding="ISO-8859-1"?', 1) + item("a", "Crème brûlée") + END
    assert read(tmp_path, latin.encode("latin-1")).offers[0].title == "Crème brûlée"
    chinese = RSS.replace('"1.0"?', '"1.0" encoding="GBK"?', 1) + item("a", "面膜") + END
    assert read(tmp_path, chinese.encode("gbk")).offers[0].title == "面膜"
    wide = RSS.replace('"1.0"?', '"1.0" encoding="UTF-16"?', 1) + item("a", "شاحن 面膜") + END
    assert read(tmp_path, wide.encode("utf-16")).offers[0].title == "شاحن 面膜"
    assert read(tmp_path, ("\ufeff" + RSS + item("a", "面膜") + END).encode()).offers[0].title == "面膜"
    undeclared = (RSS + item("a", "Crème") + item("b") + END).encode("latin-1")
    result = read(tmp_path, undeclared)
    assert [offer.title for offer in result.offers] == ["Crème", "A thing"]
    assert any("Latin-1" in note for note in result.notes)


def test_doubly_escaped_entities(tmp_path) -> None:
    (offer,) = read(tmp_path, RSS + item("a", "Tom &amp;amp; Jerry &amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;") + END).offers
    assert offer.title == "Tom & Jerry x"


def test_a_product_list_without_namespaces(tmp_path) -> None:
    text = "<products><product><id>1</id><title>A</title><price>3.00 GBP</price></product></products>"
    assert str(read(tmp_path, text).offers[0].price) == "3.00 GBP"


def test_a_feed_without_items_is_empty(tmp_path) -> None:
    result = read(tmp_path, RSS + END)
    assert (result.rows, result.errors) == ([], [])


def test_a_broken_beginning_costs_no_item(tmp_path) -> None:
    text = RSS.replace('version="2.0"', "version=2.0") + item("a") + item("b") + END
    result = read(tmp_path, text)
    assert result.ids == ["a", "b"]
    assert [line for line, _ in result.why] == [2]
