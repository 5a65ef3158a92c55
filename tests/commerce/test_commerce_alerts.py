"""Price alerts: told once, only of what everyone pays, fresh and in the same currency; kept on disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from standins.clock import FakeClock
from standins.offers import NOW, make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.prices.alerts import PriceAlert, check, meets
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store

MASK = make_offer("a", "Mask", price=Money(4900, "CNY"))
ALERT = PriceAlert(MASK.key, "Mask", Money(5000, "CNY"))


@pytest.mark.parametrize(
    ("change", "met"),
    [
        ({}, True),
        ({"price": Money(5000, "CNY")}, True),
        ({"price": Money(5001, "CNY")}, False),
        ({"price": Money(100, "USD")}, False),
        ({"price": None}, False),
        ({"price": Money(-1, "CNY")}, False),
        ({"price_kind": "after_coupon"}, False),
        ({"price_kind": "list"}, True),
        ({"expires_at": NOW}, False),
        ({"expires_at": NOW + timedelta(seconds=1)}, True),
    ],
)
def test_what_meets_an_alert(change: dict[str, object], *, met: bool) -> None:
    assert meets(ALERT, replace(MASK, **change), NOW) is met


def test_an_alert_is_told_once_and_again_when_it_is_set_again(profile: Profile) -> None:
    clock = FakeClock(NOW)
    with open_store(profile, clock) as store:
        store.alerts.watch(MASK, Money(4500, "CNY"))
        assert check(store.alerts, {MASK.key: MASK}, NOW) == ()
        store.alerts.watch(MASK, Money(5000, "CNY"))
        (told,) = check(store.alerts, {MASK.key: MASK}, NOW)
        assert str(told) == "“Mask” costs CN¥49.00 now, item only; you wanted to be told at CN¥50.00 or less."
        assert store.alerts.alerts() == (replace(ALERT, met=MASK.price, met_at=NOW),)
        assert check(store.alerts, {MASK.key: replace(MASK, price=Money(1, "CNY"))}, NOW) == ()
        store.alerts.watch(MASK, Money(100, "CNY"))
        assert store.alerts.alerts()[0].met is None
        assert check(store.alerts, {}, NOW) == ()
        store.alerts.unwatch(MASK.key)
        assert store.alerts.alerts() == ()


def test_two_looks_at_the_same_offer_tell_of_it_once(profile: Profile) -> None:
    with open_store(profile, FakeClock(NOW)) as store:
        store.alerts.watch(MASK, Money(5000, "CNY"))
        both_read = store.alerts.alerts()
        assert [store.alerts.was_met(alert, Money(4900, "CNY")) for alert in both_read * 2] == [True, False]


def test_an_alert_that_was_set_anew_meanwhile_is_not_taken_for_the_one_that_was_met(profile: Profile) -> None:
    with open_store(profile, FakeClock(NOW)) as store:
        store.alerts.watch(MASK, Money(5000, "CNY"))
        (before,) = store.alerts.alerts()
        store.alerts.watch(MASK, Money(100, "CNY"))
        assert not store.alerts.was_met(before, Money(4900, "CNY"))
        assert store.alerts.alerts()[0].met is None
