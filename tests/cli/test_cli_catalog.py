"""``sidelight catalog``: feeds are taken in and searched from a terminal, and a script can tell what came of it."""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_client.cli import catalog
from desktop_client.commerce.feeds import batches

Run = Callable[..., tuple[int, str, str]]
Document = Callable[..., Any]


def test_catalog_search_feeds_rank_which_has_an_order_of_its_own(document: Document, run: Run, tmp_path: Path) -> None:
    found = document("catalog", "search", "desk lamp", "--limit", "5")
    assert set(found) == {"query", "offers"}
    assert 0 < len(found["offers"]) <= 5
    offers, need = tmp_path / "offers.jsonl", tmp_path / "need.json"
    offers.write_text("".join(json.dumps(o) + "\n" for o in reversed(found["offers"])), encoding="utf-8")
    need.write_text(json.dumps({"is_shopping": True, "silent": None, "need": {"text": "desk lamp"}}), encoding="utf-8")
    ranked = document("rank", "--need", str(need), "--offers", str(offers))
    assert ranked["rule_version"]
    assert [o["rank"] for o in found["offers"]] == list(range(1, len(found["offers"]) + 1))
    assert {o["offer_id"] for o in ranked["offers"]} <= {o["offer_id"] for o in found["offers"]}
    assert [o["rank"] for o in ranked["offers"]] == list(range(1, len(ranked["offers"]) + 1))
    assert all(o["reasons"] for o in ranked["offers"])


