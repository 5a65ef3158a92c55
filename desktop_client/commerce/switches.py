"""Switches: which sources may be asked, at this very moment (promise P7), and which only after the user's *Send*."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol


class Switches(Protocol):
    """Asked anew every time, never remembered. ``app`` hands over the ones that the settings hold."""

    def is_on(self, source_id: str) -> bool:
        """Whether a source is on; False for every source while commerce is off. Quick, and safe from any thread."""
        ...

    def asks_first(self, source_id: str) -> bool:
        """Whether each request to a source waits for the user's *Send*; True unless the user chose otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class OffHere:
    """What one place has switched off for itself: ``everything``, or some sources. It can switch nothing on."""

    everything: bool = False
    sources: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.sources)

    def lets(self, source_id: str) -> bool:
        """Whether this leaves a source as it is everywhere else."""
        return not self.everything and source_id not in self.sources

    def with_source(self, source_id: str, *, off: bool) -> OffHere:
        """The same with one source switched off, or left alone again."""
        return replace(self, sources=self.sources | {source_id} if off else self.sources - {source_id})


class SwitchesHere:
    """The switches as they stand in the place that is looked at: on only where ``everywhere`` has it on, too.

    ``off`` is replaced whole, so that any thread sees either the old place or the new one.
    """

    def __init__(self, everywhere: Switches, off: OffHere | None = None) -> None:
        self.everywhere = everywhere
        self.off = off or OffHere()

    def is_on(self, source_id: str) -> bool:
        """Whether a source may be asked here, now."""
        return self.off.lets(source_id) and self.everywhere.is_on(source_id)

    def asks_first(self, source_id: str) -> bool:
        """As everywhere."""
        return self.everywhere.asks_first(source_id)
