"""The gate: the one door of commerce to the network. A request of a source passes ``Gate.send``, or is not sent.

In this order: is the source on? Is it a request that this source's label allows? Are these the bytes that were shown?
Is it no more often than the platform allows? Is it written in the record? Only then is the host's name looked up, and
only if all its addresses are public is one of them connected to. ``docs/gate.md`` says of each step what it is for.
"""

from __future__ import annotations

import hashlib
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from desktop_client import __version__
from desktop_client.commerce.record import Asked, Came, Record
from desktop_client.commerce.sending.addresses import Place, is_loopback, is_public, place_of
from desktop_client.commerce.sending.answer import Answer, Caps, target_of_redirect
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.pace import Pace
from desktop_client.commerce.sending.request import (
    Outgoing,
    Purpose,
    Request,
    Response,
    complete,
    fault_of,
    pause_s,
)
from desktop_client.commerce.sending.wire import Watch, Wire, addresses_of, connect, resolve, system_certificates
from desktop_client.commerce.source import Manifest, Mode
from desktop_client.commerce.switches import Switches
from desktop_client.wording import Sentence, say

USER_AGENT = f"Sidelight/{__version__}"
"""The same for everyone: it names the program and nothing about who runs it."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9._-]+")
_HEADER_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
_NOT_A_SOURCES = frozenset(
    {
        "accept-encoding", "connection", "content-length", "cookie", "cookie2", "expect", "forwarded", "host",
        "http2-settings", "keep-alive", "range", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "via",
    }
)  # fmt: skip
"""Headers that the gate sets itself, that would change how the request or its answer is read, or that say who asks."""


@dataclass(frozen=True, slots=True)
class GateLimits:
    """How many seconds one request may take in all, how many bytes its own body may have, and how many an answer."""

    total_s: float = 8.0
    body_bytes: int = 256 * 1024
    answer: Caps = field(default_factory=Caps)


class Gate:
    """Sends what may be sent. Safe to use from several threads.

    ``clock`` gives the time (aware, UTC), ``monotonic`` seconds for deadlines. Tests put their own in for ``resolve``,
    ``connect`` and ``certificates``, which are the only three ways to the outside.
    """

    def __init__(
        self,
        switches: Switches,
        record: Record,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        limits: GateLimits | None = None,
        resolve: Callable[[str, int], Sequence[str]] = resolve,
        connect: Callable[[str, int], socket.socket] = connect,
        certificates: Callable[[], ssl.SSLContext] = system_certificates,
        user_agent: str = USER_AGENT,
        pace: Pace | None = None,
    ) -> None:
        """``pace`` is shared by all gates of a profile: to a platform they are one program."""
        self._switches = switches
        self._record = record
        self._clock = clock
        self._monotonic = monotonic
        self._limits = limits or GateLimits()
        self._resolve = resolve
        self._connect = connect
        self._certificates = certificates
        self._user_agent = user_agent
        self._pace = pace or Pace(monotonic)

    def prepare(self, manifest: Manifest, request: Request) -> Outgoing:
        """The bytes that would be sent. Touches no network.

        Raises:
            SourceError: the source's label does not allow this request; the sentence says what is wrong with it.
        """
        _place(manifest, request)
        for name, value in request.headers:
            if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
                raise _refused(say("The request has a header that can't be sent as it is."))
            if name.lower() in _NOT_A_SOURCES or name.lower().startswith("proxy-"):
                raise _refused(say("The request sets the header {name}, which a source may not.", name=name))
        if len(request.body) > self._limits.body_bytes:
            raise _refused(say("The request is larger than {limit} bytes.", limit=self._limits.body_bytes))
        return complete(request, self._user_agent)

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        """Send exactly ``outgoing.wire`` and return the answer, whatever its status, redirects apart.

        Raises:
            Cancelled: ``cancel`` was set or the source is off; nothing was sent, or what came was dropped.
            SourceError: it may not be sent, or no proper answer came in time.
            SidelightError: the record can't be written; then nothing was sent, or what came was dropped.
        """
        watch = Watch(
            lambda: not cancel.is_set() and self._switches.is_on(manifest.id),
            self._monotonic,
            self._monotonic() + self._limits.total_s,
        )
        watch.look()
        place = _place(manifest, outgoing.request)
        if self.prepare(manifest, outgoing.request) != outgoing:
            raise _refused(say("The request is not the one that was shown."))
        self._pace.look(manifest.id, place.host)
        # Tokens are handed out at another counter than the one that platforms limit, and a search needs both at once.
        if outgoing.request.purpose is not Purpose.TOKEN:
            self._pace.take(manifest.id, manifest.rate_limit)
        answer = Answer(outgoing.request.method, self._limits.answer)
        asked = self._record.add(
            Asked(manifest.id, place.host, outgoing.request.purpose.value, outgoing.shown, outgoing.sha256)
        )
        outcome, whole = "broken", False
        try:
            response = self._exchange(manifest, place, outgoing, watch, answer)
            whole, fault = True, fault_of(response)
            outcome = fault.value if fault else "ok"
            if fault is Fault.THROTTLED and response.retry_after_s is not None:
                self._pace.hold(manifest.id, place.host, response.retry_after_s)
        except Cancelled:
            outcome = "cancelled"
            raise
        except SourceError as error:
            outcome = error.fault.value
            raise
        finally:
            digest = hashlib.sha256(answer.body).hexdigest() if whole else None
            self._record.add(Came(asked, outcome, answer.status, len(answer.body), digest))
        return response

    def _exchange(self, manifest: Manifest, place: Place, outgoing: Outgoing, watch: Watch, answer: Answer) -> Response:
        watch.look()
        addresses = addresses_of(place.host, place.port, self._resolve, watch)
        if not all(map(is_loopback if manifest.loopback else is_public, addresses)):
            raise _refused(_elsewhere(manifest, place))
        with Wire.to(addresses, place.port, self._connect, watch) as wire:
            if place.encrypted:
                wire.secure(self._trusted, place.host)
            wire.send(outgoing.wire)
            if 300 <= answer.read_head(wire.receive) < 400:
                raise _redirected(manifest, answer, place)
            body = answer.read_body(wire.receive)
        watch.look()
        pause = pause_s(answer.headers.get("retry-after", ""), self._clock())
        return Response(answer.status or 0, answer.headers, body, outgoing.request.url, pause)

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return self._certificates()


def _place(manifest: Manifest, request: Request) -> Place:
    """Where a request goes, if the label allows it."""
    if manifest.mode not in {Mode.API, Mode.PAGE}:
        raise _refused(say("This source does not use the network."))
    if manifest.disabled is not None:
        raise _refused(say("This connector is disabled; its label says why."))
    if request.method not in manifest.methods:
        raise _refused(say("The source's label does not say that it sends {method}.", method=request.method))
    place = place_of(request.url)
    if place is None:
        raise _refused(say("The request's address is not written plainly."))
    if place.host not in manifest.hosts:
        raise _refused(say("The source's label does not name the host {host}.", host=place.host))
    if not manifest.loopback and not (place.encrypted and place.port == 443):
        raise _refused(say("The request would not be encrypted, or goes to an unusual port."))
    return place


def _elsewhere(manifest: Manifest, place: Place) -> Sentence:
    if manifest.mode is Mode.PAGE:
        return say("The name {host} leads to a private or local address, and no page is read there.", host=place.host)
    return say("The name {host} leads to an address that is not the platform's.", host=place.host)


def _refused(why: Sentence) -> SourceError:
    return SourceError(Fault.REFUSED, why)


def _redirected(manifest: Manifest, answer: Answer, place: Place) -> SourceError:
    target = target_of_redirect(answer.headers.get("location", ""), place.host)
    cause = say("The platform passed the request on to {host}; Sidelight stops there.", host=target)
    step = say("Open it in your browser, and paste the address that you end up at.")
    return SourceError(Fault.SCHEMA, cause, step if manifest.mode is Mode.PAGE else None)
