"""What the engine's process remembers: which conversation it holds, and when it pays to keep or bring back another.

A conversation that is left is taken out of the process and kept; one that is gone back to is given to it again. Both
cost a copy. Reading it anew costs evaluation, so each is done only where that would take longer, as measured.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_client.inference.child import Child, Event, Mailbox
from desktop_client.inference.engine import REASONING, ChatMessage, Role, Timing
from desktop_client.inference.pulse import ALIVE
from desktop_client.inference.saved_states import SavedState, StateFolder, overlap, spoken

WORTH_S = 0.2
"""Seconds: what is read again in less is not worth a file. 0 keeps everything."""
_MEASURABLE_TOKENS = 32
_PART_S = 10.0


@dataclass(frozen=True, slots=True)
class _Held:
    messages: tuple[str, ...] = ()
    tokens: int = 0
    private: bool = False


class Recollection:
    """For one child with one model; ``model`` names both it and all settings that its state depends on.

    Called by whoever has the engine's turn. A process that ends meanwhile, or says nothing, is left to the request
    that follows.
    """

    def __init__(
        self, child: Child, model: str, folder: StateFolder | None, clock: Callable[[], float], worth_s: float = WORTH_S
    ) -> None:
        self._child, self._model, self._folder, self._clock, self._worth_s = child, model, folder, clock, worth_s
        self._held = _Held()
        self._reasoned = False
        self._read_s: float | None = None
        self._copy_s: float | None = None

    def prepare(self, messages: Sequence[ChatMessage]) -> bool:
        """Get the process ready for these messages; whether what it holds may be moved up for them."""
        wanted = spoken(messages)
        has = overlap(self._held.messages, wanted)
        if has.messages or self._folder is None:
            # Templates leave the reasoning of an answer out of the next prompt; what follows it may stay.
            goes_on = wanted[: len(self._held.messages)] == self._held.messages
            return has.moved or (self._reasoned and goes_on)
        found = self._folder.best(self._model, wanted)
        self.keep()
        if found is None:
            return False
        state, shares = found
        return self._is_worth(state.tokens) and self._bring_back(state) and shares.moved

    def asked(
        self, messages: Sequence[ChatMessage], answer: str, timing: Timing | None, *, private: bool = False
    ) -> None:
        """What it was asked, and what it answered; without ``timing`` it was given up. ``private`` is never kept."""
        said = (*messages, ChatMessage(Role.ASSISTANT, answer)) if answer else messages
        self._reasoned = REASONING[1] in answer
        self._held = _Held(spoken(said), timing.prompt_tokens + timing.tokens if timing else 0, private)
        if timing and timing.evaluated_tokens >= _MEASURABLE_TOKENS and timing.tokens:
            self._read_s = timing.first_token_s / timing.evaluated_tokens

    def keep(self) -> None:
        """Save what the process holds, if that pays."""
        if self._folder is None or self._held.private or not self._held.tokens or not self._is_worth(self._held.tokens):
            return
        began = self._clock()
        with self._child.command(do="save") as (_, box):
            size = self._folder.save(self._model, self._held.messages, self._held.tokens, _parts(box))
        if size:
            self._copy_s = (self._clock() - began) / self._held.tokens

    def keep_nothing(self) -> None:
        """Never save what the process holds now."""
        self._held = replace(self._held, private=True)

    def _is_worth(self, tokens: int) -> bool:
        if self._read_s is None or not self._worth_s:
            return tokens >= _MEASURABLE_TOKENS or not self._worth_s
        return tokens * self._read_s >= self._worth_s and (self._copy_s is None or self._read_s > 2 * self._copy_s)

    def _bring_back(self, state: SavedState) -> bool:
        assert self._folder is not None
        if not state.is_whole():
            self._folder.forget(state)
            return False
        with self._child.command(state.parts(), do="restore", bytes=state.size) as (_, box):
            event = _next(box)
        if event is None or not event.get("tokens"):
            self._folder.forget(state)
            self._held = _Held()
            return False
        self._folder.used(state)
        self._held = _Held(state.spoken, state.tokens)
        return True


def _next(box: Mailbox) -> Event | None:
    try:
        while (event := box.get(timeout=_PART_S)) is not None and event["event"] == ALIVE:
            continue
    except queue.Empty:
        return None
    return event


def _parts(box: Mailbox) -> Iterator[bytes]:
    while (event := _next(box)) is not None and event["event"] == "state":
        yield event["raw"]
    if event is None or event["event"] != "saved":
        raise OSError("the engine's process did not say all")
