"""P9, not personalised: same need, same country and currency, same request and same list, whatever the history."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from standins.gates import WiredSource, shows
from standins.hostile_server import HostileServer
from standins.offers import make_offer
from standins.scripted_engine import ScriptedEngine

from desktop_client import settings as options
from desktop_client.app import Parts
from desktop_client.app.both_sides import consider
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import RankedOffer
from desktop_client.commerce.sources.registry import Registry
from desktop_client.inference.engine import Sampling
from desktop_client.paths import Profile
from desktop_client.settings import Settings

SENTENCE = "敏感肌适合用什么样的面膜，100 元以内"
TITLES = ("敏感肌面膜 无香精", "油性肌肤面膜", "男士面膜", "儿童面膜", "贵妇面膜")


def _chats(parts: Parts) -> None:
    for text in ("我是男生，油皮，月薪三千", "I am a rich woman with dry skin", "帮我找贵妇面膜", "给孩子买儿童面膜"):
        question = parts.turns.ask(None, text)
        parts.turns.answer(question, Sampling(), lambda event: None, threading.Event())


def _shortlists(parts: Parts) -> None:
    for number, title in enumerate(TITLES):
        offer = make_offer(f"shop-{number + 1}", title, source_id="shop")
        parts.store.shortlists.pin(offer, ShoppingNeed("男士面膜", "zh"), "favourites")


def _earlier_searches(parts: Parts) -> None:
    for sentence in ("推荐男士面膜", "想买儿童面膜", "贵妇面膜哪款好", "recommend a luxury face mask"):
        consider(parts, sentence)


def _chinese(parts: Parts) -> None:
    parts.settings.set(options.LANGUAGE, "zh")


def _english(parts: Parts) -> None:
    parts.settings.set(options.LANGUAGE, "en")


def _tastes(parts: Parts) -> None:
    parts.settings.set(options.SYSTEM_PROMPT, "The user is a man with oily skin who likes luxury.")
    parts.settings.set(options.THEME, "dark")
    parts.settings.set(options.TEMPERATURE, 1.5)


HISTORIES: dict[str, Callable[[Parts], None]] = {
    "chats": _chats,
    "shortlists": _shortlists,
    "earlier searches": _earlier_searches,
    "a Chinese window": _chinese,
    "an English window": _english,
    "other settings": _tastes,
}


def asked(
    folder: Path, server: HostileServer, *histories: Callable[[Parts], None]
) -> tuple[ShoppingNeed, bytes, list[RankedOffer]]:
    """What a profile with these histories sends for the sentence, and the list it gets. Times of sight are left out."""
    profile = Profile(folder)
    engine = ScriptedEngine("好")
    with Parts(profile, Settings(profile.settings), make_engine=lambda: engine) as parts:
        wired = WiredSource("shop", server.url)
        parts.registry = Registry((*parts.registry.sources, wired), parts.registry.link_outs, ())  # type: ignore[misc]
        parts.switchboard.switch_source("shop", on=True)
        parts.settings.set(options.AT_ONCE, ["shop"])
        for history in histories:
            history(parts)
        before = len(server.requests)
        considered = consider(parts, SENTENCE)
    assert considered.reading.need is not None
    assert considered.listed is not None
    assert len(server.requests) == before + 1
    rows = [
        replace(row, offer=replace(row.offer, fetched_at=make_offer().fetched_at)) for row in considered.listed.rows
    ]
    return considered.reading.need, server.requests[-1], rows


@pytest.mark.parametrize("name", HISTORIES)
def test_the_request_and_the_list_are_the_same_with_a_history(name: str, tmp_path: Path) -> None:
    with HostileServer(shows(*TITLES)) as server:
        fresh = asked(tmp_path / "fresh", server)
        with_history = asked(tmp_path / "Herr Müller, 男" / "old profile", server, HISTORIES[name])
    assert len(fresh[2]) > 5, "the list is too short to show anything"
    assert with_history == fresh


def test_all_histories_together_change_nothing(tmp_path: Path) -> None:
    with HostileServer(shows(*TITLES)) as server:
        fresh = asked(tmp_path / "fresh", server)
        both = [asked(tmp_path / f"old{n}", server, *list(HISTORIES.values())[:: 1 - 2 * n]) for n in (0, 1)]
    assert both == [fresh, fresh]


def test_the_same_profile_gets_the_same_list_again(tmp_path: Path) -> None:
    with HostileServer(shows(*TITLES)) as server:
        first, second = (asked(tmp_path / "profile", server) for _ in range(2))
    assert first == second


def test_another_need_would_have_been_seen(tmp_path: Path) -> None:
    """Shows that request and list do depend on the need."""
    with HostileServer(shows(*TITLES)) as server:
        first = asked(tmp_path / "one", server)

        def other(parts: Parts) -> None:
            considered = consider(parts, "推荐男士面膜")
            assert considered.listed is not None
            lists.append([row.offer.key for row in considered.listed.rows])

        lists: list[list[tuple[str, str]]] = []
        asked(tmp_path / "two", server, other)
        assert lists[0] != [row.offer.key for row in first[2]]
        assert len(set(server.requests)) == 2
