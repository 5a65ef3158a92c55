"""Asking for the link of an offer, through the real gate: each fault ends in its words, in both languages.

``test_source_matrix.py`` lists all of it beside the searches.
"""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from commerce.test_source_faults import CLOCKS_DIFFER, MOST_BYTES, TOLD
from standins.gates import MemoryRecord
from standins.hostile_server import HostileServer, head, says, then_silence
from standins.mall import EVERY_CASE, Mall
from standins.offers import NOW, make_offer
from standins.sources import Switchboard

from desktop_client.commerce.asking.link_asking import LinkAsking
from desktop_client.commerce.gate import GateLimits
from desktop_client.commerce.sending.faults import Cancelled, Fault
from desktop_client.commerce.sending.request import Request
from desktop_client.errors import SidelightError

OFFERS = {
    "jd": replace(make_offer("item-1", "冠能猫粮", source_id="jd"), url_clean="https://item.jd.com/5475198.html"),
    "pinduoduo": make_offer("c9r2omogKFF_1", "夏季女装", source_id="pinduoduo"),
}
EVERY = pytest.mark.parametrize("name", OFFERS)
KEYS = {"jd": "app_key", "pinduoduo": "client_id"}
SECRETS = {"jd": "app_secret", "pinduoduo": "client_secret"}


@pytest.fixture
def mall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mall]:
    with Mall(tmp_path_factory.mktemp("mall"), lambda: NOW) as opened:
        yield opened


class Asking:
    """One platform that is asked for one link, on the user's word."""

    def __init__(self, mall: Mall, name: str, key: Mapping[str, str] | None = None, **options) -> None:
        self.record, self.switches = MemoryRecord(), Switchboard(name)
        (source,) = mall.named(name)
        gate = mall.gate(self.switches, self.record, **options)
        self._asking = LinkAsking(
            source, OFFERS[name], {**EVERY_CASE[name].credentials, **(key or {})}, gate, lambda: NOW
        )

    @property
    def request(self) -> Request:
        return self._asking.start().outgoing.request

    def made(self) -> str:
        found = self._asking.send(self._asking.start(), threading.Event())
        assert isinstance(found, str)
        return found

    def refused(self, english: str, chinese: str) -> None:
        """It ends in these words, whatever the platform adds to them."""
        with pytest.raises(SidelightError) as told:
            self.made()
        assert str(told.value.cause).startswith(english), str(told.value.cause)
        assert told.value.cause.in_language("zh").startswith(chinese), told.value.cause.in_language("zh")


GOLDEN = {
    "jd": (
        "https://api.jd.com/routerjson",
        b"method=jd.union.open.promotion.common.get&v=1.0&app_key=jdkey13579&timestamp=2026-11-23%2020%3A00%3A00"
        b"&360buy_param_json=%7B%22promotionCodeReq%22%3A%7B%22materialId%22%3A%22https%3A%2F%2Fitem.jd.com%2F5475198.html"
        b"%22%2C%22siteId%22%3A%224100012345%22%7D%7D&sign=807AE93E73C60E9A7DB71AE462F421F1",
    ),
    "pinduoduo": (
        "https://gw-api.pinduoduo.com/api/router",
        b"type=pdd.ddk.goods.promotion.url.generate&client_id=a1b2c3d4e5f60718&timestamp=1795435200&data_type=JSON"
        b"&version=V1&p_id=8001234_180012345&goods_sign_list=%5B%22c9r2omogKFF_1%22%5D"
        b"&sign=C1D9F44E4957E98C2F796149A3593C9C",
    ),
}


@EVERY
def test_a_link_is_asked_for_byte_for_byte(mall: Mall, name: str) -> None:
    request = Asking(mall, name).request
    assert (request.url, request.body) == GOLDEN[name]


@EVERY
def test_all_well(mall: Mall, name: str) -> None:
    asking = Asking(mall, name)
    assert asking.made() == mall.platforms[name].landing  # type: ignore[attr-defined]
    assert [asked.source_id for asked in asking.record.asked] == [name]


@EVERY
@pytest.mark.parametrize("fault", TOLD)
def test_what_goes_wrong_is_told(mall: Mall, name: str, fault: str) -> None:
    act, english, chinese = TOLD[fault]
    with HostileServer(act, tls=mall.certificate) as server:
        mall.lead(name, server.port)
        tracemalloc.start()
        try:
            Asking(mall, name).refused(english, chinese)
            assert tracemalloc.get_traced_memory()[1] <= MOST_BYTES
        finally:
            tracemalloc.stop()
        assert server.accepted == 1


@EVERY
def test_an_answer_that_takes_too_long_is_given_up(mall: Mall, name: str) -> None:
    """The gate's clock leaps once the request has been heard."""
    with HostileServer(then_silence(head("200 OK", "Content-Length: 99") + b"{"), tls=mall.certificate) as server:
        mall.lead(name, server.port)
        asking = Asking(mall, name, monotonic=lambda: GateLimits().total_s if server.heard.is_set() else 0.0)
        asking.refused("The platform did not answer in time.", "平台没有及时回应。")
        assert server.client_gone.wait(30), "the connection stayed open"
    assert [came.outcome for came in asking.record.came] == [Fault.TIMED_OUT]


@EVERY
@pytest.mark.parametrize("by_status", [True, False])
def test_one_that_wants_to_be_left_alone_is_told(mall: Mall, name: str, by_status: bool) -> None:
    words = ("The platform wants to be asked less often.", "平台要求降低查询频率。")
    if not by_status:
        mall.platforms[name].left = 0
        Asking(mall, name).refused(*words)
        return
    with HostileServer(says(b"{}", status="429 Too Many Requests"), tls=mall.certificate) as server:
        mall.lead(name, server.port)
        Asking(mall, name).refused(*words)


@pytest.mark.parametrize(("name", "part"), [*KEYS.items(), *SECRETS.items()])
def test_a_key_or_a_signature_that_is_wrong_is_told(mall: Mall, name: str, part: str) -> None:
    Asking(mall, name, {part: "another0secret"}).refused("The platform did not accept the key.", "平台不接受这个密钥。")


@EVERY
def test_a_key_without_the_permission_is_told(mall: Mall, name: str) -> None:
    mall.platforms[name].granted = False
    Asking(mall, name).refused("The key has no permission for this.", "这个密钥没有这项权限。")


@EVERY
@pytest.mark.parametrize("minutes", [-20, 20])
def test_clocks_that_differ_are_told(mall: Mall, name: str, minutes: int) -> None:
    mall.platforms[name].clock = lambda: NOW + timedelta(minutes=minutes)
    Asking(mall, name).refused(*CLOCKS_DIFFER)


@EVERY
def test_one_that_is_off_is_not_asked(mall: Mall, name: str) -> None:
    asking = Asking(mall, name)
    asking.switches.on.clear()
    with pytest.raises(Cancelled):
        asking.made()
    assert (asking.record.events, mall.platforms[name].received) == ([], [])
