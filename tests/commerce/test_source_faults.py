"""Every platform in trouble, through the real gate: each fault ends in its state and words, and harms nobody else.

``test_source_matrix.py`` lists all of it, and what can't occur. What a connector reads out of an answer is tested
beside it; here it is whether what goes wrong on the way becomes what the user is told, in both languages.
"""

from __future__ import annotations

import re
import threading
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from standins.gates import MemoryRecord
from standins.hostile_server import Act, Conversation, HostileServer, head, resets, says, then_silence
from standins.mall import ADDED, CASES, CLOSED, EVERY_CASE, SECOND_WAYS, Mall, MallKeys, source_id_of
from standins.offers import NOW
from standins.shop_cases import Case as ShopCase
from standins.sources import Switchboard
from standins.union_cases import Case as UnionCase
from standins.walmart_server import pem

from desktop_client.commerce.asking.suggestion_list import Coverage, State
from desktop_client.commerce.gate import GateLimits
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.record import Came, Event
from desktop_client.commerce.sending.request import Purpose
from desktop_client.commerce.suggestions import Outside, Suggestions

NEED = ShoppingNeed("mug 3017620422003")
"""Words that every platform takes, with a barcode for the one that takes nothing else."""
WITH_KEYS = [*CASES, *SECOND_WAYS, *sorted(CLOSED)]
MERCHANTS = ["shopify", *ADDED]
KEYLESS = [*MERCHANTS, "openfacts"]
NAMES = [*WITH_KEYS, *KEYLESS]
EVERY = pytest.mark.parametrize("name", NAMES)
MOST_BYTES = 50_000_000


@pytest.fixture
def mall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mall]:
    with Mall(tmp_path_factory.mktemp("mall"), lambda: NOW) as opened:
        yield opened


class Asking:
    """One platform, by one way in, beside one that is well, both at once, through one gate."""

    def __init__(self, mall: Mall, way: str, **options) -> None:
        self.name, self.other = source_id_of(way), "bestbuy" if way != "bestbuy" else "etsy"
        switches = Switchboard(self.name, self.other)
        switches.at_once = {self.name, self.other}
        self.record, self.keys = MemoryRecord(), MallKeys()
        if way in SECOND_WAYS:
            self.keys.other[self.name] = EVERY_CASE[way].credentials
        outside = Outside(mall.gate(switches, self.record, **options), self.keys, self.record)
        self._suggestions = Suggestions(mall.named(self.name, self.other), switches, lambda: NOW, outside=outside)

    def ask(self, need: ShoppingNeed = NEED) -> Coverage:
        """What came of the platform, once it is seen that the other was not harmed."""
        listed = self._suggestions.suggest(need)
        coverage = {found.source_id: found for found in listed.coverage}
        if need == NEED:
            assert coverage[self.other].state is State.OK
            assert any(offer.source_id == self.other for _, offer in listed.taken)
        owned = sum(offer.source_id == self.name for _, offer in listed.taken)
        assert owned == coverage[self.name].count
        return coverage[self.name]


def _says_so(coverage: Coverage, english: str, chinese: str) -> None:
    assert coverage.state is State.FAILED
    assert coverage.error is not None
    assert re.match(english, str(coverage.error)), str(coverage.error)
    assert re.match(chinese, coverage.error.in_language("zh")), coverage.error.in_language("zh")


TOLD: dict[str, tuple[Act, str, str]] = {
    "malformed": (says(b"<html>busy</html>"), "The answer is no JSON.", "返回的内容不是 JSON。"),
    "wrong type": (says(b"[7]"), "The answer was not what the platform documents.", "返回的内容与平台文档不符。"),
    "huge": (
        says(b'{"a": "' + b"x" * 9_000_000 + b'"}'),
        "The answer was larger than any honest one.",
        "返回的内容大得不正常。",
    ),
    "reset": (resets(), "The platform could not be reached.", "无法连接到平台。"),
    "fault of its own": (
        says(b"<html>oh</html>", status="500 Oh"),
        "The platform has a fault of its own.",
        "平台自身出了故障。",
    ),
}


