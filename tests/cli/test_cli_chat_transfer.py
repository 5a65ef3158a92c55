"""``sidelight chat export`` and ``import``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_client.cli import main
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store


def test_a_chat_moves_to_another_profile_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_store(Profile(tmp_path / "a")) as store:
        store.conversations.begin("Tea", "Which 茶?")
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    there = ["--profile", str(tmp_path / "b"), "--json"]
    assert main(["chat", "export", "1", str(first), "--profile", str(tmp_path / "a")]) == 0
    capfd.readouterr()
    states = []
    for words in (["--dry-run"], [], []):
        assert main(["chat", "import", str(first), *words, *there]) == 0
        states.append(json.loads(capfd.readouterr().out)["state"])
    assert states == ["new", "imported", "present"]
    assert main(["chat", "export", "1", str(second), *there]) == 0
    assert second.read_bytes() == first.read_bytes()
    for kind in ("md", "html"):
        assert main(["chat", "export", "1", str(tmp_path / f"tea.{kind}"), "--format", kind, *there]) == 0
        assert "Which 茶?" in (tmp_path / f"tea.{kind}").read_text(encoding="utf-8")


def test_an_existing_file_is_never_overwritten(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_store(Profile(tmp_path / "a")) as store:
        store.conversations.begin("Tea", "Which?")
    kept = tmp_path / "kept.json"
    kept.write_text("mine")
    assert main(["chat", "export", "1", str(kept), "--profile", str(tmp_path / "a")]) == 1
    assert "exists already" in capfd.readouterr().err
    assert kept.read_text() == "mine"


def test_a_foreign_file_is_refused_and_nothing_kept(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text('{"mapping": {}}')
    profile = ["--profile", str(tmp_path / "a")]
    assert main(["chat", "import", str(tmp_path / "x.json"), *profile]) == 1
    assert capfd.readouterr().err.count("\n") == 1
    assert main(["chat", "list", *profile, "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"conversations": []}
