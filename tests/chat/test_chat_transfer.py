"""Conversations as files: what goes out comes back to the byte, and what is damaged is refused in one sentence."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.clock import FakeClock

from desktop_client.chat.conversation import Conversation, Message, MessageState, Provenance
from desktop_client.chat.transfer import (
    PortableConversation,
    PortableMessage,
    TransferError,
    from_json,
    portable,
    to_html,
    to_json,
    to_markdown,
)
from desktop_client.inference.engine import Role, Sampling, Timing
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store

PROVENANCE = Provenance("m", "a" * 64, "b" * 64, "c" * 64, Sampling(0.1, seed=7), Timing(1.5, 9, 8, 0.1, 3, 12.75))
NOON = datetime(2026, 1, 2, 12, 0, 0, 123456, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TIMES = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))
FINISHED = [state for state in MessageState if state is not MessageState.STREAMING]


@st.composite
def conversations(draw: st.DrawFn) -> PortableConversation:
    """Any tree, with several roots, hidden branches, and times that run backwards."""
    count = draw(st.integers(0, 8))
    messages = tuple(
        PortableMessage(
            parent=draw(st.none() | st.integers(0, at - 1)) if at else None,
            role=draw(st.sampled_from(list(Role))),
            text=draw(TEXT),
            state=draw(st.sampled_from(FINISHED)),
            created_at=draw(TIMES),
            provenance=draw(st.sampled_from([None, PROVENANCE])),
            note=draw(TEXT),
        )
        for at in range(count)
    )
    return PortableConversation(
        format="sidelight-conversation",
        version=1,
        title=draw(TEXT.filter(str.strip)),
        created_at=draw(TIMES),
        updated_at=draw(TIMES),
        head=draw(st.none() | st.integers(0, count - 1)) if count else None,
        messages=messages,
        apart=draw(st.booleans()),
    )


@settings(max_examples=40)
@given(conversations())
def test_export_import_export_gives_the_same_bytes(conversation: PortableConversation) -> None:
    first = to_json(conversation)
    with tempfile.TemporaryDirectory() as folder, open_store(Profile(Path(folder)), FakeClock()) as store:
        assert store.intake.twin(from_json(first)) is None
        # Ids of the second profile are not those of the first.
        store.conversations.begin("another", "question")
        taken = store.intake.take(from_json(first))
        assert to_json(portable(taken, store.conversations.messages(taken.id))) == first
        twin = store.intake.twin(from_json(first))
        assert twin is not None
        assert twin.id == taken.id


def document(**changes: Any) -> dict[str, Any]:
    message = {"parent": None, "role": "user", "text": "hi", "state": "complete", "provenance": None, "note": ""}
    message["created_at"] = NOON.isoformat()
    whole = {"format": "sidelight-conversation", "version": 1, "title": "t", "head": 0, "messages": [message]}
    return whole | {"created_at": NOON.isoformat(), "updated_at": NOON.isoformat()} | changes


def test_the_sound_document_is_read() -> None:
    assert from_json(json.dumps(document()).encode()).messages[0].text == "hi"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        *(
            json.dumps(changed).encode()
            for changed in (
                document(version=2),
                document(format="other"),
                document(head=1),
                document(head=-1),
                document(title=" "),
                document(created_at="2026-01-02T12:00:00"),
                document(extra=1),
                document(messages=[document()["messages"][0] | {"parent": 0}]),
                document(messages=[document()["messages"][0] | {"parent": -1}]),
                document(messages=[document()["messages"][0] | {"state": "streaming"}]),
                document(messages=[document()["messages"][0] | {"text": "\ud800"}]),
            )
        ),
    ],
)
def test_a_damaged_or_foreign_file_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(TransferError, match="not a conversation exported by Sidelight") as refused:
        from_json(content)
    assert "\n" not in str(refused.value)


def tree(*texts: str) -> tuple[Conversation, tuple[Message, ...]]:
    """A question and rival answers, the last of which is shown."""
    roles = [Role.USER] + [Role.ASSISTANT] * (len(texts) - 1)
    messages = tuple(
        Message(at, 1, 1 if at > 1 else None, role, text, MessageState.COMPLETE, NOON)
        for at, (role, text) in enumerate(zip(roles, texts, strict=True), start=1)
    )
    return Conversation(1, "<b>Title</b>", NOON, NOON, len(texts)), messages


def test_markdown_holds_the_shown_path_as_written() -> None:
    assert to_markdown(*tree("a *b*", "hidden", "shown"), "zh") == (
        "# <b>Title</b>\n\n## 你\n\na *b*\n\n## 回答\n\nshown\n"
    )


def test_html_escapes_everything_and_loads_nothing() -> None:
    page = to_html(*tree("<script>alert(1)</script>", "hidden", '<img src="http://example.com/x">'), "en")
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "hidden" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src 'none'" in page


def test_an_answer_being_written_travels_as_interrupted() -> None:
    conversation, (question,) = tree("q")
    answer = Message(2, 1, 1, Role.ASSISTANT, "half", MessageState.STREAMING, NOON)
    assert portable(conversation, (question, answer)).messages[1].state is MessageState.INTERRUPTED
