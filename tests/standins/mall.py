"""All platforms that are asked over the network, open at once: each under its own name and encrypted, on this computer.

The gate that leads to them is the real one. Only its three ways to the outside are a test's own: names lead to public
addresses, these addresses lead to 127.0.0.1, and one authority made on the spot vouches for all.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from standins import shop_cases, ucp_merchant, union_cases
from standins.certificates import Authority
from standins.openfacts_server import OpenFactsServer
from standins.platform_server import Platform, serving
from standins.sources import MemoryShelf

from desktop_client.commerce.gate import Gate
from desktop_client.commerce.record import Record
from desktop_client.commerce.sending import wire
from desktop_client.commerce.source import Manifest, Query, Search, Source
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.openfacts import OpenFactsSource
from desktop_client.commerce.sources.shared.ucp.merchants import read_merchant
from desktop_client.commerce.sources.shopify import sources as shopify_sources
from desktop_client.commerce.sources.ucp import UcpSource, merchants
from desktop_client.commerce.switches import Switches

EVERY_CASE: Mapping[str, union_cases.Case | shop_cases.Case] = {**union_cases.CASES, **shop_cases.CASES}
SECOND_WAYS = {"smzdm gateway": "smzdm"}
"""Second ways into a platform: what the case is called, and whose it is."""
CLOSED = frozenset({"amazon"})
"""Those that Sidelight doesn't ask, as their labels say; the connectors are there and must work all the same."""
CASES = {name: case for name, case in EVERY_CASE.items() if name not in {*SECOND_WAYS, *CLOSED}}
ADDED = {
    "ucp rest": read_merchant("ucp", "corner.example"),
    "ucp mcp": read_merchant("ucp", "market.example"),
    "shopify store": read_merchant("shopify", "oats.myshopify.com"),
}
"""Merchants by domain, one for each way to speak to them, as a user would have added them."""


class Mall:
    """Open while it is entered. ``platforms`` are stand-ins by source, ``sources`` ask them; all go by ``clock``.

    ``closed`` are the sources that Sidelight has and doesn't ask; here the label doesn't forbid it. ``added`` are those
    of ``ADDED``.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime], latency_s: float = 0.0) -> None:
        self.authority = Authority.in_folder(folder)
        self._context = SourceContext(MemoryShelf(()), clock)
        shopify, *_ = shopify_sources(self._context)
        self.sources: list[Source] = [case.make(self._context) for case in CASES.values()]
        self.sources += [shopify, OpenFactsSource(self._context)]
        self.closed: list[Source] = [Opened(EVERY_CASE[name].make(self._context)) for name in sorted(CLOSED)]
        users_own = SourceContext(MemoryShelf(()), clock, tuple(ADDED.values()))
        self.added: list[Source] = [*merchants(users_own), *list(shopify_sources(users_own))[1:]]
        self._addresses = {
            host: f"93.184.215.{number}"
            for number, host in enumerate((host for source in self._every for host in source.manifest.hosts), 1)
        }
        self.certificate = self.authority.server(*self._addresses)
        self.platforms: dict[str, Platform] = {name: EVERY_CASE[name].server(clock) for name in (*CASES, *CLOSED)}
        self.platforms["openfacts"] = OpenFactsServer(clock)
        self.merchants = {"ucp": ucp_merchant.Merchant("rest"), "shopify": ucp_merchant.Merchant("mcp")}
        for way, merchant in ADDED.items():
            transport = "rest" if way == "ucp rest" else "mcp"
            self.merchants[way] = ucp_merchant.Merchant(transport, host=merchant.host)
        for stand_in in (*self.platforms.values(), *self.merchants.values()):
            stand_in.latency_s = latency_s
        self._ports: dict[str, int] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for name, platform in self.platforms.items():
            self.lead(name, self._open.enter_context(serving(platform, self.certificate)))
        for way, merchant in self.merchants.items():
            if way != "ucp":
                self._open.enter_context(ucp_merchant.open_merchant(merchant, tls=self.certificate))
                self.lead(source_id_of(way), merchant.port)
        here = self._open.enter_context(ucp_merchant.open_merchant(self.merchants["ucp"]))
        self.sources.append(UcpSource(read_merchant("ucp", here.origin), self._context.clock))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def _every(self) -> list[Source]:
        return [*self.sources, *self.closed, *self.added]

    def named(self, *source_ids: str) -> list[Source]:
        """These sources, whether Sidelight asks them or not."""
        return [source for source in self._every if source.manifest.id in source_ids]

    @property
    def ids(self) -> list[str]:
        """The ids of all sources."""
        return [source.manifest.id for source in self.sources]

    @property
    def places(self) -> dict[str, tuple[str, int]]:
        """Every host's address, and the port of this computer that it leads to."""
        return {host: (address, self._ports[address]) for host, address in self._addresses.items()}

    def lead(self, source_id: str, port: int) -> None:
        """Have all hosts of a source lead to a port of this computer."""
        (source,) = self.named(source_id)
        for host in source.manifest.hosts:
            self._ports[self._addresses[host]] = port

    def gate(self, switches: Switches, record: Record, **options: Any) -> Gate:
        """The real gate, leading here."""
        ways = {"resolve": self._resolve, "connect": self._connect, "certificates": self.authority.trusted}
        return Gate(switches, record, **{"clock": self._context.clock, **ways, **options})

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        return ("127.0.0.1",) if host == "127.0.0.1" else (self._addresses[host],)

    def _connect(self, address: str, port: int) -> socket.socket:
        return wire.connect("127.0.0.1", self._ports.get(address, port))


def source_id_of(way: str) -> str:
    """Whose way in it is."""
    return ADDED[way].source_id if way in ADDED else SECOND_WAYS.get(way, way)


class Opened:
    """A source whose label says that it is disabled, as if it didn't."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.manifest = replace(source.manifest, disabled=None)

    def search(self, query: Query) -> Search:
        return self._source.search(query)


class MallKeys:
    """The keys that the stand-ins take; implements ``Keys`` of commerce. ``other`` replaces those of a source."""

    def __init__(self) -> None:
        self.other: dict[str, Mapping[str, str]] = {}

    def has(self, source_id: str) -> bool:
        return source_id in EVERY_CASE

    def of(self, manifest: Manifest) -> Mapping[str, str]:
        return self.other.get(manifest.id) or EVERY_CASE[manifest.id].credentials
