"""Answers to a search: the catalogue in them, or the fault that they say (Overview, *Error Handling*).

Faults come in three forms: an HTTP status with ``{code, content}``, a JSON-RPC error, and status 200 with
``ucp.status: "error"``. Codes are translated; a merchant's own words about a failure are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop_client.commerce.meaning.values import plain
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import LONGEST_WISH_S, Response, fault_of, raise_for_status
from desktop_client.commerce.sources.shared.rows import Row
from desktop_client.commerce.sources.shared.ucp.discovery import Transport
from desktop_client.commerce.sources.shared.ucp.profile import VERSION
from desktop_client.wording import Sentence, say

MOST_DISCLOSURES = 40
_LONGEST_DISCLOSURE = 500

_PROFILE = say("The merchant does not accept the description of itself that Sidelight points to.")
_VERSION = say("The merchant does not speak version {version} of UCP, which Sidelight does.", version=VERSION)
_NO_SEARCH = say("The merchant offers Sidelight no search of its catalogue.")
_STRANGERS = say("The merchant answers only programs that it knows.")
_NO_ANSWER = say("The merchant could not answer this search.")
_ASK_THEM = say("Switch this merchant off, or ask it to let programs search.")

_CODES: Mapping[str, tuple[Fault, Sentence | None]] = {
    "invalid_profile_url": (Fault.BAD_REQUEST, _PROFILE),
    "profile_unreachable": (Fault.BAD_REQUEST, _PROFILE),
    "profile_malformed": (Fault.BAD_REQUEST, _PROFILE),
    "version_unsupported": (Fault.BAD_REQUEST, _VERSION),
    "capabilities_incompatible": (Fault.BAD_REQUEST, _NO_SEARCH),
    "signature_missing": (Fault.AUTH, _STRANGERS),
    "signature_invalid": (Fault.AUTH, _STRANGERS),
    "key_not_found": (Fault.AUTH, _STRANGERS),
}

_INVALID_CALL = frozenset({-32700, -32600, -32601, -32602})
"""JSON-RPC 2.0: no JSON, no request, no such method, wrong arguments."""
_INTERNAL, _PROTOCOL, _DISCOVERY = -32603, -32000, -32001


def catalogue_of(response: Response, transport: Transport) -> Row:
    """The catalogue in an answer: an object with ``products``.

    Raises:
        SourceError: the answer says a fault, or is none that the protocol documents.
    """
    document = _document(response)
    if transport is Transport.MCP:
        _raise_for_call(document, response)
    elif response.status >= 400:
        _raise_for_code(document.text("code"), response)
    raise_for_status(response)
    catalogue = document.row("result.structuredContent") if transport is Transport.MCP else document
    if catalogue.text("ucp.status") == "error":
        _raise_for_messages(catalogue, response)
    if not isinstance(catalogue.at("products"), list):
        raise SourceError(Fault.SCHEMA)
    return catalogue


def disclosures_of(catalogue: Row) -> tuple[str, ...]:
    """The texts that must be shown: every warning, those with ``presentation: "disclosure"`` first.

    One that points at a product names it, since it has to stand with it.
    """
    messages = [m for m in catalogue.rows("messages") if m.at("type") == "warning" or _is_disclosure(m)]
    messages.sort(key=_is_disclosure, reverse=True)
    texts = (_with_subject(message, catalogue) for message in messages)
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_DISCLOSURES]


def _is_disclosure(message: Row) -> bool:
    return bool(message.at("presentation") == "disclosure")


def _with_subject(message: Row, catalogue: Row) -> str:
    text = message.text("content", _LONGEST_DISCLOSURE)
    path = message.at("path")
    if not text or not isinstance(path, str) or not path.startswith("$.products["):
        return text
    number = path.removeprefix("$.products[").partition("]")[0]
    if len(number) > 6 or not (number.isascii() and number.isdigit()):
        return text
    title = catalogue.text(f"products.{number}.title", 80)
    return plain(f"{title}: {text}", _LONGEST_DISCLOSURE) if title else text


def _document(response: Response) -> Row:
    try:
        if response.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/event-stream":
            found = _of_stream(response.body)
        else:
            found = response.json()
        if not isinstance(found, dict):
            raise SourceError(Fault.SCHEMA)
    except SourceError:
        raise_for_status(response)
        raise
    return Row(found)


def _of_stream(body: bytes) -> Any:
    """The JSON-RPC response in a stream of events (WHATWG HTML, *Server-sent events*); None where there is none."""
    data: list[bytes] = []
    for line in (*body.replace(b"\r\n", b"\n").split(b"\n"), b""):
        if line.startswith(b"data:"):
            data.append(line.removeprefix(b"data:").removeprefix(b" "))
        elif not line and data:
            try:
                message = msgspec.json.decode(b"\n".join(data))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                raise SourceError(Fault.SCHEMA, say("The answer is no JSON.")) from None
            # Notifications may come first.
            if isinstance(message, dict) and ("result" in message or "error" in message):
                return message
            data = []
    return None


def _raise_for_call(document: Row, response: Response) -> None:
    error = document.row("error")
    if not error.value:
        return
    _raise_for_code(error.text("data.code"), response)
    code, pause = error.at("code"), _pause(error) or response.retry_after_s
    if code == _PROTOCOL and pause is not None:
        raise SourceError(Fault.THROTTLED, retry_after_s=pause)
    if code in _INVALID_CALL:
        raise SourceError(Fault.BAD_REQUEST)
    if code == _DISCOVERY:
        raise SourceError(Fault.BAD_REQUEST, _PROFILE)
    _raise_for_code("", response)
    raise_for_status(response)
    if code == _PROTOCOL:
        raise SourceError(Fault.AUTH, _STRANGERS, _ASK_THEM)
    raise SourceError(Fault.UPSTREAM if code == _INTERNAL else Fault.SCHEMA)


def _raise_for_messages(catalogue: Row, response: Response) -> None:
    for message in catalogue.rows("messages"):
        _raise_for_code(message.text("code"), response)
    raise SourceError(Fault.UPSTREAM, _NO_ANSWER)


def _raise_for_code(code: str, response: Response) -> None:
    """For a code of the protocol, and for the two statuses about keys: merchants are asked without one."""
    fault, cause = _CODES.get(code, (None, None))
    if fault is None and (said := fault_of(response)) in {Fault.AUTH, Fault.PERMISSION}:
        fault, cause = said, _STRANGERS
    if fault is not None:
        step = _ASK_THEM if cause in _KEPT_OUT else None
        raise SourceError(fault, cause, step)


_KEPT_OUT: tuple[Sentence | None, ...] = (_STRANGERS, _NO_SEARCH)


def _pause(error: Row) -> float | None:
    seconds = error.number("data.retry_after")
    return None if seconds is None else min(max(float(seconds), 0.0), LONGEST_WISH_S)
