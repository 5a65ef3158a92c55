"""`sidelight servers`, and asking one of their models."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from standins.chat_server import ChatServer, says, serving_chat
from standins.keyrings import MemoryKeyring

from desktop_client import secrets
from desktop_client.cli import main


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out)


def test_a_server_is_added_asked_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = MemoryKeyring()
    monkeypatch.setattr(secrets, "system_keyring", lambda: keyring)
    where = ("--json", "--profile", str(tmp_path / "profile"))
    with serving_chat(ChatServer(key="sk-1", script=says("Gentle ", "ones."))) as chat:
        monkeypatch.setattr("sys.stdin", io.StringIO("sk-1\n"))
        address = f"127.0.0.1:{chat.port}"
        assert main(["servers", "add", address, "--name", "Box", "--key", *where]) == 0
        added = document(capsys)
        assert added == {"id": "box", "name": "Box", "url": f"http://{address}/v1", "encrypted": False, "key": True}
        assert chat.requests == []
        assert main(["servers", "models", "box", *where]) == 0
        assert document(capsys)["models"] == [{"model": "server:box/small", "context_tokens": None, "kind": "llamacpp"}]
        assert main(["ask", "q", "--model", "server:box/small", *where]) == 0
        answered = document(capsys)
        assert answered["answer"] == "Gentle ones."
        assert answered["model"] == {"name": "small", "sha256": "", "server": address}
        assert main(["servers", "remove", "box", *where]) == 0
        capsys.readouterr()
    assert keyring.kept == {}
    assert main(["servers", "list", *where]) == 0
    assert document(capsys) == {"servers": []}
    assert main(["ask", "q", "--model", "server:box/small", *where]) == 1
    assert "no server called box" in capsys.readouterr().err


def test_a_server_that_would_be_asked_in_clear_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["servers", "add", "http://models.example", "--profile", str(tmp_path / "profile")]) == 1
    said = capsys.readouterr().err
    assert "without encryption" in said
    assert said.count("\n") == 1
