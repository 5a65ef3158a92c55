"""What can go wrong with a server, in words: the cause and one next step."""

from __future__ import annotations

import json
from typing import Any

from desktop_client.inference.engine import EngineCrashedError, EngineError
from desktop_client.wording import say

MAX_QUOTE = 300


def of_status(status: int, body: bytes, host: str, secret: str | None) -> EngineError:
    """The error for an answer that is none."""
    if status in (401, 403):
        return EngineError(
            say("{host} does not accept the key (status {status}).", host=host, status=status),
            say("Enter the key again on the page of models."),
        )
    if status == 404:
        return EngineError(
            say("{host} does not know this address or this model.", host=host),
            say("Check the address, and choose a model that the server lists."),
        )
    if status == 429:
        return EngineError(
            say("{host} has too much to do and did not take the question.", host=host), say("Ask again in a minute.")
        )
    said = quoted(body, secret)
    if status == 413 or any(word in said.lower() for word in ("context length", "context size", "maximum context")):
        return EngineError(
            say("The conversation is longer than {host} can read: {said}", host=host, said=said),
            say("Begin a new chat, or ask something shorter."),
        )
    if 300 <= status < 400:
        return EngineError(
            say("{host} sends the question on to another address, which is not followed.", host=host),
            say("Enter the address that it names, if you trust it."),
        )
    return EngineError(
        say("{host} could not answer (status {status}): {said}", host=host, status=status, said=said),
        say("Look at the server, then ask again."),
    )


def unreachable(host: str) -> EngineError:
    """Nobody answers at that address."""
    return EngineError(
        say("{host} can't be reached.", host=host), say("Check that the server is running, and its address.")
    )


def bad_certificate(host: str) -> EngineError:
    """Who answers can't prove to be that host."""
    return EngineError(
        say("{host} can't prove that it is who it says: its certificate is not accepted.", host=host),
        say("Check the address, or have the server's certificate made by an authority that this computer trusts."),
    )


def silent(host: str, seconds: float) -> EngineCrashedError:
    """It took the question and says nothing, or nothing more."""
    return EngineCrashedError(
        say("{host} said nothing for {seconds} seconds, so the connection was closed.", host=host, seconds=seconds),
        say("Look at the server, then ask again."),
    )


def broke_off(host: str) -> EngineCrashedError:
    """The connection ended before the answer did."""
    return EngineCrashedError(
        say("The connection to {host} broke off before the answer was over.", host=host),
        say("What came is kept. Ask again, or continue."),
    )


def no_chat(host: str) -> EngineError:
    """What answers there is no such server."""
    return EngineError(
        say("What {host} answers is not the answer of a chat server.", host=host),
        say("Check the address; it usually ends in /v1."),
    )


def too_much(host: str) -> EngineCrashedError:
    """It sends more than any answer has."""
    return EngineCrashedError(
        say("{host} sent more than any answer has, so the connection was closed.", host=host),
        say("Look at the server, then ask again."),
    )


def said_error(error: Any, host: str, secret: str | None) -> EngineCrashedError:
    """It reports an error in the middle of an answer."""
    return EngineCrashedError(
        say("{host} broke the answer off: {said}", host=host, said=quoted(json.dumps({"error": error}), secret)),
        say("What came is kept. Look at the server, then ask again."),
    )


def quoted(body: bytes | str, secret: str | None) -> str:
    """The server's own words, short, on one line, never with the key in them."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    try:
        found = json.loads(text)
    except ValueError:
        found = text
    if isinstance(found, dict):
        found = found.get("error", found.get("detail", found.get("message", found)))
    if isinstance(found, dict):
        found = found.get("message", found)
    words = " ".join("".join(c if c.isprintable() else " " for c in str(found)).split())
    if secret:
        words = words.replace(secret, "…")
    return words[:MAX_QUOTE] or "?"
