"""The table of pinned offers: opening and scrolling 50 offers with 60 attributes each, in both languages.

``python benchmarks/compare.py [OFFERS [ATTRIBUTES]]`` prints one flat JSON object; times are in milliseconds.
``lay_out_ms`` runs behind the window's bridge, ``open_ms`` is all of it up to the first paint; ``first_lay_out_ms`` is
the first in a process, which imports what brings units together. ``gap_*`` are how long the window's thread is taken by
one step of scrolling. Names with ``cpu`` leave out what other programs took meanwhile. Needs a display;
``QT_QPA_PLATFORM=offscreen`` will do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, thread_time

from PySide6.QtWidgets import QApplication, QScrollBar

from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Rating, Seller
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.ui.compare.view import CompareView

NOW = datetime(2026, 1, 1, tzinfo=UTC)
UNITS = (("g", 1), ("kg", 1000), ("克", 1), ("cm", 1), ("mm", 1), ("inch", 1), ("W", 1), ("GB", 1), ("TB", 1))
WORDS = (
    "cotton",
    "棉",
    "black",
    "黑色",
    "none",
    "无",
    "a sentence that is longer than the others",
    "敏感肌、干性",
    "yes",
)
STEP = 40
"""Pixels of one step of scrolling."""


def offer(number: int, attributes: int, dice: Random) -> Offer:
    """A mask like any other, with most of the attributes stated: quantities in all units, words in two languages."""
    stated = {}
    for at in range(attributes):
        if dice.random() < 0.8:
            unit, _ = UNITS[at % len(UNITS)]
            measured = at % 3 == 0
            stated[f"attribute {at}"] = f"{dice.randint(1, 999)} {unit}" if measured else dice.choice(WORDS)
    return Offer(
        "shelf",
        str(number),
        f"Face mask {number} 面膜 25ml×{dice.randint(1, 30)}片",
        Money(dice.randint(100, 99_999), "CNY"),
        Commercial(False, "none", AdFlag.NO, "-"),
        "0" * 64,
        NOW,
        shipping=Money(dice.randint(0, 900), "CNY") if dice.random() < 0.7 else None,
        attributes=stated,
        seller=Seller(f"Shop {number % 7}"),
        rating=Rating(dice.randint(20, 50) / 10, 5.0, dice.randint(1, 9999)),
        availability="in_stock",
        brand=f"Brand {number % 5}",
    )


def history(dice: Random) -> tuple[PriceSeen, ...]:
    """Six prices of the last three months."""
    days = sorted(dice.sample(range(1, 90), 6), reverse=True)
    return tuple(
        PriceSeen(Money(dice.randint(100, 99_999), "CNY"), NOW - timedelta(days=day), NOW - timedelta(days=day))
        for day in days
    )


def milliseconds(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """What the work takes by a clock."""
    started = clock()
    work()
    return (clock() - started) * 1000


def scrolled(bar: QScrollBar, clock: Callable[[], float]) -> Iterator[float]:
    """How long each step takes, to the end and back."""
    steps = range(0, bar.maximum(), STEP)
    for value in (*steps, *reversed(steps)):

        def step(value: int = value) -> None:
            bar.setValue(value)
            QApplication.processEvents()

        yield milliseconds(step, clock)


def main(offers: int = 50, attributes: int = 60) -> dict[str, float]:
    """All figures."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    dice = Random(1)
    need = ShoppingNeed("面膜", "zh")
    pins = [Pin(offer(number, attributes, dice), NOW, need) for number in range(offers)]
    seen = {pin.offer.key: history(dice) for pin in pins}
    view = CompareView()
    view.resize(1280, 800)
    view.show()
    app.processEvents()
    found: dict[str, float] = {"offers": offers, "attributes": attributes}
    found["first_lay_out_ms"] = milliseconds(lambda: lay_out(pins, NOW, seen))
    laid_out = lay_out(pins, NOW, seen)

    def shown() -> None:
        view.set_laid_out(laid_out)
        view.grid.viewport().repaint()
        app.processEvents()

    for name, clock in (("", perf_counter), ("cpu_", thread_time)):
        lay_outs = [milliseconds(lambda: lay_out(pins, NOW, seen), clock) for _ in range(5)]
        opened = [milliseconds(shown, clock) for _ in range(5)]
        found[f"lay_out_{name}ms"], found[f"show_{name}ms"] = sorted(lay_outs)[2], sorted(opened)[2]
        found[f"open_{name}ms"] = found[f"lay_out_{name}ms"] + found[f"show_{name}ms"]
    found["rows"] = view.model.rowCount()
    bars = view.grid.verticalScrollBar(), view.grid.horizontalScrollBar()
    for name, clock in (("gap", perf_counter), ("gap_cpu", thread_time)):
        gaps = sorted(gap for bar in bars for gap in scrolled(bar, clock))
        found["steps"] = len(gaps)
        for part in (50, 99, 100):
            found[f"{name}_p{part}_ms"] = gaps[min(len(gaps) - 1, len(gaps) * part // 100)]
    view.close()
    return found


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
