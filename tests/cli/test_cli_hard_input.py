"""What the command line makes of input and output that no sound program hands it: one sentence, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_client.paths import Profile

ROOT = Path(__file__).resolve().parents[2]
DEEP = ("[" * 100_000, '{"a":' * 100_000, '{"source_id":"a","offer_id":"1","title":' + "[" * 100_000)
Run = Callable[..., tuple[int, str, str]]
Refused = Callable[..., str]


@pytest.fixture
def sound(tmp_path: Path) -> tuple[Path, Path]:
    """A need and offers that can be put in order."""
    need, offers = tmp_path / "need.json", tmp_path / "offers.jsonl"
    need.write_text(json.dumps({"text": "lamp"}), encoding="utf-8")
    offers.write_text(json.dumps({"source_id": "a", "offer_id": "1", "title": "Lamp"}) + "\n", encoding="utf-8")
    return need, offers


@pytest.mark.parametrize("text", DEEP)
def test_what_is_nested_too_deeply_is_said_to_be(
    refused: Refused, tmp_path: Path, sound: tuple[Path, Path], text: str
) -> None:
    need, offers = map(str, sound)
    deep = tmp_path / "deep.json"
    deep.write_text(text, encoding="utf-8")
    for words in (
        ("rank", "--need", str(deep), "--offers", offers),
        ("rank", "--need", need, "--offers", str(deep)),
        ("verify", "list", str(deep)),
    ):
        assert "nested too deeply" in refused(*words)
    assert "no record of Sidelight" in refused("verify", "record", str(deep))


@pytest.fixture
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "zh_CN.UTF-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "内容不完整"),
        ("{,}", "第 1 字节处格式有误"),
        ("[]", "不是一个 JSON 对象"),
        ('{"text": 3}', "$.text 处是 int，应为 str"),
        ('{"text": "x", "price": {"low": "much"}}', "$.price.low 处的内容不符合要求"),
        ("[" * 100_000, "嵌套层数过多"),
    ],
)
@pytest.mark.usefixtures("in_chinese")
def test_what_is_wrong_with_a_file_is_said_in_chinese(
    refused: Refused, tmp_path: Path, sound: tuple[Path, Path], text: str, said: str
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(text, encoding="utf-8")
    assert said in refused("rank", "--need", str(wrong), "--offers", str(sound[1]))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"source_id":"a","offer_id":"1"}', "缺少“title”"),
        ('{"source_id":"a","offer_id":"1","title":"x","price":{"minor":-1,"currency":"CNY"}}', "“price”不是金额"),
        ('{"source_id":"a","offer_id":"1","title":"x","price":{"currency":"CNY"}}', "$.price 处缺少“minor”"),
    ],
)
@pytest.mark.usefixtures("in_chinese")
def test_what_is_wrong_with_an_offer_is_said_in_chinese(
    refused: Refused, tmp_path: Path, sound: tuple[Path, Path], line: str, said: str
) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(line + "\n", encoding="utf-8")
    assert said in refused("rank", "--need", str(sound[0]), "--offers", str(wrong))


def test_a_price_beyond_all_prices_is_unknown_and_ends_no_import(run: Run, tmp_path: Path) -> None:
    feed = tmp_path / "feed.tsv"
    rows = ("id\ttitle\tlink\tprice", f"1\tLamp\thttps://a.example/1\t{10**30}.00 USD",
            "2\tLamp\thttps://a.example/2\t9.00 USD")  # fmt: skip
    feed.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    status, out, err = run("catalog", "import", feed)
    assert (status, out.startswith("2 new")) == (0, True), err
    assert "so it is unknown" in err
    line = json.dumps(
        {"source_id": "a", "offer_id": "1", "title": "Lamp", "price": {"minor": 10**30, "currency": "USD"}}
    )
    offers = tmp_path / "offers.jsonl"
    offers.write_text(line + "\n", encoding="utf-8")
    _, out, err = run("catalog", "import", offers)
    assert "no amount of money" in err


def started(*words: str, profile: Profile, **options: Any) -> subprocess.Popen[bytes]:
    """The command in a process of its own, since it is the streams of one that are looked at."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "desktop_client", *words, "--profile", str(profile.root)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        **options,
    )


@pytest.mark.skipif(os.name != "posix", reason="pipes that end so are POSIX")
def test_who_reads_no_further_has_what_they_asked_for(profile: Profile, tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("buy a lamp\n" * 3_000, encoding="utf-8")
    process = started("need", "--lines", str(lines), profile=profile, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"is_shopping"')
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as said:
        assert said.read() == b""
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_a_full_disk_behind_the_output_is_said(profile: Profile) -> None:
    with Path("/dev/full").open("wb") as full:
        process = started("need", "buy a lamp", profile=profile, stdout=full)
        _, said = process.communicate()
    assert process.returncode == 1
    assert said.startswith(b"The output can't be written: No space left on device.")
    assert said.count(b"\n") == 1


def test_a_source_that_is_disabled_is_not_said_to_be_on(run: Run, refused: Refused) -> None:
    assert "disabled" in refused("sources", "on", "amazon")
    _, listed, _ = run("sources", "list", "--json")
    states = {source["id"]: source["state"] for source in json.loads(listed)["sources"]}
    assert states["amazon"] == "disabled"


def test_a_source_without_its_key_is_not_said_to_be_asked(run: Run) -> None:
    status, said, _ = run("sources", "on", "taobao")
    assert status == 0
    assert "It is not asked" in said
    assert "sidelight sources key taobao" in said


@pytest.mark.usefixtures("in_chinese")
def test_how_sources_stand_is_said_in_chinese(run: Run) -> None:
    run("sources", "on", "shelf")
    _, said, _ = run("sources", "list")
    states = {line.split()[1]: line.split()[0] for line in said.splitlines()}
    assert (states["shelf"], states["amazon"], states["ebay"]) == ("已打开", "已停用", "已关闭")


@pytest.mark.parametrize("words", [("data", "salvage"), ("data", "restore", "--replace")])
def test_a_disk_that_is_full_leaves_the_database_where_it_is(
    run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch, profile: Profile, words: tuple[str, ...]
) -> None:
    run("catalog", "stats")
    run("data", "backup")
    before = profile.database.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfile", full)
    assert "The disk is full" in refused(*words)
    assert profile.database.read_bytes() == before
