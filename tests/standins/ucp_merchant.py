"""A merchant on loopback that speaks the Universal Commerce Protocol, over REST and MCP, and looks hard at who asks.

``python tests/standins/ucp_merchant.py --port 8765`` runs one by hand, for trying the window: the address
that it prints is what ``sidelight sources add ucp`` takes. It imports nothing of Sidelight.
"""

from __future__ import annotations

import argparse
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

VERSION = "2026-04-08"
ALLOWED = {"query", "context", "filters", "pagination"}
ALLOWED_CONTEXT = {"address_country", "currency", "language"}

GOODS = (
    ("mask-oat", "Oat Calm Sheet Mask, 10 sheets", "燕麦舒缓面膜 10 片", 1290, "Skin type", "sensitive"),
    ("mask-aloe", "Aloe Rinse-Off Mask, 150 ml", "芦荟水洗面膜 150 ml", 1490, "Skin type", "sensitive, dry"),
    ("mask-clay", "Clay Clearing Mask, 100 ml", "高岭土清洁面膜 100 ml", 990, "Skin type", "oily"),
    ("head-lark", "Lark Wireless Headphones", "百灵无线耳机", 5900, "Connection", "Bluetooth"),
    ("head-wren", "Wren Wired Headphones", "鹪鹩有线耳机", 2900, "Connection", "3.5 mm"),
)
"""Id, English and Chinese title, price in cents, one option with its value."""


@dataclass
class Merchant:
    """How it behaves. ``fault`` is one of: throttled, bad_profile, other_version, garbage, wrong_type, huge, reset,
    business_error; ``requests`` are kept as (method, path, headers in lower case, body); with a ``host`` it
    goes by that name, encrypted.
    """

    transport: str = "rest"
    fault: str = ""
    latency_s: float = 0.0
    disclosure: str = ""
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    port: int = 0
    host: str = ""

    @property
    def origin(self) -> str:
        return f"https://{self.host}" if self.host else f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.requests]

    def profile(self) -> dict[str, Any]:
        version = "2031-01-01" if self.fault == "other_version" else VERSION
        endpoint = f"{self.origin}/ucp" + ("/mcp" if self.transport == "mcp" else "")
        service = {"version": version, "transport": self.transport, "endpoint": endpoint, "unheard_of": [1]}
        search = {"dev.ucp.shopping.catalog.search": [{"version": version}]}
        services = {"dev.ucp.shopping": [service]}
        return {"ucp": {"version": version, "services": services, "capabilities": search, "actions": {"new": True}}}

    def complaint(self, catalogue: Any, profile: object) -> str:
        """What is wrong with a search; "" if nothing is."""
        if not isinstance(profile, str) or not profile.startswith("https://"):
            return "no agent profile"
        if not isinstance(catalogue, dict) or not isinstance(catalogue.get("query"), str) or not catalogue["query"]:
            return "no query"
        if extra := set(catalogue) - ALLOWED:
            return f"fields that nobody may send: {sorted(extra)}"
        if extra := set(catalogue.get("context", {})) - ALLOWED_CONTEXT:
            return f"context that nobody may send: {sorted(extra)}"
        price = catalogue.get("filters", {}).get("price", {})
        if any(not isinstance(bound, int) for bound in price.values()) or (
            price and not catalogue["context"]["currency"]
        ):
            return "a price that is not in minor units of a currency"
        limit = catalogue.get("pagination", {}).get("limit", 10)
        return "" if isinstance(limit, int) and 1 <= limit <= 50 else "a page that is too large"

    def catalogue(self, asked: dict[str, Any]) -> dict[str, Any]:
        chinese = asked.get("context", {}).get("language") == "zh"
        words = asked["query"].lower()
        price = asked.get("filters", {}).get("price", {})
        low, high = price.get("min", 0), price.get("max", 10**9)
        found = [g for g in GOODS if _about(words, g) and low <= g[3] <= high]
        products = [self._product(good, chinese) for good in found][: asked.get("pagination", {}).get("limit", 10)]
        answer = {"ucp": {"version": VERSION}, "products": products, "pagination": {"total_count": len(found)}}
        if self.disclosure:
            message = {"type": "warning", "presentation": "disclosure", "content": self.disclosure}
            answer["messages"] = [message, {"type": "info", "content": "not to be shown"}]
        return answer

    def _product(self, good: tuple[Any, ...], chinese: bool) -> dict[str, Any]:
        key, english, zh, cents, option, value = good
        variant = {
            "id": f"{key}-v1",
            "title": "Default Title",
            "price": {"amount": cents, "currency": "USD"},
            "availability": {"available": True},
            "options": [{"name": option, "label": value}],
            "seller": {"name": "Corner Shop"},
        }
        return {
            "id": key,
            "title": zh if chinese else english,
            "url": f"https://corner.example/products/{key}",
            "variants": [variant],
            "rating": {"value": 4.5, "scale_max": 5, "count": 128},
            "actions": [{"unknown": "key"}],
        }