@EVERY
def test_all_well(mall: Mall, name: str) -> None:
    need = ShoppingNeed("face mask") if name in MERCHANTS else NEED
    coverage = Asking(mall, name).ask(need)
    assert (coverage.state, coverage.error) == (State.OK, None)
    assert coverage.count > 0


@EVERY
@pytest.mark.parametrize("fault", TOLD)
def test_what_goes_wrong_is_told_and_harms_nobody_else(mall: Mall, name: str, fault: str) -> None:
    act, english, chinese = TOLD[fault]
    with HostileServer(act, tls=mall.certificate) as server:
        mall.lead(source_id_of(name), server.port)
        tracemalloc.start()
        try:
            coverage = Asking(mall, name).ask()
            assert tracemalloc.get_traced_memory()[1] <= MOST_BYTES
        finally:
            tracemalloc.stop()
        assert server.accepted == 1
    _says_so(coverage, english, chinese)


@EVERY
def test_an_answer_that_takes_too_long_is_given_up(mall: Mall, name: str) -> None:
    """The gate's clock leaps once the other has answered and this one has begun to."""
    act = then_silence(head("200 OK", "Content-Length: 99") + b"{")
    seconds = [0.0]
    with HostileServer(act, tls=mall.certificate) as server:
        mall.lead(source_id_of(name), server.port)
        asking = Asking(mall, name, monotonic=lambda: seconds[0])

        def leap(event: Event) -> None:
            if isinstance(event, Came) and event.outcome == "ok":
                assert server.heard.wait(30)
                seconds[0] = GateLimits().total_s

        asking.record.on_add = leap
        coverage = asking.ask()
        assert server.client_gone.wait(30), "the connection stayed open"
    assert (coverage.state, coverage.count) == (State.TIMED_OUT, 0)


@EVERY
def test_one_that_wants_to_be_left_alone_is(mall: Mall, name: str) -> None:
    act = says(b"{}", "Retry-After: 7", status="429 Too Many Requests")
    with HostileServer(act, tls=mall.certificate) as server:
        mall.lead(source_id_of(name), server.port)
        asking = Asking(mall, name)
        _says_so(asking.ask(), "The platform wants to be asked less often.", "平台要求降低查询频率。")
        _says_so(asking.ask(), r"It is left alone for [67] s more\.", "暂停查询该来源，还有 [67] 秒。")
        assert server.accepted == 1


@EVERY
def test_one_that_says_so_in_its_own_way_is_left_alone_too(mall: Mall, name: str) -> None:
    """Each stand-in has its platform's own form of *too often*, most of them with status 200 or in an odd place."""
    if name in MERCHANTS:
        mall.merchants[name].fault = "throttled"
    else:
        mall.platforms[source_id_of(name)].left = 0
    if name == "bestbuy":
        english, chinese = (
            "Best Buy did not accept the key, or has had too many requests",
            "百思买没有接受密钥",
        )
    else:
        english, chinese = "The platform wants to be asked less often.", "平台要求降低查询频率。"
    _says_so(Asking(mall, name).ask(), english, chinese)


# --- keys, signatures, tokens, clocks ----------------------------------------------------------------------------

KEYS = {
    "taobao": "app_key",
    "jd": "app_key",
    "pinduoduo": "client_id",
    "douyin": "app_key",
    "smzdm": "app_key",
    "etsy": "keystring",
    "ebay": "client_id",
    "walmart": "consumer_id",
    "bestbuy": "api_key",
    "amazon": "client_id",
    "smzdm gateway": "x_api_key",
}
"""The part of a key that says whose it is."""

SECRETS = {
    "taobao": "app_secret",
    "jd": "app_secret",
    "pinduoduo": "client_secret",
    "douyin": "app_secret",
    "smzdm": "app_secret",
    "etsy": "shared_secret",
    "ebay": "client_secret",
    "walmart": "private_key",
    "amazon": "client_secret",
}
"""The part that signs, or that is sent with the key where nothing is signed."""

ONE_PART = {"bestbuy", "smzdm gateway"}
"""Those whose key has one part: nothing is signed."""

TOKENS = {"douyin", "ebay", "amazon"}
"""Those that want a token beside the key, which may have run out."""

