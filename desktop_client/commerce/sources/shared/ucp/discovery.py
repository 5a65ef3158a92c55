"""Discovery: which service a merchant offers, read from the profile at ``/.well-known/ucp`` of its own host.

A merchant may speak several versions. Its current profile describes one and says where the profiles of older ones are
(Overview, *Protocol Version*). What a profile has besides is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from desktop_client.commerce.meaning.values import plain
from desktop_client.commerce.sending.addresses import place_of
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response, raise_for_status
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.ucp.profile import VERSION
from desktop_client.wording import Sentence, say

WELL_KNOWN = "/.well-known/ucp"
SERVICE = "dev.ucp.shopping"
SEARCH = "dev.ucp.shopping.catalog.search"

KEPT_AT_LEAST_S, KEPT_AT_MOST_S = 60, 86_400
"""How long a profile is kept, in seconds: as the merchant says, not shorter than the protocol's minimum."""

LONGEST_NAME, MOST_NAMES = 80, 24
"""Characters of a capability's name, and how many names, that are shown of a profile."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE | re.ASCII)


class Transport(StrEnum):
    """How a service is spoken to."""

    REST = "rest"
    MCP = "mcp"


@dataclass(frozen=True, slots=True)
class Service:
    """Where a merchant's catalogue is searched."""

    transport: Transport
    endpoint: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a merchant says of itself: the version of the protocol, how it is spoken to, and what it can do by the
    protocol's own names (``dev.ucp.shopping.checkout``).
    """

    version: str
    transport: Transport
    capabilities: tuple[str, ...]


def profile_of(response: Response, origin: str) -> Profile:
    """The profile in an answer, for people to read.

    Raises:
        SourceError: it is none, or none that Sidelight can use.
    """
    profile = _profile(response, origin)
    capabilities = profile.at("capabilities")
    names = [plain(name, LONGEST_NAME) for name in capabilities] if isinstance(capabilities, dict) else []
    service = service_of(profile, origin)
    return Profile(VERSION, service.transport, tuple(filter(None, names))[:MOST_NAMES])


class Discovery:
    """Finds one merchant's service and remembers it for the session. ``clock`` gives the time, aware."""

    def __init__(self, origin: str, clock: Callable[[], datetime]) -> None:
        self._origin = origin
        self._clock = clock
        self._known: tuple[Service, datetime, datetime] | None = None

    def find(self) -> Generator[Request, Response, Service]:
        """The service: one request, or two where the merchant's current version is another; none while it is known.

        Raises:
            SourceError: there is no profile, or none that Sidelight can use; the sentence says why.
        """
        if self._known is not None:
            service, since, until = self._known
            if since <= self._clock() < until:
                return service
        response = yield self._ask(WELL_KNOWN)
        profile = _profile(response, self._origin)
        if profile.text("version") != VERSION:
            response = yield self._ask(self._older(profile))
            profile = _profile(response, self._origin)
            if profile.text("version") != VERSION:
                raise SourceError(Fault.SCHEMA, say("The profile is of another version than it was listed under."))
        service = service_of(profile, self._origin)
        now = self._clock()
        self._known = service, now, now + timedelta(seconds=kept_s(response))
        return service

    def forget(self) -> None:
        """Look again next time: what was found did not hold."""
        self._known = None

    def _ask(self, path: str) -> Request:
        headers = [("Accept", "application/json")]
        return Request.get(f"{self._origin}{path}", headers=headers, purpose=Purpose.DISCOVERY)

    def _older(self, profile: Row) -> str:
        others = profile.at("supported_versions")
        listed = others.get(VERSION) if isinstance(others, dict) else None
        if listed is None:
            raise SourceError(
                Fault.BAD_REQUEST,
                say("{host} speaks no version of UCP that Sidelight does: it needs {version}.",
                    host=urlsplit(self._origin).netloc, version=VERSION),
                say("Look whether there is a newer Sidelight."),
            )  # fmt: skip
        return _own(listed, self._origin).removeprefix(self._origin)


def service_of(profile: Row, origin: str) -> Service:
    """The service to use: REST before MCP, of the version that Sidelight speaks, at the merchant's own place.

    Raises:
        SourceError: there is none.
    """
    if not isinstance(profile.at("capabilities"), dict) or SEARCH not in profile.at("capabilities"):
        raise _unusable(say("{host} offers no search of its catalogue.", host=urlsplit(origin).netloc))
    services = profile.at("services")
    listed = services.get(SERVICE) if isinstance(services, dict) else None
    entries = [Row(entry) for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    ours = [entry for entry in entries if entry.text("version") == VERSION]
    for transport in Transport:
        for entry in ours:
            if entry.at("transport") == transport:
                return Service(transport, _own(entry.at("endpoint"), origin).rstrip("/"))
    raise _unusable(say("{host} offers its catalogue in no way that Sidelight speaks.", host=urlsplit(origin).netloc))


def kept_s(response: Response) -> int:
    """For how many seconds a profile may be used."""
    stated = _MAX_AGE.search(response.headers.get("cache-control", ""))
    return min(max(int(stated[1]) if stated else 0, KEPT_AT_LEAST_S), KEPT_AT_MOST_S)


def _profile(response: Response, origin: str) -> Row:
    if response.status in {404, 410}:
        raise _unusable(say("{host} has no UCP profile.", host=urlsplit(origin).netloc))
    raise_for_status(response)
    document = response.json()
    profile = document.get("ucp") if isinstance(document, dict) else None
    if not isinstance(profile, dict):
        raise SourceError(Fault.SCHEMA)
    return Row(profile)


def _own(address: object, origin: str) -> str:
    """An address at the merchant's own place. The label names that host only, so the gate lets no other through."""
    place = place_of(address) if isinstance(address, str) else None
    if place is None or not isinstance(address, str) or "?" in address:
        raise SourceError(Fault.SCHEMA, say("The merchant's profile has an address that is not written plainly."))
    if place != place_of(origin):
        raise SourceError(
            Fault.REFUSED,
            say("The merchant's catalogue is at {host}, another place than the one that you added.", host=place.host),
            say("Add that one if you trust it."),
        )
    return address


def _unusable(why: Sentence) -> SourceError:
    return SourceError(Fault.BAD_REQUEST, why, say("Check the domain, or remove the merchant."))
