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
        found = json.loads(capfd.readouterr().out)
        assert found["format"] == "sidelight"
        states += [one["state"] for one in found["conversations"]]
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


@pytest.mark.parametrize(
    ("name", "words", "begins"),
    [
        ("tea.md", (), "# Tea"),
        ("tea.HTML", (), "<!DOCTYPE html>"),
        ("tea.json", (), "{"),
        ("tea", (), "{"),
        ("tea.md", ("--format", "json"), "{"),
    ],
)
def test_the_ending_says_the_format_where_nothing_else_does(
    tmp_path: Path, name: str, words: tuple[str, ...], begins: str
) -> None:
    with open_store(Profile(tmp_path / "a")) as store:
        store.conversations.begin("Tea", "Which?")
    assert main(["chat", "export", "1", str(tmp_path / name), *words, "--profile", str(tmp_path / "a")]) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").lower().startswith(begins.lower())


def test_what_the_system_refuses_is_said_in_the_users_language(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('language = "zh"')
    assert main(["chat", "import", str(tmp_path / "none.json"), "--profile", str(tmp_path)]) == 1
    said = capfd.readouterr().err
    assert "没有这个文件或文件夹" in said
    assert "No such file" not in said


@pytest.mark.parametrize(("language", "said"), [("en", "## You\n\nWhich?"), ("zh", "## 你\n\nWhich?")])
def test_a_chat_that_is_shown_says_who_speaks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    (tmp_path / "settings.toml").write_text(f'language = "{language}"')
    with open_store(Profile(tmp_path)) as store:
        store.conversations.begin("Tea", "Which?")
    assert main(["chat", "show", "1", "--profile", str(tmp_path)]) == 0
    assert capfd.readouterr().out == f"# Tea\n\n{said}\n"


def test_a_foreign_file_is_refused_and_nothing_kept(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.json").write_text('{"mapping": {}}')
    profile = ["--profile", str(tmp_path / "a")]
    assert main(["chat", "import", str(tmp_path / "x.json"), *profile]) == 1
    assert capfd.readouterr().err.count("\n") == 1
    assert main(["chat", "list", *profile, "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"conversations": []}


def test_an_export_of_chatgpt_comes_in_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    message = {"author": {"role": "user"}, "content": {"parts": ["Which 茶?"]}, "create_time": 1.0}
    one = {"title": "Tea", "mapping": {"n": {"message": message, "parent": None}}, "current_node": "n"}
    (tmp_path / "conversations.json").write_text(json.dumps([one, one | {"title": "Milk"}]))
    words = ["chat", "import", str(tmp_path / "conversations.json"), "--profile", str(tmp_path / "a"), "--json"]
    for state in ("imported", "present"):
        assert main(words) == 0
        found = json.loads(capfd.readouterr().out)
        assert found["format"] == "chatgpt"
        assert [(c["title"], c["state"]) for c in found["conversations"]] == [("Tea", state), ("Milk", state)]
