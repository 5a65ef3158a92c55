"""Everything that a profile keeps in its database, opened together."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop_client.paths import Profile
from desktop_client.store.apart import ApartStore
from desktop_client.store.branches import BranchStore
from desktop_client.store.conversations import Conversations
from desktop_client.store.database import Clock, Database
from desktop_client.store.desk import DeskStore
from desktop_client.store.errors import StoreError
from desktop_client.store.intake import Intake
from desktop_client.store.purging import purge_feeds, purge_shortlists
from desktop_client.store.search import ChatSearch
from desktop_client.store.trash_clock import believed_time
from desktop_client.store.upkeep import StoreUpkeep

if TYPE_CHECKING:
    from desktop_client.store.alerts import AlertStore
    from desktop_client.store.feeds import FeedStore
    from desktop_client.store.record import RecordStore
    from desktop_client.store.shelf import ShelfStore
    from desktop_client.store.shelf_browse import ShelfBrowse
    from desktop_client.store.shelf_counts import ShelfCounts
    from desktop_client.store.shelf_search import ShelfSearch
    from desktop_client.store.shortlists import ShortlistStore
    from desktop_client.store.switches_here import SwitchesHereStore


class Store:
    """Conversations, shelf, shortlists and record of one profile. A context manager: leaving it closes the file.

    What belongs to commerce is made when it is first asked for: a start that is for chatting does not wait for it.
    """

    def __init__(self, database: Database, profile: Profile, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self.conversations = Conversations(database, clock)
        self.branches = BranchStore(database, self.conversations, clock)
        self.desk = DeskStore(database, clock)
        self.search = ChatSearch(database)
        self.intake = Intake(database, self.conversations)
        self.upkeep = StoreUpkeep(database, self.intake, profile.database, profile.backups, clock)
        self.apart = ApartStore(database)

    @cached_property
    def alerts(self) -> AlertStore:
        """Prices that the user is told of."""
        from desktop_client.store.alerts import AlertStore

        return AlertStore(self._database, self._clock)

    @cached_property
    def feeds(self) -> FeedStore:
        """What was imported onto the shelf, and how far."""
        from desktop_client.store.feeds import FeedStore

        return FeedStore(self._database, self._clock)

    @cached_property
    def record(self) -> RecordStore:
        """What was sent, what came back and what was shown."""
        from desktop_client.store.record import RecordStore

        return RecordStore(self._database, self._clock)

    @cached_property
    def shelf(self) -> ShelfStore:
        """Offers that were seen, imported or saved."""
        from desktop_client.store.shelf import ShelfStore

        return ShelfStore(self._database, self._clock)

    @cached_property
    def shelf_browse(self) -> ShelfBrowse:
        """The shelf, looked through by hand."""
        from desktop_client.store.shelf_browse import ShelfBrowse

        return ShelfBrowse(self._database)

    @cached_property
    def shelf_counts(self) -> ShelfCounts:
        """How many offers on the shelf are what someone looks for."""
        from desktop_client.store.shelf_counts import ShelfCounts

        return ShelfCounts(self._database)

    @cached_property
    def shelf_search(self) -> ShelfSearch:
        """The shelf, searched."""
        from desktop_client.store.shelf_search import ShelfSearch

        return ShelfSearch(self._database)

    @cached_property
    def shortlists(self) -> ShortlistStore:
        """Lists of pinned offers."""
        from desktop_client.store.shortlists import ShortlistStore

        return ShortlistStore(self._database, self._clock)

    @cached_property
    def switches_here(self) -> SwitchesHereStore:
        """What conversations have switched off for themselves."""
        from desktop_client.store.switches_here import SwitchesHereStore

        return SwitchesHereStore(self._database)

    @property
    def writable(self) -> bool:
        """Whether anything can be saved; if not, ``notice`` says why."""
        return self._database.writable

    @property
    def notice(self) -> StoreError | None:
        """What the user should be told about the disk, and what to do about it; None if all is well."""
        return self._database.notice

    def close(self) -> None:
        """Finish what is queued and close the file. Safe to call twice."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def utc_now() -> datetime:
    """The machine's clock: an aware datetime in UTC."""
    return datetime.now(UTC)


def open_store(profile: Profile, clock: Clock = utc_now) -> Store:
    """Open a profile's database, making it where there is none, and do what a start owes it.

    Answers that a crash left in mid-sentence are marked as interrupted, and what has been in the trash for more than
    30 days is deleted, once the clock is believed.

    Raises:
        StoreError: there is a file that is not ours, newer or damaged; or there is none and none can be made.
    """
    database = Database(profile.database, clock, backups=profile.backups)
    store = Store(database, profile, clock)
    if store.writable:
        # A full disk, or another process that is writing, must not keep the conversations from opening.
        with contextlib.suppress(StoreError):
            store.conversations.mark_interrupted()
            as_of = believed_time(database, clock)
            if as_of is not None:
                store.conversations.purge(as_of)
                purge_shortlists(database, as_of)
            purge_feeds(database)
    return store
