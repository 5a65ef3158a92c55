"""What is written of a list that was shown: all of it, and once."""

from __future__ import annotations

from dataclasses import replace

from standins.offers import MASK_SHELF, NOW
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import SuggestionList, inputs_of
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import Order, Weights
from desktop_client.commerce.record import Head, Kind, Listed, entry, event_of
from desktop_client.commerce.suggestions import Limits, Outside, Suggestions
from desktop_client.errors import SidelightError
from desktop_client.wording import say

NEED = ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",))


class Closed:
    """Nobody gets out, and there are no keys."""

    def prepare(self, *args: object) -> object:
        raise AssertionError

    send = of = prepare


def suggestions(record: object, *sources: ScriptedSource, **options) -> Suggestions:
    switches = Switchboard(*(source.manifest.id for source in sources))
    return Suggestions(sources, switches, lambda: NOW, outside=Outside(Closed(), Closed(), record), **options)


def shelf() -> ScriptedSource:
    return ScriptedSource("shelf", MASK_SHELF)


class MemoryRecord:
    def __init__(self, error: SidelightError | None = None) -> None:
        self.events: list[object] = []
        self.error = error

    def add(self, event: object) -> int:
        if self.error is not None:
            raise self.error
        self.events.append(event)
        return len(self.events)


def shown(listed: SuggestionList) -> list[tuple]:
    return [
        (group.source_id, row.rank, row.offer.key, row.offer.title, row.expired, row.offer.raw_sha256)
        for group in listed.groups
        for row in group.ranked.rows
    ]


def test_what_was_shown_is_what_is_written() -> None:
    record = MemoryRecord()
    old = replace(MASK_SHELF[0], source_id="apart", expires_at=NOW)
    apart = ScriptedSource("apart", [old], may_mix=False)
    listed = suggestions(record, shelf(), apart, limits=Limits(shown=3)).suggest(NEED, weights=Weights(rating=77))
    (event,) = record.events
    assert isinstance(event, Listed)
    rows = [(r.group, r.rank, (r.source_id, r.offer_id), r.title, r.stale, r.raw_sha256) for r in event.rows]
    assert rows == shown(listed)
    assert ("apart", 1, old.key, old.title, True, old.raw_sha256) in rows
    assert (event.need, event.order, event.rule_version) == (NEED, "relevance", listed.common.rule_version)
    assert (event.weights, event.cut) == (Weights(rating=77), listed.cut)
    assert event.inputs_sha256 == inputs_of(listed).sha256
    made = entry(Head(), NOW, event)
    assert made.kind is Kind.LISTED
    assert event_of(made) == event


def test_one_shown_list_is_written_once() -> None:
    record = MemoryRecord()
    making = suggestions(record, shelf())
    updates: list[SuggestionList] = []
    listed = making.suggest(NEED, updates.append)
    assert len(record.events) == 1
    # Sources are looked at, nothing has moved: it is the same list still.
    assert making.reorder(listed) is listed
    assert making.decline(listed, []) is listed
    assert len(record.events) == 1
    other = making.reorder(listed, order=Order.TOTAL_PRICE)
    assert len(record.events) == 2
    assert making.reorder(other, order=Order.TOTAL_PRICE) is other
    assert len(record.events) == 2


def test_a_list_that_is_not_yet_whole_is_not_written_in_another_order_either() -> None:
    record = MemoryRecord()
    making = suggestions(record, shelf())
    half = replace(making.suggest(NEED), done=False)
    again = making.reorder(half, order=Order.TOTAL_PRICE)
    assert (again.common.order, again.done) == (Order.TOTAL_PRICE, False)
    assert len(record.events) == 1


def test_a_list_changes_when_a_source_goes_off() -> None:
    record = MemoryRecord()
    source, switches = shelf(), Switchboard("shelf")
    making = Suggestions([source], switches, lambda: NOW, outside=Outside(Closed(), Closed(), record))
    listed = making.suggest(NEED)
    switches.on.clear()
    assert making.reorder(listed).rows == ()
    assert [len(event.rows) for event in record.events] == [len(listed.rows), 0]


def test_a_list_that_could_not_be_written_says_so_and_is_written_when_it_can_be() -> None:
    record = MemoryRecord(SidelightError(say("The disk is full, so this was not saved.")))
    making = suggestions(record, shelf())
    listed = making.suggest(NEED)
    assert str(listed.unrecorded) == "The disk is full, so this was not saved."
    record.error = None
    again = making.reorder(listed)
    assert again.unrecorded is None
    assert len(record.events) == 1
