"""A server that speaks the OpenAI API as the engine: chat completions, streamed. The way out of a machine's limits.

Off until the user adds a server and chooses one of its models. What leaves is the request of one turn, nothing else:
the messages that fit, the sampling, the model's name. ``docs/servers.md`` lists how servers differ.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_client.inference import server_words
from desktop_client.inference.engine import (
    ChatMessage,
    EngineError,
    EngineEvent,
    EngineRequest,
    Finished,
    FinishReason,
    ModelFile,
    ModelInfo,
    NoModelError,
    PromptProgress,
    Timing,
)
from desktop_client.inference.event_stream import BadStreamError
from desktop_client.inference.remote_answer import RemoteAnswer
from desktop_client.inference.served import ServedModel, body_of, estimated_tokens, served_model
from desktop_client.inference.server import PREFIX, Server
from desktop_client.wording import say

if TYPE_CHECKING:
    # Where it is used it is imported: it takes a twentieth of a start, which asks no server for anything.
    import httpx2

UNKNOWN_CONTEXT = 4096
"""Tokens of context assumed where a server does not say: what Ollama has unless it is told otherwise."""
MAX_BODY = 8 * 1024 * 1024
"""Bytes of one answer, or of a list of models: more than any has."""
LOOK_S = 0.05
SHUT_BOTH_WAYS = 2


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for a connection, for the first and for the next word; tries where nothing was accepted yet, and
    the longest wait that a server may ask for before the next one.
    """

    connect_s: float = 10.0
    first_s: float = 300.0
    gap_s: float = 60.0
    tries: int = 3
    pause_s: float = 0.5
    longest_pause_s: float = 10.0


@dataclass(frozen=True, slots=True)
class _Head:
    status: int
    kind: str
    retry_after: str


_Arrived = _Head | bytes | Exception | None


def client(patience: Patience) -> httpx2.Client:
    """A client for one exchange: no proxy or certificate of the environment, no redirects, no cookies kept."""
    import httpx2

    return httpx2.Client(
        follow_redirects=False,
        trust_env=False,
        timeout=httpx2.Timeout(patience.gap_s, connect=patience.connect_s, read=None),
        headers={"User-Agent": "sidelight", "Accept-Encoding": "identity", "Connection": "close"},
    )


def served_models(
    server: Server, key: str | None, patience: Patience | None = None, stop: threading.Event | None = None
) -> tuple[ServedModel, ...]:
    """Ask a server which models it has.

    Raises:
        EngineError: it can't be reached, does not accept the key, or is no such server.
    """
    patience = patience or Patience()
    exchange = _Exchange(server, key, replace(patience, first_s=patience.gap_s), stop or threading.Event())
    try:
        with exchange.opened("GET", "/models", None):
            body = exchange.whole_body()
    except _StoppedError:
        raise EngineError(say("It was called off."), say("Try again when you like.")) from None
    try:
        rows = json.loads(body)["data"]
        return tuple(served_model(row) for row in rows)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise server_words.no_chat(server.host) from error


