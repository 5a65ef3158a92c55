"""What a server streams, turned into the engine's events: whole characters, why it ended, and what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desktop_client.inference import server_words
from desktop_client.inference.engine import EngineEvent, Finished, FinishReason, Piece, Timing
from desktop_client.inference.event_stream import EventStream

_REASONS = {"length": FinishReason.LENGTH}
THINKING, ANSWERING = "<think>\n", "\n</think>\n\n"
"""Servers send a model's reasoning in a field of its own; here it stands where a local model writes it."""


class RemoteAnswer:
    """Follows one answer. ``over`` is set by the server's end mark."""

    def __init__(self, host: str, load_s: float, estimate: int, clock: Callable[[], float]) -> None:
        self._host, self._load_s, self._clock = host, load_s, clock
        self._stream = EventStream()
        self._began = clock()
        self._first: float | None = None
        self._last = self._began
        self._chunks = 0
        self._prompt, self._evaluated, self._tokens = estimate, estimate, 0
        self._reason: FinishReason | None = None
        self._thinking = False
        self._half = ""

    @property
    def over(self) -> bool:
        """The server has said that nothing more comes."""
        return self._stream.done

    def feed(self, piece: bytes, secret: str | None) -> Iterator[EngineEvent]:
        """Events that are complete with this piece of the body.

        Raises:
            BadStreamError: it is no stream of events.
            EngineCrashedError: the server reports an error in it.
        """
        for event in self._stream.feed(piece):
            yield from self._event(event, secret)

    def end(self, secret: str | None) -> Iterator[EngineEvent]:
        """The body is over: the last event.

        Raises:
            EngineError: it was no stream of events at all.
            EngineCrashedError: the answer had not come to its end.
        """
        for event in self._stream.end():
            yield from self._event(event, secret)
        if not self._stream.seen:
            raise server_words.no_chat(self._host)
        if self._reason is None and not self._stream.done:
            raise server_words.broke_off(self._host)
        if self._thinking:
            yield Piece(ANSWERING.rstrip())
        yield Finished(self._reason or FinishReason.END, self.timing())

    def whole(self, body: bytes, secret: str | None) -> Iterator[EngineEvent]:
        """An answer of a server that does not stream, although it was asked to.

        Raises:
            EngineError: it is no answer, or an error.
        """
        try:
            found = json.loads(body)
            if isinstance(found, dict) and "error" in found:
                raise server_words.said_error(found["error"], self._host, secret)
            choice = found["choices"][0]
            text = str(choice["message"]["content"] or "")
        except (ValueError, LookupError, TypeError) as error:
            raise server_words.no_chat(self._host) from error
        self._count(found)
        yield from self._text(text)
        yield Finished(_REASONS.get(str(choice.get("finish_reason")), FinishReason.END), self.timing())

    def timing(self) -> Timing:
        """What was measured so far, from the server's own counts where it gives them."""
        tokens = self._tokens or self._chunks
        spent = self._last - (self._first if self._first is not None else self._last)
        first = (self._first or self._last) - self._began
        rate = (tokens - 1) / spent if spent > 0 and tokens > 1 else 0.0
        return Timing(self._load_s, self._prompt, self._evaluated, first, tokens, rate)

    def _event(self, event: Mapping[str, Any], secret: str | None) -> Iterator[EngineEvent]:
        if event.get("error"):
            raise server_words.said_error(event["error"], self._host, secret)
        self._count(event)
        choices = event.get("choices")
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
            return
        choice = choices[0]
        delta = choice.get("delta")
        if isinstance(delta, dict):
            yield from self._delta(delta)
        reason = choice.get("finish_reason")
        if reason:
            self._reason = _REASONS.get(str(reason), FinishReason.END)

    def _delta(self, delta: Mapping[str, Any]) -> Iterator[EngineEvent]:
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        text = delta.get("content")
        if isinstance(thought, str) and thought:
            yield from self._text(thought if self._thinking else THINKING + thought)
            self._thinking = True
        if isinstance(text, str) and text:
            yield from self._text(ANSWERING + text if self._thinking else text)
            self._thinking = False

    def _text(self, text: str) -> Iterator[EngineEvent]:
        """Whole characters only: half of a pair is held back until the other half comes."""
        text, self._half = self._half + text, ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        now = self._clock()
        self._first = now if self._first is None else self._first
        self._last, self._chunks = now, self._chunks + 1
        if text:
            yield Piece(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _count(self, event: Mapping[str, Any]) -> None:
        usage = event.get("usage")
        if not isinstance(usage, dict):
            return
        prompt, tokens = usage.get("prompt_tokens"), usage.get("completion_tokens")
        details = usage.get("prompt_tokens_details")
        cached = details.get("cached_tokens") if isinstance(details, dict) else None
        if isinstance(prompt, int):
            self._prompt = prompt
            self._evaluated = max(0, prompt - (cached if isinstance(cached, int) else 0))
        if isinstance(tokens, int):
            self._tokens = tokens
