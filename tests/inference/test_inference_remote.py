"""A server as engine: what is sent, and what is made of the answer, however the server writes it."""

from __future__ import annotations

import json

import pytest
from inference.asked_server import QUICK, REQUEST, SECRET, answer, engine_of, loaded, text
from standins.chat_server import DONE, ChatServer, Send, chunk, says

from desktop_client.inference.engine import ChatMessage, EngineError, Finished, FinishReason, Role
from desktop_client.inference.event_stream import MAX_LINE, BadStreamError, EventStream
from desktop_client.inference.remote import UNKNOWN_CONTEXT, RemoteEngine, served_models
from desktop_client.inference.served import ServedModel, body_of

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


def test_tokens_are_estimated_on_the_high_side(chat: ChatServer) -> None:
    engine = loaded(chat)
    english = engine.count_tokens([ChatMessage(Role.USER, "a" * 400)])
    chinese = engine.count_tokens([ChatMessage(Role.USER, "面" * 300)])
    assert (english, chinese) == (108, 408)
    assert chat.requests == []
