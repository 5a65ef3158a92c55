"""A server as engine: what a fault of the server, or somebody who stops it, costs."""

from __future__ import annotations

import threading

import pytest
from inference.asked_server import QUICK, REQUEST, SECRET, answer, loaded, text
from standins.chat_server import ChatServer, Send, chunk, says, serving_chat

from desktop_client.inference.engine import EngineCrashedError, EngineError, EngineEvent, Finished, FinishReason, Piece
from desktop_client.inference.remote import Patience


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


def talks_on(chat: ChatServer, send: Send) -> None:
    """Until nobody listens any more."""
    while not chat.gone.is_set():
        send(chunk("word "))
        chat.gone.wait(0.005)


def test_stopping_closes_the_connection_at_once(chat: ChatServer) -> None:
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
