"""SourceContext: what a source is given when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop_client.commerce.shelf.catalogue import Shelf
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant


@dataclass(frozen=True, slots=True)
class SourceContext:
    """Everything that a source may use, and nothing else: it finds no settings, no chat and no network by itself.

    ``clock`` gives the time, aware and in UTC; ``merchants`` are the shops that the user added by their address. A
    source takes what it needs in its constructor and keeps it; new fields are added at the end, so that sources written
    earlier go on working.
    """

    shelf: Shelf
    clock: Callable[[], datetime]
    merchants: tuple[Merchant, ...] = ()
