"""The Fenwick tree of row heights against a plain list."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_client.ui.transcript.heights import Heights

HEIGHT = st.integers(1, 500)


@settings(derandomize=True)
@given(st.lists(HEIGHT, max_size=60), st.lists(st.tuples(st.integers(0, 10_000), HEIGHT, st.booleans()), max_size=60))
def test_sums_and_rows_agree_with_a_list(start: list[int], steps: list[tuple[int, int, bool]]) -> None:
    heights, plain = Heights(start), list(start)
    for where, height, grow in steps:
        if grow or not plain:
            heights.append(height)
            plain.append(height)
        else:
            heights.set(where % len(plain), height)
            plain[where % len(plain)] = height
    tops = [0, *accumulate(plain)]
    assert [heights.top(row) for row in range(len(plain) + 1)] == tops
    assert heights.total() == tops[-1]
    for y in range(-5, tops[-1] + 5, 37):
        if plain:
            assert heights.row_at(y) == min(max(bisect_right(tops, y) - 1, 0), len(plain) - 1)


def test_appending_touches_few_nodes() -> None:
    class Counting(list):
        reads = 0

        def __getitem__(self, at):
            Counting.reads += 1
            return super().__getitem__(at)

    heights = Heights([10] * 10_000)
    heights._sums = Counting(heights._sums)
    for _ in range(100):
        heights.append(10)
    assert Counting.reads < 100 * 15
    assert heights.total() == 101_000
