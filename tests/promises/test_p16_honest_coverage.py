"""P16, honest coverage: whatever goes wrong, the list names every source, what came of it, and counts that add up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations

import pytest
from standins.gates import MemoryRecord, NoKeys, WiredSource, gate, shows
from standins.hostile_server import Act, HostileServer, endlessly, head, packed, raw, resets, says, then_silence
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import Coverage, State, SuggestionList
from desktop_client.commerce.lists.codec import panel_to_json
from desktop_client.commerce.lists.export import ListFormat, coverage_of, list_bytes
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.source import CredentialField, Mode
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.errors import SidelightError
from desktop_client.ui.panel.presenter import panel_view
from desktop_client.wording import Language, say

NEED = ShoppingNeed("face mask")
MANY = tuple(f"Face mask {number}" for number in range(30))


@dataclass(frozen=True)
class Case:
    """What a platform does, and what the list has to say of it."""

    act: Act
    state: State
    count: int = 0
    why: str = ""
    blocked: int = 0


CASES = {
    "fine": Case(shows("Face mask one", "Face mask two"), State.OK, 2),
    "many": Case(shows(*MANY), State.OK, 30),
    "blocked": Case(shows("Face mask", "Ibuprofen tablets", "电子烟 烟弹"), State.OK, 3, blocked=2),
    "unrelated": Case(shows("Garden hose"), State.OK, 1),
    "empty": Case(shows(), State.EMPTY),
    "key": Case(says(b"no", status="401 No"), State.FAILED, why="turns programs such as Sidelight away"),
    "permission": Case(says(b"no", status="403 No"), State.FAILED, why="turns programs such as Sidelight away"),
    "throttled": Case(says(b"", "Retry-After: 9", status="429 Slow"), State.FAILED, why="asked less often"),
    "bad": Case(says(b"", status="400 What"), State.FAILED, why="did not understand"),
    "fault": Case(says(b"<html>", status="500 Oh"), State.FAILED, why="fault of its own"),
    "page": Case(says(b"<html>"), State.FAILED, why="no JSON"),
    "other": Case(says({"results": []}), State.FAILED, why="It broke"),
    "garbage": Case(raw(b"garbage\r\n\r\n"), State.FAILED, why="no proper HTTP"),
    "moved": Case(says(b"", "Location: https://x.example/", status="301 M"), State.FAILED, why="x.example"),
    "reset": Case(resets(), State.FAILED, why="could not be reached"),
    "cut": Case(raw(head("200 OK", "Content-Length: 9") + b"{"), State.FAILED, why="broke off"),
    "large": Case(endlessly(head("200 OK"), b" " * 65536), State.FAILED, why="larger than any honest one"),
    "bomb": Case(packed(b"\x00" * 40_000_000), State.FAILED, why="larger than any honest one"),
}


@dataclass
class Panel:
    """What every way of showing a list says of one source."""

    listed: SuggestionList
    record: MemoryRecord = field(repr=False)

    def says_of(self, source_id: str) -> tuple[State, int, str]:
        [coverage] = [coverage for coverage in self.listed.coverage if coverage.source_id == source_id]
        [row] = [row for row in panel_to_json(self.listed)["sources"] if row["id"] == source_id]
        [recorded] = [row for row in self.record.listed[-1].sources if row[0] == source_id]
        error = "" if coverage.error is None else str(coverage.error)
        assert (row["state"], row["count"], row["error"] or "") == (coverage.state.value, coverage.count, error)
        assert recorded == (source_id, coverage.state.value, coverage.count)
        return coverage.state, coverage.count, error


@contextmanager
def platforms(*names: str, switches: Switchboard, **options) -> Iterator[tuple[Suggestions, MemoryRecord]]:
    record = MemoryRecord()
    with ExitStack() as listening:
        servers = [listening.enter_context(HostileServer(CASES[name].act)) for name in names]
        sources = [WiredSource(name, server.url) for name, server in zip(names, servers, strict=True)]
        outside = Outside(gate(switches, record, **options), NoKeys(), record)
        yield Suggestions(sources, switches, lambda: NOW, outside=outside), record


def check(panel: Panel, expected: dict[str, Case], off: set[str]) -> None:
    """Every source is named with its state and count, in every form, and the counts add up."""
    listed = panel.listed
    assert [coverage.source_id for coverage in listed.coverage] == list(expected)
    for name, case in expected.items():
        state, count, error = panel.says_of(name)
        if name in off:
            assert (state, count, error) == (State.OFF, 0, "")
            continue
        assert (state, count) == (case.state, case.count)
        assert case.why in error
        assert bool(error) == (state is State.FAILED)
    asked = [name for name in expected if name not in off]
    blocked = sum(expected[name].blocked for name in asked)
    assert sum(listed.blocked.values()) == blocked == listed_blocked(panel)
    common = listed.common
    removed = sum(row.count for row in common.removed)
    assert len(listed.rows) + listed.cut + common.unrelated + removed + blocked == sum(expected[n].count for n in asked)
    assert panel.record.listed[-1].cut == listed.cut == panel_to_json(listed)["cut"]
    view = panel_view(listed, NOW, "en")
    told = " · ".join([*view.coverage, *view.off])
    assert [name for name in expected if name not in told] == []


def listed_blocked(panel: Panel) -> int:
    counted: dict[str, int] = panel_to_json(panel.listed)["blocked"]
    return sum(counted.values())


def suggest(*names: str, off: set[str] = frozenset(), **options) -> Panel:  # type: ignore[assignment]
    switches = Switchboard(*(set(names) - off))
    switches.at_once = set(names)
    with platforms(*names, switches=switches, **options) as (suggestions, record):
        return Panel(suggestions.suggest(NEED), record)


@pytest.mark.parametrize("name", CASES)
def test_each_way_to_answer_alone(name: str) -> None:
    check(suggest(name), {name: CASES[name]}, set())


def test_all_of_them_at_once_in_any_order_and_any_part_off() -> None:
    lottery = random.Random(16)
    for _ in range(8):
        names = lottery.sample(list(CASES), len(CASES))
        off = set(lottery.sample(names, lottery.randrange(len(names))))
        check(suggest(*names, off=off), {name: CASES[name] for name in names}, off)


def test_goods_that_come_again_are_counted_once() -> None:
    """The shelf has kept what the platform brings anew, once its request has been seen and sent."""
    kept = make_offer("platform-1", "Ibuprofen tablets", source_id="platform")
    switches, record = Switchboard("shelf", "platform"), MemoryRecord()
    with HostileServer(shows(kept.title)) as server:
        shelf = ScriptedSource("shelf", [kept], mode=Mode.OFFLINE)
        sources = [shelf, WiredSource("platform", server.url)]
        asked = Suggestions(sources, switches, lambda: NOW, outside=Outside(gate(switches, record), NoKeys(), record))
        listed = asked.suggest(NEED)
        assert listed.blocked == {Silence.MEDICINE: 1}
        sent = asked.send(listed, ["platform"])
    assert [(c.state, c.count) for c in sent.coverage] == [(State.OK, 1), (State.OK, 1)]
    assert sent.blocked == {Silence.MEDICINE: 1}


def test_no_source_hides_another() -> None:
    """Every pair of ways to answer, the first of each pair on and the second off and the other way round."""
    few = ("fine", "empty", "fault", "reset", "garbage", "blocked")
    for pair in combinations(few, 2):
        for off in (set(), {pair[0]}, {pair[1]}, set(pair)):
            check(suggest(*pair, off=off), {name: CASES[name] for name in pair}, off)


def test_what_never_answers_is_said_to_have_timed_out() -> None:
    now = [0.0]
    switches, record = Switchboard("silent", "fine"), MemoryRecord()
    switches.at_once = {"silent", "fine"}

    def on_update(listed: SuggestionList) -> None:
        if listed.coverage[1].state is State.OK:
            now[0] = 8.0

    with HostileServer(then_silence(b"")) as silent, HostileServer(CASES["fine"].act) as fine:
        sources = [WiredSource("silent", silent.url), WiredSource("fine", fine.url)]
        outside = Outside(gate(switches, record, monotonic=lambda: now[0]), NoKeys(), record)
        listed = Suggestions(sources, switches, lambda: NOW, outside=outside).suggest(NEED, on_update)
    expected = {"silent": Case(then_silence(b""), State.TIMED_OUT), "fine": CASES["fine"]}
    check(Panel(listed, record), expected, set())


def test_a_source_that_heeds_no_time_limit_is_said_to_have_timed_out_too() -> None:
    """One that sends nothing and doesn't look at the clock: nobody waits for it any longer."""
    now = [0.0]
    deaf = ScriptedSource("deaf", hold=True, heeds_cancel=False)
    quick = ScriptedSource("quick", [make_offer("1", "Face mask", source_id="quick")])
    switches, record = Switchboard("deaf", "quick"), MemoryRecord()

    def on_update(listed: SuggestionList) -> None:
        if listed.coverage[1].state is State.OK:
            now[0] = 8.0

    outside = Outside(gate(switches, record), NoKeys(), record)
    made = Suggestions([deaf, quick], switches, lambda: NOW, outside=outside, monotonic=lambda: now[0])
    panel = Panel(made.suggest(NEED, on_update), record)
    deaf.release.set()
    assert [panel.says_of(name)[:2] for name in ("deaf", "quick")] == [(State.TIMED_OUT, 0), (State.OK, 1)]
    assert "deaf timed out" in panel_view(panel.listed, NOW, "en").coverage


