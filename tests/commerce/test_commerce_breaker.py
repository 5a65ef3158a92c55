"""A source that asks to be left alone, or fails again and again, is left alone, and no other one with it."""

from __future__ import annotations

import pytest

from desktop_client.commerce.asking.breaker import FAILURES, FIRST_PAUSE_S, LONGEST_PAUSE_S, Breaker
from desktop_client.commerce.sending.faults import Fault
from desktop_client.commerce.sending.request import LONGEST_WISH_S


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def breaker(seconds: Seconds) -> Breaker:
    return Breaker(seconds)


def test_a_wish_to_be_left_alone_is_respected_to_the_second(breaker: Breaker, seconds: Seconds) -> None:
    breaker.failed("jd", Fault.THROTTLED, 7)
    assert breaker.wait_s("jd") == 7
    assert breaker.wait_s("taobao") == 0
    seconds.now += 7
    assert breaker.wait_s("jd") == 0


@pytest.mark.parametrize(("wish", "pause"), [(10**9, LONGEST_WISH_S), (-5, 0)])
def test_a_wish_is_bounded(breaker: Breaker, wish: float, pause: float) -> None:
    breaker.failed("jd", Fault.THROTTLED, wish)
    assert breaker.wait_s("jd") == pause


def test_throttled_without_a_time_pauses_at_once(breaker: Breaker) -> None:
    breaker.failed("jd", Fault.THROTTLED)
    assert breaker.wait_s("jd") == FIRST_PAUSE_S


def test_the_third_failure_in_a_row_pauses_and_each_pause_is_longer(breaker: Breaker, seconds: Seconds) -> None:
    pauses = []
    for _ in range(7):
        for failure in range(FAILURES):
            assert breaker.wait_s("jd") == 0, failure
            breaker.failed("jd", Fault.OFFLINE)
        pauses.append(breaker.wait_s("jd"))
        seconds.now += pauses[-1]
    assert pauses == [30, 60, 120, 240, 480, LONGEST_PAUSE_S, LONGEST_PAUSE_S]


def test_an_answer_in_between_forgets_it_all(breaker: Breaker) -> None:
    for _ in range(FAILURES - 1):
        breaker.failed("jd", Fault.UPSTREAM)
    breaker.answered("jd")
    breaker.failed("jd", Fault.UPSTREAM)
    assert breaker.wait_s("jd") == 0


@pytest.mark.parametrize("fault", [Fault.AUTH, Fault.PERMISSION, Fault.BAD_REQUEST, Fault.REFUSED])
def test_what_the_user_can_put_right_pauses_nothing(breaker: Breaker, fault: Fault) -> None:
    for _ in range(9):
        breaker.failed("jd", fault)
    assert breaker.wait_s("jd") == 0