CLOCKED = ["taobao", "jd", "pinduoduo", "douyin", "smzdm", "walmart"]
"""Those whose requests carry the time, which the platform compares with its own."""


def test_the_tables_leave_no_platform_out() -> None:
    assert set(KEYS) == set(EVERY_CASE) == set(SECRETS) | ONE_PART
    timed = {name for name in CASES if CASES[name].source.manifest.requests_hold_s is not None}
    assert timed <= set(CLOCKED), "a request that holds for a while only has the time in it"
    assert {way for way, case in EVERY_CASE.items() if _has_token(case)} == TOKENS


def _has_token(case: ShopCase | UnionCase) -> bool:
    """Whether a token is entered with the key, or fetched before the search."""
    entered = any("token" in name for name in case.credentials)
    return entered or next(case.source.search(case.query("mug"))).purpose is Purpose.TOKEN


@pytest.mark.parametrize(("name", "part"), [*KEYS.items(), *SECRETS.items()])
def test_a_key_or_a_signature_that_is_wrong_is_told(mall: Mall, name: str, part: str) -> None:
    asking = Asking(mall, name)
    wrong = pem("another") if part == "private_key" else "another0secret"
    asking.keys.other[asking.name] = {**EVERY_CASE[name].credentials, part: wrong}
    _says_so(asking.ask(), *KEY_REFUSED.get(name, ("The platform did not accept the key.", "平台不接受这个密钥。")))
    asking.keys.other[asking.name] = EVERY_CASE[name].credentials
    assert asking.ask().state is State.OK, "a wrong key is no reason to wait once it is put right"


KEY_REFUSED = {
    # It has one word for both.
    "walmart": (
        "The platform did not accept the key or the signature, which holds for three minutes.",
        "平台没有接受密钥或签名；签名的有效期为三分钟。",
    ),
    "bestbuy": (
        "Best Buy did not accept the key, or has had too many requests with it: it says the same.",
        "百思买没有接受密钥，或这个密钥的请求过多：它对两者的说法相同。",
    ),
}


@pytest.mark.parametrize("name", WITH_KEYS)
def test_a_key_without_the_permission_is_told(mall: Mall, name: str) -> None:
    mall.platforms[source_id_of(name)].granted = False
    told = ("The key has no permission for this.", "这个密钥没有这项权限。")
    _says_so(Asking(mall, name).ask(), *(KEY_REFUSED["bestbuy"] if name == "bestbuy" else told))


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
@pytest.mark.parametrize("name", KEYLESS)
def test_one_that_takes_no_key_is_not_said_to_have_refused_one(mall: Mall, name: str, status: str) -> None:
    """As servers that want no programs do: with a page for people."""
    act = says(b"<html>No robots.</html>", status=status)
    with HostileServer(act, tls=mall.certificate) as server:
        mall.lead(source_id_of(name), server.port)
        coverage = Asking(mall, name).ask()
    _says_so(coverage, "It turns programs such as Sidelight away.", "它不接受 Sidelight 这类程序的访问。")


@pytest.mark.parametrize("name", sorted(TOKENS))
def test_a_token_that_has_expired_is_told(mall: Mall, name: str) -> None:
    """Douyin's is the user's; the others' are fetched, and these have ended by the time that they are used."""
    if name == "douyin":
        mall.platforms[name].token_expired = True
    else:
        mall.platforms[name].lasts_s = 0
    _says_so(Asking(mall, name).ask(), "The token has run out.", "令牌已过期。")


@pytest.mark.parametrize("minutes", [-20, 20])
@pytest.mark.parametrize("name", CLOCKED)
def test_clocks_that_differ_are_told(mall: Mall, name: str, minutes: int) -> None:
    mall.platforms[name].clock = lambda: NOW + timedelta(minutes=minutes)
    asking = Asking(mall, name)
    # Walmart has one word for a wrong time, a wrong key and a wrong signature.
    told = (".* which holds for three minutes.", ".*三分钟") if name == "walmart" else CLOCKS_DIFFER
    _says_so(asking.ask(), *told)
    mall.platforms[name].clock = lambda: NOW
    assert asking.ask().state is State.OK


