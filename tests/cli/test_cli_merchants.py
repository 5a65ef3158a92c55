"""Shops by their address on the command line: adding contacts nobody, and what is not to be sent at once waits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.tiny_gguf import write_model
from standins.ucp_merchant import Merchant, open_merchant

from desktop_client import settings as options
from desktop_client.cli import main
from desktop_client.paths import Profile
from desktop_client.settings import Settings


@pytest.fixture
def shop() -> Iterator[Merchant]:
    with open_merchant() as merchant:
        yield merchant


def run(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    return {line["id"]: line["state"] for line in run(capsys, "sources", "list")["sources"]}


def test_a_shop_is_added_off_and_nobody_is_contacted(capsys: pytest.CaptureFixture[str], shop: Merchant) -> None:
    added = run(capsys, "sources", "add", "ucp", shop.origin, "--yes", "--name", "Corner Shop")
    assert listed(capsys)[added["id"]] == "off"
    label = run(capsys, "sources", "label", added["id"])
    assert f"127.0.0.1:{shop.port}" in label["label"]["leaves_this_computer"]
    assert shop.requests == []
    run(capsys, "sources", "remove", added["id"])
    assert added["id"] not in listed(capsys)


def test_a_server_on_this_computer_takes_a_yes(capsys: pytest.CaptureFixture[str], shop: Merchant) -> None:
    assert main(["sources", "add", "ucp", shop.origin]) == 2
    assert "this very computer, asked without encryption" in capsys.readouterr().err
    assert "127" not in " ".join(listed(capsys))


@pytest.mark.parametrize(
    "words",
    [("add", "ucp", "http://shop.example"), ("add", "ucp", "no address"), ("remove", "nosuch"), ("remove", "jd")],
)
def test_what_can_not_be_done_is_said_in_one_line(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert main(["sources", *words]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> dict:
    model = tmp_path / "tiny.gguf"
    write_model(model)
    words = ("ask", "I want to buy a face mask for sensitive skin", "--model", str(model), "--max-tokens", "3")
    return run(capsys, *words)["panel"]


def test_what_is_to_be_shown_first_is_not_sent_from_the_command_line(
    capsys: pytest.CaptureFixture[str], shop: Merchant, tmp_path: Path
) -> None:
    added = run(capsys, "sources", "add", "ucp", shop.origin, "--yes")
    run(capsys, "sources", "on", added["id"])
    states = {source["id"]: source["state"] for source in asked(capsys, tmp_path)["sources"]}
    assert (states[added["id"]], shop.requests) == ("waiting", [])


@pytest.mark.parametrize(("language", "said"), [("en", "Not asked, since each"), ("zh", "请求需先展示，因此没有询问")])
def test_who_was_not_asked_is_said_with_what_to_do(
    capsys: pytest.CaptureFixture[str], shop: Merchant, tmp_path: Path, profile: Profile, language: str, said: str
) -> None:
    Settings(profile.settings).set(options.LANGUAGE, language)
    added = run(capsys, "sources", "add", "ucp", shop.origin, "--yes", "--name", "Corner Shop")
    run(capsys, "sources", "on", added["id"])
    model = tmp_path / "tiny.gguf"
    write_model(model)
    words = ("ask", "I want to buy a face mask for sensitive skin", "--model", str(model), "--max-tokens", "3")
    assert main(list(words)) == 0
    (told,) = [line for line in capsys.readouterr().err.splitlines() if said in line]
    assert "Corner Shop" in told
    assert "--at-once" in told
    assert shop.requests == []


def test_asking_first_is_chosen_again(capsys: pytest.CaptureFixture[str], profile: Profile) -> None:
    run(capsys, "sources", "on", "shopify", "--at-once")
    assert Settings(profile.settings).get(options.AT_ONCE) == ["shopify"]
    run(capsys, "sources", "on", "shopify")
    assert Settings(profile.settings).get(options.AT_ONCE) == ["shopify"], "what was not said is not changed"
    run(capsys, "sources", "on", "shopify", "--ask-first")
    assert Settings(profile.settings).get(options.AT_ONCE) == []


def test_at_once_its_offers_come_with_their_status_and_the_record_has_the_bytes(
    capsys: pytest.CaptureFixture[str], shop: Merchant, tmp_path: Path, profile: Profile
) -> None:
    added = run(capsys, "sources", "add", "ucp", shop.origin, "--yes")
    run(capsys, "sources", "on", added["id"], "--at-once")
    panel = asked(capsys, tmp_path)
    mine = [row for row in panel["offers"] if row["source_id"] == added["id"]]
    assert {row["offer_id"] for row in mine} == {"mask-oat-v1", "mask-aloe-v1"}, "the clay mask is for oily skin"
    assert {row["commercial"]["status"] for row in mine} == {"not_disclosed"}
    assert shop.refused == []
    assert main(["verify", "record"]) == 0
    capsys.readouterr()
    shown = run(capsys, "record", "show")
    texts = json.dumps(shown)
    assert "/ucp/catalog/search" in texts
    assert "tiny.gguf" not in texts