def test_what_waits_and_what_was_not_sent_is_said_so() -> None:
    switches = Switchboard("fine", "many", "empty")
    with platforms("fine", "many", "empty", switches=switches) as (suggestions, record):
        waiting = suggestions.suggest(NEED)
        assert {coverage.state for coverage in waiting.coverage} == {State.WAITING}
        sent = suggestions.send(waiting, ["many"])
        declined = suggestions.decline(sent, ["fine"])
    assert [Panel(declined, record).says_of(name)[:2] for name in ("fine", "many", "empty")] == [
        (State.NOT_SENT, 0),
        (State.OK, 30),
        (State.WAITING, 0),
    ]
    assert len(declined.rows) + declined.cut == 30
    view = panel_view(declined, NOW, "en")
    assert [name for name in ("fine", "many", "empty") if name not in " · ".join(view.coverage)] == []


def test_a_refusal_of_the_gate_is_said_as_one() -> None:
    panel = suggest("fine", resolve=lambda host, port: ["192.168.1.1"])
    state, count, error = panel.says_of("fine")
    assert (state, count) == (State.FAILED, 0)
    assert "leads to an address that is not the platform's" in error


def test_every_reason_is_said_in_both_languages() -> None:
    failing = [name for name, case in CASES.items() if case.state is State.FAILED]
    for coverage in suggest(*failing).listed.coverage:
        assert coverage.error is not None
        english, chinese = (coverage.error.in_language(language) for language in ("en", "zh"))
        assert english != chinese, coverage.source_id


