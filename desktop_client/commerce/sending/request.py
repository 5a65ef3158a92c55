"""What goes out to a platform and what comes back, as values. Nothing here touches the network: the gate does.

A source says what it wants to ask as a ``Request``. The gate completes it to an ``Outgoing``: the very bytes of an
HTTP/1.1 request (RFC 9112). These are shown before they are sent, recorded, and sent as they are (promise P8).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, quote_plus, urlencode, urlsplit

import msgspec

from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.wording import say

HIDDEN = "•••"
"""Stands for a key, a token or a signature wherever a request is shown or recorded."""

LONGEST_WISH_S = 3600.0
"""However long a platform asks to be left alone, it is asked again after an hour."""


class Purpose(StrEnum):
    """What a request is for, as the preview and the record say it."""

    SEARCH = "search"
    TOKEN = "token"  # noqa: S105 - what is asked for, not one
    DISCOVERY = "discovery"
    PRODUCT = "product"
    LINK = "link"
    KEY_TEST = "key_test"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """What a source wants to ask: an absolute address, headers and a body, complete but for what every request has.

    ``secrets`` are the keys, tokens and signatures that stand in it, as they stand in it. They are sent, and never
    shown or recorded; so a request says little of itself in a traceback.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    secrets: tuple[str, ...] = ()
    purpose: Purpose = Purpose.SEARCH

    def __repr__(self) -> str:
        return f"Request({self.method} for {self.purpose})"

    @classmethod
    def get(
        cls,
        url: str,
        params: Iterable[tuple[str, str]] = (),
        *,
        headers: Iterable[tuple[str, str]] = (),
        secrets: Iterable[str] = (),
        purpose: Purpose = Purpose.SEARCH,
    ) -> Request:
        """A GET; ``params`` are encoded in the order given, spaces as ``%20``."""
        query = urlencode(list(params), quote_via=quote)
        return cls("GET", f"{url}?{query}" if query else url, tuple(headers), b"", tuple(secrets), purpose)

    @classmethod
    def post_form(
        cls,
        url: str,
        params: Iterable[tuple[str, str]],
        *,
        headers: Iterable[tuple[str, str]] = (),
        secrets: Iterable[str] = (),
        purpose: Purpose = Purpose.SEARCH,
    ) -> Request:
        """A POST of a form in UTF-8."""
        kind = ("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
        body = urlencode(list(params), quote_via=quote).encode("ascii")
        return cls("POST", url, (kind, *headers), body, tuple(secrets), purpose)

    @classmethod
    def post_json(
        cls,
        url: str,
        document: object,
        *,
        headers: Iterable[tuple[str, str]] = (),
        secrets: Iterable[str] = (),
        purpose: Purpose = Purpose.SEARCH,
    ) -> Request:
        """A POST of one JSON document, compact and in UTF-8."""
        kind = ("Content-Type", "application/json")
        return cls("POST", url, (kind, *headers), msgspec.json.encode(document), tuple(secrets), purpose)

    @property
    def host(self) -> str:
        """The host that the request goes to, lower case, without port."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it goes over the wire: the bytes in ``wire``, and nothing else, are sent to ``host``."""

    request: Request
    wire: bytes = field(repr=False)

    @property
    def host(self) -> str:
        """The host that gets it."""
        return self.request.host

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes that are sent."""
        return hashlib.sha256(self.wire).hexdigest()

    @property
    def shown(self) -> str:
        """The bytes as text, with ``•••`` for every secret: what the preview shows and the record keeps."""
        text = self.wire.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
        for secret in sorted(self.request.secrets, key=len, reverse=True):
            for written in _ways_to_write(secret):
                text = text.replace(written, HIDDEN) if written else text
        return text


def _ways_to_write(secret: str) -> list[str]:
    """A secret as it may stand in a request: as it is, in an address, in a form, in JSON. The longest comes first."""
    in_json = (msgspec.json.encode(secret).decode(), json.dumps(secret))
    ways = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), *(text[1:-1] for text in in_json)}
    return sorted(ways, key=lambda way: (-len(way), way))


def complete(request: Request, user_agent: str) -> Outgoing:
    """The bytes of a request: its own headers after those that every request has.

    No cookies, no compression that could hide a bomb but gzip, no keeping of the connection.
    """
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"{request.method} {target} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"User-Agent: {user_agent}",
        "Accept-Encoding: gzip",
        "Connection: close",
        *(f"{name}: {value}" for name, value in request.headers),
    ]
    if request.body or request.method == "POST":
        lines.append(f"Content-Length: {len(request.body)}")
    head = "\r\n".join([*lines, "", ""])
    return Outgoing(request, head.encode("ascii") + request.body)


@dataclass(frozen=True, slots=True)
class Response:
    """What a platform answered: status, headers (names in lower case) and the decoded body, whatever the status says.

    Address, headers and body may repeat a key. ``retry_after_s`` is how long the platform asks to be left alone, in
    seconds, None where it doesn't.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    url: str = field(default="", repr=False)
    retry_after_s: float | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the decoded body."""
        return hashlib.sha256(self.body).hexdigest()

    def json(self) -> Any:
        """The body as JSON. Platforms also call it text, but a picture is none.

        Raises:
            SourceError: it is no JSON in UTF-8, or nested too deep.
        """
        kind = self.headers.get("content-type", "").partition("/")[0].strip().lower()
        if kind not in {"", "application", "text"}:
            raise SourceError(Fault.SCHEMA, say("The answer is no JSON."))
        try:
            return msgspec.json.decode(self.body)
        except RecursionError:
            raise SourceError(Fault.SCHEMA, say("The answer is nested too deep.")) from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            # Not passed on: such an error holds what could not be read.
            raise SourceError(Fault.SCHEMA, say("The answer is no JSON.")) from None


_FAULTS = {401: Fault.AUTH, 403: Fault.PERMISSION, 429: Fault.THROTTLED}


def fault_of(response: Response) -> Fault | None:
    """What the status alone says is wrong, None for 2xx. Platforms put more into the body, some of it under 200."""
    status = response.status
    if status == 503 and response.retry_after_s is not None:
        return Fault.THROTTLED
    if status >= 500:
        return Fault.UPSTREAM
    return _FAULTS.get(status, Fault.BAD_REQUEST) if status >= 400 else None


def raise_for_status(response: Response) -> None:
    """For connectors, once they have looked for the platform's own code in the body.

    Raises:
        SourceError: the status is an error's.
    """
    fault = fault_of(response)
    if fault is not None:
        raise SourceError(fault, retry_after_s=response.retry_after_s)


def pause_s(retry_after: str, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header (RFC 9110, 10.2.3) asks for, an hour at most; None where it says nothing.

    It is a number of seconds or a date; ``now`` is aware.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # So many digits are more than an hour, and more than Python turns into a number.
        return LONGEST_WISH_S if len(text.lstrip("0")) > 9 else min(float(text), LONGEST_WISH_S)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), LONGEST_WISH_S)