class RemoteEngine:
    """One server's model as :class:`.engine.Engine`. ``server_of`` finds a server by id, ``key_of`` its key."""

    def __init__(
        self,
        server_of: Callable[[str], Server | None],
        key_of: Callable[[Server], str | None],
        *,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server_of, self._key_of = server_of, key_of
        self._patience = patience or Patience()
        self._clock = clock
        self._turn = threading.Lock()
        self._closed = threading.Event()
        self._loaded: tuple[ModelInfo, Server, ServedModel] | None = None

    @property
    def model(self) -> ModelInfo | None:
        """The model that was chosen, or None."""
        loaded = self._loaded
        return loaded[0] if loaded else None

    def load(self, model: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        """Ask the server whether it has this model. See :class:`.engine.Engine`."""
        began = self._clock()
        name = model.name
        server = self._server_of(str(model.path).removeprefix(PREFIX))
        if server is None:
            raise EngineError(
                say("The server of {model} is not in the list any more.", model=model.name),
                say("Choose another model on the page of models."),
            )
        served = served_models(server, self._key_of(server), self._patience, self._closed)
        found = next((one for one in served if one.name == name), None)
        if found is None:
            raise EngineError(
                say("{host} has no model called {model}.", host=server.host, model=name),
                say("Choose one that it lists on the page of models."),
            )
        context = found.context_tokens or UNKNOWN_CONTEXT
        info = ModelInfo(replace(model, server=server.host), found.kind, context, context, "", self._clock() - began)
        self._loaded = (info, server, found)
        if progress is not None:
            progress(1.0)
        return info

    def eject(self) -> None:
        """See :class:`.engine.Engine`; the server keeps what it has."""
        self._loaded = None

    def forget_crash(self, model: ModelFile) -> None:
        """Nothing is remembered of servers."""

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """An estimate on the high side: the API has no way to ask. Four bytes of ASCII a token, one and a half
        characters of anything else for two, eight for what stands around a message.
        """
        if self._loaded is None:
            raise NoModelError
        return sum(estimated_tokens(message.content) + 8 for message in messages)

    def close(self) -> None:
        """See :class:`.engine.Engine`. Closes the connection of an answer that is going on."""
        self._closed.set()

    def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
        """See :class:`.engine.Engine`. Nothing that a server has taken is sent twice."""
        loaded = self._loaded
        if loaded is None:
            raise NoModelError
        info, server, served = loaded
        while not self._turn.acquire(timeout=LOOK_S):
            if stop.is_set():
                yield Finished(FinishReason.STOPPED, Timing(0.0, 0, 0, 0.0, 0, 0.0))
                return
        try:
            estimate = self.count_tokens(request.messages)
            yield PromptProgress(0, estimate)
            answer = RemoteAnswer(server.host, info.load_s, estimate, self._clock)
            key = self._key_of(server)
            exchange = _Exchange(server, key, self._patience, stop, self._closed, self._clock)
            bodies = [body_of(request, served, plain=False), body_of(request, served, plain=True)]
            with exchange.opened("POST", "/chat/completions", bodies):
                yield from self._answered(exchange, answer, key)
        except _StoppedError:
            yield Finished(FinishReason.STOPPED, answer.timing())
        finally:
            self._turn.release()

    def _answered(self, exchange: _Exchange, answer: RemoteAnswer, key: str | None) -> Iterator[EngineEvent]:
        if exchange.kind.startswith("application/json"):
            yield from answer.whole(exchange.whole_body(), key)
            return
        try:
            for piece in exchange.pieces():
                yield from answer.feed(piece, key)
                if answer.over:
                    break
        except BadStreamError as error:
            raise server_words.no_chat(exchange.host) from error
        yield from answer.end(key)


class _StoppedError(Exception):
    """The user stopped the answer."""


class _Exchange:
    """One request and its answer, read in a thread that is left behind when the connection is shut: stopping never
    waits for the server.
    """

    def __init__(
        self,
        server: Server,
        key: str | None,
        patience: Patience,
        stop: threading.Event,
        closed: threading.Event | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.host = server.host
        self.kind = ""
        self._url, self._key, self._patience, self._clock = server.url, key, patience, clock
        self._stops = (stop, closed or stop)
        self._arrived: queue.Queue[_Arrived] = queue.Queue(maxsize=256)
        self._left = threading.Event()
        self._socket: Any = None

    def opened(self, method: str, path: str, bodies: Sequence[bytes] | None) -> _Exchange:
        """Send the request and read the answer's head; what was refused before it was taken may be sent again.

        Raises:
            EngineError: nobody answers, or the answer is no success.
        """
        tries, plain = 0, 0
        while True:
            tries += 1
            body = bodies[plain] if bodies else None
            head = self._ask(method, path, body)
            if isinstance(head, _Head) and head.status == 200:
                self.kind = head.kind
                return self
            if isinstance(head, _Head):
                text = self._rest_of(head)
                if head.status in (400, 422) and bodies and plain + 1 < len(bodies):
                    plain, tries = plain + 1, 0
                    continue
                if head.status not in (429, 503) or tries >= self._patience.tries:
                    raise server_words.of_status(head.status, text, self.host, self._key)
                self._pause(_seconds(head.retry_after, self._patience.pause_s * tries))
            elif tries >= self._patience.tries:
                raise server_words.unreachable(self.host)
            else:
                self._pause(self._patience.pause_s * tries)

    def __enter__(self) -> _Exchange:
        return self

    def __exit__(self, *_: object) -> None:
        self.shut()

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives.

        Raises:
            EngineCrashedError: it broke off, fell silent, or has no end.
        """
        total = 0
        while (piece := self._next(self._patience.gap_s)) is not None:
            if isinstance(piece, Exception):
                raise server_words.broke_off(self.host) from piece
            if isinstance(piece, bytes):
                total += len(piece)
                if total > MAX_BODY:
                    raise server_words.too_much(self.host)
                yield piece

    def whole_body(self) -> bytes:
        """All of the body."""
        return b"".join(self.pieces())

    def shut(self) -> None:
        """Close the connection, whatever the other side does."""
        self._left.set()
        with suppress(OSError, AttributeError):
            self._socket.shutdown(SHUT_BOTH_WAYS)

    def _ask(self, method: str, path: str, body: bytes | None) -> _Head | None:
        """Send it once; None where no connection came about."""
        self._arrived, self._left, self._socket = queue.Queue(maxsize=256), threading.Event(), None
        reading = (method, path, body, self._arrived, self._left)
        threading.Thread(target=self._read, args=reading, name="server", daemon=True).start()
        head = self._next(self._patience.first_s)
        if isinstance(head, _Head):
            return head
        self.shut()
        if "CERTIFICATE_VERIFY_FAILED" in str(head):
            raise server_words.bad_certificate(self.host)
        import httpx2

        if isinstance(head, httpx2.ConnectError | httpx2.ConnectTimeout):
            return None
        raise server_words.broke_off(self.host)

    def _rest_of(self, head: _Head) -> bytes:
        """The words of a refusal; what stands after the first few kilobytes is of no use."""
        body = b""
        with suppress(EngineError):
            for piece in self.pieces():
                body += piece
                if len(body) > 16_384:
                    break
        self.shut()
        return body if head.status >= 400 else b""

    def _next(self, limit: float) -> _Arrived:
        until = self._clock() + limit
        while True:
            if any(stop.is_set() for stop in self._stops):
                self.shut()
                raise _StoppedError
            try:
                return self._arrived.get(timeout=LOOK_S)
            except queue.Empty:
                if self._clock() >= until:
                    self.shut()
                    raise server_words.silent(self.host, limit) from None

    def _pause(self, seconds: float) -> None:
        until = self._clock() + min(seconds, self._patience.longest_pause_s)
        while self._clock() < until:
            if any(stop.is_set() for stop in self._stops):
                raise _StoppedError
            self._stops[0].wait(LOOK_S)

    def _read(
        self, method: str, path: str, body: bytes | None, arrived: queue.Queue[_Arrived], left: threading.Event
    ) -> None:
        import httpx2

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Accept": "text/event-stream, application/json"}
        last: Exception | None = None
        try:
            with (
                client(self._patience) as http,
                http.stream(method, self._url + path, content=body, headers=headers) as response,
            ):
                stream = response.extensions.get("network_stream")
                self._socket = stream.get_extra_info("socket") if stream is not None else None
                given = response.headers
                head = _Head(response.status_code, given.get("Content-Type", "").lower(), given.get("Retry-After", ""))
                _put(arrived, left, head)
                for piece in response.iter_raw():
                    if not _put(arrived, left, piece):
                        return
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
            last = error
        _put(arrived, left, last)


def _put(arrived: queue.Queue[_Arrived], left: threading.Event, piece: _Arrived) -> bool:
    while not left.is_set():
        try:
            arrived.put(piece, timeout=LOOK_S)
        except queue.Full:
            continue
        return True
    return False


def _seconds(retry_after: str, otherwise: float) -> float:
    try:
        return max(float(retry_after), 0.0)
    except ValueError:
        return otherwise
