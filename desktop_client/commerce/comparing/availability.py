"""Whether an offer can be had, in words."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_client.wording import Sentence, say

AVAILABILITY: Mapping[str, Sentence] = {
    "in_stock": say("in stock"),
    "out_of_stock": say("out of stock"),
    "preorder": say("can be ordered ahead"),
    "backorder": say("on order"),
}
"""The states that ``values.availability`` reads; any other is not stated."""
