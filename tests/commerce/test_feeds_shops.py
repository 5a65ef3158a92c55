"""Exports of Shopify and WooCommerce: variants, decimal commas, entities escaped twice, no currency."""

from __future__ import annotations

import pytest
from standins.feed_files import read

from desktop_client.commerce.money import Money

SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,"
    "Variant Compare At Price,Variant Barcode,Image Src,Status\n"
)
LAMP = (
    'floor-lamp,Floor Lamp,"<p>Black\nlamp</p>",Company,Indoor,"Black, Lamp",true,Title,Default Title,,,L1,1200.0,,'
    "1,deny,69.99,85.00,4006381333931,https://cdn.example/1.jpg,active\n"
)
TEE = (
    "tee,Tee,<p>Cotton</p>,Company,Shirts,,true,Color,Red,Size,M,T-R-M,0.0,shopify,0,deny,19.99,,,"
    "https://cdn.example/t.jpg,active\n"
    "tee,,,,,,,,Blue,,L,T-B-L,0.0,shopify,5,deny,21.99,,,,\n"
    "tee,,,,,,,,,,,,,,,,,,,https://cdn.example/t2.jpg,\n"
    "tee,,,,,,,,Green,,S,T-G-S,0.0,shopify,0,continue,,,,,\n"
)
DRAFT = "mug,Mug,,Company,Kitchen,,false,Title,Default Title,,,,0.0,,1,deny,9.99,,,,draft\n"


def test_shopify_products_and_variants(tmp_path) -> None:
    result = read(tmp_path, SHOPIFY + LAMP + TEE + DRAFT, currency="USD")
    assert (result.format, result.errors) == ("shopify_csv", [])
    assert result.ids == ["floor-lamp", "tee/Red / M", "tee/Blue / L", "tee/Green / S", "mug"]
    lamp, red, blue, green, _ = result.offers
    assert (lamp.price, lamp.list_price, lamp.description) == (
        Money(6999, "USD"),
        Money(8500, "USD"),
        "Black lamp",
    )
    assert (lamp.gtin14, lamp.model, lamp.brand, lamp.category) == ("04006381333931", "L1", "Company", "Indoor")
    assert lamp.attributes == {"weight": "1200 g"}
    assert (red.title, dict(red.attributes)) == ("Tee – Red / M", {"colour": "Red", "size": "M"})
    assert (blue.title, blue.brand, blue.price) == ("Tee – Blue / L", "Company", Money(2199, "USD"))
    assert dict(blue.attributes) == {"colour": "Blue", "size": "L"}
    assert (green.price, green.image_url) == (None, "https://cdn.example/t.jpg")
    assert [offer.availability for offer in result.offers] == [
        "in_stock",
        "out_of_stock",
        "in_stock",
        "in_stock",
        "unknown",
    ]
    assert [found.line for found in result.rows] == [2, 4, 5, 7, 8]


def test_shopify_names_no_currency_so_a_price_stays_unknown(tmp_path) -> None:
    (found,) = read(tmp_path, SHOPIFY + LAMP).rows
    assert (found.offer.price, found.offer.list_price, found.offer.price_note) == (None, None, ("69.99",))
    assert [str(note) for note in found.notes] == ["The price “69.99” names no currency, so it is unknown."]


def test_shopify_headers_since_2024(tmp_path) -> None:
    text = (
        "Title,URL handle,Description,Vendor,Product category,Type,Status,SKU,Barcode,Option1 name,Option1 value,Price,"
        "Compare-at price,Inventory quantity,Continue selling when out of stock,Product image URL\n"
        "Mug,mug,<b>Nice</b>,Co,Home > Kitchen,,Active,M1,,Title,Default Title,9.50,,3,DENY,https://cdn.example/m.jpg\n"
    )
    result = read(tmp_path, text, currency="GBP")
    (offer,) = result.offers
    assert (result.format, offer.offer_id, str(offer.price)) == ("shopify_csv", "mug", "9.50 GBP")
    assert (offer.category, offer.description, offer.image_url) == (
        "Home > Kitchen",
        "Nice",
        "https://cdn.example/m.jpg",
    )


WOO = (
    '\ufeffID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,Short description,Description,In stock?,Weight (kg),'
    "Sale price,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)\n"
)


