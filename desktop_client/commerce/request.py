"""What goes out to a platform and what comes back, as values. Nothing here touches the network: the gate does.

A source says what it wants to ask as a ``Request``. The gate completes it to an ``Outgoing``: the very bytes of an
HTTP/1.1 request (RFC 9112). These are shown before they are sent, recorded, and sent as they are (promise P8).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from desktop_client.commerce.faults import Fault, SourceError
from desktop_client.wording import say

HIDDEN = "•••"
"""Stands for a key, a token or a signature wherever a request is shown or recorded."""


class Purpose(StrEnum):
    """What a request is for, as the preview and the record say it."""

    SEARCH = "search"
    TOKEN = "token"  # noqa: S105 - what is asked for, not one
    DISCOVERY = "discovery"
    PRODUCT = "product"
    LINK = "link"
    KEY_TEST = "key_test"


@dataclass(frozen=True, slots=True)
class Request:
    """What a source wants to ask: an absolute address, headers and a body, complete but for what every request has.

    ``secrets`` are the keys, tokens and signatures that stand in it, as they stand in it. They are sent, and never
    shown or recorded.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    purpose: Purpose = Purpose.SEARCH

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
            for written in {secret, quote(secret, safe=""), quote(secret)}:
                text = text.replace(written, HIDDEN) if written else text
        return text


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
    """What a platform answered: status, headers (names in lower case) and the decoded body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str = ""

    @property
    def sha256(self) -> str:
        """Hex digest of the decoded body."""
        return hashlib.sha256(self.body).hexdigest()

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            SourceError: it is no JSON in UTF-8, or nested too deep.
        """
        try:
            return msgspec.json.decode(self.body)
        except RecursionError as error:
            raise SourceError(Fault.SCHEMA, say("The answer is nested too deep.")) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceError(Fault.SCHEMA, say("The answer is no JSON.")) from error