def _about(words: str, good: tuple[Any, ...]) -> bool:
    return any(word in words for word in ("mask", "面膜")) == good[0].startswith("mask") or words == "everything"


class _Handler(BaseHTTPRequestHandler):
    merchant: Merchant
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing: tests read what was kept."""

    def do_GET(self) -> None:
        self._keep(b"")
        time.sleep(self.merchant.latency_s)
        if self.path == "/.well-known/ucp":
            self._answer(200, self.merchant.profile(), [("Cache-Control", "public, max-age=300")])
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._keep(body)
        time.sleep(self.merchant.latency_s)
        over_mcp = self.path == "/ucp/mcp" or self.path.endswith("/api/ucp/mcp")
        if not over_mcp and self.path != "/ucp/catalog/search":
            self._answer(404, {})
            return
        if self.headers.get("Content-Type") != "application/json":
            self._answer(415, {"code": "unsupported_media_type"})
            return
        asked = json.loads(body)
        if over_mcp:
            arguments = asked["params"]["arguments"]
            catalogue, profile = arguments.get("catalog"), arguments.get("meta", {}).get("ucp-agent", {}).get("profile")
        else:
            catalogue, profile = asked, self.headers.get("UCP-Agent", "").removeprefix('profile="').rstrip('"')
        complaint = self.merchant.complaint(catalogue, profile)
        if complaint:
            self.merchant.refused.append(complaint)
            self._answer(400, {"code": "invalid_request", "content": complaint})
        elif not self._misbehave(over_mcp):
            self._found(self.merchant.catalogue(catalogue), over_mcp)

    def _found(self, catalogue: dict[str, Any], over_mcp: bool) -> None:
        result = {"content": [], "structuredContent": catalogue}
        self._answer(200, {"jsonrpc": "2.0", "id": 1, "result": result} if over_mcp else catalogue)

    def _misbehave(self, over_mcp: bool) -> bool:
        fault = self.merchant.fault
        if fault == "throttled" and over_mcp:
            error = {"code": -32000, "message": "slow down", "data": {"retry_after": 7}}
            self._answer(200, {"jsonrpc": "2.0", "id": 1, "error": error})
        elif fault == "throttled":
            self._answer(429, {"code": "throttled"}, [("Retry-After", "7")])
        elif fault == "bad_profile":
            error = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32001, "data": {"code": "invalid_profile_url"}}}
            self._answer(200 if over_mcp else 400, error if over_mcp else {"code": "invalid_profile_url"})
        elif fault == "business_error":
            message = {"type": "error", "code": "out_of_order", "content": "no"}
            self._found({"ucp": {"version": VERSION, "status": "error"}, "messages": [message]}, over_mcp)
        elif fault == "garbage":
            self._send(200, b"<html>hello", [])
        elif fault == "wrong_type":
            self._found({"ucp": {"version": VERSION}, "products": {"a": 1}}, over_mcp)
        elif fault == "huge":
            self._send(200, b'{"products": ["' + b"x" * 9_000_000 + b'"]}', [])
        elif fault == "reset":
            # Closed with an answer still owed, and at once: the peer is told by a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        else:
            return False
        return True

    def _keep(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.merchant.requests.append((self.command, self.path, headers, body))

    def _answer(self, status: int, document: object, headers: list[tuple[str, str]] | None = None) -> None:
        self._send(status, json.dumps(document, ensure_ascii=False).encode(), headers or [])

    def _send(self, status: int, body: bytes, headers: list[tuple[str, str]]) -> None:
        try:
            self.send_response(status)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@contextmanager
def open_merchant(
    merchant: Merchant | None = None, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Merchant]:
    """A merchant that is open as long as the block runs."""
    merchant = merchant or Merchant()
    handler = type("Handler", (_Handler,), {"merchant": merchant})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    merchant.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield merchant
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--transport", choices=["rest", "mcp"], default="rest")
    parser.add_argument("--latency", type=int, default=0, metavar="MS")
    parser.add_argument("--fault", default="")
    parser.add_argument("--disclosure", default="")
    given = parser.parse_args()
    merchant = Merchant(given.transport, given.fault, given.latency / 1000, given.disclosure)
    with open_merchant(merchant, given.port):
        print(merchant.origin, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
