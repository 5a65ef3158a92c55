"""The rows about what the thing is: attributes under their common names, with quantities brought to one unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import prod

from desktop_client.commerce.comparing.changes import NOT_STATED
from desktop_client.commerce.comparing.compared import Cell, Column, Order, Row, RowKind, row_of, text_order
from desktop_client.commerce.comparing.said_in_passing import Texts
from desktop_client.commerce.meaning.attribute_names import TERMS, attribute_name, stated_by_key
from desktop_client.commerce.meaning.attribute_values import Value, read_value
from desktop_client.commerce.meaning.quantities import Quantity, common_unit, in_unit, quantity_words
from desktop_client.wording import Sentence, Worded, say

Stated = Mapping[str, tuple[str, str]]
"""Key of an attribute -> its name and its value, as one offer writes them."""


def attribute_rows(columns: Sequence[Column]) -> list[Row]:
    """A row for each attribute that any offer states, in the order in which the columns state them first."""
    stated = [stated_by_key(column.offer.attributes) for column in columns]
    keys = dict.fromkeys(key for attributes in stated for key in attributes if key not in TERMS)
    texts = Texts(column.offer for column in columns)
    return [_row(RowKind.ATTRIBUTE, key, stated, f"attribute:{key}", partial(texts.about, key)) for key in keys]


def terms_rows(columns: Sequence[Column]) -> list[Row]:
    """Delivery, returns and warranty: always there, since that nobody states them is worth knowing."""
    stated = [stated_by_key(column.offer.attributes) for column in columns]
    return [_row(RowKind(key), key, stated, key) for key in TERMS]


def _row(
    kind: RowKind,
    key: str,
    stated: Sequence[Stated],
    row_id: str,
    said_at: Callable[[int], Sentence | None] = lambda _: None,
) -> Row:
    written = next((attributes[key][0] for attributes in stated if key in attributes), key)
    texts = [attributes[key][1] if key in attributes else None for attributes in stated]
    values = [None if text is None else read_value(key, text) for text in texts]
    unit = common_unit(value.quantity for value in values if value is not None and value.quantity is not None)
    cells = [
        Cell(NOT_STATED, said_at(at), stated=False) if text is None else _cell(text, value, unit)
        for at, (text, value) in enumerate(zip(texts, values, strict=True))
    ]
    return row_of(kind, attribute_name(key, written), cells, row_id)


def _cell(text: str, value: Value | None, unit: str | None) -> Cell:
    if value is None:
        return Cell(NOT_STATED, say("it says: {words}", words=text) if text.strip() else None, stated=False)
    if value.quantity is None:
        return Cell(text, value.reading, key=value.key, order=text_order(text))
    measured = in_unit(value.quantity, unit) if unit is not None else None
    if measured is None:
        return Cell(text, key=value.key, order=text_order(text))
    note = _same_in(measured) if value.quantity.unit != unit else None
    return Cell(text, note, key=("quantity", measured), order=_measure(measured))


def _same_in(quantity: Quantity) -> Worded:
    words, exact = quantity_words(quantity)
    return Sentence("{words}", {"words": f"{'=' if exact else '≈'}\u00a0{words}"})


def _measure(quantity: Quantity) -> Order:
    return (0, prod(quantity.amounts))
