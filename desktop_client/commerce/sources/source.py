"""Source: what a platform's connector is, and the label (manifest) that the user reads before switching it on."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer


class Mode(StrEnum):
    """How a source is reached."""

    OFFLINE = "offline"
    API = "api"
    PAGE = "page"
    LINK_OUT = "link_out"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the platform's terms allow. None where no clause was found; ``cache_ttl_s`` is in seconds."""

    cache_ttl_s: int | None = None
    attribution: str | None = None
    may_mix: bool | None = None
    may_rerank: bool | None = None
    model_use_ok: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A source's label. Texts are pairs, English and Chinese, as the user reads them."""

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
    credential_fields: tuple[str, ...] = ()
    affiliate_only: bool = False
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Page:
    """What a source answered: offers in its own order, how many it knows of, and texts that must be shown with them."""

    offers: tuple[Offer, ...]
    total: int | None = None
    disclosures: tuple[str, ...] = ()


class Cancelled(Exception):  # noqa: N818 - not a fault
    """The user switched the source off, or closed the panel, while it was being asked."""


class Source(Protocol):
    """A connector. ``search`` blocks; it runs in a thread of its own and looks at ``cancel`` between steps."""

    @property
    def manifest(self) -> Manifest:
        """The label."""
        ...

    def search(self, need: ShoppingNeed, *, limit: int, cancel: threading.Event) -> Page:
        """Offers for a need.

        Raises:
            Cancelled: ``cancel`` was set.
            SidelightError: the source can't answer; the sentence says why.
        """
        ...
