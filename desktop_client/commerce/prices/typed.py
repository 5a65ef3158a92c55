"""An amount as somebody types it into a box that is for nothing else."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

LARGEST_POWER = 12
"""Amounts beyond a trillion, or below a trillionth, are slips of the finger."""
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[,，][0-9]{3})+(?:\.[0-9]*)?")
"""1,200 is what a person means by it who writes English or Chinese, never one and a fifth."""


def amount_typed(text: str) -> Decimal | None:
    """The amount; None where nothing was typed. A comma stands before decimals, or between groups of three.

    Raises:
        ValueError: it isn't an amount.
    """
    typed = text.strip()
    if not typed:
        return None
    plain = re.sub("[,，]", "" if _GROUPED.fullmatch(typed) else ".", typed)
    try:
        amount = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no amount") from error
    if not amount.is_finite() or amount < 0 or abs(amount.adjusted()) > LARGEST_POWER:
        raise ValueError(f"{text!r} is no amount")
    return amount
