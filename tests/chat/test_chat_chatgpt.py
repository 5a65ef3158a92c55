"""ChatGPT's export: the tree is kept, nodes without text are bridged, damage is one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_client.chat.chatgpt import from_chatgpt, is_chatgpt
from desktop_client.chat.transfer import TransferError, from_json, to_json


def node(parent: str | None, role: str = "", *parts: Any) -> dict[str, Any]:
    content = {"content_type": "text", "parts": list(parts)}
    message = {"author": {"role": role}, "content": content, "create_time": 1.5} if role else None
    return {"parent": parent, "message": message, "children": []}


def exported(mapping: dict[str, Any], **more: Any) -> bytes:
    return json.dumps([{"title": "茶", "create_time": 1.0, "update_time": 2.0, "mapping": mapping} | more]).encode()


# A child may stand before its parent in the file.
TREE = {
    "b": node("tool", "assistant", "second"),
    "root": node(None),
    "q": node("root", "user", "Which?", {"asset_pointer": "x"}),
    "a": node("q", "assistant", "first"),
    "tool": node("q", "tool", "searching"),
}


def test_the_tree_and_the_shown_path_are_kept() -> None:
    content = exported(TREE, current_node="a")
    assert is_chatgpt(content)
    (found,) = from_chatgpt(content)
    assert found.title == "茶"
    assert [(m.parent, m.role.value, m.text) for m in found.messages] == [
        (None, "user", "Which?"),
        (0, "assistant", "second"),
        (0, "assistant", "first"),
    ]
    assert found.head == 2
    assert from_json(to_json(found)) == found


@pytest.mark.parametrize(
    "content",
    [
        b"[",
        b'[{"mapping": 1}]',
        exported({"x": node("y", "user", "a"), "y": node("x", "user", "b")}),
        exported(TREE, update_time=1e300),
    ],
)
def test_a_damaged_export_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(TransferError, match="export of ChatGPT is damaged") as refused:
        from_chatgpt(content)
    assert "\n" not in str(refused.value)
