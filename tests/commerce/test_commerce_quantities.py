"""Quantities in both languages and many spellings, brought to one unit in exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.commerce.meaning import quantities
from desktop_client.commerce.meaning.quantities import (
    Quantity,
    common_unit,
    in_unit,
    quantity_words,
    read_quantity,
    searched_units,
)


def q(unit: str, *amounts: str) -> Quantity:
    return Quantity(tuple(map(Decimal, amounts)), unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 TB", q("terabyte", "1")),
        ("1000GB", q("gigabyte", "1000")),
        ("1 GiB", q("gibibyte", "1")),
        ("9 × 5 × 1 cm", q("centimetre", "9", "5", "1")),
        ("70 cm x 70 cm", q("centimetre", "70", "70")),
        ("约 0.5 升", q("litre", "0.5")),
        ("1,5 l", q("litre", "1.5")),
        ("1,500 g", q("gram", "1500")),
        ("30 cm (11.8 in)", q("centimetre", "30")),
        ('15.6"', q("inch", "15.6")),
        ("15.6-inch", q("inch", "15.6")),
        ("-20 °C", q("degree_celsius", "-20")),
        ("2年", q("year", "2")),
        ("24 months", q("month", "24")),
        ("10小时", q("hour", "10")),
        ("5000mAh", q("milliampere_hour", "5000")),
        ("650 watts", q("watt", "650")),
        ("10 kg 5 g", None),
        ("9 cm × 5 in", None),
        ("S–XL", None),
        ("3 sheets", None),
        ("100–240 V", None),
        ("up to 10 h", None),
        ("IPX7", None),
        ("5.3", None),
        ("", None),
    ],
)
def test_what_a_value_states(text: str, found: Quantity | None) -> None:
    assert read_quantity(text) == found


@pytest.mark.parametrize(
    ("text", "unit", "words", "exact"),
    [
        ("1 TB", "gigabyte", "1000\u00a0GB", True),
        ("0.5 l", "millilitre", "500\u00a0ml", True),
        ("500 克", "jin", "1\u00a0斤", True),
        ("68 °F", "degree_celsius", "20\u00a0°C", True),
        ("2 years", "month", "24\u00a0months", True),
        ("11.8 in", "centimetre", "29.97\u00a0cm", False),
        ("9 × 5 cm", "inch", "3.543 × 1.969\u00a0in", False),
        ("1234567 g", "kilogram", "1235\u00a0kg", False),
        ("1 GiB", "gigabyte", "1.074\u00a0GB", False),
    ],
)
def test_what_it_is_in_another_unit(text: str, unit: str, words: str, *, exact: bool) -> None:
    stated = read_quantity(text)
    assert stated is not None
    other = in_unit(stated, unit)
    assert other is not None
    assert quantity_words(other) == (words, exact)


def test_what_is_of_another_kind_is_not_brought_together() -> None:
    assert in_unit(q("litre", "1"), "gram") is None
    assert common_unit([q("litre", "1"), q("gram", "1")]) is None
    assert common_unit([]) is None


def test_the_common_unit_is_that_of_most() -> None:
    assert common_unit([q("gram", "1"), q("kilogram", "1"), q("kilogram", "2")]) == "kilogram"
    assert common_unit([q("gram", "1"), q("kilogram", "1")]) == "gram", "of equals the first"


def test_every_unit_of_the_table_can_be_used_and_no_spelling_means_two() -> None:
    written = [spelled for row in quantities._units().values() for spelled in (row["symbol"], *row["spelled"])]
    assert len(written) == len(set(written))
    for name in quantities._units():
        assert in_unit(q(name, "1"), name) == q(name, "1")
        assert quantities._registry().get_dimensionality(name)


@given(st.decimals("0.001", "99999", places=3), st.sampled_from(["millilitre", "centilitre", "gallon", "fluid_ounce"]))
def test_there_and_back_is_the_same(amount: Decimal, unit: str) -> None:
    there = in_unit(Quantity((amount,), "litre"), unit)
    assert there is not None
    back = in_unit(there, "litre")
    assert back is not None
    assert abs(back.amounts[0] - amount) <= amount * Decimal("1e-12")


SLOPPY = frozenset({"毫安"})
"""Said of batteries for 毫安时, which a search knows; a comparison takes it for what it is."""


def test_a_search_knows_units_by_the_table_that_comparisons_know_them_by() -> None:
    """What a search takes for the same amount is the same amount to pint, and every spelling is one of the table's."""
    units = {written: unit for written, unit in searched_units().items() if written not in SLOPPY}
    assert len(units) == len(searched_units()) - len(SLOPPY)
    assert {sort for sort, _ in units.values()} == {"kb", "ml", "mg", "mm", "inch", "hz", "w", "mah"}
    read = {written: read_quantity(f"1 {written}".replace("′′", "″")) for written in units}
    for written, (sort, factor) in units.items():
        smallest = next(read[one] for one, (other, times) in units.items() if other == sort and times == 1)
        stated = read[written]
        assert stated is not None, written
        assert smallest is not None, sort
        converted = in_unit(stated, smallest.unit)
        assert converted is not None, written
        assert converted.amounts == (factor,), written
