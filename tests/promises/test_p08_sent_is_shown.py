"""P8, sent = shown: the bytes that leave are the bytes previewed and recorded, and nothing else leaves with them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from standins.clock import FakeClock
from standins.gates import MemoryRecord, NoKeys, WiredSource, gate, shows
from standins.hostile_server import Act, Conversation, HostileServer
from standins.offers import make_offer
from standins.scripted_engine import ScriptedEngine
from standins.sources import Switchboard

from desktop_client import settings as options
from desktop_client.app import Parts
from desktop_client.app.both_sides import consider
from desktop_client.chat.attachment import Attachment, Kind, with_attachments
from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.reading import read
from desktop_client.commerce.sending.request import Outgoing, Request
from desktop_client.commerce.source import Query
from desktop_client.commerce.sources.registry import Registry
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.inference.engine import Sampling
from desktop_client.paths import Profile
from desktop_client.settings import Settings

NEED = ShoppingNeed(
    "敏感肌 面膜 «spicy» & more",
    "zh",
    "面膜",
    PriceRange(Decimal("10.5"), Decimal(200), "CNY"),
    must_have=("敏感肌",),
    must_not=("香精",),
    country="CN",
)


def _all_of_it(url: str, query: Query) -> Request:
    need = query.need
    return Request.post_json(
        url,
        {"q": need.text, "category": need.category, "max": str(need.price.high), "with": list(need.must_have)},
        headers=[("Accept", "application/json"), ("X-Api-Key", "the-key")],
        secrets=["the-key"],
    )


@dataclass
class House:
    """Two platforms that wait for *Send*, as a user has them."""

    servers: dict[str, HostileServer]
    switches: Switchboard
    record: MemoryRecord
    clock: FakeClock
    suggestions: Suggestions

    @property
    def received(self) -> dict[str, list[bytes]]:
        return {name: server.requests for name, server in self.servers.items()}


@contextmanager
def house(act: Act | None = None) -> Iterator[House]:
    act = act or shows("敏感肌面膜")
    switches, record, clock = Switchboard("one", "two"), MemoryRecord(), FakeClock()
    with HostileServer(act) as one, HostileServer(act) as two:
        sources = [
            WiredSource("one", one.url),
            WiredSource("two", two.url, make=lambda query: _all_of_it(two.url, query)),
        ]
        outside = Outside(gate(switches, record, clock=clock), NoKeys(), record)
        suggestions = Suggestions(sources, switches, clock, outside=outside)
        yield House({"one": one, "two": two}, switches, record, clock, suggestions)


def outgoing(listed: SuggestionList) -> dict[str, Outgoing]:
    return {preview.source_id: preview.outgoing for preview in listed.previews}


def states(listed: SuggestionList) -> dict[str, State]:
    return {coverage.source_id: coverage.state for coverage in listed.coverage}


def test_previewed_sent_and_recorded_are_the_same_bytes() -> None:
    with house() as at:
        waiting = at.suggestions.suggest(NEED)
        shown = outgoing(waiting)
        listed = at.suggestions.send(waiting, ["one", "two"])
        assert at.received == {name: [it.wire] for name, it in shown.items()}
    assert set(states(listed).values()) == {State.OK}
    recorded = {asked.source_id: (asked.request, asked.request_sha256) for asked in at.record.asked}
    assert recorded == {
        name: (shown[name].shown, hashlib.sha256(received).hexdigest()) for name, [received] in at.received.items()
    }


def test_what_is_shown_is_all_that_is_sent_but_for_the_key() -> None:
    with house() as at:
        waiting = at.suggestions.suggest(NEED)
        shown = outgoing(waiting)["two"].shown
        at.suggestions.send(waiting, ["two"])
        [sent] = at.received["two"]
    assert shown.count("•••") == 1
    assert shown.replace("•••", "the-key").replace("\n", "\r\n").encode() == sent


def test_nothing_is_sent_before_send() -> None:
    with house() as at:
        waiting = at.suggestions.suggest(NEED)
        at.suggestions.reorder(waiting)
        assert states(waiting) == {"one": State.WAITING, "two": State.WAITING}
        assert [server.accepted for server in at.servers.values()] == [0, 0]
        assert at.record.asked == []


def test_an_old_question_that_is_on_screen_again_is_sent_to_nobody_before_send() -> None:
    """Whoever looks through old chats asks nothing, also of platforms that may be asked at once."""
    with house() as h:
        h.switches.at_once = {"one", "two"}
        listed = h.suggestions.suggest(NEED, unasked=True)
        assert h.received == {"one": [], "two": []}
        assert {coverage.state for coverage in listed.coverage} == {State.WAITING}
        h.suggestions.send(listed, ["one"])
        assert {name: len(requests) for name, requests in h.received.items()} == {"one": 1, "two": 0}
        h.suggestions.suggest(NEED)
        assert {name: len(requests) for name, requests in h.received.items()} == {"one": 2, "two": 1}


def test_only_what_send_was_pressed_for_is_sent() -> None:
    with house() as at:
        waiting = at.suggestions.suggest(NEED)
        listed = at.suggestions.send(waiting, ["two"])
        assert [server.accepted for server in at.servers.values()] == [0, 1]
        assert outgoing(listed) == {"one": outgoing(waiting)["one"]}


def test_what_is_declined_is_never_sent() -> None:
    with house() as at:
        waiting = at.suggestions.suggest(NEED)
        declined = at.suggestions.decline(waiting, ["one", "two"])
        again = at.suggestions.send(declined, ["one", "two"])
        assert [server.accepted for server in at.servers.values()] == [0, 0]
    assert states(declined) == states(again) == {"one": State.NOT_SENT, "two": State.NOT_SENT}
    assert at.record.asked == []


def test_an_old_preview_is_not_sent_but_shown_anew() -> None:
    with house() as at:
        old = at.suggestions.suggest(NEED)
        at.clock.pass_(minutes=5, seconds=1)
        anew = at.suggestions.send(old, ["one", "two"])
        assert [server.accepted for server in at.servers.values()] == [0, 0]
        assert states(anew) == {"one": State.WAITING, "two": State.WAITING}
        assert {preview.at - timedelta(minutes=5, seconds=1) for preview in anew.previews} == {
            preview.at for preview in old.previews
        }


def test_a_preview_that_was_changed_is_not_sent() -> None:
    with house() as at:
        waiting = at.suggestions.suggest(NEED)
        one, two = waiting.previews
        forged = replace(one, outgoing=replace(one.outgoing, wire=one.outgoing.wire + b"and my chat"))
        listed = at.suggestions.send(replace(waiting, previews=(forged, two)), ["one"])
        assert [server.accepted for server in at.servers.values()] == [0, 0]
    assert states(listed)["one"] is State.FAILED


def test_what_one_platform_answers_is_not_told_to_another() -> None:
    """The first answers with a mark of its own, and only then is the second asked: it gets what it would get anyway."""

    def marked(talk: Conversation) -> None:
        shows("敏感肌面膜 CANARY-of-another-platform")(talk)

    with house(marked) as at:
        waiting = at.suggestions.suggest(NEED)
        expected = outgoing(waiting)["two"].wire
        listed = at.suggestions.send(waiting, ["one"])
        assert any("CANARY" in row.offer.title for row in listed.rows)
        at.suggestions.send(listed, ["two"])
        at.suggestions.send(at.suggestions.suggest(NEED), ["two"])
        assert at.received["two"] == [expected, expected]


def test_many_at_once_send_each_its_own_bytes() -> None:
    with house() as at:
        expected = {name: it.wire for name, it in outgoing(at.suggestions.suggest(NEED)).items()}
        at.switches.at_once = {"one", "two"}
        threads = [threading.Thread(target=at.suggestions.suggest, args=(NEED,)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert at.received == {name: [wire] * 5 for name, wire in expected.items()}
    for asked in at.record.asked:
        assert asked.request_sha256 == hashlib.sha256(expected[asked.source_id]).hexdigest()


# --- everything else that Sidelight knows ------------------------------------------------------------------------


def test_nothing_else_that_is_known_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark of its own in everything: chat, attachment, system prompt, settings, shelf, shortlists, another's rows."""
    profile, engine = Profile(tmp_path / "CANARY-folder"), ScriptedEngine("CANARY-answer 面膜")
    monkeypatch.setenv("CANARY_VARIABLE", "CANARY-environment")
    with (
        HostileServer(shows("敏感肌面膜 CANARY-other-platform")) as other,
        HostileServer(shows("敏感肌面膜")) as shop,
        Parts(profile, Settings(profile.settings), make_engine=lambda: engine) as parts,
    ):
        sources = [WiredSource("other", other.url), WiredSource("shop", shop.url)]
        parts.registry = Registry((*parts.registry.sources, *sources), parts.registry.link_outs, ())  # type: ignore[misc]
        for name in ("other", "shop"):
            parts.switchboard.switch_source(name, on=True)
        parts.settings.set(options.AT_ONCE, ["other", "shop"])
        parts.settings.set(options.SYSTEM_PROMPT, "CANARY-system-prompt 面膜")
        parts.settings.set(options.INDEX_URL, "https://CANARY-mirror.example/simple")
        parts.shelf.put([make_offer("c", "敏感肌面膜 CANARY-shelf", description="CANARY")], "CANARY-feed.tsv")
        parts.store.shortlists.pin(make_offer("p", "CANARY-pin"), ShoppingNeed("CANARY-need"), "CANARY-list")
        first = parts.turns.ask(None, "我叫 CANARY-name，住在 CANARY-street，敏感肌")
        parts.turns.answer(first, Sampling(), lambda event: None, threading.Event())
        consider(parts, "推荐一款面膜")
        attached = Attachment("CANARY-file.txt", Kind.TEXT, 9, "CANARY-attached 面膜")
        sentence = with_attachments("敏感肌适合用什么样的面膜", [attached])
        second = parts.turns.ask(first.conversation_id, sentence)
        parts.turns.answer(second, Sampling(), lambda event: None, threading.Event())
        considered = consider(parts, sentence)
    assert considered.listed is not None
    titles = " ".join(offer.title for _, offer in considered.listed.taken)
    assert "CANARY-shelf" in titles
    assert "CANARY-other-platform" in titles
    told = engine.requests[-1].to_bytes().decode()
    assert all(f"CANARY-{what}" in told for what in ("system-prompt", "name", "answer", "attached")), (
        "the chat does know it"
    )
    assert len(shop.requests) == 2
    received = b"".join(shop.requests)
    assert b"CANARY" not in received
    assert b"\xe9\x9d\xa2\xe8\x86\x9c" in unquote_to_bytes(received)


