"""Switches: which sources may be asked, at this very moment (promise P7), and which only after the user's *Send*."""

from __future__ import annotations

from typing import Protocol


class Switches(Protocol):
    """Asked anew every time, never remembered. ``app.py`` hands over the ones that the settings hold."""

    def is_on(self, source_id: str) -> bool:
        """Whether a source is on; False for every source while commerce is off. Quick, and safe from any thread."""
        ...

    def asks_first(self, source_id: str) -> bool:
        """Whether each request to a source waits for the user's *Send*; True unless the user chose otherwise."""
        ...