def test_a_list_that_could_not_be_recorded_says_so() -> None:
    record = MemoryRecord()
    record.full = SidelightError(say("The disk is full."))
    outside = Outside(gate(Switchboard("shelf"), record), NoKeys(), record)
    source = ScriptedSource("shelf")
    listed = Suggestions([source], Switchboard("shelf"), lambda: NOW, outside=outside).suggest(NEED)
    assert str(listed.unrecorded) == "The disk is full."


def test_blocked_goods_are_counted_by_kind() -> None:
    assert suggest("blocked").listed.blocked == {Silence.MEDICINE: 1, Silence.TOBACCO: 1}


def test_a_platform_that_is_on_and_has_no_key_is_said_not_to_have_been_asked() -> None:
    """Its key went with the session, or was taken out: nobody asked it, so it neither failed nor had nothing."""
    keyless = ScriptedSource("keyless")
    fields = (CredentialField("key", {"en": "Key", "zh": "密钥"}),)
    keyless.manifest = replace(keyless.manifest, link_out="https://shop.example/?q={words}", credential_fields=fields)
    switches, record = Switchboard("keyless"), MemoryRecord()
    asked = Suggestions([keyless], switches, lambda: NOW, outside=Outside(gate(switches, record), NoKeys(), record))
    listed = asked.suggest(NEED)
    assert (keyless.asked, [c.state for c in listed.coverage]) == ([], [State.LINK_OUT])
    view = panel_view(listed, NOW, "en")
    assert view.coverage == ("keyless not asked: no key",)
    assert (view.asked, view.reason) == (0, "Nothing was sent, so nobody was asked.")


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_came_of_a_source_is_said_in_panel_terminal_and_files(state: State, language: Language) -> None:
    came = Coverage("shop", {"en": "Shop", "zh": "商店"}, state, count=2)
    listed = replace(suggest("empty").listed, coverage=(came,))
    name, off = came.name[language], state is State.OFF
    view = panel_view(listed, NOW, language)
    assert name in view.coverage[0]
    assert view.off == ((name,) if off else ())
    said = [view.coverage[0], coverage_of(listed, language)[0].in_language(language)]
    assert ["failed" in words or "失败" in words for words in said] == [state is State.FAILED] * 2
    for form in ListFormat:
        assert name.encode() in list_bytes(listed, form, language) or form is ListFormat.CSV
