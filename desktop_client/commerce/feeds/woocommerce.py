"""WooCommerce product exports (CSV): headers in the shop's language, decimal commas, entities escaped twice.

The export names no currency: without one given by the user a price stays unknown, and is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.feeds.table import Cells, Header, header_of, normal, records

_COLUMNS: Final = {
    "id": ("id",),
    "type": ("type", "typ", "tipo", "类型"),
    "sku": ("sku", "artikelnummer", "ugs", "货号"),
    "gtin": ("gtin,_upc,_ean,_or_isbn", "gtin,_upc,_ean_oder_isbn", "gtin,_upc,_ean_ou_isbn"),
    "title": ("name", "nom", "nombre", "nome", "naam", "名称"),
    "description": ("description", "beschreibung", "descripción", "beschrijving", "描述"),
    "short": ("short_description", "kurzbeschreibung", "description_courte", "descripción_corta", "简短描述"),
    "price": ("regular_price", "regulärer_preis", "tarif_régulier", "precio_normal", "常规售价", "正常价格"),
    "sale_price": ("sale_price", "angebotspreis", "tarif_promo", "precio_rebajado", "促销价格", "促销价"),
    "sale_from": ("date_sale_price_starts", "datum,_an_dem_angebotspreis_beginnt"),
    "sale_to": ("date_sale_price_ends", "datum,_an_dem_angebotspreis_endet"),
    "availability": ("in_stock?", "vorrätig?", "en_stock_?", "¿existencias?", "有库存？", "有货？"),
    "product_type": ("categories", "kategorien", "catégories", "categorías", "分类"),
    "image_link": ("images", "bilder", "imágenes", "图片", "图像"),
    "brand": ("brands", "marken", "marques", "marcas", "品牌"),
    "parent": ("parent", "übergeordnetes_produkt", "superior", "父级"),
    "link": ("external_url", "externe_url", "url_externe", "外部链接"),
}
"""What is read, and how the export calls it in English, German, French, Spanish, Dutch, Chinese."""

_ATTRIBUTE: Final = re.compile(
    r"(?:attribute?|attribut|atributo|属性)_?(\d+)_?(?:\D*)?(name|nom|nombre|value|wert|valeur|valor|值|名称)"
)
_WEIGHT: Final = re.compile(r"(weight|gewicht|poids|peso|重量)_?\(?(\w+)?\)?")
_PROTECTED: Final = re.compile(r"'(?=[=+\-@])")
_MAX_PARENTS: Final = 2000


def is_export(header: Header) -> bool:
    """Whether these are columns of a WooCommerce export, whichever were chosen for it. It is told from a feed by
    what it calls the price.
    """

    def has(*keys: str) -> bool:
        return any(not names.isdisjoint(_COLUMNS[key]) for key in keys)

    names = set(header.names)
    return "price" not in names and has("price") and has("title") and has("id", "sku")


def read(opened: Opened) -> Iterator[Record | FeedError]:
    """A record for every product and every variation; a variation takes over what only its parent says."""
    header = header_of(opened.head)
    assert header is not None, "detected as a table"
    columns = _Columns(header)
    parents: dict[str, Record] = {}
    for row in records(opened, header):
        if isinstance(row, FeedError):
            yield row
            continue
        record, parent = columns.record(row)
        if parent and parent in parents:
            _inherit(record, parents[parent])
        elif not parent and len(parents) < _MAX_PARENTS:
            parents[f"id:{record.fields.get('id', '')}"] = record
            if record.fields.get("mpn"):
                parents[record.fields["mpn"]] = record
        yield record


class _Columns:
    """Where in a line each thing stands."""

    def __init__(self, header: Header) -> None:
        places = {name: i for i, name in reversed(list(enumerate(header.names)))}
        self._known = {
            key: next(places[name] for name in names if name in places)
            for key, names in _COLUMNS.items()
            if any(name in places for name in names)
        }
        self._attributes: dict[str, dict[str, int]] = {}
        self._weight: tuple[int, str] | None = None
        for i, (name, inside) in enumerate(zip(header.names, header.brackets, strict=True)):
            if found := _ATTRIBUTE.match(name):
                part = "name" if found[2] in ("name", "nom", "nombre", "名称") else "value"
                self._attributes.setdefault(found[1], {}).setdefault(part, i)
            elif (found := _WEIGHT.fullmatch(normal(name))) and self._weight is None:
                self._weight = (i, inside or found[2] or "kg")

    def record(self, row: Cells) -> tuple[Record, str]:
        """The record on a line, and the id or SKU of its parent."""
        cells = row.values
        found = {key: text for key, i in self._known.items() if (text := _cell(cells[i]))}
        fields: dict[str, str] = {
            key: found[key] for key in ("title", "price", "sale_price", "gtin", "brand", "link") if key in found
        }
        fields["id"] = found.get("id") or found.get("sku", "")
        fields["mpn"] = found.get("sku", "")
        fields["description"] = found.get("short") or found.get("description", "")
        fields["availability"] = _availability(found.get("availability", ""))
        fields["product_type"] = _category(found.get("product_type", ""))
        fields["image_link"] = found.get("image_link", "").split(",")[0].strip()
        if found.get("sale_from") or found.get("sale_to"):
            fields["sale_price_effective_date"] = f"{found.get('sale_from', '')}/{found.get('sale_to', '')}"
        if self._weight and (weight := _cell(cells[self._weight[0]])):
            fields["product_weight"] = f"{weight} {self._weight[1]}"
        record = Record({name: text for name, text in fields.items() if text}, row.raw, row.line)
        for places in self._attributes.values():
            if len(places) == 2 and (value := _cell(cells[places["value"]])):
                record.details.append((_cell(cells[places["name"]]), value.replace("\\,", ",")))
        return record, found.get("parent", "")


def _inherit(record: Record, parent: Record) -> None:
    for name in ("product_type", "brand", "description", "image_link"):
        if name in parent.fields:
            record.fields.setdefault(name, parent.fields[name])
    have = {name for name, _ in record.details}
    record.details += [(name, value) for name, value in parent.details if name not in have and "," not in value]


def _cell(text: str) -> str:
    """A cell without the mark that keeps spreadsheets from taking it for a formula, and with real line breaks."""
    return _PROTECTED.sub("", text.strip(), count=1).replace("\\n", "\n")


def _category(text: str) -> str:
    """The most exact of the categories, which are a list with commas (``\\,`` where one belongs to a name)."""
    paths = [path.strip().replace("\\,", ",") for path in re.split(r"(?<!\\),", text)]
    return max(paths, key=lambda path: path.count(">"), default="")


def _availability(text: str) -> str:
    """``1``, ``0`` or a word; some versions export the number in stock."""
    return "in_stock" if text.isdigit() and int(text) > 0 else text
