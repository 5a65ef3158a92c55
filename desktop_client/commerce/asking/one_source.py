"""Asking one source: its search is driven request by request, and each request goes through the gate.

A search stops before each request. Where the user wants to see them first, it waits there: the preview holds the search
as it stands, so that what is sent later is what was shown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from desktop_client.commerce.asking.proper_page import improper_part, is_from_others
from desktop_client.commerce.proper_offer import as_kept
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Outgoing, Request, Response
from desktop_client.commerce.source import Manifest, Page, Query, Search, Source
from desktop_client.errors import SidelightError
from desktop_client.wording import say

MOST_REQUESTS = 6
"""A search that wants to send more than this is broken."""

LONGEST_WHY = 200
"""So much of what a broken source says is told, in characters."""

SHORTEST_KEY = 4
"""Characters that a part of a key has at least; to hide fewer would hide half of every request."""

FRESH_FOR = timedelta(minutes=5)
"""How long a preview may wait: platforms refuse a signature that is ten minutes old."""


class Door(Protocol):
    """What asking needs of the gate."""

    def prepare(self, manifest: Manifest, request: Request) -> Outgoing:
        """The bytes that would be sent.

        Raises:
            SourceError: the source may not send this.
        """
        ...

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        """Send the bytes and return what came.

        Raises:
            Cancelled: ``cancel`` was set, or the source was switched off.
            SourceError: it may not be sent, or no proper answer came.
        """
        ...


class Kept(StrEnum):
    """Whether a source has a key of the user's, and for how long."""

    NO = "no"
    SESSION = "session"
    KEYRING = "keyring"


class Keys(Protocol):
    """Where a source's own key is asked for. ``of`` may block for some seconds, so never on the window's thread."""

    def has(self, source_id: str) -> bool:
        """Whether a key of the user's is kept for a source. Quick."""
        ...

    def of(self, manifest: Manifest) -> Mapping[str, str]:
        """The parts of a source's key by the ids of its credential fields; empty where none is kept.

        Raises:
            SourceError: the keyring does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Preview:
    """A request as the bytes that will be sent, and the search that it is part of: its ``number`` counts from 1.

    ``at`` is when it was made (aware, UTC), ``holds`` how long it may wait.
    """

    source_id: str
    outgoing: Outgoing
    at: datetime
    search: Search = field(repr=False, compare=False)
    number: int = 1
    holds: timedelta = FRESH_FOR

    def fresh(self, now: datetime) -> bool:
        """Whether it may still be sent as it is; an older one is made and shown anew."""
        return now - self.at <= self.holds


def begin(source: Source, query: Query, door: Door | None, now: datetime) -> Page | Preview:
    """Ask a source up to its first request; a source that sends none answers at once.

    Raises:
        Cancelled, SidelightError: as the source's ``search``, and as ``Door.prepare``; and where there is no door, or
            the search gives back no page of offers.
    """
    search = _guarded(source, query)
    try:
        request = next(search)
    except StopIteration as answered:
        return _page(source, answered)
    if door is None:
        raise SourceError(Fault.REFUSED)
    holds = timedelta(seconds=source.manifest.requests_hold_s) if source.manifest.requests_hold_s else FRESH_FOR
    outgoing = door.prepare(source.manifest, request)
    return Preview(source.manifest.id, outgoing, now, search, holds=min(holds, FRESH_FOR))


def go_on(
    source: Source,
    shown: Preview,
    door: Door | None,
    cancel: threading.Event,
    clock: Callable[[], datetime],
    turn: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Page | Preview:
    """Send what was shown. What the search wants to send after it is a new preview, since nobody has seen it yet.

    What came is read inside a ``turn``.

    Raises:
        Cancelled, SidelightError: as ``Door.send``, and as the source's ``search``; and where there is no door, or the
            search wants to send more than any honest one, or gives back no page of offers.
    """
    if door is None:
        raise SourceError(Fault.REFUSED)
    response = door.send(source.manifest, shown.outgoing, cancel)
    with turn():
        try:
            request = shown.search.send(response)
        except StopIteration as answered:
            return _page(source, answered)
        if shown.number >= MOST_REQUESTS:
            shown.search.close()
            raise SourceError(
                Fault.REFUSED, say("The source wanted to send more than {count} requests.", count=MOST_REQUESTS)
            )
        outgoing = door.prepare(source.manifest, request)
    return replace(shown, outgoing=outgoing, at=clock(), number=shown.number + 1)


def _guarded(source: Source, query: Query) -> Search:
    """A source's search, whose errors are all ones that can be shown.

    Raises:
        Cancelled, SidelightError: as the source's ``search``; and where it raises anything else.
    """
    key = _secrets(source.manifest, query)
    try:
        return (yield from _hiding(source.search(query), key))
    except Cancelled:
        raise
    except Exception as error:
        kind, said = type(error).__name__, " ".join(str(error).split())
        tells = any(part in said for part in key)
        if isinstance(error, SourceError) and not source.manifest.credential_fields:
            raise error.without_key() from None
        if isinstance(error, SidelightError) and not tells:
            raise
        why = kind if tells or not said else f"{kind}: {said[:LONGEST_WHY]}"
    # Not inside the handler: what is raised there carries the other error along, and the key that may be in it.
    raise SidelightError(say("It broke: {why}", why=why))


def _secrets(manifest: Manifest, query: Query) -> tuple[str, ...]:
    """The parts of the key that nobody may read, as they are used; what is shorter than any key hides nothing."""
    open_ = {field.id for field in manifest.credential_fields if not field.secret}
    parts = (part.strip() for name, part in query.credentials.items() if name not in open_)
    return tuple(part for part in parts if len(part) >= SHORTEST_KEY)


def _hiding(search: Search, key: tuple[str, ...]) -> Search:
    """A search whose requests hide the key, also where a source forgets to say that it stands in them."""
    with closing(search):
        try:
            request = next(search)
            while True:
                hidden = tuple(dict.fromkeys((*request.secrets, *key)))
                request = search.send((yield replace(request, secrets=hidden)))
        except StopIteration as answered:
            page: Page = answered.value
            return page


def _page(source: Source, answered: StopIteration) -> Page:
    """What a search returned.

    Raises:
        SourceError: it is no page of offers.
    """
    page: Page = answered.value
    if not is_from_others(source):
        return page
    part = improper_part(page)
    if part is not None:
        raise SourceError(Fault.SCHEMA, say("The source gave back something else than offers: {part}.", part=part))
    return replace(page, offers=tuple(map(as_kept, page.offers)))
