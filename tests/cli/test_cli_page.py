"""``sidelight catalog page``: shows the exact request, and sends nothing that nobody agreed to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from standins.offers import make_offer

from desktop_client.app.pages import PagesOfProfile
from desktop_client.cli import main
from desktop_client.commerce.feeds.product_page import PageRead, PageShown

ADDRESS = "https://shop.example/mug"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that would have been asked; each has one offer."""
    addresses: list[str] = []

    def read(self: PagesOfProfile, shown: PageShown, cancel: object) -> PageRead:
        addresses.append(shown.page.address)
        return PageRead((make_offer("shop.example/1", "Blue mug"),), 1, 0)

    monkeypatch.setattr(PagesOfProfile, "read", read)
    return addresses


def test_nothing_is_sent_where_nobody_can_be_asked(capsys: pytest.CaptureFixture, tmp_path: Path, sent: list) -> None:
    assert main(["catalog", "page", ADDRESS, "--profile", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "GET /mug HTTP/1.1\nHost: shop.example\n" in told.err
    assert "Add --yes" in told.err
    assert (told.out, sent) == ("", [])


def test_with_yes_it_is_read(capsys: pytest.CaptureFixture, tmp_path: Path, sent: list) -> None:
    assert main(["catalog", "page", ADDRESS, "--yes", "--json", "--profile", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "GET /mug HTTP/1.1\nHost: shop.example\n" in told.err
    document = json.loads(told.out)
    assert (document["address"], document["imported"]) == (ADDRESS, 1)
    assert [offer["title"] for offer in document["offers"]] == ["Blue mug"]
    assert sent == [ADDRESS]
    assert main(["catalog", "page", ADDRESS, "--yes", "--profile", str(tmp_path)]) == 0
    assert "Blue mug · 69.00 CNY · " in capsys.readouterr().out


@pytest.mark.parametrize("address", ["http://shop.example/mug", "https://10.0.0.1/", "nonsense"])
def test_what_is_no_address_ends_in_one_line(
    capsys: pytest.CaptureFixture, tmp_path: Path, sent: list, address: str
) -> None:
    assert main(["catalog", "page", address, "--yes", "--profile", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert sent == []
