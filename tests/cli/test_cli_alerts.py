"""Price alerts on the command line: an import tells what was waited for, once, and only while suggestions are on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_client import settings as options
from desktop_client.app import Parts
from desktop_client.app.shelf_by_hand import search_shelf
from desktop_client.cli import main
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange
from desktop_client.paths import Profile
from desktop_client.settings import Settings

TOLD = "“Oat mask” costs CN¥{price} now, item only; you wanted to be told at CN¥50.00 or less."


def test_an_import_tells_of_a_price_that_was_waited_for_once(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    feed, profile = tmp_path / "masks.tsv", Profile(tmp_path / "profile")

    def put(price: str) -> str:
        feed.write_text(
            f"id\ttitle\tlink\tprice\nm1\tOat mask\thttps://shop.example/1\t{price} CNY\n", encoding="utf-8"
        )
        assert main(["catalog", "import", str(feed), "--profile", str(profile.root), "--json"]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out)["rejected"] == 0
        return err

    put("59.00")
    with Parts(profile, Settings(profile.settings)) as parts:
        found = next(o for o in search_shelf(parts, "oat mask", PriceRange(), 5) if o.title == "Oat mask")
        parts.store.alerts.watch(found, Money(5000, "CNY"))
    assert "told" not in put("49.50"), "suggestions are off"
    with Parts(profile, Settings(profile.settings)) as parts:
        parts.settings.set(options.COMMERCE, value=True)
    assert "told" not in put("51.00")
    assert TOLD.format(price="49.00") in put("49.00")
    assert "told" not in put("48.00")
