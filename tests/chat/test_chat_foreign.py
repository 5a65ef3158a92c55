"""Other clients' conversations: trees are kept, what is no text is counted, damage is one sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.chat.conversation import Conversation, Message, MessageState
from desktop_client.chat.foreign.reading import read_file, read_folder
from desktop_client.chat.transfer import PortableConversation, TransferError, from_json, portable, to_json
from desktop_client.inference.engine import Role

Shape = list[tuple[int | None, str, str]]


def shape(conversation: PortableConversation) -> Shape:
    return [(m.parent, m.role.value, m.text) for m in conversation.messages]


def only(content: bytes | str, client: str) -> tuple[PortableConversation, int]:
    """The one conversation in a file; it can be exported and imported as ours."""
    name, taken = read_file(content.encode() if isinstance(content, str) else content)
    assert name == client
    (found,) = taken.conversations
    assert from_json(to_json(found)) == found
    return found, taken.left_out


# ChatGPT


def node(parent: str | None, role: str = "", *parts: Any, hidden: bool = False) -> dict[str, Any]:
    content = {"content_type": "text", "parts": list(parts)}
    metadata = {"is_visually_hidden_from_conversation": hidden}
    message = {"author": {"role": role}, "content": content, "create_time": 1.5, "metadata": metadata} if role else None
    return {"parent": parent, "message": message, "children": []}


def exported(mapping: dict[str, Any], **more: Any) -> bytes:
    return json.dumps([{"title": "茶", "create_time": 1.0, "update_time": 2.0, "mapping": mapping} | more]).encode()


# A child may stand before its parent in the file.
TREE = {
    "b": node("tool", "assistant", "second"),
    "root": node(None),
    "about": node("root", "system", "About the user", hidden=True),
    "q": node("about", "user", "Which?", {"asset_pointer": "x"}),
    "a": node("q", "assistant", "first"),
    "tool": node("q", "tool", "searching"),
}


def test_chatgpt_keeps_its_tree_and_the_shown_path() -> None:
    found, left_out = only(b"\xef\xbb\xbf" + exported(TREE, current_node="a"), "ChatGPT")
    assert found.title == "茶"
    assert shape(found) == [(None, "user", "Which?"), (0, "assistant", "second"), (0, "assistant", "first")]
    assert found.head == 2
    assert left_out == 2


def test_chatgpts_code_is_text_too() -> None:
    code = node("q", "assistant")
    code["message"] = {"author": {"role": "assistant"}, "content": {"content_type": "code", "text": "print()"}}
    found, _ = only(exported({"q": node(None, "user", "code?"), "a": code}), "ChatGPT")
    assert found.messages[1].text == "print()"


# Open WebUI


def web_message(parent: str | None, role: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"parentId": parent, "role": role, "content": content, "timestamp": 1744577557, "childrenIds": []} | more


HISTORY = {
    "messages": {
        "q": web_message(None, "user", "Which tea?", files=[{"type": "image"}]),
        "a": web_message("q", "assistant", "Green."),
        "b": web_message("q", "assistant", [{"type": "text", "text": "Black."}, {"type": "image_url"}]),
        "c": web_message("b", "user", "Why?"),
    },
    "currentId": "a",
}
CHAT = {"title": "inner", "history": HISTORY, "timestamp": 1744577557127}


@pytest.mark.parametrize(
    ("document", "title", "created"),
    [
        ([{"title": "Tea", "chat": CHAT, "created_at": 1744577000, "updated_at": 1744578000}], "Tea", 1744577000),
        ({"title": "Tea", "chat": CHAT, "created_at": 1744577000}, "Tea", 1744577000),
        (CHAT, "inner", 1744577557.127),
    ],
    ids=["all chats", "one chat", "the inner object"],
)
def test_open_webui_keeps_its_tree(document: object, title: str, created: float) -> None:
    found, left_out = only(json.dumps(document), "Open WebUI")
    assert found.title == title
    assert found.created_at == datetime.fromtimestamp(created, UTC)
    assert shape(found) == [
        (None, "user", "Which tea?"),
        (0, "assistant", "Green."),
        (0, "assistant", "Black."),
        (2, "user", "Why?"),
    ]
    assert found.head == 1
    assert left_out == 2


# LM Studio


def single(role: str, *texts: str) -> dict[str, Any]:
    return {"type": "singleStep", "role": role, "content": [{"type": "text", "text": text} for text in texts]}


def steps(*texts: str) -> dict[str, Any]:
    blocks = [{"type": "contentBlock", "content": [{"type": "text", "text": text}]} for text in texts]
    return {"type": "multiStep", "role": "assistant", "steps": [*blocks, {"type": "debugInfoBlock"}]}


STUDIO: dict[str, Any] = {
    "name": "Tea",
    "createdAt": 1744577557127,
    "perChatPredictionConfig": {"fields": [{"key": "llm.prediction.systemPrompt", "value": "Be brief."}]},
    "messages": [
        {"versions": [single("user", "Which tea?")], "currentlySelected": 0},
        {"versions": [steps("Green."), steps("Bl", "ack.")], "currentlySelected": 1},
        {"versions": [single("user", "Why?") | {"content": [{"type": "file"}]}], "currentlySelected": 0},
        {"versions": [single("user", "Then why?")], "currentlySelected": 0},
    ],
}


def test_lm_studios_versions_become_branches_and_its_system_prompt_the_root() -> None:
    found, left_out = only(json.dumps(STUDIO), "LM Studio")
    assert found.title == "Tea"
    assert found.created_at == datetime(2025, 4, 13, 20, 52, 37, 127000, UTC)
    assert shape(found) == [
        (None, "system", "Be brief."),
        (0, "user", "Which tea?"),
        (1, "assistant", "Green."),
        (1, "assistant", "Bl\nack."),
        (3, "user", "Then why?"),
    ]
    assert found.head == 4
    assert left_out == 1


def test_a_selection_that_is_not_there_ends_at_the_last_version() -> None:
    found, _ = only(json.dumps(STUDIO | {"messages": [{"versions": [single("user", "Hi")], "currentlySelected": 7}]}),
                    "LM Studio")  # fmt: skip
    assert found.head == 1


# Jan


def jan_line(role: str, value: str, at: float) -> str:
    content = [{"type": "text", "text": {"value": value, "annotations": []}}]
    return json.dumps({"object": "thread.message", "role": role, "content": content, "created_at": at})


def test_a_folder_of_exported_chats_comes_back_whole(tmp_path: Path) -> None:
    when = datetime(2026, 11, 27, tzinfo=UTC)
    for name in ("one", "two"):
        asked = Message(1, 1, None, Role.USER, name, MessageState.COMPLETE, when)
        (tmp_path / f"{name}.json").write_bytes(to_json(portable(Conversation(1, name, when, when, 1), [asked])))
    (tmp_path / "other.json").write_text("{}")
    name, taken = read_folder(tmp_path)
    assert name == "Sidelight"
    assert [c.title for c in taken.conversations] == ["one", "two"]
    (tmp_path / "two.json").write_bytes((tmp_path / "two.json").read_bytes()[:-9])
    with pytest.raises(TransferError):
        read_folder(tmp_path)


def thread_folder(folder: Path, *lines: str, about: object = None) -> Path:
    folder.mkdir(parents=True)
    (folder / "messages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if about is not None:
        (folder / "thread.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def test_jans_threads_are_read_from_one_folder_or_from_all(tmp_path: Path) -> None:
    first = thread_folder(
        tmp_path / "threads" / "jan_1",
        jan_line("assistant", "Green. 绿茶", 1744577558),
        jan_line("user", "Which tea?", 1744577557),
        json.dumps({"role": "user", "content": [{"type": "image_url"}], "created_at": 1744577559}),
        about={"title": "Tea", "created": 1744577556123, "updated": 1744577560},
    )
    thread_folder(tmp_path / "threads" / "jan_2", jan_line("user", "Hello", 1744577557))
    (tmp_path / "threads" / "empty").mkdir()
    name, taken = read_folder(first)
    (found,) = taken.conversations
    assert name == "Jan"
    assert taken.left_out == 1
    assert (found.title, found.head) == ("Tea", 1)
    assert found.created_at == datetime.fromtimestamp(1744577556.123, UTC)
    assert shape(found) == [(None, "user", "Which tea?"), (0, "assistant", "Green. 绿茶")]
    assert from_json(to_json(found)) == found
    _, everything = read_folder(tmp_path / "threads")
    assert [c.title for c in everything.conversations] == ["Tea", "Hello"]


def test_a_folder_without_threads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="holds no conversations"):
        read_folder(tmp_path)


def test_all_that_clients_wrote_in_a_folder_is_read_lm_studios_also_below_it(tmp_path: Path) -> None:
    (tmp_path / "conversations.json").write_bytes(exported(TREE, current_node="a"))
    (tmp_path / "package.json").write_text('{"name": "no chat"}')
    below = tmp_path / "work" / "more"
    below.mkdir(parents=True)
    for folder, name in ((tmp_path, "Tea"), (below, "Milk")):
        (folder / "1744577557127.conversation.json").write_text(json.dumps(STUDIO | {"name": name}))
    (below / "notes.json").write_bytes(exported(TREE))
    names, taken = read_folder(tmp_path)
    assert names == "LM Studio, ChatGPT"
    assert [c.title for c in taken.conversations] == ["Tea", "茶", "Milk"]
    assert taken.left_out == 4


def test_of_many_files_the_damaged_one_is_named(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.conversation.json").write_text(json.dumps(STUDIO)[: -9 if number == 1 else None])
    with pytest.raises(TransferError, match=r"^1\.conversation\.json: The export of LM Studio is damaged"):
        read_folder(tmp_path)


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_chat_without_a_title_is_called_after_its_first_question(title: str | None) -> None:
    mapping = {"s": node(None, "system", "Be brief."), "q": node("s", "user", "Which tea for\nthe evening?")}
    found, _ = only(exported(mapping, title=title), "ChatGPT")
    assert found.title == "Which tea for"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"name": "package"}', b'{"chat-sessions-list": []}', bytes(range(256))]
)
def test_of_a_file_from_nobody_known_it_is_said_whose_can_be_read(content: bytes) -> None:
    with pytest.raises(TransferError, match="ChatGPT, Open WebUI or LM Studio") as refused:
        read_file(content)
    assert "damaged" not in str(refused.value)


# Damage


@pytest.mark.parametrize(
    ("content", "client"),
    [
        (b'[{"mapping": 1}]', "ChatGPT"),
        (exported({"x": node("y", "user", "a"), "y": node("x", "user", "b")}), "ChatGPT"),
        (exported(TREE, update_time=1e300), "ChatGPT"),
        (b'{"history": {"currentId": 3}}', "Open WebUI"),
        (b'[7, {"history": {"currentId": null}}]', "Open WebUI"),
        (b'{"messages": [{"versions": 1, "currentlySelected": 0}]}', "LM Studio"),
        (json.dumps(STUDIO).encode()[:-9], "LM Studio"),
        (json.dumps(STUDIO).encode().replace(b"Tea", b"T\xff"), "LM Studio"),
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence(content: bytes, client: str) -> None:
    with pytest.raises(TransferError, match=f"export of {client} is damaged") as refused:
        read_file(content)
    assert "\n" not in str(refused.value)


def test_a_damaged_thread_is_refused_in_one_sentence(tmp_path: Path) -> None:
    folder = thread_folder(tmp_path / "t", '{"role": "user"', jan_line("user", "a", 1))
    with pytest.raises(TransferError, match="export of Jan is damaged"):
        read_folder(folder)


@given(st.recursive(st.none() | st.floats() | st.text(max_size=3), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["mapping", "history", "currentId", "messages", "versions", "currentlySelected", "content", "role",
                     "parent", "message", "author", "chat", "steps", "parts", "title"]), inner)))  # fmt: skip
def test_whatever_a_file_holds_it_is_read_or_refused(document: object) -> None:
    for hint in ("", '"mapping"', '"history" "currentId"', '"versions" "currentlySelected"'):
        content = json.dumps([document, hint]).replace("NaN", "0").replace("Infinity", "0").encode()
        try:
            _, taken = read_file(content)
        except TransferError:
            continue
        for found in taken.conversations:
            assert from_json(to_json(found)) == found
