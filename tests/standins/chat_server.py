"""A stand-in for a chat server that speaks the OpenAI API over loopback and misbehaves as the test wants."""

from __future__ import annotations

import json
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from desktop_client.inference.server import Server, read_server

Send = Callable[[bytes], None]
Script = Callable[["ChatServer", Send], None]


def chunk(text: str | None = None, reason: str | None = None, **more: Any) -> bytes:
    """One event of a stream, as such servers send it."""
    delta = {} if text is None else {"content": text}
    found = {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}], **more}
    return f"data: {json.dumps(found, ensure_ascii=False)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def says(*words: str, usage: dict[str, int] | None = None) -> Script:
    """An answer in good order."""

    def script(_: ChatServer, send: Send) -> None:
        for word in words:
            send(chunk(word))
        send(chunk(None, "stop"))
        if usage:
            send(f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n".encode())
        send(DONE)

    return script


@dataclass
class ChatServer:
    """``refusals`` (status, headers, body) are answered first, one a request; then ``script`` streams.

    ``gone`` is set once the other side has closed the connection in mid-answer; a script may wait for ``released``.
    """

    script: Script = field(default_factory=lambda: says("Hel", "lo."))
    refusals: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    models: list[dict[str, Any]] = field(default_factory=lambda: [{"id": "small", "owned_by": "llamacpp"}])
    models_body: bytes | None = None
    key: str | None = None
    kind: str = "text/event-stream"
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    connection: socket.socket | None = None

    def peer_left(self) -> bool:
        """Whether the other side of the newest request has closed its connection."""
        assert self.connection is not None
        readable, _, _ = select.select([self.connection], [], [], 0.005)
        return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""

    @property
    def server(self) -> Server:
        return read_server(f"127.0.0.1:{self.port}")

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What was asked, without the questions for models."""
        return [json.loads(body) for path, _, body in self.requests if path.endswith("/chat/completions")]


@contextmanager
def serving_chat(chat: ChatServer) -> Iterator[ChatServer]:
    class Handler(_ChatHandler):
        pass

    Handler.chat = chat
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    chat.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        chat.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _ChatHandler(BaseHTTPRequestHandler):
    chat: ChatServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.chat.gone.set()
        self.close_connection = True

    def do_GET(self) -> None:
        self._note(b"")
        if self._refused():
            return
        listed = {"object": "list", "data": self.chat.models}
        self._whole(200, self.chat.models_body or json.dumps(listed).encode())

    def do_POST(self) -> None:
        self._note(self.rfile.read(int(self.headers["Content-Length"])))
        if self._refused():
            return
        self.send_response(200)
        self.send_header("Content-Type", self.chat.kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.chat.script(self.chat, self._send)
        self.wfile.write(b"0\r\n\r\n")

    def _note(self, body: bytes) -> None:
        self.chat.connection = self.connection
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.chat.requests.append((self.path, headers, body))

    def _refused(self) -> bool:
        chat = self.chat
        if chat.key and self.headers.get("Authorization") != f"Bearer {chat.key}":
            self._whole(401, b'{"error": {"message": "Invalid API Key", "code": 401}}')
            return True
        if not chat.refusals:
            return False
        status, headers, body = chat.refusals.pop(0)
        self._whole(status, body, headers)
        return True

    def _whole(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()
