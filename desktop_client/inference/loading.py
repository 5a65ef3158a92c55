"""A model being loaded in the child, and other single commands, under watch: what comes back, or why nothing does."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import asdict, dataclass

from desktop_client.inference import failures
from desktop_client.inference.answering import refusal, talking_sense
from desktop_client.inference.child import Child, Event, Mailbox
from desktop_client.inference.engine import EngineCrashedError, ModelFile, ModelInfo
from desktop_client.inference.limits import Limits
from desktop_client.inference.pulse import Pulse
from desktop_client.inference.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be loaded, and how. ``template`` is for a file that carries none."""

    model: ModelFile
    template: str | None
    context_tokens: int | None
    runtime: str
    tuning: Tuning


@dataclass(frozen=True, slots=True)
class Watch:
    """What the child is watched by. ``refuse_if_closed`` raises where the engine was closed meanwhile."""

    limits: Limits
    clock: Callable[[], float]
    refuse_if_closed: Callable[[], None]

    def load(self, child: Child, wish: Wish, progress: Callable[[float], None] | None, began: float) -> ModelInfo:
        """The loaded model; ``began`` is when it was asked for.

        Raises:
            EngineCrashedError: the process died, was silent too long, or spoke nonsense.
            EngineError: it refused.
        """
        model = wish.model
        with child.command(
            do="load",
            path=str(model.path.absolute()),
            sha256=model.sha256,
            template=wish.template,
            runtime=wish.runtime,
            context_tokens=wish.context_tokens,
            tuning=asdict(wish.tuning),
        ) as (_, box):
            limit = self.limits.load(model.size)
            while True:
                event = self.next(child, box, limit, loading=model)
                with talking_sense(child):
                    if event["event"] == "template":
                        limit = self.limits.template(int(event["bytes"]))
                    refused = refusal(event, model)
                    share = float(event["share"]) if event["event"] == "loading" else None
                    done = event["event"] == "loaded"
                if refused:
                    raise refused
                if share is not None and progress is not None:
                    progress(share)
                if done:
                    with talking_sense(child):
                        return _info(event, model, self.clock() - began)

    def first_word(self, child: Child, model: ModelFile) -> Event:
        """What it says when it has started.

        Raises:
            EngineCrashedError: nothing, for too long.
        """
        try:
            event = child.hello.get(timeout=self.limits.start_s)
        except queue.Empty:
            child.kill(failures.fell_silent(self.limits.start_s))
            event = None
        if event is None:
            raise self._ended(child, model)
        return event

    def next(self, child: Child, box: Mailbox, limit: float, *, loading: ModelFile | None = None) -> Event:
        """The next event; the child is ended if there is none within the limit, or no sign of life for long."""
        began = self.clock()
        pulse = Pulse(began, computing=False)
        while True:
            left = limit - (self.clock() - began)
            try:
                event = box.get(timeout=max(0.0, min(left, self.limits.still_s if loading else left)))
            except queue.Empty:
                child.kill(failures.fell_silent(self.clock() - began))
                event = None
            if event is None:
                raise self._ended(child, loading)
            with talking_sense(child):
                only_lives = pulse.hear(event, self.clock())
            if not only_lives:
                return event

    def _ended(self, child: Child, loading: ModelFile | None) -> EngineCrashedError:
        self.refuse_if_closed()
        if loading:
            return failures.crashed_loading(child.how_it_ended, loading.path.name)
        return failures.crashed(child.how_it_ended)


def _info(event: Event, model: ModelFile, load_s: float) -> ModelInfo:
    return ModelInfo(
        file=model,
        architecture=str(event["architecture"]),
        context_tokens=int(event["context_tokens"]),
        trained_context_tokens=int(event["trained_context_tokens"]),
        template_sha256=str(event["template_sha256"]),
        load_s=load_s,
        build=str(event["build"]),
    )
