"""``sidelight record`` and ``sidelight verify``: what they print, and one clear sentence where something is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from inference.tiny_gguf import write_model

from desktop_client.cli import main
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.record import Asked, Came, Listed
from desktop_client.paths import Profile
from desktop_client.settings import LANGUAGE, Settings
from desktop_client.store.profile_store import open_store
from desktop_client.store.sqlite import sqlite3

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def recorded(profile: Profile) -> Profile:
    """A profile whose record has one entry of each kind."""
    with open_store(profile) as store:
        store.record.add(Asked("shop", "shop.example", "search", "GET /?q=面膜 HTTP/1.1\n", "ab" * 32))
        store.record.add(Came(1, "ok", 200, 1234, "cd" * 32))
        store.record.add(Listed(ShoppingNeed("面膜", "zh"), "relevance", "1+x", (), (("shop", "ok", 0),), 0))
    return profile


def tamper(profile: Profile, statement: str) -> None:
    db = sqlite3.connect(profile.database)
    db.execute("DROP TRIGGER record_is_never_changed")
    db.execute(statement)
    db.commit()
    db.close()


def test_an_empty_record_is_said_to_be_empty_and_holds(run: Run, document: Callable[..., Any]) -> None:
    assert run("record", "show") == (0, "The record is empty.\n", "")
    assert document("record", "show") == {"count": 0, "bytes": 0, "entries": []}
    assert document("verify", "record") == {"verified": True, "broken": None, "count": 0, "hash": "0" * 64}


@pytest.mark.usefixtures("recorded")
def test_show_prints_the_newest_first(run: Run, document: Callable[..., Any]) -> None:
    shown = document("record", "show", "--limit", "2")
    assert set(shown) == {"count", "bytes", "entries"}
    assert (shown["count"], [e["number"] for e in shown["entries"]]) == (3, [3, 2])
    assert shown["bytes"] > 500
    listed, came = shown["entries"]
    assert set(came) == {"number", "at", "kind", "content", "previous", "hash"}
    assert (came["kind"], came["content"]["body_bytes"]) == ("came", 1234)
    assert listed["previous"] == came["hash"]
    status, out, _ = run("record", "show")
    assert status == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == ["3", "2", "1"]
    assert "shop.example" in out
    assert "面膜" in out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "sent to shop.example (shop): a search for offers",
                "answer to 1: 1234 bytes",
                "request 1 failed: The platform did not answer in time.",
                "answer to 1: called off before it was whole",
                "request 1 failed: It turns programs such as Sidelight away.",
            ),
        ),
        (
            "zh",
            (
                "发送到 shop.example（shop）：搜索商品",
                "第 1 条的答复：1234 字节",
                "第 1 条失败：平台没有及时回应。",
                "第 1 条的答复：没有收完就取消了",
                "第 1 条失败：它不接受 Sidelight 这类程序的访问。",
            ),
        ),
    ],
)
def test_show_says_what_came_of_a_request_in_words(
    profile: Profile, run: Run, language: Literal["en", "zh"], words: tuple[str, ...]
) -> None:
    Settings(profile.settings).set(LANGUAGE, language)
    with open_store(profile) as store:
        store.record.add(Asked("shop", "shop.example", "search", "GET / HTTP/1.1\n", "ab" * 32))
        store.record.add(Came(1, "ok", 200, 1234, "cd" * 32))
        for outcome in ("timed_out", "cancelled", "auth"):
            store.record.add(Came(1, outcome))
    status, out, _ = run("record", "show")
    assert (status, tuple(line.split("\t")[2] for line in reversed(out.splitlines()))) == (0, words)


def test_an_entry_that_was_changed_is_shown_as_it_stands(recorded: Profile, run: Run, document) -> None:
    tamper(recorded, "UPDATE record SET content = 'no JSON' WHERE number = 2")
    assert document("record", "show")["entries"][1]["content"] == "no JSON"
    assert "not as it was written" in run("record", "show")[1]


@pytest.mark.usefixtures("recorded")
def test_an_export_is_verified_without_the_profile(run: Run, document, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    made = document("record", "export", file)
    assert made["file"] == str(file)
    checked = document("verify", "record", file)
    assert (
        checked == {"verified": True, "broken": None, "count": 3, "hash": made["hash"]} == document("verify", "record")
    )
    status, out, err = run("verify", "record", file)
    assert (status, err) == (0, "")
    assert made["hash"] in out
    assert len(file.read_bytes().splitlines()) == 4


def test_a_broken_record_is_status_1_and_names_the_entry(recorded: Profile, run: Run, document, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    assert run("record", "export", file)[0] == 0
    file.write_bytes(file.read_bytes().replace(b"1234", b"1235"))
    tamper(recorded, "UPDATE record SET content = replace(content, '1234', '1235')")
    for words in (("verify", "record"), ("verify", "record", file)):
        status, out, err = run(*words)
        assert (status, out) == (1, "")
        assert "entry 2" in err
        assert err.count("\n") == 1
        broken = document(*words, status=1)
        assert (broken["verified"], broken["broken"], broken["count"]) == (False, 2, 1)


@pytest.mark.usefixtures("recorded")
def test_delete_wants_yes_where_nobody_can_be_asked(run: Run, document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    status, out, err = run("record", "delete")
    assert (status, out) == (2, "")
    assert "--yes" in err
    assert document("record", "show")["count"] == 3
    assert document("record", "delete", "--yes") == {"deleted": 3}
    assert document("record", "show")["count"] == 0
    assert document("verify", "record")["verified"] is True


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(("answer", "left"), [(False, 3), (True, 0)])
def test_delete_asks_on_a_terminal(
    run: Run, document, monkeypatch: pytest.MonkeyPatch, answer: bool, left: int
) -> None:
    asked: list[str] = []

    def confirm(text: str, err: bool) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", confirm)
    status, _, err = run("record", "delete")
    assert "3 entries" in asked[0]
    assert status == (0 if answer else 1)
    assert ("Nothing was deleted." in err) is not answer
    assert document("record", "show")["count"] == left


def test_files_that_are_not_what_they_should_be_get_one_sentence(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("hello\n")
    for words in (
        ("verify", "record", tmp_path / "missing"),
        ("verify", "record", text),
        ("verify", "list", tmp_path / "missing"),
        ("verify", "list", text),
        ("verify", "list", tmp_path),
        ("record", "export", tmp_path / "none" / "record.jsonl"),
    ):
        status, out, err = run(*words)
        assert (status, out) == (1, ""), words
        assert err.count("\n") == 1
        assert "inside Sidelight" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["verify"],
        ["verify", "list"],
        ["verify", "nosuch"],
        ["record"],
        ["record", "export"],
        ["record", "show", "--limit", "0"],
    ],
)
def test_wrong_usage_is_status_2(words: list[str]) -> None:
    assert main(words) == 2


def test_what_ask_prints_is_a_list_that_verifies(run: Run, document, tmp_path: Path, capfd) -> None:
    model, printed = tmp_path / "tiny.gguf", tmp_path / "answer.json"
    write_model(model)
    words = ("ask", "face mask for sensitive skin", "--shop", "--model", model, "--max-tokens", "2")
    answer = document(*words)
    panel = answer["panel"]
    assert {"order", "weights", "at", "limit", "language", "left_out", "inputs_sha256"} <= set(panel)
    printed.write_text(json.dumps(answer), encoding="utf-8")
    verdict = document("verify", "list", printed)
    assert verdict["verified"] is True
    assert verdict["rows"] == len(panel["offers"])
    assert verdict["left_out"] == len(panel["left_out"]) > 0
    assert verdict["inputs_sha256"] == panel["inputs_sha256"]
    panel["offers"][0]["score"] = 0.001
    printed.write_text(json.dumps(answer), encoding="utf-8")
    verdict = document("verify", "list", printed, status=1)
    assert (verdict["verified"], "score" in verdict["difference"]) == (False, True)
    # Without --json the panel is printed for people, each offer with its status.
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    assert "无商业关系 / No payment" in out


def test_a_silent_panel_holds_no_list_to_verify(run: Run, tmp_path: Path) -> None:
    from desktop_client.commerce.lists.codec import empty_panel
    from desktop_client.commerce.need import Silence

    printed = tmp_path / "answer.json"
    printed.write_text(json.dumps({"panel": empty_panel(silent=Silence.HEALTH)}), encoding="utf-8")
    status, _, err = run("verify", "list", printed)
    assert status == 1
    assert "no list" in err
