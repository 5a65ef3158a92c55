"""Reading: what a message costs to be read, whether short and ordinary, long, odd, or written to keep the reader busy.

``python benchmarks/reading.py`` prints one flat JSON object; times are milliseconds of processor time, each message's
the best of several rounds, so that what else the machine does takes no part. ``worst_begins`` is how the message that
took longest begins. The ratio is to the budget of 30 ms.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from statistics import quantiles
from time import process_time

from desktop_client.commerce.reading import read

BUDGET_MS = 30.0
LETTERS = 8_000
"""Of a long message. Reading looks at the beginning only; the rest must cost nothing."""
PLAIN = (
    "noise cancelling headphones under 200 dollars, not leather", "敏感肌适合用什么样的面膜，不要香精，一百到两百",
    "How do I sort a list in Python?", "三千到五千的笔记本电脑推荐", "my knee hurts when I run", "今天天气真好",
)  # fmt: skip
STORMS = (
    "枪", "烟", "痛", "一", "十", "万", "丸", "颗粒", "面膜", "不要香精", "头很", "治", "我上", "今年", "提取物",
    "三千到", "预算", "不含", "a", "1", "1,", "1.", "$", "¥", ".", "()", "((((", "\n", "\u200b",
    "\u0435\u0301", "ﷺ", "ß",
    "😀", "my ", "my head ", "under ", "$1 to ", "between 1 and ", "make a ", "cream for ", "without ",
    "not ", "no ",
    "i am ", "i'm 5 ", "toy gun ", "glue gun ", "knife for ", "9mm ", "anti-", "non-",
    "white spots on ", "leather-free ",
    "buy ", "twenty ", "hundred and ", "1k-", "\uff15\uff10",
)  # fmt: skip


def messages() -> Iterator[str]:
    """Plain ones, one piece over and over, mixtures of pieces, and letters drawn by lot,
    the same every time."""
    lottery = Random(1)
    yield from PLAIN
    for piece in (*STORMS, *PLAIN):
        yield (piece * LETTERS)[:LETTERS]
    for _ in range(30):
        some = lottery.sample(STORMS, lottery.randint(2, 6))
        yield "".join(lottery.choice(some) for _ in range(LETTERS))[:LETTERS]
    for low, high in ((0x20, 0x7E), (0x4E00, 0x9FFF), (0x20, 0x2FFF)):
        for _ in range(3):
            yield "".join(chr(lottery.randint(low, high)) for _ in range(LETTERS))


def cost(text: str, *, force: bool, rounds: int = 2) -> float:
    """Milliseconds of processor time, the best of several rounds."""
    found = []
    for _ in range(rounds):
        started = process_time()
        read(text, force=force)
        found.append((process_time() - started) * 1000)
    return min(found)


def measure() -> dict[str, float | str]:
    """All figures; each message is read as a message, and as one on which *Suggest products* was pressed."""
    started = process_time()
    read(PLAIN[0])
    first = (process_time() - started) * 1000
    costs = sorted((cost(text, force=force), text) for text in messages() for force in (False, True))
    times = [milliseconds for milliseconds, _ in costs]
    worst, text = costs[-1]
    return {
        "messages": len(times),
        "first_ms": round(first, 2),
        "plain_ms": round(max(cost(text, force=True) for text in PLAIN), 2),
        "p50_ms": round(quantiles(times, n=100)[49], 2),
        "p99_ms": round(quantiles(times, n=100)[98], 2),
        "worst_ms": round(worst, 2),
        "worst_begins": text[:40],
        "worst_to_budget_ratio": round(worst / BUDGET_MS, 2),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2, ensure_ascii=False))
