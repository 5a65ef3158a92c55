"""A server as engine: what is sent, what is made of the answer, and what a fault of the server costs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from standins.chat_server import DONE, ChatServer, Send, chunk, says, serving_chat

from desktop_client.errors import SidelightError
from desktop_client.inference.engine import (
    ChatMessage,
    EngineCrashedError,
    EngineError,
    EngineEvent,
    EngineRequest,
    Finished,
    FinishReason,
    Piece,
    Role,
    Sampling,
)
from desktop_client.inference.event_stream import MAX_LINE, BadStreamError, EventStream
from desktop_client.inference.remote import UNKNOWN_CONTEXT, Patience, RemoteEngine, served_models
from desktop_client.inference.served import ServedModel, body_of
from desktop_client.inference.server import read_server, server_from

QUICK = Patience(connect_s=2, first_s=5, gap_s=5, pause_s=0.0)
SECRET = "sk-1234567890"
REQUEST = EngineRequest(
    "",
    (ChatMessage(Role.SYSTEM, "Be brief."), ChatMessage(Role.USER, "敏感肌适合用什么样的面膜")),
    Sampling(temperature=0.5, seed=7, max_tokens=99),
)


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with serving_chat(ChatServer()) as chat:
        yield chat


def engine_of(chat: ChatServer, key: str | None = None, patience: Patience = QUICK) -> RemoteEngine:
    return RemoteEngine(lambda _: chat.server, lambda _: key, patience=patience)


def loaded(chat: ChatServer, key: str | None = None, patience: Patience = QUICK) -> RemoteEngine:
    engine = engine_of(chat, key, patience)
    engine.load(chat.server.model("small"))
    chat.requests.clear()
    return engine


def answer(engine: RemoteEngine) -> list[EngineEvent]:
    return list(engine.generate(REQUEST, threading.Event()))


def text(events: list[EngineEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Piece))


# -- what leaves, and when ----------------------------------------------------------------------------------------


def test_an_answer_is_streamed_with_the_servers_own_counts(chat: ChatServer) -> None:
    chat.script = says("保湿", "。", usage={"prompt_tokens": 30, "completion_tokens": 2})
    events = answer(loaded(chat))
    assert text(events) == "保湿。"
    end = events[-1]
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.END
    assert (end.timing.prompt_tokens, end.timing.evaluated_tokens, end.timing.tokens) == (30, 30, 2)


def test_what_leaves_is_the_turn_and_nothing_else(chat: ChatServer) -> None:
    engine = loaded(chat, SECRET)
    answer(engine)
    ((path, headers, _),) = chat.requests
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert set(headers) == {
        "host", "accept", "accept-encoding", "connection", "user-agent", "authorization", "content-type",
        "content-length",
    }  # fmt: skip
    assert headers["user-agent"] == "sidelight"
    assert chat.bodies == [
        {
            "model": "small",
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "敏感肌适合用什么样的面膜"},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0.5,
            "top_p": 0.8,
            "top_k": 20,
            "min_p": 0.05,
            "repeat_penalty": 1.05,
            "seed": 7,
            "max_tokens": 99,
        }
    ]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("llamacpp", {"top_k", "min_p", "repeat_penalty"}),
        ("me", {"top_k", "min_p", "repeat_penalty"}),
        ("organization_owner", {"top_k", "min_p", "repeat_penalty"}),
        ("vllm", {"top_k", "min_p", "repetition_penalty"}),
        ("library", set()),
        ("openai", set()),
    ],
)
def test_samplers_are_named_as_each_server_knows_them(kind: str, names: set[str]) -> None:
    body = json.loads(body_of(REQUEST, ServedModel("m", None, kind), plain=False))
    beyond = {"top_k", "min_p", "repeat_penalty", "repetition_penalty"}
    assert set(body) & beyond == names


def test_the_same_turn_is_the_same_bytes() -> None:
    served = ServedModel("m", None, "llamacpp")
    assert body_of(REQUEST, served, plain=False) == body_of(REQUEST, served, plain=False)


def test_nothing_is_asked_before_a_model_is_chosen(chat: ChatServer) -> None:
    engine = engine_of(chat, SECRET)
    assert engine.model is None
    with pytest.raises(EngineError, match="No model is loaded"):
        answer(engine)
    with pytest.raises(EngineError, match="No model is loaded"):
        engine.count_tokens(REQUEST.messages)
    assert chat.requests == []


def test_an_ejected_model_is_asked_no_more(chat: ChatServer) -> None:
    engine = loaded(chat)
    engine.eject()
    assert engine.model is None
    with pytest.raises(EngineError):
        answer(engine)


# -- models -------------------------------------------------------------------------------------------------------


def test_models_are_listed_with_the_context_that_a_server_states(chat: ChatServer) -> None:
    chat.models = [
        {"id": "a", "owned_by": "llamacpp", "meta": {"n_ctx": 16384, "n_ctx_train": 131072}},
        {"id": "qwen/b", "owned_by": "vllm", "max_model_len": 32768},
        {"id": "/models/c.gguf", "owned_by": "me"},
        {"id": "d", "owned_by": None, "max_model_len": "many"},
    ]
    listed = served_models(chat.server, None, QUICK)
    assert [(m.name, m.context_tokens) for m in listed] == [
        ("a", 16384), ("qwen/b", 32768), ("/models/c.gguf", None), ("d", None),
    ]  # fmt: skip
    engine = engine_of(chat)
    assert engine.load(chat.server.model("qwen/b")).context_tokens == 32768
    info = engine.load(chat.server.model("/models/c.gguf"))
    assert info.context_tokens == UNKNOWN_CONTEXT
    assert (info.file.name, info.file.server) == ("/models/c.gguf", chat.server.host)


def test_a_model_that_is_not_there_is_said(chat: ChatServer) -> None:
    with pytest.raises(EngineError, match="has no model called large"):
        engine_of(chat).load(chat.server.model("large"))


def test_a_server_that_was_removed_is_said(chat: ChatServer) -> None:
    engine = RemoteEngine(lambda _: None, lambda _: None)
    with pytest.raises(EngineError, match="not in the list any more"):
        engine.load(chat.server.model("small"))
    assert chat.requests == []


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"data": 3}', b'{"data": [3]}', b'{"data": [{}]}', b"{}"])
def test_a_list_that_is_none_is_said(chat: ChatServer, body: bytes) -> None:
    chat.models_body = body
    with pytest.raises(EngineError, match="not the answer of a chat server"):
        served_models(chat.server, None, QUICK)


# -- faults -------------------------------------------------------------------------------------------------------


def refusal(
    status: int, body: str = '{"error": {"message": "no"}}', **headers: str
) -> tuple[int, dict[str, str], bytes]:
    return (status, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode())


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, "{}", "does not accept the key"),
        (403, "{}", "does not accept the key"),
        (404, "{}", "does not know this address or this model"),
        (500, '{"error": {"message": "out of memory"}}', r"status 500\): out of memory"),
        (500, "<html>Traceback</html>", r"status 500\): <html>Traceback</html>"),
        (413, "{}", "longer than"),
        (302, "", "sends the question on to another address"),
    ],
)
def test_a_refusal_is_said_in_words_and_not_sent_again(chat: ChatServer, status: int, body: str, told: str) -> None:
    engine = loaded(chat)
    chat.refusals = [refusal(status, body, Location="http://127.0.0.1:1/")]
    with pytest.raises(EngineError, match=told) as failure:
        answer(engine)
    assert failure.value.next_step is not None
    assert len(chat.requests) == 1
    assert text(answer(engine)) == "Hello.", "the next question works at once"


def test_what_was_not_taken_is_sent_again(chat: ChatServer) -> None:
    engine = loaded(chat)
    chat.refusals = [refusal(503, '{"error": {"message": "Loading model"}}'), refusal(429, Retry_After="0")]
    assert text(answer(engine)) == "Hello."
    assert len(chat.requests) == 3


def test_a_busy_server_is_given_up_after_a_few_tries(chat: ChatServer) -> None:
    engine = loaded(chat)
    chat.refusals = [refusal(429)] * 9
    with pytest.raises(EngineError, match="too much to do"):
        answer(engine)
    assert len(chat.requests) == QUICK.tries


def test_a_server_that_knows_fewer_options_is_asked_in_plain_words(chat: ChatServer) -> None:
    engine = loaded(chat)
    chat.refusals = [refusal(400, '{"error": {"message": "Unrecognized request argument: stream_options"}}')]
    assert text(answer(engine)) == "Hello."
    assert "stream_options" in chat.bodies[0]
    assert not set(chat.bodies[1]) & {"stream_options", "top_k", "min_p", "repeat_penalty"}
    chat.refusals = [refusal(400), refusal(400, '{"error": {"message": "maximum context length is 4096"}}')]
    with pytest.raises(EngineError, match=r"longer than .* can read: maximum context length"):
        answer(engine)


def test_nobody_there_is_said_after_a_few_tries() -> None:
    with serving_chat(ChatServer()) as gone:
        engine = loaded(gone)
    with pytest.raises(EngineError, match="can't be reached"):
        answer(engine)


def drops(_: ChatServer, send: Send) -> None:
    send(chunk("Half an ans"))
    raise ConnectionError


def ends_early(_: ChatServer, send: Send) -> None:
    send(chunk("Half an ans"))


def fails_inside(_: ChatServer, send: Send) -> None:
    send(chunk("Half an ans"))
    send(f'data: {{"error": {{"message": "slot failed, key {SECRET}"}}}}\n\n'.encode())


def talks_html(_: ChatServer, send: Send) -> None:
    send(b"<!DOCTYPE html><title>Welcome</title>")


def talks_nonsense(_: ChatServer, send: Send) -> None:
    send(b"data: {not json\n\n")


def has_no_line_end(chat: ChatServer, send: Send) -> None:
    while not chat.gone.is_set():
        send(b"x" * 65536)


def never_ends(chat: ChatServer, send: Send) -> None:
    while not chat.gone.is_set():
        send(chunk("word " * 2000))


@pytest.mark.parametrize(
    ("script", "error", "told"),
    [
        (drops, EngineCrashedError, "broke off before the answer was over"),
        (ends_early, EngineCrashedError, "broke off before the answer was over"),
        (fails_inside, EngineCrashedError, "broke the answer off: slot failed, key …"),
        (talks_html, EngineError, "not the answer of a chat server"),
        (talks_nonsense, EngineError, "not the answer of a chat server"),
        (has_no_line_end, EngineError, "not the answer of a chat server"),
        (never_ends, EngineCrashedError, "sent more than any answer has"),
    ],
)
def test_an_answer_that_goes_wrong_keeps_what_came_and_says_what_happened(
    chat: ChatServer, script: object, error: type[EngineError], told: str
) -> None:
    engine = loaded(chat, SECRET)
    chat.script = script  # type: ignore[assignment]
    events: list[EngineEvent] = []
    with pytest.raises(error, match=told) as failure:
        events.extend(engine.generate(REQUEST, threading.Event()))
    assert SECRET not in str(failure.value)
    if script in (drops, ends_early, fails_inside):
        assert text(events) == "Half an ans"
    assert len(chat.requests) == 1, "what was taken is never sent twice"
    chat.script = says("Again.")
    assert text(answer(engine)) == "Again."


def test_a_silent_server_is_given_up(chat: ChatServer) -> None:
    def falls_silent(chat: ChatServer, send: Send) -> None:
        send(chunk("Half"))
        chat.released.wait()

    engine = loaded(chat, patience=Patience(first_s=5, gap_s=1.5, pause_s=0))
    chat.script = falls_silent
    with pytest.raises(EngineCrashedError, match=r"said nothing for 1\.5 seconds"):
        answer(engine)


def test_stopping_closes_the_connection_at_once(chat: ChatServer) -> None:
    def talks_on(chat: ChatServer, send: Send) -> None:
        while not chat.gone.is_set():
            send(chunk("word "))
            chat.gone.wait(0.005)

    engine = loaded(chat)
    chat.script = talks_on
    stop = threading.Event()
    events = []
    for event in engine.generate(REQUEST, stop):
        events.append(event)
        if len(events) == 5:
            stop.set()
    end = events[-1]
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.STOPPED
    assert end.timing.tokens >= 3
    assert chat.gone.wait(5), "the server saw that nobody listens"


def test_stopping_does_not_wait_for_a_server_that_reads_a_long_prompt(chat: ChatServer) -> None:
    engine = loaded(chat)
    begun, stop, left = threading.Event(), threading.Event(), threading.Event()

    def thinks(chat: ChatServer, _: Send) -> None:
        begun.set()
        while not chat.peer_left() and not chat.released.is_set():
            continue
        if not chat.released.is_set():
            left.set()

    chat.script = thinks
    threading.Thread(target=lambda: (begun.wait(5), stop.set())).start()
    events = list(engine.generate(REQUEST, stop))
    assert isinstance(events[-1], Finished)
    assert left.wait(5), "the server, still silent, saw that the connection was closed"


def test_no_proxy_of_the_environment_gets_to_see_a_chat(chat: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert text(answer(loaded(chat))) == "Hello."


def test_giving_up_the_iterator_closes_the_connection(chat: ChatServer) -> None:
    def talks_on(chat: ChatServer, send: Send) -> None:
        while not chat.gone.is_set():
            send(chunk("word "))
            chat.gone.wait(0.005)

    engine = loaded(chat)
    chat.script = talks_on
    events = engine.generate(REQUEST, threading.Event())
    for event in events:
        if isinstance(event, Piece):
            break
    events.close()  # type: ignore[attr-defined]
    assert chat.gone.wait(5)
    chat.script = says("Next.")
    assert text(answer(engine)) == "Next."


def test_closing_ends_an_answer(chat: ChatServer) -> None:
    engine = loaded(chat)
    begun = threading.Event()

    def thinks(chat: ChatServer, _: Send) -> None:
        begun.set()
        chat.released.wait()

    chat.script = thinks
    threading.Thread(target=lambda: (begun.wait(5), engine.close())).start()
    assert isinstance(answer(engine)[-1], Finished)


# -- dialects -----------------------------------------------------------------------------------------------------


def test_an_answer_that_is_not_streamed_is_taken_whole(chat: ChatServer) -> None:
    chat.kind = "application/json"
    body = {"choices": [{"message": {"content": "Whole."}, "finish_reason": "length"}], "usage": {"prompt_tokens": 5}}
    chat.script = lambda _, send: send(json.dumps(body).encode())
    events = answer(loaded(chat))
    assert text(events) == "Whole."
    assert isinstance(events[-1], Finished)
    assert events[-1].reason is FinishReason.LENGTH
    chat.script = lambda _, send: send(b'{"error": {"message": "model failed to load"}}')
    with pytest.raises(EngineError, match="model failed to load"):
        answer(loaded(chat))


def test_reasoning_stands_apart_from_the_answer(chat: ChatServer) -> None:
    def thinks_aloud(_: ChatServer, send: Send) -> None:
        for delta in ({"reasoning_content": "Let me "}, {"reasoning": "see."}, {"content": "Yes."}):
            send(f"data: {json.dumps({'choices': [{'delta': delta}]})}\n\n".encode())
        send(chunk(None, "stop"))

    chat.script = thinks_aloud
    assert text(answer(loaded(chat))) == "<think>\nLet me see.\n</think>\n\nYes."


def test_halves_of_a_character_are_joined(chat: ChatServer) -> None:
    def splits(_: ChatServer, send: Send) -> None:
        whole = chunk("面膜")
        for at in range(len(whole)):
            send(whole[at : at + 1])
        for half in ("\\ud83d", "\\ude00", "\\ud83d"):
            send(b'data: {"choices": [{"delta": {"content": "' + half.encode() + b'"}}]}\n\n')
        send(chunk("!", "stop"))

    chat.script = splits
    assert text(answer(loaded(chat))) == "面膜😀\ufffd!"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'data: {"a": 1}\n\ndata: [DONE]\n\n', [{"a": 1}]),
        (b'data: {"a": 1}\r\n\r\ndata: [DONE]\r\n\r\n', [{"a": 1}]),
        (b': ping - 2026\n\nevent: message\nid: 3\ndata:{"a":\ndata: 1}\n\n', [{"a": 1}]),
        (b'data: {"a": 1}\n\ndata: {"b": 2}', [{"a": 1}, {"b": 2}]),
        (b"", []),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_events_are_read_as_the_specification_has_them(body: bytes, found: list[object], size: int) -> None:
    stream = EventStream()
    got: list[object] = []
    for at in range(0, len(body), size):
        got += stream.feed(body[at : at + size])
    got += stream.end()
    assert got == found
    assert stream.done is (DONE.strip() in body)


@pytest.mark.parametrize(
    "body", [b"data: {\n\n", b"data: 3\n\n", b"data: " + b"[" * 100_000 + b"\n\n", b"x" * (MAX_LINE + 1)]
)
def test_what_is_no_stream_of_events_is_refused(body: bytes) -> None:
    with pytest.raises(BadStreamError):
        list(EventStream().feed(body))


# -- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("localhost:11434/v1/", "http://localhost:11434/v1"),
        ("http://192.168.1.5:1234/v1/chat/completions", "http://192.168.1.5:1234/v1"),
        ("https://models.example/api", "https://models.example/api/v1"),
        ("http://[::1]:8000", "http://[::1]:8000/v1"),
        ("nas.local:8080", "http://nas.local:8080/v1"),
    ],
)
def test_an_address_is_read_as_people_write_it(address: str, url: str) -> None:
    server = read_server(address)
    assert server.url == url
    assert server_from(server.row()) == server


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "not the address of a server"),
        ("ftp://x", "not the address of a server"),
        ("http://", "not the address of a server"),
        ("http://models.example", "without encryption"),
        ("http://8.8.8.8:8080", "without encryption"),
        ("https://me:secret@models.example", "must not hold a name or a password"),
        ("http://127.0.0.1:99999", "not the address of a server"),
    ],
)
def test_what_would_leave_in_clear_or_nowhere_is_refused(address: str, told: str) -> None:
    with pytest.raises(SidelightError, match=told):
        read_server(address)


def test_ids_are_free_and_this_computer_is_told_from_others() -> None:
    first = read_server("localhost:1", "My Box")
    second = read_server("localhost:2", "My Box", frozenset({first.id}))
    assert (first.id, second.id) == ("my-box", "my-box-2")
    assert first.here
    assert not read_server("192.168.1.5:1").here
    assert not read_server("192.168.1.5:1").encrypted
    assert server_from({"url": "ftp://nonsense", "id": "x"}) is None
    assert server_from({"url": "localhost:1"}) is None


def test_tokens_are_estimated_on_the_high_side(chat: ChatServer) -> None:
    engine = loaded(chat)
    english = engine.count_tokens([ChatMessage(Role.USER, "a" * 400)])
    chinese = engine.count_tokens([ChatMessage(Role.USER, "面" * 300)])
    assert (english, chinese) == (108, 408)
    assert chat.requests == []
