"""Turns: one thread at a time, but nobody waits for ever."""

from __future__ import annotations

import threading

import pytest

from desktop_client.commerce.asking.turns import Turns

LONG_S = 30.0


def test_two_threads_are_never_inside_together() -> None:
    turns = Turns(LONG_S)
    asks, entered = threading.Event(), threading.Event()

    def work() -> None:
        asks.set()
        with turns.mine():
            entered.set()

    other = threading.Thread(target=work, daemon=True)
    with turns.mine():
        other.start()
        assert asks.wait(LONG_S)
        assert not entered.wait(0.05)
    assert entered.wait(LONG_S)
    other.join(LONG_S)


def test_one_that_never_ends_holds_up_nobody_for_ever() -> None:
    turns = Turns(patience_s=0.01)
    taken, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with turns.mine():
            taken.set()
            let_go.wait(LONG_S)

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(LONG_S)
    for _ in range(2):
        with turns.mine():
            assert holder.is_alive()
    let_go.set()
    holder.join(LONG_S)


def test_a_turn_ends_with_an_error_and_may_be_asked_for_within_itself() -> None:
    turns = Turns(LONG_S)
    with pytest.raises(ZeroDivisionError), turns.mine():
        1 / 0  # noqa: B018
    got: list[bool] = []

    def other() -> None:
        with turns.mine(), turns.mine():
            got.append(True)

    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    thread.join(5.0)
    assert got == [True]
