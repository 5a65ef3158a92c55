"""Sources asked side by side: what came of each is said, a bad one harms no other, nothing blocked is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from standins.offers import MASK_SHELF, NOW, make_offer, mask
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.source import Mode
from desktop_client.commerce.suggestions import Limits, Suggestions
from desktop_client.errors import SidelightError
from desktop_client.wording import say

NEED = ShoppingNeed("face mask")


class Seconds:
    """A monotonic clock that a test puts forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def source(name: str, count: int = 1, **options) -> ScriptedSource:
    return ScriptedSource(name, [make_offer(f"{name}-{i}", source_id=name) for i in range(count)], **options)


def suggestions(*sources: ScriptedSource, on: tuple[str, ...] | None = None, **options) -> Suggestions:
    names = [s.manifest.id for s in sources]
    return Suggestions(sources, Switchboard(*(names if on is None else on)), lambda: NOW, **options)


def states(listed: SuggestionList) -> dict[str, State]:
    return {coverage.source_id: coverage.state for coverage in listed.coverage}


def test_sources_that_are_on_by_now_are_asked_and_the_others_keep_their_answers() -> None:
    first, second = source("first"), source("second")
    saved = make_offer("saved", source_id="second")
    shelf = ScriptedSource("shelf", [make_offer("own", source_id="shelf"), saved], mode=Mode.OFFLINE)
    switches = Switchboard("first", "shelf")
    asked = Suggestions([first, second, shelf], switches, lambda: NOW)
    before = asked.suggest(ShoppingNeed("mask"))
    assert states(before)["second"] is State.OFF
    switches.on.add("second")
    after = asked.ask_rest(before)
    assert set(states(after).values()) == {State.OK}
    assert {row.offer.offer_id for row in after.rows} == {"first-0", "second-0", "own", "saved"}
    assert (len(first.asked), len(second.asked)) == (1, 1)


def test_the_list_says_what_came_of_every_source() -> None:
    clock = Seconds()
    late = source("late", hold=True)

    def on_update(listed: SuggestionList) -> None:
        if list(states(listed).values()).count(State.ASKED) == 1:
            clock.now = 100.0

    listed = suggestions(
        source("fine", 3),
        source("empty", 0),
        ScriptedSource("refused", error=SidelightError(say("The key was refused."))),
        ScriptedSource("broken", error=ZeroDivisionError("oops")),
        late,
        source("off"),
        on=("fine", "empty", "refused", "broken", "late"),
        monotonic=clock,
    ).suggest(NEED, on_update)
    late.release.set()
    assert states(listed) == {
        "fine": State.OK,
        "empty": State.EMPTY,
        "refused": State.FAILED,
        "broken": State.FAILED,
        "late": State.TIMED_OUT,
        "off": State.OFF,
    }
    told = {coverage.source_id: coverage for coverage in listed.coverage}
    assert told["fine"].count == 3
    assert str(told["refused"].error) == "The key was refused."
    assert "oops" in str(told["broken"].error)
    assert len(listed.rows) == 3
    assert listed.done


def test_a_late_source_is_told_to_stop_and_each_has_a_deadline_of_its_own() -> None:
    clock = Seconds()
    late = source("late", hold=True, heeds_cancel=False)
    asking = suggestions(late, monotonic=clock, limits=Limits(deadline_s=5))
    lists: list[SuggestionList] = []
    thread = threading.Thread(target=lambda: lists.append(asking.suggest(NEED)))
    thread.start()
    assert late.started.wait(30)
    clock.now = 4.9
    assert late.cancel is not None
    assert not late.cancel.is_set()
    clock.now = 5.0
    thread.join(30)
    assert late.cancel.is_set()
    late.release.set()
    assert states(lists[0]) == {"late": State.TIMED_OUT}


def test_cancelling_ends_it_with_what_there_is() -> None:
    cancel = threading.Event()
    fast, slow = source("fast", 2), source("slow", hold=True)

    def on_update(listed: SuggestionList) -> None:
        if states(listed)["fast"] is State.OK:
            cancel.set()

    listed = suggestions(fast, slow).suggest(NEED, on_update, cancel)
    slow.release.set()
    assert states(listed) == {"fast": State.OK, "slow": State.CANCELLED}
    assert len(listed.rows) == 2


