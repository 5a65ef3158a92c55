"""What reading costs grows with the message, not with its square, whatever is pasted."""

from __future__ import annotations

from time import thread_time

import pytest

from desktop_client.commerce.reading import read
from desktop_client.commerce.reading.message import LIMIT

SHORT = LIMIT // 10

PIECES = (
    "枪", "烟", "痛", "头", "一", "十", "丸", "颗粒", "面膜", "不要香精", "头很", "治", "我上", "今年", "提取物",
    "a", "1", "1,", "$", ".", "()", "my ", "my head ", "under ", "$1 to ", "make a ", "cream for ", "without ",
    "i am ", "i'm 5 ", "toy gun ", "glue gun ", "knife for ", "9mm ", "anti-", "white spots on ", "leather-free ",
    "not in wool, ", "wool makes me itch, ", "rather a than b ", "really ", "i hate ", "is fine ",
    "as a as ", "silk or ", "no, ",
    "不要", "不要塑料和", "塑料的不行，", "比", "我讨厌", "一闻就", "的", "无所谓 ", "或",
)  # fmt: skip


def cost(text: str) -> float:
    """The best of five, in seconds of the processor: other work on the machine takes no part."""
    best = float("inf")
    for _ in range(5):
        start = thread_time()
        read(text, force=True)
        best = min(best, thread_time() - start)
    return best


@pytest.mark.parametrize("piece", PIECES)
def test_ten_times_the_text_is_nowhere_near_a_hundred_times_the_work(piece: str) -> None:
    short = (piece * SHORT)[:SHORT]
    long = (piece * LIMIT)[:LIMIT]
    read(short)
    assert cost(long) < 40 * cost(short)


@pytest.mark.parametrize("piece", ["万", "一万", "万万不要", "百万", "亿"])
def test_ten_thousands_without_end_are_no_price_and_no_fault(piece: str) -> None:
    found = read(f"面膜 {piece * LIMIT}元", force=True)
    assert found.silent is None
    assert found.need is not None
    assert not found.need.price