CLOCKS_DIFFER = ("The platform's clock and this computer's differ.", "平台的时钟与这台电脑的时钟不一致。")


# --- what goes wrong once there is a token, or a merchant's profile ----------------------------------------------


SEARCHES = {
    "ebay": b"/item_summary/search",
    "amazon": b"/searchItems",
    "ucp rest": b"/ucp/catalog/search",
    "ucp mcp": b"/ucp/mcp",
}
"""The paths that are asked once a token, or the merchant's profile, has been fetched."""


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("fault", TOLD)
def test_the_search_that_follows_ends_in_the_same_words(mall: Mall, name: str, fault: str) -> None:
    act, english, chinese = TOLD[fault]
    with HostileServer(_second(mall, name, act), tls=mall.certificate) as server:
        mall.lead(source_id_of(name), server.port)
        coverage = Asking(mall, name).ask()
        assert [SEARCHES[name] in request for request in server.requests] == [False, True]
    _says_so(coverage, english, chinese)


@pytest.mark.parametrize("name", SEARCHES)
def test_the_search_that_follows_is_given_up_in_time_too(mall: Mall, name: str) -> None:
    """The gate's clock leaps once the token is there, the other has answered and the search has been heard."""
    act = then_silence(head("200 OK", "Content-Length: 99") + b"{")
    seconds = [0.0]
    answered = threading.Semaphore(0)

    def slow(talk: Conversation) -> None:
        assert all(answered.acquire(timeout=30) for _ in ("the token", "the other's offers"))
        seconds[0] = GateLimits().total_s
        act(talk)

    def heard(event: Event) -> None:
        if isinstance(event, Came) and event.outcome == "ok":
            answered.release()

    with HostileServer(_second(mall, name, slow), tls=mall.certificate) as server:
        mall.lead(source_id_of(name), server.port)
        asking = Asking(mall, name, monotonic=lambda: seconds[0])
        asking.record.on_add = heard
        coverage = asking.ask()
        assert server.client_gone.wait(30), "the connection stayed open"
    assert (coverage.state, coverage.count) == (State.TIMED_OUT, 0)


def _second(mall: Mall, name: str, act: Act) -> Act:
    token = {"access_token": "canary", "expires_in": 7200, "token_type": "Application Access Token"}
    first = says(mall.merchants[name].profile() if name in ADDED else token)
    return lambda talk: (act if SEARCHES[name] in talk.request else first)(talk)


@pytest.mark.parametrize("fault", TOLD)
def test_the_second_look_up_ends_in_the_same_words(mall: Mall, fault: str) -> None:
    """What Open Food Facts doesn't know is asked at Open Products Facts."""
    act, english, chinese = TOLD[fault]
    unknown = says({"status": 0, "code": "3017620422003"}, status="404 Not Found")

    def either(talk: Conversation) -> None:
        (unknown if b"Host: world.openfoodfacts.org" in talk.request else act)(talk)

    with HostileServer(either, tls=mall.certificate) as server:
        mall.lead("openfacts", server.port)
        coverage = Asking(mall, "openfacts").ask()
        assert server.accepted == 2
    _says_so(coverage, english, chinese)


# --- nothing found -----------------------------------------------------------------------------------------------

NOTHING = {
    **{name: ShoppingNeed("mug", price=PriceRange(Decimal(900_000), None, "CNY")) for name in KEYS},
    **{
        name: ShoppingNeed("mug", price=PriceRange(Decimal(900_000), None, "USD"))
        for name in ("etsy", "ebay", "walmart", "bestbuy", "amazon")
    },
    "smzdm": ShoppingNeed("没有的东西"),
    **{name: ShoppingNeed("face mask", price=PriceRange(Decimal(900_000), None, "USD")) for name in MERCHANTS},
    "openfacts": ShoppingNeed("96385074"),
}


@EVERY
def test_nothing_found_is_no_fault(mall: Mall, name: str) -> None:
    asking = Asking(mall, name)
    coverage = asking.ask(NOTHING[name])
    assert (coverage.state, coverage.count, coverage.error) == (State.EMPTY, 0, None)
    assert {asked.source_id for asked in asking.record.asked} >= {asking.name}, "it was asked"
