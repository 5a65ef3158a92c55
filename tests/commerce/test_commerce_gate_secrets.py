"""A key goes to its platform and nowhere else: not into record, log or traceback, nor what a value says of itself."""

from __future__ import annotations

import logging
import threading
import traceback

import msgspec
import pytest
from standins.gates import MemoryRecord, Ticking, WiredSource, gate, shows
from standins.hostile_server import (
    PATIENCE_S,
    Act,
    Conversation,
    HostileServer,
    chunked,
    head,
    raw,
    says,
)
from standins.offers import NOW
from standins.sources import Switchboard

from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.gate import Gate
from desktop_client.commerce.lists.codec import panel_to_json
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.request import HIDDEN, Request, raise_for_status
from desktop_client.commerce.source import Query
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.errors import SidelightError

KEY = "CANARY-a+b/c=é"
"""With characters that are written in three ways: as they are, in an address, in a form."""
ASCII_KEY = "CANARY-a+b/c=d"


CHUNKED = "Transfer-Encoding: chunked"


class OneKey:
    def has(self, source_id: str) -> bool:
        return True

    def of(self, manifest) -> dict[str, str]:
        return {"key": KEY}


def keyed(url: str, where: str) -> Request:
    secrets = [KEY, ASCII_KEY]
    match where:
        case "header":
            return Request.get(url, headers=[("Authorization", f"Bearer {ASCII_KEY}")], secrets=secrets)
        case "query":
            return Request.get(url, [("q", "mask"), ("apiKey", KEY)], secrets=secrets)
        case "form":
            return Request.post_form(url, [("q", "mask"), ("apiKey", KEY)], secrets=secrets)
        case _:
            return Request.post_json(url, {"q": "mask", "apiKey": KEY}, secrets=secrets)


def echo(talk: Conversation) -> str:
    return talk.request.decode("utf-8").replace("\r\n", " ")


def _header_echo(talk: Conversation) -> None:
    says(b"{}", f"X-Echo: {ASCII_KEY}", f"Set-Cookie: {ASCII_KEY}")(talk)


ACTS: dict[str, Act] = {
    "fine": shows("Face mask"),
    "in the headers": _header_echo,
    "in the body": lambda talk: says({"you sent": echo(talk)})(talk),
    "no JSON": lambda talk: says(b"<html>" + talk.request)(talk),
    "no UTF-8": lambda talk: says(b'"\xff' + talk.request)(talk),
    "500": lambda talk: says(talk.request, status="500 Oh")(talk),
    "401 that repeats it": lambda talk: says(talk.request, status=f"401 bad key {ASCII_KEY}")(talk),
    "redirect": lambda talk: says(b"", f"Location: https://{ASCII_KEY}@x.example/{ASCII_KEY}", status="302 F")(talk),
    "no HTTP": lambda talk: talk.send(talk.request),
    "bad status": raw(f"HTTP/1.1 {ASCII_KEY}\r\n\r\n".encode()),
    "bad header": raw(f"HTTP/1.1 200 OK\r\n{ASCII_KEY}\r\n\r\n".encode()),
    "bad chunk": raw(head("200 OK", CHUNKED) + ASCII_KEY.encode() + b"\r\n"),
    "bad packing": lambda talk: says(talk.request, "Content-Encoding: gzip")(talk),
    "other packing": says(b"", f"Content-Encoding: {ASCII_KEY}"),
    "too big": lambda talk: says(talk.request * 200)(talk),
    "cut off": lambda talk: talk.send(head("200 OK", "Content-Length: 9999") + talk.request),
    "cut off in a chunk": lambda talk: talk.send(head("200 OK", CHUNKED) + chunked(talk.request)[:-9]),
    "reset": lambda talk: talk.reset(),
    "never": lambda talk: talk.server.released.wait(PATIENCE_S),
}  # fmt: skip


class KeyedSource(WiredSource):
    """Sends its key, and remembers what it was given."""

    def __init__(self, url: str, where: str) -> None:
        super().__init__("shop", url, make=lambda query: keyed(url, where))
        self.queries: list[Query] = []

    def search(self, query: Query):
        self.queries.append(query)
        return (yield from super().search(query))


WHERE = ("header", "query", "form", "json")
# What nobody answers takes its time; once is enough.
CASES = [(name, where) for name in ACTS for where in WHERE if name != "never" or where == "query"]


@pytest.mark.parametrize(("name", "where"), CASES)
def test_a_key_is_sent_and_never_said(name: str, where: str, caplog: pytest.LogCaptureFixture, capfd) -> None:
    caplog.set_level(logging.DEBUG)
    record, switches = MemoryRecord(), Switchboard("shop")
    said: list[object] = []
    with HostileServer(ACTS[name]) as server:
        source = KeyedSource(server.url, where)
        clock = Ticking(step=1.0, since=server.heard) if name == "never" else Ticking(step=0.01)
        door = gate(switches, record, monotonic=clock)
        asking = Suggestions([source], switches, lambda: NOW, outside=Outside(door, OneKey(), record))
        waiting = asking.suggest(ShoppingNeed("mask"))
        [preview] = waiting.previews
        listed = asking.send(waiting, ["shop"])
        said += [waiting, listed, source, *source.queries, *source.answers, preview, preview.outgoing.shown]
        said += [panel_to_json(listed), *(str(coverage.error) for coverage in listed.coverage)]
        said += sent_once_more(door, source, preview)
    assert "CANARY" in server.requests[0].decode(), "the platform did not get its key"
    assert len(record.came) == 2
    assert all(HIDDEN in asked.request for asked in record.asked)
    said += [msgspec.json.encode(event) for event in record.events]
    said += [entry.getMessage() for entry in caplog.records] + list(capfd.readouterr())
    assert [text for thing in said for text in (str(thing), repr(thing)) if "CANARY" in text] == []


def sent_once_more(door: Gate, source: KeyedSource, preview: Preview) -> list[object]:
    """The same request past ``Suggestions``, for the whole of what is raised."""
    try:
        response = door.send(source.manifest, preview.outgoing, threading.Event())
        response.json()
        raise_for_status(response)
    except SidelightError as error:
        return [error, error.args, error.__cause__, *traceback.format_exception(error)]
    return [response]


def test_a_key_is_hidden_in_every_spelling() -> None:
    source = KeyedSource("http://127.0.0.1:1/x", "query")
    for where in WHERE:
        outgoing = gate(Switchboard()).prepare(source.manifest, keyed("http://127.0.0.1:1/x", where))
        assert outgoing.wire.count(b"CANARY") == 1
        assert (outgoing.shown.count(HIDDEN), outgoing.shown.count("CANARY")) == (1, 0)
