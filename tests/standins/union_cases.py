"""The connectors of the Chinese platforms, each with its stand-in and a key that the stand-in takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from standins import douyin_server, jd_server, pinduoduo_server, smzdm_server, taobao_server
from standins.loopback_door import LoopbackDoor
from standins.offers import NOW
from standins.platform_server import Platform, sample, serving
from standins.sources import MemoryShelf

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.sending.faults import SourceError
from desktop_client.commerce.sending.request import Request, Response
from desktop_client.commerce.source import Page, Query, Source
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.douyin import DouyinSource
from desktop_client.commerce.sources.jd import JdSource
from desktop_client.commerce.sources.pinduoduo import PinduoduoSource
from desktop_client.commerce.sources.smzdm import SmzdmSource
from desktop_client.commerce.sources.taobao import TaobaoSource

CONTEXT = SourceContext(MemoryShelf(()), lambda: NOW)


@dataclass(frozen=True)
class Case:
    """``most`` is how many rows one request gets; ``answer`` a documented one."""

    make: Callable[[SourceContext], Source]
    server: type[Platform]
    credentials: dict[str, str]
    most: int
    answer: dict

    @property
    def source(self) -> Source:
        return self.make(CONTEXT)

    def query(self, need: ShoppingNeed | str, limit: int = 400, **credentials: str) -> Query:
        wanted = ShoppingNeed(need, "zh") if isinstance(need, str) else need
        return Query(wanted, limit, {**self.credentials, **credentials})

    def first(self, need: ShoppingNeed | str, limit: int = 400, **credentials: str) -> Request:
        """The request of a search, which sends no other."""
        return next(self.source.search(self.query(need, limit, **credentials)))

    def given(self, body: bytes | object, status: int = 200) -> Page:
        """The page that the source makes of an answer."""
        search = self.source.search(self.query("猫粮"))
        next(search)
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        try:
            search.send(Response(status, {}, raw))
        except StopIteration as done:
            page: Page = done.value
            return page
        raise AssertionError("a second request")

    def refused(self, body: bytes | object, status: int = 200) -> SourceError:
        """The error that the source raises for an answer."""
        try:
            page = self.given(body, status)
        except SourceError as error:
            return error
        raise AssertionError(f"taken as a page of {len(page.offers)}")

    @contextmanager
    def served(self, fast: timedelta = timedelta()) -> Iterator[tuple[LoopbackDoor, Platform]]:
        """The stand-in, whose clock is ``fast``, and a door to it."""
        platform = self.server(lambda: NOW + fast)
        with serving(platform) as port:
            yield LoopbackDoor(port), platform


CASES = {
    "taobao": Case(
        TaobaoSource,
        taobao_server.TaobaoServer,
        {
            "app_key": taobao_server.KEY,
            "app_secret": taobao_server.SECRET,
            "adzone_id": f"mm_1_2_{taobao_server.ZONE}",
        },
        100,
        sample("taobao_tbk")["response"],
    ),
    "jd": Case(
        JdSource,
        jd_server.JdServer,
        {"app_key": jd_server.KEY, "app_secret": jd_server.SECRET, "site_id": jd_server.SITE},
        30,
        sample("jd_union")["response"],
    ),
    "pinduoduo": Case(
        PinduoduoSource,
        pinduoduo_server.PinduoduoServer,
        {
            "client_id": pinduoduo_server.KEY,
            "client_secret": pinduoduo_server.SECRET,
            "pid": pinduoduo_server.PID,
        },
        100,
        sample("pinduoduo_ddk")["response"],
    ),
    "douyin": Case(
        DouyinSource,
        douyin_server.DouyinServer,
        {
            "app_key": douyin_server.KEY,
            "app_secret": douyin_server.SECRET,
            "access_token": douyin_server.TOKEN,
        },
        20,
        sample("douyin_buyin")["response"],
    ),
    "smzdm": Case(
        SmzdmSource,
        smzdm_server.SmzdmServer,
        {"app_key": smzdm_server.KEY, "app_secret": smzdm_server.SECRET},
        12,
        sample("smzdm")["response"],
    ),
    "smzdm gateway": Case(
        SmzdmSource,
        smzdm_server.SmzdmServer,
        {"x_api_key": smzdm_server.GATEWAY_KEY},
        10,
        sample("smzdm")["gateway_response"],
    ),
}

EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def but(*names: str) -> pytest.MarkDecorator:
    """Every case but these."""
    others = {name: case for name, case in CASES.items() if name not in names}
    return pytest.mark.parametrize("case", others.values(), ids=others.keys())


RICH = ShoppingNeed(
    "猫粮 & <成猫> 50%,无谷", "zh", "猫粮", PriceRange(Decimal("50.5"), Decimal(200), "CNY"), ("鸡肉",), ("谷物",), "CN"
)
"""A need with everything in it that has ever been signed or encoded wrongly."""
