"""What the panel shows, as values: words ready to be painted, and the offers and needs that go back in signals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Status
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Weights
from desktop_client.ui.widgets.exact_request import ExactView


class PanelState(StrEnum):
    """What the panel is about at the moment."""

    EMPTY = "empty"
    OFF_HERE = "off_here"
    NEVER_HERE = "never_here"
    NOT_SHOPPING = "not_shopping"
    SILENT = "silent"
    SEARCHING = "searching"
    WAITING = "waiting"
    NOTHING_FOUND = "nothing_found"
    LIST = "list"


class NeedPart(StrEnum):
    """Which part of the need a chip stands for."""

    WORDS = "words"
    CATEGORY = "category"
    MUST_HAVE = "must_have"
    MUST_NOT = "must_not"
    PRICE = "price"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class ChipView:
    """One part of the need: ``value`` as it stands in the need, ``text`` as it is shown.

    ``removes`` is how many offers the condition takes off the list; None where it isn't known or takes off nothing
    by nature.
    """

    kind: NeedPart
    value: str
    text: str
    removes: int | None = None


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A request that waits for the user's *Send*: who would get it, which of the user's words, and the exact text.

    ``note`` says what is special about it, such as that it was made anew.
    """

    source_id: str
    recipient: str
    told: str
    purpose: str
    exact: ExactView
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One part of a card's place in the list, in words and numbers."""

    part: str
    score: str
    weight: str
    words: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One offer as its card shows it. ``copied`` is what Ctrl+C gives: plain text, label and status first.

    ``heading`` stands above the first card of a source whose terms forbid mixing it with others. ``converted`` is the
    price in the user's currency, beside the original; the notes say by which rate. ``link_on_asking``: the platform
    makes a link for the offer when it is asked for one.
    """

    offer: Offer
    title: str
    price: str
    unit_price: str
    origin: str
    status: Status
    status_text: str
    copied: str
    notes: tuple[str, ...] = ()
    stale: bool = False
    reasons: tuple[ReasonView, ...] = ()
    would_change: tuple[str, ...] = ()
    plain_url: str | None = None
    tracked_url: str | None = None
    heading: str = ""
    converted: str = ""
    link_on_asking: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The offer's key."""
        return self.offer.key


@dataclass(frozen=True, slots=True)
class PanelView:
    """Everything that the panel shows at one moment.

    ``reason`` is why the panel is silent, or why nothing was found, in words. ``answered`` of ``asked`` sources have
    answered; while fewer have, the search can be cancelled. ``coverage`` are the parts of the line that says who was
    asked and what came, ``off`` the names of the sources that are off, ``disclosures`` texts that sources want shown
    with their offers. ``without`` are the conditions that can be dropped when nothing was found, best first.
    ``previews`` are the requests that wait for the user's *Send*.
    """

    state: PanelState
    need: ShoppingNeed | None = None
    chips: tuple[ChipView, ...] = ()
    coverage: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    disclosures: tuple[str, ...] = ()
    cards: tuple[CardView, ...] = ()
    order: str = "relevance"
    weights: Weights = DEFAULT_WEIGHTS
    reason: str = ""
    asked: int = 0
    answered: int = 0
    without: tuple[ChipView, ...] = ()
    previews: tuple[PreviewView, ...] = ()

    @property
    def asking(self) -> bool:
        """Whether answers are still awaited."""
        return self.answered < self.asked
