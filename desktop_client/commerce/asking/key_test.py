"""KeyTest: one real search with a key, so that the user learns whether the platform takes it.

Each request is made, shown, and sent only on the user's word, through the same gate as any other: what is off is not
asked for a test either (P7), what is sent is what was shown (P8).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop_client.commerce.asking.one_source import Door, Preview, begin, go_on
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Outgoing, Purpose, Request, Response
from desktop_client.commerce.source import Manifest, Page, Query, Source
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

LIMIT = 10
"""Offers that are asked for: the fewest that every platform allows."""


class Outcome(StrEnum):
    """What a test says of the key."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    NOTHING_LEARNT = "nothing_learnt"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a test ended, in words."""

    outcome: Outcome
    words: Sentence


_OUTCOMES: Mapping[Fault, Outcome] = {
    Fault.AUTH: Outcome.REFUSED,
    Fault.PERMISSION: Outcome.REFUSED,
    Fault.OFFLINE: Outcome.NO_ANSWER,
    Fault.TIMED_OUT: Outcome.NO_ANSWER,
}


@dataclass(frozen=True, slots=True)
class _Marked:
    """A door that names a search as what it is here, in the preview and in the record."""

    door: Door

    def prepare(self, manifest: Manifest, request: Request) -> Outgoing:
        testing = request.purpose is Purpose.SEARCH
        return self.door.prepare(manifest, replace(request, purpose=Purpose.KEY_TEST) if testing else request)

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        return self.door.send(manifest, outgoing, cancel)


class KeyTest:
    """The test of one key. ``credentials`` map the ids of the manifest's credential fields; ``clock`` is aware, UTC."""

    def __init__(
        self, source: Source, credentials: Mapping[str, str], door: Door, clock: Callable[[], datetime]
    ) -> None:
        self._source, self._credentials, self._door, self._clock = source, credentials, _Marked(door), clock
        self.need = ShoppingNeed("杯子" if "CN" in source.manifest.regions else "cup")

    def start(self) -> Preview | Verdict:
        """The first request, to be shown; a verdict where there is none that could be sent."""
        query = Query(self.need, LIMIT, self._credentials)
        try:
            came = begin(self._source, query, self._door, self._clock())
        except SidelightError as error:
            return Verdict(Outcome.NOTHING_LEARNT, say("Nothing was sent. {why}", why=error.cause))
        return came if isinstance(came, Preview) else self._accepted(came)

    def send(self, shown: Preview, cancel: threading.Event) -> Preview | Verdict:
        """Send what was shown, byte for byte; what comes of it, or the next request. One that is too old is made anew.

        Blocks, for as long as the gate gives a request.
        """
        if not shown.fresh(self._clock()):
            return self.start()
        try:
            came = go_on(self._source, shown, self._door, cancel, self._clock)
        except Cancelled:
            return Verdict(Outcome.NOTHING_LEARNT, say("The test was stopped, or the source is off."))
        except SourceError as error:
            return _refused(error)
        except SidelightError as error:
            return Verdict(Outcome.NOTHING_LEARNT, say("{why} This says nothing of the key.", why=error.cause))
        return came if isinstance(came, Preview) else self._accepted(came)

    def _accepted(self, page: Page) -> Verdict:
        words = say(
            "The key was accepted: a search for “{words}” brought {count} offers.",
            words=self.need.text,
            count=len(page.offers),
        )
        return Verdict(Outcome.ACCEPTED, words)


def _refused(error: SourceError) -> Verdict:
    match _OUTCOMES.get(error.fault, Outcome.NOTHING_LEARNT):
        case Outcome.REFUSED:
            return Verdict(Outcome.REFUSED, say("Refused: {why}", why=error.cause))
        case Outcome.NO_ANSWER:
            return Verdict(
                Outcome.NO_ANSWER, say("No answer came. {why} This says nothing of the key.", why=error.cause)
            )
        case _:
            return Verdict(Outcome.NOTHING_LEARNT, say("{why} This says nothing of the key.", why=error.cause))
