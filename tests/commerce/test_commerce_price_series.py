"""Prices over time: steps, gaps where nobody looked, and the same in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop_client.commerce.money import Money
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.series import Gap, Step, line, low_lines, step_words, steps

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def run(first: int, last: int, minor: int, currency: str = "EUR") -> PriceSeen:
    return PriceSeen(Money(minor, currency), NOON + timedelta(days=first), NOON + timedelta(days=last))


def day(number: int) -> date:
    return date(2026, 11, 1) + timedelta(days=number)


ALDI = (run(0, 4, 169), run(5, 5, 129), run(20, 24, 169), run(25, 25, 129, "USD"))


def test_steps_and_the_gap_between_them() -> None:
    assert steps(ALDI, "EUR") == (
        Step(day(0), day(4), Money(169, "EUR")),
        Step(day(5), day(5), Money(129, "EUR")),
        Gap(day(6), day(19)),
        Step(day(20), day(24), Money(169, "EUR")),
    )
    assert steps(ALDI, "CNY") == ()


def test_the_line_is_broken_where_nobody_looked() -> None:
    dear, cheap = Decimal("1.69"), Decimal("1.29")
    assert line(steps(ALDI, "EUR")) == (
        (day(0), dear), (day(5), dear), (day(5), cheap), (day(6), cheap), None, (day(20), dear), (day(25), dear),
    )  # fmt: skip


def test_a_day_with_two_prices_does_not_turn_the_line_back() -> None:
    dear, cheap, least = Decimal("1.69"), Decimal("1.29"), Decimal("0.99")
    found = steps((run(0, 4, 169), run(4, 4, 129), run(4, 6, 99)), "EUR")
    assert line(found) == (
        (day(0), dear), (day(4), dear), (day(4), cheap), (day(4), cheap), (day(4), least), (day(7), least),
    )  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.integers(0, 999)), max_size=12))
def test_no_line_goes_back_in_time(runs) -> None:
    points = line(steps([run(first, first + long, minor) for first, long, minor in runs], "EUR"))
    days = [point[0] for point in points if point is not None]
    assert days == sorted(days)


def test_in_words() -> None:
    assert str(step_words(Gap(day(5), day(5)))) == "6 Nov 2026: not looked at"
    assert [str(step_words(step)) for step in steps(ALDI, "EUR")] == [
        "1 Nov 2026 to 5 Nov 2026: €1.69",
        "6 Nov 2026: €1.29",
        "7 Nov 2026 to 20 Nov 2026: not looked at",
        "21 Nov 2026 to 25 Nov 2026: €1.69",
    ]
    said = [str(sentence) for sentence in low_lines(ALDI, Money(169, "EUR"), NOON + timedelta(days=36))]
    assert said == [
        "7 days: nothing seen",
        "30 days: lowest €1.69, seen on 5 days",
        "90 days: lowest €1.29, seen on 11 days",
    ]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.integers(0, 999)), max_size=12))
def test_every_day_is_in_a_step_where_a_price_was_seen_and_in_a_gap_where_none_was(runs) -> None:
    seen = [run(first, first + long, minor) for first, long, minor in runs]
    looked = {day(first + at) for first, long, _ in runs for at in range(long + 1)}
    found = steps(seen, "EUR")

    def days(kind) -> set[date]:
        return {
            s.first + timedelta(days=n)
            for s in found
            if isinstance(s, kind)
            for n in range((s.last - s.first).days + 1)
        }

    assert days(Step) == looked
    assert not days(Gap) & looked
    if looked:
        every = {min(looked) + timedelta(days=n) for n in range((max(looked) - min(looked)).days + 1)}
        assert days(Gap) == every - looked
