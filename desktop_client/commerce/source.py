"""Source: what a platform's connector is, and the label (manifest) that the user reads before switching it on.

A source has no network of its own. Its ``search`` is a generator: it yields each request that it wants sent and gets
the response back, until it returns a page of offers. Whoever drives it takes the requests to the gate. So what a
connector does is one pure function of the query and the answers, and its first request can be shown before anything is
sent (promises P7 and P8).
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Note, Offer
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.sending.request import Request, Response


class Mode(StrEnum):
    """How a source is reached."""

    OFFLINE = "offline"
    API = "api"
    PAGE = "page"
    LINK_OUT = "link_out"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the platform's terms allow. None where no clause was found; ``cache_ttl_s`` is in seconds.

    ``attribution`` is shown, as it is, on every card of the source and in every file that an offer of it goes into.
    """

    cache_ttl_s: int | None = None
    attribution: str | None = None
    may_mix: bool | None = None
    may_rerank: bool | None = None
    model_use_ok: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One part of a key as its form asks for it. What is not ``secret`` (a store's number) may be shown again."""

    id: str
    name: Mapping[str, str]
    secret: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the platform's own search takes; whatever else a need says is looked at on this computer only.

    ``price_range``: whether bounds go with the words. ``page_max``: offers in one answer at most, None where the
    platform names no limit.
    """

    price_range: bool = False
    page_max: int | None = None

    def page_size(self, limit: int) -> int:
        """How many offers to ask for where ``limit`` are wanted."""
        return max(1, limit if self.page_max is None else min(limit, self.page_max))


@dataclass(frozen=True, slots=True)
class Manifest:
    """A source's label. Texts are pairs, English and Chinese, as the user reads them.

    ``hosts`` are all that the gate lets it reach, ``methods`` how. ``loopback`` is for a merchant's own server on this
    computer: only then are 127.0.0.0/8 and ::1 reached, and plain http spoken. ``disabled`` says why a connector that
    exists is not offered: the gate sends nothing for it. ``link_out`` is the address of the platform's own search page,
    with ``{words}`` in it. ``requests_hold_s`` is for how many seconds the platform takes a request once it is made.
    ``currencies`` are the ISO 4217 codes of its prices, none where each shop has its own. ``rate_limit`` holds the
    limits that the platform documents, all at once; none where it names none.
    """

    id: str
    name: Mapping[str, str]
    mode: Mode
    what_it_is: Mapping[str, str]
    leaves_this_computer: Mapping[str, str]
    how_it_orders: Mapping[str, str]
    who_gets_paid: Mapping[str, str]
    prices_may_be_kept: Mapping[str, str]
    not_known: Mapping[str, str] | None = None
    hosts: tuple[str, ...] = ()
    credential_fields: tuple[CredentialField, ...] = ()
    affiliate_only: bool = False
    terms: Terms = field(default_factory=Terms)
    methods: tuple[str, ...] = ("GET", "POST")
    loopback: bool = False
    protocol: str = ""
    regions: tuple[str, ...] = ()
    disabled: Mapping[str, str] | None = None
    link_out: str | None = None
    requests_hold_s: int | None = None
    currencies: tuple[str, ...] = ()
    capabilities: Capabilities = field(default_factory=Capabilities)
    rate_limit: tuple[RateLimit, ...] = ()

    @property
    def networked(self) -> bool:
        """Whether asking it sends anything off this computer."""
        return self.mode is not Mode.OFFLINE


@dataclass(frozen=True, slots=True)
class Page:
    """What a source answered: offers in its own order, how many it knows of, and texts that must be shown with them.

    ``raw`` are the raw records by their SHA-256, so that each card can be traced to what came (promise P13).
    """

    offers: tuple[Offer, ...]
    total: int | None = None
    disclosures: tuple[str | Note, ...] = ()
    raw: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """What a source is asked: the need, how many offers at most, and its own key where it has one.

    ``credentials`` map the ids of the manifest's credential fields to their values. ``cancel`` is looked at by sources
    that work on this computer; for the others the gate does.
    """

    need: ShoppingNeed
    limit: int
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    cancel: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)


Search = Generator[Request, Response, Page]
"""Yields requests, is sent their responses, returns the offers."""


class Source(Protocol):
    """A connector. A source that asks nobody else begins its ``search`` with ``yield from ()``."""

    @property
    def manifest(self) -> Manifest:
        """The label."""
        ...

    def search(self, query: Query) -> Search:
        """Offers for a need.

        Raises:
            Cancelled: ``query.cancel`` was set.
            SidelightError: the source can't answer; the sentence says why (``SourceError`` says which fault it is).
        """
        ...


@runtime_checkable
class ResolvesLinks(Protocol):
    """A source whose offers come without an address: it asks for one when the user opens the offer."""

    def resolve_link(self, offer: Offer, credentials: Mapping[str, str]) -> Generator[Request, Response, str]:
        """The address of an offer, asked for on the user's click.

        Raises:
            SidelightError: the source gives none.
        """
        ...
