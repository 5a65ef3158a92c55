"""Shortlists: named lists of offers that the user pinned, each a snapshot of what was seen. The store implements them.

A snapshot never changes by itself: what an offer says by now is compared with it (``changes.py``), and taken over only
when the user wants it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Key, Offer
from desktop_client.wording import Sentence, say

DEFAULT_LIST = "shortlist"
"""The name of the list that the first pin begins."""
LONGEST_NAME = 80
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Pin:
    """An offer as it was when it was pinned (``pinned_at`` aware, UTC), and the need it answered, if any.

    ``note`` is what the user wrote to it, ``pack`` the pack size that the user put in the place of the one detected.
    """

    offer: Offer
    pinned_at: datetime
    need: ShoppingNeed | None = None
    note: str = ""
    pack: str | None = None


@dataclass(frozen=True, slots=True)
class Shortlist:
    """One list: its name, how many offers it holds, and what tells it from others of the same name in the trash."""

    id: int
    name: str
    count: int


def shown_name(name: str) -> Sentence | str:
    """A list's name for people: the first list has one in their language until they give it another."""
    return say("Shortlist") if name == DEFAULT_LIST else name


def named(typed: str, lists: Iterable[Shortlist]) -> str:
    """The name of the list that someone means: as it is kept, or as either language shows it; else what was typed."""
    wanted = " ".join(typed.split())
    for each in lists:
        shown = shown_name(each.name)
        ways = [each.name] if isinstance(shown, str) else [each.name, shown.in_language("en"), shown.in_language("zh")]
        if wanted in ways:
            return each.name
    return typed


class Shortlists(Protocol):
    """Named shortlists on disk; every call returns after its commit.

    A ``name`` of None is the list in use: the one that was used last, or ``DEFAULT_LIST`` where there is none.
    All that take a name raise ``SidelightError`` where there is no such list, except ``pin`` and ``pins``.
    """

    def lists(self) -> tuple[Shortlist, ...]:
        """All that are not deleted, the one in use first."""
        ...

    def deleted(self) -> tuple[Shortlist, ...]:
        """Those that can still be brought back, the last deleted first."""
        ...

    def new(self, name: str) -> None:
        """Begin an empty list and use it.

        Raises:
            SidelightError: the name is blank or taken.
        """
        ...

    def use(self, name: str) -> None:
        """Make it the list in use."""
        ...

    def rename(self, name: str, to: str) -> None:
        """Give a list another name.

        Raises:
            SidelightError: the new name is blank or taken.
        """
        ...

    def delete(self, name: str) -> int:
        """Put a list into the trash, whole; returns what ``restore`` takes."""
        ...

    def restore(self, list_id: int) -> str:
        """Bring a deleted list back and use it; returns its name, a new one if its own was taken since."""
        ...

    def pins(self, name: str | None = None) -> tuple[Pin, ...]:
        """What a list holds, oldest pin first; empty where there is no such list."""
        ...

    def pin(self, offer: Offer, need: ShoppingNeed | None, name: str | None = None) -> None:
        """Add a snapshot, at the end; of an offer that is there it takes the place, and the user's words stay.

        A list that isn't there yet is begun.
        """
        ...

    def put_back(self, pin: Pin, name: str | None = None) -> None:
        """Add a pin as it was, with its time and the user's words: the undo of taking off and of renewing."""
        ...

    def unpin(self, key: Key, name: str | None = None) -> None:
        """Take an offer off the list; nothing happens if it isn't there."""
        ...

    def note(self, key: Key, text: str, name: str | None = None) -> None:
        """Write to an offer; an empty text takes the note away."""
        ...

    def correct_pack(self, key: Key, pack: str | None, name: str | None = None) -> None:
        """Put the user's pack size in the place of the one detected; None goes back to that."""
        ...

    def arrangement(self, name: str | None = None) -> Arrangement:
        """How the user laid out the table of a list."""
        ...

    def arrange(self, arrangement: Arrangement, name: str | None = None) -> None:
        """Keep how the user laid it out."""
        ...
