"""Fetching a model from an address: resumed where it broke off, and never spliced from two files.

Speaks no HTTP itself: :mod:`.download` hands it the function that reads an address.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop_client.inference.fetching import DownloadError, Meter
from desktop_client.inference.partial import Partial
from desktop_client.inference.taking_in import GGUF_MAGIC
from desktop_client.inference.wanted import Target
from desktop_client.wording import say


class BrokenOffError(Exception):
    """The connection failed in a way that may pass: another attempt is worth it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer; ``headers`` are looked up without regard to case."""

    status: int
    headers: Mapping[str, str]


Read = Callable[[str, dict[str, str], Callable[[], None]], Generator[Head | bytes]]
"""Asks (address, request headers) and yields the head, then the body; the third is called often and may raise."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How patiently to fetch: tries in a row that bring nothing, seconds between them, bytes between two journal
    entries; ``need_room`` is told how many bytes are still to come and raises where the disk has no room for them.
    """

    attempts: int
    pause_s: float
    keep_every: int
    need_room: Callable[[int], None]


class AddressFetch:
    """Streams one address into the partial file, going on where the last attempt broke off."""

    def __init__(self, target: Target, url: str, partial: Partial, meter: Meter, read: Read, manner: Manner) -> None:
        self._target, self._url, self._partial, self._meter = target, url, partial, meter
        self._read, self._manner = read, manner
        self._size = target.bytes
        self._host = urlsplit(url).hostname or url
        self._step = say("Fetching from {host}", host=self._host)
        self._validator: str | None = None
        notes = partial.notes
        if notes.get("url") == url:
            self._validator = notes.get("validator")
            self._size = self._size or notes.get("size")
        # Without a digest a wrong splice would never be found out, so it takes the same address and its validator.
        sure = notes.get("kind") == "url" and (target.sha256 is not None or self._validator is not None)
        if partial.offset and not sure:
            partial.start_over()
            meter.start_over()
            self._validator = None
        meter.set_total(self._size)

    def fetch(self) -> None:
        """Read until all bytes are there.

        Raises:
            DownloadError: too many attempts in a row brought nothing, or the server serves something else.
        """
        fruitless = 0
        while not self._complete:
            before = self._partial.offset
            try:
                self._attempt()
            except BrokenOffError as error:
                fruitless = 0 if self._partial.offset > before else fruitless + 1
                if fruitless >= self._manner.attempts:
                    raise DownloadError(
                        say("{host} can't be reached, or it stopped answering.", host=self._host),
                        say("Check the network connection and start the download again; what has arrived is kept."),
                    ) from error
                self._meter.wait(self._manner.pause_s * min(2**fruitless, 8))
            else:
                self._size = self._size or self._partial.offset
            finally:
                if self._partial.offset:
                    self._keep()

    @property
    def _complete(self) -> bool:
        return self._size is not None and self._partial.offset >= self._size

    def _attempt(self) -> None:
        with closing(self._read(self._url, self._request_headers(), self._tick)) as pieces:
            self._take(pieces)

    def _take(self, pieces: Iterator[Head | bytes]) -> None:
        head = next(pieces, None)
        if not isinstance(head, Head):
            raise BrokenOffError("no answer")
        self._accept(head)
        kept = self._partial.offset
        for piece in pieces:
            assert isinstance(piece, bytes)
            if self._size is not None and self._partial.offset + len(piece) > self._size:
                self._partial.start_over()
                raise self._wrong_length(self._size + len(piece), self._size)
            self._check_kind(piece)
            self._partial.append(piece)
            self._tick()
            if self._partial.offset - kept >= self._manner.keep_every:
                self._keep()
                kept = self._partial.offset
        if self._size is not None and not self._complete:
            raise BrokenOffError("the answer ended early")
        if not self._partial.offset:
            raise BrokenOffError("the answer was empty")

    def _check_kind(self, piece: bytes) -> None:
        """A hub that wants a login, or a wrong address, answers with a page: seen at once, not after gigabytes."""
        first = self._partial.offset == 0 and len(piece) >= len(GGUF_MAGIC)
        if first and self._target.sha256 is None and not piece.startswith(GGUF_MAGIC):
            raise DownloadError(
                say("What {host} serves there is not a GGUF file.", host=self._host),
                say("Open the address in a browser: it may be a page, or the file may need a login."),
            )

    def _tick(self) -> None:
        self._meter.moved(self._step, self._partial.offset)

    def _keep(self) -> None:
        self._partial.keep(kind="url", url=self._url, validator=self._validator, size=self._size)

    def _request_headers(self) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}
        if self._partial.offset:
            headers["Range"] = f"bytes={self._partial.offset}-"
            if self._validator:
                headers["If-Range"] = self._validator
        return headers

    def _accept(self, head: Head) -> None:
        """Decide what an answer's head means for what is already there."""
        if head.status in {429, 500, 502, 503, 504}:
            raise BrokenOffError(f"status {head.status}")
        if head.status == 416 and self._partial.offset:
            self._restart()
            raise BrokenOffError("the server does not know that range")
        if head.status in {401, 403}:
            raise DownloadError(
                say("{host} wants a login for this file (status {status}).", host=self._host, status=head.status),
                say("Fetch it in a browser where you are logged in, then add the file."),
            )
        if head.status not in {200, 206} or head.headers.get("Content-Encoding", "identity") != "identity":
            raise DownloadError(
                say("{host} did not serve the file (status {status}).", host=self._host, status=head.status),
                say("Try again later, or name a mirror (--mirror, or Mirrors… on the page of models)."),
            )
        if head.status == 206:
            self._check_range(head.headers.get("Content-Range", ""))
        else:
            self._begin(head.headers.get("Content-Length", ""))
        self._validator = _validator(head.headers)

    def _begin(self, length: str) -> None:
        self._restart()
        stated = int(length) if length.isdigit() else None
        expected = self._target.bytes
        if stated is not None and expected is not None and stated != expected:
            raise self._wrong_length(stated, expected)
        self._size = expected or stated
        self._meter.set_total(self._size)
        if self._size is not None:
            self._manner.need_room(self._size)

    def _restart(self) -> None:
        if self._partial.offset:
            self._partial.start_over()
            self._meter.start_over()
        self._validator = None
        self._size = self._target.bytes

    def _check_range(self, content_range: str) -> None:
        size = content_range.rpartition("/")[2]
        whole = self._size if self._size is not None else (int(size) if size.isdigit() else None)
        if whole is not None and content_range == f"bytes {self._partial.offset}-{whole - 1}/{whole}":
            self._size = whole
            return
        if size.isdigit() and self._target.bytes is not None and int(size) != self._target.bytes:
            raise self._wrong_length(int(size), self._target.bytes)
        self._restart()
        raise BrokenOffError(f"another range than asked for: {content_range}")

    def _wrong_length(self, length: int, expected: int) -> DownloadError:
        return DownloadError(
            say(
                "{host} offers {length} bytes where {name} has {expected}.",
                host=self._host,
                length=length,
                name=self._target.name,
                expected=expected,
            ),
            say("Name another mirror, or choose another model."),
        )


def _validator(headers: Mapping[str, str]) -> str | None:
    """What ``If-Range`` may carry: a strong entity tag, else the date."""
    tag = headers.get("ETag")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified")
