"""Faults: why a source could not answer, in one list for all platforms, each with its words and one next step.

Platforms say the same thing in a dozen ways, some of them with HTTP status 200. A connector translates its own to one
of these, so that the panel, the page of sources and the command line speak of all of them alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say


class Fault(StrEnum):
    """What went wrong."""

    AUTH = "auth"
    PERMISSION = "permission"
    THROTTLED = "throttled"
    BAD_REQUEST = "bad_request"
    UPSTREAM = "upstream"
    SCHEMA = "schema"
    OFFLINE = "offline"
    TIMED_OUT = "timed_out"
    TOO_BIG = "too_big"
    REFUSED = "refused"


CAUSES: Mapping[Fault, Sentence] = {
    Fault.AUTH: say("The platform did not accept the key."),
    Fault.PERMISSION: say("The key has no permission for this."),
    Fault.THROTTLED: say("The platform wants to be asked less often."),
    Fault.BAD_REQUEST: say("The platform did not understand the request."),
    Fault.UPSTREAM: say("The platform has a fault of its own."),
    Fault.SCHEMA: say("The answer was not what the platform documents."),
    Fault.OFFLINE: say("The platform could not be reached."),
    Fault.TIMED_OUT: say("The platform did not answer in time."),
    Fault.TOO_BIG: say("The answer was larger than any honest one."),
    Fault.REFUSED: say("Sidelight did not send the request."),
}

NEXT_STEPS: Mapping[Fault, Sentence] = {
    Fault.AUTH: say("Check the key on the page of sources."),
    Fault.PERMISSION: say("Ask the platform for the permission that its label names."),
    Fault.THROTTLED: say("Try again later."),
    Fault.BAD_REQUEST: say("Change the words, or look whether there is a newer Sidelight."),
    Fault.UPSTREAM: say("Try again later."),
    Fault.SCHEMA: say("Look whether there is a newer Sidelight."),
    Fault.OFFLINE: say("Check the network connection."),
    Fault.TIMED_OUT: say("Try again later."),
    Fault.TOO_BIG: say("Look whether there is a newer Sidelight."),
    Fault.REFUSED: say("Read the source's label on the page of sources."),
}


_TURNED_AWAY = frozenset({Fault.AUTH, Fault.PERMISSION})
_NO_PROGRAMS = say("It turns programs such as Sidelight away.")


def cause_of(fault: Fault, *, keyed: bool) -> Sentence:
    """What is said of a fault where no connector knows more. Who was asked without a key can't have refused one."""
    return _NO_PROGRAMS if fault in _TURNED_AWAY and not keyed else CAUSES[fault]


class SourceError(SidelightError):
    """A source can't answer. ``retry_after_s`` is how long the platform asked to be left alone, in seconds."""

    def __init__(
        self,
        fault: Fault,
        cause: Sentence | None = None,
        step: Sentence | None = None,
        *,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(cause or CAUSES[fault], step or NEXT_STEPS[fault])
        self.fault = fault
        self.retry_after_s = retry_after_s

    def without_key(self) -> SourceError:
        """The same fault of a source that is asked without a key."""
        if self.fault not in _TURNED_AWAY or self.cause is not CAUSES[self.fault]:
            return self
        return SourceError(self.fault, _NO_PROGRAMS, say("Open it in your browser."), retry_after_s=self.retry_after_s)


class NothingToAskError(SidelightError):
    """A need has nothing in it that this source can be asked, so it is not asked. ``why`` is half a sentence."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why, say("Change the words."))


class Cancelled(Exception):  # noqa: N818 - not a fault
    """The user switched the source off, or closed the panel, while it was being asked."""