PERSONAL = (
    ("My name is Zanthia Quill, I live at 12 Oak Street Boston and I want a phone case", "zanthia|quill|oak|boston|12"),
    ("phone case please, my number is 617-555-0199", "617|0199"),
    ("I want to buy a face mask, tell me at (617) 555-0199 or zq_1@mail.example.org", "617|zq_1|mail"),
    ("My password is hunter2! What headphones should I buy under $100?", "hunter2|password"),
    ("card 4111 1111 1111 1111, ssn 078-05-1120, buy me running shoes", "4111|1111|078|1120"),
    ("我叫张小三，住在北京市朝阳区建国路88号3单元502室，电话13800138000，想买一个行李箱", "张|北京|建国|88|502|138"),
    ("想买面膜，身份证号11010519491231002X，微信zhang_san88", "1101|zhang"),
    ("推荐一款耳机，我的密码是 abc12345，邮箱 san@mail.example.cn", "abc1|san@"),
)


@pytest.mark.parametrize(("sentence", "private"), PERSONAL)
@pytest.mark.parametrize("force", [False, True])
def test_who_somebody_is_and_how_to_reach_them_is_no_search_word(sentence: str, private: str, *, force: bool) -> None:
    """Also not where the sentence that wishes for something says it."""
    need = read(sentence, force=force).need
    assert need is not None
    told = " ".join((need.text, need.category or "", *need.must_have, *need.must_not)).casefold()
    assert [part for part in private.split("|") if part in told] == []
    assert need.category


@pytest.mark.parametrize(
    "sentence", ["my password is hunter2", "我叫张小三，电话13800138000", "mail me: zq@mail.example.org"]
)
def test_what_is_private_is_not_taken_for_want_of_other_words(sentence: str) -> None:
    need = read(sentence, force=True).need
    assert need is None or not any(part in need.text for part in ("hunter2", "张", "138", "zq@"))
