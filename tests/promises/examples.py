"""How many random examples a promise is tried on: so many in each run of the tests, and more when somebody asks."""

from __future__ import annotations

import os

TIMES = "SIDELIGHT_EXAMPLES_TIMES"
"""The variable that asks for so many times more: ``SIDELIGHT_EXAMPLES_TIMES=67 ./test --timeout 0 tests/promises``."""


def examples(usual: int) -> int:
    """How many in this run, where it is ``usual`` in all others."""
    return usual * int(os.environ.get(TIMES, "1"))
