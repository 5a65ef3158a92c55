"""A server as engine, as tests set it up, and a question to it."""

from __future__ import annotations

import threading

from standins.chat_server import ChatServer

from desktop_client.inference.engine import ChatMessage, EngineEvent, EngineRequest, Piece, Role, Sampling
from desktop_client.inference.remote import Patience, RemoteEngine

QUICK = Patience(connect_s=2, first_s=5, gap_s=5, pause_s=0.0)
SECRET = "sk-1234567890"
REQUEST = EngineRequest(
    "",
    (ChatMessage(Role.SYSTEM, "Be brief."), ChatMessage(Role.USER, "敏感肌适合用什么样的面膜")),
    Sampling(temperature=0.5, seed=7, max_tokens=99),
)


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
