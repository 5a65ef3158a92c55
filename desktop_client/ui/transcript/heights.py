"""Heights of many rows with running totals: a Fenwick tree, so that one row's change costs O(log n)."""

from __future__ import annotations

from collections.abc import Iterable


class Heights:
    """Row heights in whole pixels. Every call but the constructor and ``height`` is O(log n)."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._sums = [0, *self._heights]
        for i in range(1, len(self._sums)):
            above = i + (i & -i)
            if above < len(self._sums):
                self._sums[above] += self._sums[i]

    def __len__(self) -> int:
        return len(self._heights)

    def height(self, row: int) -> int:
        """One row's height."""
        return self._heights[row]

    def append(self, height: int) -> None:
        """Add a row at the end."""
        at = len(self._sums)
        # The new node covers the rows below it down to its lowest set bit; their sums are there already.
        total, child, floor = height, at - 1, at - (at & -at)
        while child > floor:
            total += self._sums[child]
            child -= child & -child
        self._sums.append(total)
        self._heights.append(height)

    def set(self, row: int, height: int) -> None:
        """Correct one row's height."""
        delta = height - self._heights[row]
        self._heights[row] = height
        i = row + 1
        while delta and i < len(self._sums):
            self._sums[i] += delta
            i += i & -i

    def top(self, row: int) -> int:
        """The sum of all heights before ``row``; ``top(len(self))`` is the total."""
        total = 0
        while row > 0:
            total += self._sums[row]
            row -= row & -row
        return total

    def total(self) -> int:
        """All heights together."""
        return self.top(len(self._heights))

    def row_at(self, y: int) -> int:
        """The row that covers the pixel ``y`` from the top; the first or last row beyond the ends. Rows must exist."""
        row, step = 0, 1 << (len(self._heights).bit_length())
        while step:
            after = row + step
            if after < len(self._sums) and self._sums[after] <= y:
                row = after
                y -= self._sums[after]
            step >>= 1
        return min(row, len(self._heights) - 1)
