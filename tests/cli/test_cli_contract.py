"""The command line's contract: documents, exit statuses, and one clear sentence for bad input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inference.tiny_gguf import write_model

from desktop_client import __version__
from desktop_client.cli import main
from desktop_client.cli.commands import COMMANDS
from desktop_client.commerce.need import Silence
from desktop_client.commerce.reading.silences import WORDS
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store
from desktop_client.wording import chinese

Run = Callable[..., tuple[int, str, str]]
Document = Callable[..., Any]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    write_model(path)
    return path


def test_need_prints_what_was_read(document: Document) -> None:
    reading = document("need", "敏感肌适合用什么样的面膜")
    assert set(reading) == {"is_shopping", "silent", "need"}
    assert reading["is_shopping"] is True
    assert reading["need"]["category"] == "面膜"
    assert reading["need"]["must_have"] == ["敏感肌"]


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        (
            "en",
            "a white desk lamp, not plastic, under $40, shipped to Germany",
            "white desk lamp · white · no plastic · price up to 40 USD · country: Germany",
        ),
        ("zh", "想买一副降噪耳机，300到500元，寄到日本", "降噪耳机 · 价格 300–500 CNY · 国家或地区：日本"),
    ],
)
def test_need_says_all_that_would_be_sent(
    run: Run, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str, words: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "zh_CN.UTF-8" if language == "zh" else "en_GB.UTF-8")
    assert run("need", sentence)[1] == f"{words}\n"


def test_need_reads_a_file_line_by_line(run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("怎么退货？\n\nlooking for a desk lamp under $40\n孕妇感冒吃什么药好\n", encoding="utf-8")
    status, out, _ = run("need", "--lines", str(lines), "--json")
    assert status == 0
    readings = [json.loads(line) for line in out.splitlines()]
    assert [bool(r["is_shopping"]) for r in readings] == [False, False, True, False]
    assert readings[3]["silent"]


def test_sources_are_off_until_one_is_switched_on(document: Document) -> None:
    fresh = {s["id"]: s for s in document("sources", "list")["sources"]}
    assert set(fresh["shelf"]) == {"id", "name", "mode", "state", "key"}
    assert {s["state"] for s in fresh.values()} - {"disabled"} == {"off"}
    assert {"taobao", "jd", "amazon", "etsy"} <= set(fresh)
    assert document("sources", "on", "shelf")["state"] == "on"
    assert document("sources", "off", "shelf")["state"] == "off"
    assert document("sources", "label", "jd")["label"]["leaves_this_computer"]
    assert document("sources", "label", "jd")["label"]["disabled"] is None
    assert "bar programs that people install" in document("sources", "label", "amazon")["label"]["disabled"]


@pytest.mark.parametrize("words", [("app_secret=CANARY",), ("CANARY", "--remove"), ("--app_secret=CANARY",)])
def test_a_key_that_was_given_as_an_argument_is_not_repeated(run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run("sources", "key", "taobao", *words)
    assert (status, out) == (2, "")
    assert "CANARY" not in err
    assert "never given as an argument" in err


def test_ask_prints_one_document_and_the_chat_is_kept(document: Document, tiny: Path) -> None:
    answer = document("ask", "hello", "--model", str(tiny), "--seed", "7", "--temperature", "0", "--max-tokens", "5")
    assert set(answer["model"]) == {"name", "sha256"}
    assert answer["panel"] is None
    assert len(answer["request_sha256"]) == 64
    assert {"load_s", "prompt_tokens", "evaluated_tokens", "first_token_s", "tokens", "tokens_per_s"} == set(
        answer["timing"]
    )
    (conversation,) = document("chat", "list")["conversations"]
    shown = document("chat", "show", str(conversation["id"]))
    assert [m["role"] for m in shown["messages"]] == ["user", "assistant"]
    assert shown["messages"][1]["text"] == answer["answer"]


def test_the_panel_comes_with_shop_or_with_commerce_on(document: Document, tiny: Path) -> None:
    words = ("ask", "face mask for sensitive skin", "--model", str(tiny), "--max-tokens", "2")
    panel = document(*words, "--shop")["panel"]
    assert {"label", "need", "silent", "sources", "offers", "cut", "rule_version"} <= set(panel)
    assert [s["id"] for s in panel["sources"] if s["state"] != "off"] == ["shelf"]
    assert len(panel["offers"]) >= 3
    assert document(*words)["panel"] is None, "--shop holds for one question"
    document("sources", "on", "shelf")
    assert document(*words)["panel"] is not None
    document("sources", "off", "shelf")
    off = document(*words, "--shop")["panel"]
    assert off["offers"] == []
    assert {s["state"] for s in off["sources"]} == {"off"}


def test_a_silent_panel_says_why(document: Document, tiny: Path) -> None:
    panel = document("ask", "孕妇感冒吃什么药好", "--shop", "--model", str(tiny), "--max-tokens", "2")["panel"]
    assert panel["silent"]
    assert panel["offers"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_silence_is_said_in_the_users_language(
    run: Run, tiny: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "zh_CN.UTF-8" if language == "zh" else "en_GB.UTF-8")
    words = WORDS[Silence.MEDICINE].in_language("zh" if language == "zh" else "en")
    assert run("need", "is claritin ok for a headache")[1] == f"{words}\n"
    status, out, _ = run("ask", "hello", "--shop", "--model", str(tiny), "--max-tokens", "2")
    assert (status, out.splitlines()[-1]) == (0, "不是购物。" if language == "zh" else "Not shopping.")
    status, out, _ = run("ask", "claritin price", "--shop", "--model", str(tiny), "--max-tokens", "2")
    assert status == 0
    assert words in out.splitlines()


def test_bad_input_gets_one_sentence(refused: Callable[..., str], tiny: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(tiny.read_bytes()[:2000])
    missing = str(tmp_path / "missing")
    assert "empty" in refused("ask", " ")
    assert "missing" in refused("ask", "hi", "--model", missing)
    assert "cut.gguf" in refused("ask", "hi", "--model", str(cut))
    assert "nosuch" in refused("sources", "on", "nosuch")
    assert "99" in refused("chat", "show", "99")
    assert "price" in refused("catalog", "search", "x", "--max", "cheap")
    assert refused("catalog", "import", missing)
    assert refused("need", "--lines", missing)
    assert refused("rank", "--need", missing, "--offers", missing)


def test_a_question_that_is_too_long_is_kept_and_said_to_be(
    refused: Callable[..., str], document: Document, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        class buffer:  # noqa: N801 - as the stream has it
            @staticmethod
            def read() -> bytes:
                return b"word " * 200_000

    monkeypatch.setattr("sys.stdin", Stdin)
    assert "too long" in refused("ask", "-", "--model", str(tiny))
    assert len(document("chat", "list")["conversations"]) == 1


@pytest.mark.parametrize("words", [["nosuch"], ["ask"], ["need"], ["ask", "hi", "--temperature", "hot"], ["rank"]])
def test_wrong_usage_is_status_2(words: list[str]) -> None:
    assert main(words) == 2


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_every_documented_command_exists() -> None:
    page = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert main([name, "--help"]) == 0
        assert f"`{name}" in page, f"docs/command-line.md lacks {name}"


def test_a_profile_that_cannot_be_made_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["chat", "list", "--profile", str(tmp_path / "file" / "profile")]) == 1
    assert capfd.readouterr().err.count("\n") == 1


def test_errors_are_in_the_language_of_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environ, "LANG", "zh_CN.UTF-8")
    _, _, err = run("ask", " ")
    assert err.startswith(chinese()["The question is empty."])


def test_chat_search_gives_hits_with_their_places(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_store(Profile(tmp_path)) as store:
        for text in ("跑步机 one", "跑步 two", "步跑"):
            store.conversations.begin("chat", text)
    there = ["--profile", str(tmp_path)]
    assert main(["chat", "search", "跑步", "--json", "--limit", "5", *there]) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["query"], found["order"]) == ("跑步", "newest")
    assert [hit["message_id"] for hit in found["results"]] == [2, 1]
    first = found["results"][0]
    assert [first["excerpt"][a:b] for a, b in first["matches"]] == ["跑步"]
    assert main(["chat", "search", "跑步", "--limit", "1", *there]) == 0
    assert capfd.readouterr().out.startswith("2:2\t")
    assert main(["chat", "search", "*", *there]) == 1
    assert "no word" in capfd.readouterr().err


def test_people_see_offers_under_the_label_with_status_total_source_and_time(run: Run, tmp_path: Path) -> None:
    feed = tmp_path / "kettles.tsv"
    feed.write_text("id\ttitle\tprice\n1\tBirch kettle\t19.99 USD\n", encoding="utf-8")
    run("catalog", "import", str(feed))
    status, out, _ = run("catalog", "search", "birch kettle", "--limit", "1")
    assert status == 0
    label, earn, title, facts = out.splitlines()
    assert "not part of the answer" in label
    assert "We earn nothing" in earn
    assert title == "1. Birch kettle"
    assert facts.startswith("   19.99 USD plus what is unknown: shipping, tax · This computer · seen ")
    assert facts.endswith(" UTC · 未披露 / Not disclosed")


def test_a_ranked_list_says_why_for_people_too(run: Run, tmp_path: Path) -> None:
    offers, need = tmp_path / "offers.jsonl", tmp_path / "need.json"
    _, out, _ = run("catalog", "search", "desk lamp", "--limit", "3", "--json")
    offers.write_text("".join(json.dumps(o) + "\n" for o in json.loads(out)["offers"]), encoding="utf-8")
    need.write_text(json.dumps({"text": "desk lamp"}), encoding="utf-8")
    status, out, _ = run("rank", "--need", str(need), "--offers", str(offers))
    assert status == 0
    assert "not part of the answer" in out.splitlines()[0]
    places = [line for line in out.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert len(places) == 3
    assert out.count(" %)") >= 3, "each row says what put it there"


def test_a_terminal_obeys_nothing_that_is_printed(run: Run, tmp_path: Path) -> None:
    offers, need = tmp_path / "offers.jsonl", tmp_path / "need.json"
    _, out, _ = run("catalog", "search", "desk lamp", "--limit", "1", "--json")
    offer = json.loads(out)["offers"][0] | {"title": "Desk lamp \x1b[2J\x1b]0;owned\x07\r\x9b31m gone"}
    offers.write_text(json.dumps(offer) + "\n", encoding="utf-8")
    need.write_text(json.dumps({"text": "desk lamp"}), encoding="utf-8")
    _, out, _ = run("rank", "--need", str(need), "--offers", str(offers))
    assert "Desk lamp" in out
    assert not set(out) & set(map(chr, (*range(9), *range(11, 32), *range(127, 160))))
    _, _, err = run("catalog", "search", "lamp", "--max", "\x1b[2J9")
    assert "is not a price" in err
    assert "\x1b" not in err
    _, _, err = run("sources", "on", "no\x07such\x9b31m")
    assert "31m" in err
    assert not set(err) & {"\x07", "\x9b"}
