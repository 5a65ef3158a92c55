"""Offers out of the rows of the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlite_utils

from desktop_client.commerce.offer import Offer
from desktop_client.store.errors import StoreError
from desktop_client.store.purging import REMOVED
from desktop_client.store.rows import COLUMNS, from_row
from desktop_client.wording import say

# Only the offer's own field names stand in for the braces.
SOME = (
    f"SELECT id, {', '.join(COLUMNS)} FROM offers "  # noqa: S608
    f"WHERE id IN (SELECT value FROM json_each(?)) AND origin NOT IN ({REMOVED})"
)


def offer_of(row: Sequence[Any]) -> Offer:
    """The offer in a row. Raises StoreError if it is damaged."""
    try:
        return from_row(row)
    except msgspec.MsgspecError as error:
        raise StoreError(
            say("An offer on the shelf is damaged ({detail}).", detail=str(error)), say("Import its file again.")
        ) from error


def offers_by_number(db: sqlite_utils.Database, numbers: Iterable[int]) -> dict[int, Offer]:
    """The offers with these row ids, without those of feeds that were removed."""
    return {row[0]: offer_of(row[1:]) for row in db.execute(SOME, (as_json(numbers),))}


def as_json(values: Iterable[object]) -> str:
    """Values for a ``json_each`` in a statement."""
    return msgspec.json.encode(list(values)).decode()