def test_woocommerce_products_and_variations(tmp_path) -> None:
    rows = (
        '1,simple,S1,4006381333931,"Tom &amp;amp; Jerry mug",1,"<p>Short</p>","Long\\ntext",1,"0,4","7,50","1.299,00",'
        '"Home, Home > Kitchen > Mugs","https://w.example/a.jpg, https://w.example/b.jpg",,Colour,"red\\, dark"\n'
        '2,variable,V1,,Shirt,1,,Shirt text,1,,,,Clothing,https://w.example/s.jpg,,Size,"S, M"\n'
        "3,variation,V1-S,,Shirt - S,1,,,0,,,19.00,,,V1,Size,S\n"
        "4,variation,V1-M,,Shirt - M,1,,,backorder,,,'-5,,,id:2,Size,M\n"
    )
    result = read(tmp_path, WOO + rows, currency="EUR")
    assert (result.format, result.errors) == ("woocommerce_csv", [])
    mug, shirt, small, medium = result.offers
    assert (mug.offer_id, mug.title, mug.description) == ("1", "Tom & Jerry mug", "Short")
    assert (mug.price, mug.list_price) == (Money(750, "EUR"), Money(129900, "EUR"))
    assert (mug.category, mug.image_url, mug.gtin14) == (
        "Home > Kitchen > Mugs",
        "https://w.example/a.jpg",
        "04006381333931",
    )
    assert mug.attributes == {"weight": "0,4 kg", "colour": "red, dark"}
    assert (shirt.price, shirt.availability) == (None, "in_stock")
    assert (small.price, small.availability, small.category, small.description) == (
        Money(1900, "EUR"),
        "out_of_stock",
        "Clothing",
        "Shirt text",
    )
    assert small.attributes == {"size": "S"}
    assert (medium.availability, medium.price) == ("backorder", None)


def test_woocommerce_in_german_with_decimal_commas(tmp_path) -> None:
    text = (
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Kurzbeschreibung,Beschreibung,Vorrätig?,Angebotspreis,"
        "Regulärer Preis,Kategorien,Bilder,Attribut 1 Name,Attribut 1 Wert(e)\n"
        '7,simple,A7,Stehlampe,1,,"Schöne Lampe",1,,"1.049,90",Licht,,Farbe,schwarz\n'
    )
    for encoded in (text.encode(), text.encode("latin-1"), text.encode("utf-16")):
        result = read(tmp_path, encoded, currency="EUR")
        (offer,) = result.offers
        assert (result.format, offer.title, str(offer.price)) == ("woocommerce_csv", "Stehlampe", "1049.90 EUR")
        assert (offer.description, dict(offer.attributes)) == ("Schöne Lampe", {"Farbe": "schwarz"})
        assert offer.availability == "in_stock"


@pytest.mark.parametrize(
    "columns",
    ["ID,SKU,Name,Regular price", "SKU,Name,Regular price", "ID,Name,Regular price,Type", "ID,货号,名称,常规售价"],
)
def test_an_export_of_few_columns_is_still_one(tmp_path, columns: str) -> None:
    row = {"ID": "7", "SKU": "A7", "货号": "A7", "Name": "Lamp", "名称": "Lamp", "Type": "simple"}
    cells = ",".join(row.get(name, '"1.049,90"') for name in columns.split(","))
    result = read(tmp_path, f"{columns}\n{cells}\n", currency="EUR")
    (offer,) = result.offers
    assert (result.format, offer.title, str(offer.price)) == ("woocommerce_csv", "Lamp", "1049.90 EUR")


def test_a_feed_that_knows_a_regular_price_as_well_is_none_of_a_shop(tmp_path) -> None:
    result = read(tmp_path, "id,name,price,regular_price\n7,Lamp,9.00 EUR,12.00 EUR\n")
    assert (result.format, str(result.offers[0].price)) == ("google_table", "9.00 EUR")


def test_a_broken_row_of_an_export_costs_itself(tmp_path) -> None:
    result = read(tmp_path, SHOPIFY + LAMP + "a,b,c\n" + "x," * 30 + "x\n" + DRAFT)
    assert result.ids == ["floor-lamp", "a", "mug"]
    assert [line for line, _ in result.why] == [5]
