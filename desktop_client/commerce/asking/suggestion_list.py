"""What the panel shows, as values: the lists, what came of every source, and what still waits for the user's *Send*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_client.commerce.asking.list_inputs import ListInputs
from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.offer import Note, Offer
from desktop_client.commerce.ranking import Ranked, RankedOffer
from desktop_client.commerce.record import Listed, ListedRow
from desktop_client.commerce.source import Manifest
from desktop_client.wording import Sentence


class State(StrEnum):
    """What came of asking a source. *Waiting*: the request is shown and not yet sent; *not sent*: the user said no,
    or the need has nothing in it that the source could be asked, and ``error`` says so;
    *link-out*: without a key its own search page can be opened, and nothing is asked."""

    ASKED = "asked"
    WAITING = "waiting"
    OK = "ok"
    EMPTY = "empty"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    NOT_SENT = "not_sent"
    LINK_OUT = "link_out"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What came of one source: ``count`` rows were taken; ``error`` says why it failed; ``notice`` is what its terms
    want to stand wherever its offers do.

    ``at`` is when it came (aware, UTC), ``took_s`` how long that took in seconds; None for sources that weren't asked.
    """

    source_id: str
    name: Mapping[str, str]
    state: State
    count: int = 0
    error: Sentence | None = None
    disclosures: tuple[str | Note, ...] = ()
    at: datetime | None = field(default=None, compare=False)
    took_s: float | None = field(default=None, compare=False)
    notice: str | None = None

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        state: State,
        *,
        count: int = 0,
        error: Sentence | None = None,
        disclosures: tuple[str | Note, ...] = (),
    ) -> Coverage:
        """What came of the source with this label."""
        return cls(manifest.id, manifest.name, state, count, error, disclosures, notice=manifest.terms.attribution)


@dataclass(frozen=True, slots=True)
class Group:
    """Offers that may stand in one list. ``source_id`` is None for the common list, else the source that stands alone
    because its terms forbid mixing.
    """

    source_id: str | None
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """What the panel shows: the lists, what came of every source, and what was left out.

    ``taken`` are all offers that may be shown, each with the id of the source that brought it, so that another order
    can be made without asking again. ``withheld`` are those of classes that are never shown, with their class.
    ``done`` is False while answers are awaited.
    """

    need: ShoppingNeed
    groups: tuple[Group, ...]
    coverage: tuple[Coverage, ...]
    taken: tuple[tuple[str, Offer], ...]
    withheld: tuple[tuple[str, Offer, Silence], ...]
    done: bool
    previews: tuple[Preview, ...] = ()
    unrecorded: Sentence | None = None

    @property
    def common(self) -> Ranked:
        """The common list."""
        return self.groups[0].ranked

    @property
    def rows(self) -> tuple[RankedOffer, ...]:
        """Every row that is shown, the common list first."""
        return tuple(row for group in self.groups for row in group.ranked.rows)

    @property
    def notices(self) -> dict[str, str]:
        """What the terms of those sources that have rows in the list want to stand beside them, by source."""
        shown = {row.offer.source_id for row in self.rows}
        return {c.source_id: c.notice for c in self.coverage if c.notice and c.source_id in shown}

    @property
    def disclosures(self) -> tuple[tuple[Coverage, str | Note], ...]:
        """What sources that are on want said with their offers, with whose words it is; not what stands at each offer.

        A merchant may write what it likes there, so it is never shown without the name.
        """
        on = (coverage for coverage in self.coverage if coverage.state is not State.OFF)
        return tuple((c, text) for c in on for text in c.disclosures if text != self.notices.get(c.source_id))

    @property
    def blocked(self) -> dict[Silence, int]:
        """How many offers there were of each class that is never shown."""
        return dict(sorted(Counter(silence for *_, silence in self.withheld).items()))

    @property
    def cut(self) -> int:
        """How many offers were good enough for the list and too many for the panel."""
        return sum(group.ranked.cut for group in self.groups)


def inputs_of(listed: SuggestionList) -> ListInputs:
    """What a list was made from."""
    return ListInputs.of((group.source_id, group.ranked) for group in listed.groups)


def event_of(listed: SuggestionList) -> Listed:
    """A list as the record keeps it."""
    return _as_shown(listed, inputs_of(listed).sha256)


def shows_the_same(one: SuggestionList, other: SuggestionList) -> bool:
    """Whether two lists are the same to the eye: made a moment later from the same offers, nothing has moved."""
    return _as_shown(one) == _as_shown(other)


def _as_shown(listed: SuggestionList, inputs_sha256: str = "") -> Listed:
    return Listed(
        need=listed.need,
        order=listed.common.order.value,
        weights=listed.common.weights,
        rule_version=listed.common.rule_version,
        rows=tuple(_row(group, row) for group in listed.groups for row in group.ranked.rows),
        sources=tuple((c.source_id, c.state.value, c.count) for c in listed.coverage),
        cut=listed.cut,
        blocked=tuple((silence.value, count) for silence, count in listed.blocked.items()),
        inputs_sha256=inputs_sha256,
    )


def _row(group: Group, row: RankedOffer) -> ListedRow:
    offer, total, known = row.offer, row.total.money, row.total.known
    return ListedRow(
        rank=row.rank,
        group=group.source_id,
        source_id=offer.source_id,
        offer_id=offer.offer_id,
        title=offer.title,
        price=None if offer.price is None else str(offer.price),
        total=None if total is None else str(total),
        known=None if known is None or total is not None else str(known),
        stale=row.expired,
        status=offer.commercial.status.value,
        raw_sha256=offer.raw_sha256,
    )
