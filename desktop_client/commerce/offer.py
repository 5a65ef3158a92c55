"""Offer: one row from one source, every field traceable to the raw record it was read from (promise P13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_client.commerce.money import Money
from desktop_client.wording import Language

Key = tuple[str, str]
"""What tells an offer from every other: its source and the source's own id."""
FEED_MARK = "\x1f"
"""Parts a feed's name from the id in an offer's key: ASCII's unit separator, which stands in no name."""
SHELF = "shelf"
"""The source of what was read from a file or a page, and of the sample goods."""


def key_of(source_id: str, feed: str, offer_id: str) -> Key:
    """The key of an offer: source and the source's own id, with the feed where it is from one.

    The same id in two feeds is two offers. No name of a feed holds the mark that parts it from the id.
    """
    return (source_id, f"{feed}{FEED_MARK}{offer_id}" if feed else offer_id)


class AdFlag(StrEnum):
    """Whether a row is an advertisement: *no* only where the source documents a flag and it is off."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """The commercial status that every card says in words (promise P10)."""

    PAID_LINK = "paid_link"
    NO_PAYMENT = "no_payment"
    NOT_DISCLOSED = "not_disclosed"


@dataclass(frozen=True, slots=True)
class Commercial:
    """Who gets paid, and the evidence: a path in the raw record, or "not disclosed by the source".

    ``payee`` is ``you`` (the owner of the key), ``source`` or ``none``; ``commission_bp`` is in basis points
    (550 = 5.50 %).
    """

    affiliate_link: bool
    payee: str
    sponsored: AdFlag
    evidence: str
    commission_bp: int | None = None
    commission: Money | None = None
    placement: str | None = None

    @property
    def status(self) -> Status:
        """Paid if anything says so, *no payment* only if everything says no, else *not disclosed*."""
        if self.affiliate_link or self.sponsored is AdFlag.YES or self.commission_bp or self.commission:
            return Status.PAID_LINK
        if self.payee == "none" and self.sponsored is AdFlag.NO:
            return Status.NO_PAYMENT
        return Status.NOT_DISCLOSED


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells. ``self_operated`` is the platform itself, None where unknown."""

    name: str
    id: str | None = None
    self_operated: bool | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as the source gives it: ``value`` of ``scale_max`` from ``count`` people."""

    value: float
    scale_max: float
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What Sidelight says of an offer, in both languages: it is kept with the offer, and read in either later on."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


def note_words(note: str | Note, language: Language) -> str:
    """A note in one language; a source's own words are as they are."""
    return note if isinstance(note, str) else note.in_language(language)


@dataclass(frozen=True, slots=True)
class Offer:
    """One row from one source.

    Unknown is None and never 0. ``attributes`` map a name to what the source states, in its own words; what is not
    stated is absent. ``raw_sha256`` is over the raw record's bytes as they came. Times are aware, UTC. ``feed`` names
    the feed that an imported offer is from.
    """

    source_id: str
    offer_id: str
    title: str
    price: Money | None
    commercial: Commercial
    raw_sha256: str
    fetched_at: datetime
    expires_at: datetime | None = None
    price_kind: str = "sale"
    price_note: tuple[str | Note, ...] = ()
    list_price: Money | None = None
    shipping: Money | None = None
    tax: Money | None = None
    description: str = ""
    brand: str | None = None
    category: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    url_clean: str | None = None
    url_tracked: str | None = None
    image_url: str | None = None
    seller: Seller | None = None
    rating: Rating | None = None
    availability: str = "unknown"
    gtin14: str | None = None
    model: str | None = None
    region: str | None = None
    language: str | None = None
    sample: bool = False
    is_recommendation: bool = False
    source_rank: int = 0
    feed: str = ""

    @property
    def key(self) -> Key:
        """What tells this offer from every other."""
        return key_of(self.source_id, self.feed, self.offer_id)