def test_catalog_search_reads_a_file_line_by_line_and_keeps_to_the_price(run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "queries.txt"
    lines.write_text("kettle\n面膜\nzzzz\n", encoding="utf-8")
    status, out, _ = run("catalog", "search", "--lines", str(lines), "--limit", "3", "--json")
    assert status == 0
    answers = [json.loads(line) for line in out.splitlines()]
    assert [a["query"] for a in answers] == ["kettle", "面膜", "zzzz"]
    assert [bool(a["offers"]) for a in answers] == [True, True, False]
    _, out, _ = run("catalog", "search", "面膜", "--currency", "cny", "--max", "50", "--json")
    prices = [o["price"] for o in json.loads(out)["offers"] if o["price"]["currency"] == "CNY"]
    assert prices
    assert all(p["minor"] <= 5000 for p in prices)


def test_many_lines_are_searched_without_walking_through_the_tables_each_time(run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "queries.txt"
    lines.write_text("kettle\n面膜\n", encoding="utf-8")
    gc.unfreeze()
    try:
        assert run("catalog", "search", "--lines", str(lines), "--json")[0] == 0
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_catalog_import_says_what_came_of_every_row(document: Document, tmp_path: Path) -> None:
    feed = tmp_path / "feed.tsv"
    feed.write_text("id\ttitle\tprice\n1\tBlue kettle\t19.99 USD\n2\t\t5.00 USD\n", encoding="utf-8")
    first = document("catalog", "import", str(feed))
    assert (first["imported"], first["updated"], first["rejected"]) == (1, 0, 1)
    assert first["errors"][0]["line"] == 3
    assert document("catalog", "import", str(feed))["updated"] == 1
    assert "1" in [o["offer_id"] for o in document("catalog", "search", "blue kettle")["offers"]]
    assert document("catalog", "stats")["by_origin"]["feed.tsv"] == 1


def test_what_is_never_shown_is_not_found_by_hand_either(document: Document, tmp_path: Path) -> None:
    feed = tmp_path / "zyx.jsonl"
    titles = ["Zyx kettle", "Zyx ibuprofen tablets", "Zyx CBD gummies", "Zyx semi-automatic espresso machine"]
    rows = [{"id": str(number), "title": title, "price": "9.00 USD"} for number, title in enumerate(titles)]
    feed.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert document("catalog", "import", str(feed))["imported"] == len(titles)
    found = document("catalog", "search", "zyx")["offers"]
    assert {offer["title"] for offer in found} == {titles[0], titles[3]}


def test_catalog_import_says_what_it_could_not_take_over(document: Document, run: Run, tmp_path: Path) -> None:
    feed = tmp_path / "feed.tsv"
    rows = "".join(f"{n}\tBlue kettle {n}\t19.99\n" for n in range(25))
    feed.write_text(f"id\ttitle\tprice\n{rows}", encoding="utf-8")
    notes = document("catalog", "import", str(feed))["notes"]
    why = "The price “19.99” names no currency, so it is unknown."
    assert notes == [{"line": line, "why": why} for line in range(2, 27)]
    _, _, told = run("catalog", "import", str(feed))
    assert f"2: {why}" in told
    assert told.splitlines()[-2] == "… and 5 more."


def test_catalog_import_takes_the_currency_that_an_export_does_not_name(
    document: Document, run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    feed = tmp_path / "shop.csv"
    feed.write_text("Handle,Title,Variant SKU,Variant Price\nmug,Zyx mug,M1,9.50\n", encoding="utf-8")
    status, _, err = run("catalog", "import", str(feed))
    assert status == 0
    assert err.splitlines()[-1] == "Say in which currency these prices are: --currency EUR, for instance."
    (found,) = document("catalog", "search", "zyx mug")["offers"]
    assert found["price"] is None
    assert "price unclear: 9.50 · " in run("catalog", "search", "zyx mug")[1], "as the feed has it"
    assert document("catalog", "import", str(feed), "--currency", "eur")["notes"] == []
    (found,) = document("catalog", "search", "zyx mug")["offers"]
    assert (found["price"]["minor"], found["price"]["currency"]) == (950, "EUR")
    assert "XYZ is no currency" in refused("catalog", "import", str(feed), "--currency", "xyz")
    feed.write_text("Handle,Title,Variant SKU,Variant Price\nmug,Zyx mug,M1,8.50\n", encoding="utf-8")
    _, _, err = run("catalog", "import", str(feed))
    assert err.splitlines()[-1] == "shop.csv: prices that name no currency are in EUR, as said before."
    (found,) = document("catalog", "search", "zyx mug")["offers"]
    assert (found["price"]["minor"], found["price"]["currency"]) == (850, "EUR")


def test_an_import_that_control_c_stops_says_so_and_goes_on(
    document: Document, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.tsv"
    rows = "".join(f"{n}\tBlue kettle {n}\t19.99 USD\n" for n in range(2_000))
    feed.write_text(f"id\ttitle\tprice\n{rows}", encoding="utf-8")
    other = tmp_path / "other.tsv"
    other.write_text("id\ttitle\n1\tRed kettle\n", encoding="utf-8")

    @contextmanager
    def stopping(*_: object) -> Iterator[Callable[[int, int], None]]:
        yield lambda read, size: signal.raise_signal(signal.SIGINT) if read * 2 > size else None

    monkeypatch.setattr(batches, "BATCH", 500)
    with monkeypatch.context() as stopped:
        stopped.setattr(catalog, "shown_reading", stopping)
        status, out, err = run("catalog", "import", str(feed), str(other))
    assert status == 130
    new = int(out.split()[0])
    assert 0 < new < 2_000
    assert err.split("\n\n") == ["What was read is kept; import feed.tsv again to go on.", "Stopped.\n"]
    assert document("catalog", "feeds")["feeds"][0]["complete"] is False
    came = document("catalog", "import", str(feed))
    assert (came["imported"], came["updated"]) == (2_000 - new, 0)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_catalog_search_refuses_what_is_no_price(refused: Callable[..., str]) -> None:
    assert "XYZ is no currency" in refused("catalog", "search", "kettle", "--max", "9", "--currency", "xyz")
    assert "at least 9 and at most 5" in refused("catalog", "search", "kettle", "--min", "9", "--max", "5")


def test_catalog_import_of_several_files_names_each_and_tells_of_those_before_a_bad_one(
    document: Document, run: Run, tmp_path: Path
) -> None:
    files = [tmp_path / "a.tsv", tmp_path / "b.tsv"]
    for file in files:
        file.write_text("id\ttitle\n1\tBlue kettle\n2\t\n", encoding="utf-8")
    why = "The row has no title."
    came = document("catalog", "import", *map(str, files))
    assert came["errors"] == [{"file": file.name, "line": 3, "why": why} for file in files]
    no_feed = tmp_path / "c.tsv"
    no_feed.write_text("Dear diary", encoding="utf-8")
    status, out, err = run("catalog", "import", str(files[0]), str(no_feed), str(files[1]))
    assert status == 1
    assert out.strip() == "0 new, 1 updated, 1 not readable (Google Merchant feed (table))."
    assert "c.tsv is in none of the feed formats" in err