def test_a_source_that_asks_to_be_left_alone_is_not_asked_until_its_time_is_up() -> None:
    clock = Seconds()
    busy = ScriptedSource("busy", error=SourceError(Fault.THROTTLED, retry_after_s=20))
    asking = suggestions(busy, source("other"), monotonic=clock)
    asking.suggest(NEED)
    clock.now = 19.5
    listed = asking.suggest(NEED)
    assert len(busy.asked) == 1
    assert states(listed) == {"busy": State.FAILED, "other": State.OK}
    assert "1 s" in str(listed.coverage[0].error)
    clock.now = 20.0
    asking.suggest(NEED)
    assert len(busy.asked) == 2


def test_updates_come_as_sources_answer_and_the_last_one_is_the_result() -> None:
    first, second = source("first"), source("second", hold=True)
    lists: list[SuggestionList] = []

    def on_update(listed: SuggestionList) -> None:
        lists.append(listed)
        second.release.set()

    listed = suggestions(first, second).suggest(NEED, on_update)
    assert [update.done for update in lists] == [False, True]
    assert states(lists[0]) == {"first": State.OK, "second": State.ASKED}
    assert lists[-1] == listed


def test_sources_are_asked_side_by_side() -> None:
    sources = [source(name, hold=True) for name in "abc"]
    asking = threading.Thread(target=lambda: suggestions(*sources).suggest(NEED))
    asking.start()
    # All three are waiting at once: none waits for another's answer.
    assert all(s.started.wait(30) for s in sources)
    for s in sources:
        s.release.set()
    asking.join(30)


def test_a_source_that_may_not_be_mixed_stands_alone() -> None:
    listed = suggestions(source("jd", 2), source("ebay", 2, may_mix=False)).suggest(NEED)
    assert [(g.source_id, {r.offer.source_id for r in g.ranked.rows}) for g in listed.groups] == [
        (None, {"jd"}),
        ("ebay", {"ebay"}),
    ]
    assert [row.rank for group in listed.groups for row in group.ranked.rows] == [1, 2, 1, 2]


def test_saved_rows_of_such_a_source_stand_alone_too() -> None:
    shelf = ScriptedSource("shelf", [make_offer("own"), make_offer("e", source_id="ebay")], mode=Mode.OFFLINE)
    ebay = source("ebay", 0, may_mix=False)
    listed = suggestions(shelf, ebay).suggest(NEED)
    assert [(g.source_id, len(g.ranked.rows)) for g in listed.groups] == [(None, 1), ("ebay", 1)]


def test_the_rows_cut_are_counted() -> None:
    listed = suggestions(source("a", 30), limits=Limits(shown=12)).suggest(NEED)
    assert (len(listed.rows), listed.cut) == (12, 18)


def test_one_offer_twice_is_shown_once_as_it_was_seen_last() -> None:
    old = make_offer("1", source_id="a", title="Old face mask", fetched_at=NOW.replace(hour=1))
    new = make_offer("1", source_id="a", title="New face mask")
    for rows in ([old, new], [new, old]):
        listed = suggestions(ScriptedSource("a", rows)).suggest(NEED)
        assert [row.offer.title for row in listed.rows] == ["New face mask"]


def test_another_order_asks_nobody() -> None:
    asked = source("a", 0)
    asked._offers = (make_offer("dear", source_id="a"), make_offer("cheap", source_id="a", price=None))
    making = suggestions(asked)
    listed = making.suggest(NEED)
    again = making.reorder(listed, order=Order.TOTAL_PRICE)
    assert len(asked.asked) == 1
    assert [row.offer.offer_id for row in again.rows] == ["dear", "cheap"]
    assert again.common.order is Order.TOTAL_PRICE


@pytest.mark.parametrize(
    ("silence", "offer"),
    [
        (Silence.MEDICINE, make_offer("1", "布洛芬缓释胶囊")),
        (Silence.MEDICINE, make_offer("2", "Ibuprofen tablets")),
        (Silence.MEDICINE, make_offer("3", "舒缓凝胶", attributes={"批准文号": "国药准字H123"})),
        (Silence.MEDICAL_DEVICE, make_offer("4", "医用冷敷贴 面膜")),
        (Silence.MEDICAL_DEVICE, make_offer("5", "Blood pressure monitors")),
        (Silence.HEALTH_FOOD, make_offer("6", "维生素片", category="保健食品")),
        (Silence.HEALTH_FOOD, make_offer("7", "Gummies", category="Dietary supplements")),
        (Silence.TOBACCO, make_offer("8", "电子烟 烟弹")),
        (Silence.TOBACCO, make_offer("9", "Vаpе pen")),  # two Cyrillic letters
        (Silence.WEAPON, make_offer("10", "Tactical knife")),
        (Silence.WEAPON, make_offer("11", "甩\u200b棍")),
    ],
)
def test_goods_of_a_blocked_class_are_not_shown_and_counted(silence: Silence, offer) -> None:
    need = ShoppingNeed(offer.title)
    asked = suggestions(ScriptedSource("shelf", [offer]))
    listed = asked.suggest(need)
    assert listed.rows == ()
    assert listed.blocked == {silence: 1}
    again = asked.reorder(listed, order=Order.TOTAL_PRICE)
    assert (again.rows, again.blocked) == ((), {silence: 1})


def test_goods_of_a_source_that_is_off_are_not_counted_either() -> None:
    switches = Switchboard("shelf")
    asked = Suggestions([ScriptedSource("shelf", [make_offer("1", "Ibuprofen tablets")])], switches, lambda: NOW)
    listed = asked.suggest(NEED)
    switches.on.clear()
    assert asked.reorder(listed).blocked == {}


@pytest.mark.parametrize(
    "title",
    [
        "Hot glue gun", "Massage gun", "水枪玩具", "Kitchen knife", "Medicine ball 5 kg", "车载点烟器充电器",
        "瑞士军刀 多功能",
        *(offer.title for offer in MASK_SHELF),
    ],
)  # fmt: skip
def test_ordinary_goods_are_not_blocked(title: str) -> None:
    listed = suggestions(ScriptedSource("shelf", [mask("1", title, category="")])).suggest(ShoppingNeed(title))
    assert listed.blocked == {}


def test_answers_that_come_together_make_one_list() -> None:
    """Each list takes time to make and to draw: with one for every answer, the last of many answers came too late."""
    sources = [ScriptedSource(f"s{n}", [make_offer(str(n), source_id=f"s{n}")], hold=True) for n in range(8)]
    lists: list[SuggestionList] = []

    def on_update(listed: SuggestionList) -> None:
        if not lists:
            for source in sources:
                source.release.set()
            assert all(source.answered.wait(30) for source in sources)
        lists.append(listed)

    sources[0].release.set()
    Suggestions(sources, Switchboard(*(f"s{n}" for n in range(8))), lambda: NOW).suggest(NEED, on_update)
    assert [len(listed.rows) for listed in (lists[0], lists[-1])] == [1, 8]
    assert len(lists) <= 3


def test_while_a_source_is_put_back_a_list_that_is_made_meanwhile_knows_it() -> None:
    """Sources that change are seen whole: in another thread a list may be made at any moment of it."""
    shop, other = source("shop"), source("other")
    switches = Switchboard("shop", "other")
    asking = Suggestions([shop, other], switches, lambda: NOW)
    listed = asking.suggest(NEED)
    switches.on.discard("shop")
    made: list[SuggestionList] = []

    def meanwhile() -> Iterator[str]:
        made.append(asking.reorder(listed, order=Order.TOTAL_PRICE))
        yield "platform"

    asking.use([other], meanwhile())
    asking.use([shop, other], meanwhile())
    assert [states(one)["shop"] for one in made] == [State.OFF, State.OFF]
