"""``sidelight compare``: a shortlist from what is on disk, in every format, always with its label."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from standins.offers import NOW, make_offer

from desktop_client.app import Parts
from desktop_client.cli import main
from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.label import header
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.paths import Profile
from desktop_client.settings import Settings

PAID = Commercial(True, "source", AdFlag.YES, "x")
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A profile in which three offers are pinned."""
    folder = Profile(tmp_path)
    with Parts(folder, Settings(folder.settings)) as parts:
        pin = parts.store.shortlists.pin
        need = ShoppingNeed("face mask")
        pin(_known(make_offer("dear", "Dear mask"), 2900), need)
        pin(replace(_known(make_offer("cheap", FORMULA, commercial=PAID), 900), shipping=None), need)
        pin(_known(make_offer("mild", "Mild | mask"), 1900), need)
    return str(tmp_path)


def _known(offer: Offer, cents: int) -> Offer:
    free = Money(0, "USD")
    return replace(offer, price=Money(cents, "USD"), shipping=free, tax=free)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["compare", *words]) == 0
    return capsys.readouterr().out


def test_json_has_label_offers_and_every_row(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    document = json.loads(said(capsys, "shortlist", "--json", "--profile", profile))
    assert document == json.loads(said(capsys, "--format", "json", "--profile", profile)) | {"at": document["at"]}
    assert document["label"] == header()
    titles = [offer["title"] for offer in document["offers"]]
    assert titles == ["Mild | mask", "Dear mask", FORMULA], "what is not known in full is never the cheapest"
    assert [offer["commercial"]["words"] for offer in document["offers"]][-1] == "广告 / Paid link"
    total = next(row for row in document["rows"] if row["kind"] == "total")
    assert [cell["lowest"] for cell in total["cells"]] == [True, False, False]
    assert all(len(row["cells"]) == 3 for row in document["rows"])


def test_csv_has_label_and_status_on_each_row_and_no_formula(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    titles, *rows = csv.reader(io.StringIO(said(capsys, "--format", "csv", "--profile", profile)))
    assert {row[0] for row in rows} == {header()}
    assert titles[2:4] == ["Commercial status", "Product"]
    assert rows[-1][2:4] == ["广告 / Paid link", f"'{FORMULA}"]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_amounts_are_numbers_for_spreadsheets_and_as_on_the_screen_for_readers(capsys, profile: str) -> None:
    rows = list(csv.DictReader(io.StringIO(said(capsys, "--format", "csv", "--profile", profile))))
    assert [(row["Total to pay"], row["Total to pay: currency"]) for row in rows] == [
        ("19.00", "USD"),
        ("29.00", "USD"),
        ("9.00", "USD"),
    ]
    assert rows[0]["Total to pay: note"] == "item 19.00 + shipping 0.00 + tax 0.00"
    assert rows[2]["Total to pay: note"] == "plus what is unknown: shipping"
    assert {row["Unit price"] for row in rows} == {"not stated"}, "no amount in the row, no column for its currency"
    with Parts(Profile(Path(profile)), Settings(Profile(Path(profile)).settings)) as parts:
        parts.store.shortlists.pin(_known(make_offer("pack", "Mask 5 pcs"), 5500), None)
    rows = list(csv.DictReader(io.StringIO(said(capsys, "--format", "csv", "--profile", profile))))
    found = {tuple(row[f"Unit price{part}"] for part in ("", ": currency", ": note")) for row in rows}
    assert found == {("11", "USD", "for one piece (pack size: 5 pieces)"), ("", "", "not stated")}
    for form in ("html", "md", "table"):
        page = said(capsys, "--format", form, "--profile", profile).replace("\\", "")
        assert "$19.00 (item 19.00" in page
        assert "19.00 USD" not in page


def test_what_cannot_be_compared_is_said_over_the_table(capsys, profile: str) -> None:
    folder = Profile(Path(profile))
    with Parts(folder, Settings(folder.settings)) as parts:
        parts.store.shortlists.pin(make_offer("yuan", "Yuan mask", price=Money(100, "CNY")), None)
    page = said(capsys, "--format", "html", "--profile", profile)
    assert "Amounts in USD, CNY can&#x27;t be compared without rates" in page
    assert page.index("Mild | mask") < page.index("Yuan mask")


def test_markdown_is_one_table_however_titles_are_written(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    page = said(capsys, "--format", "md", "--profile", profile)
    kinds = [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(page)]
    assert kinds.count("table_open") == 1
    assert kinds.count("th_open") == 4, "offers are the columns"
    assert header() in page.replace("\\", "")


def test_html_stands_alone(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    page = said(capsys, "--format", "html", "--profile", profile)
    assert page.partition("<tbody>")[2].count("<th>") == 4, "offers are the columns"
    assert page.index("Commercial status") < page.index("Total to pay")
    assert header().replace("&", "&amp;") in page
    assert "<script" not in page
    assert "http-equiv" in page


def test_pages_say_times_in_words_and_tables_for_programs_as_programs_read_them(capsys, profile: str) -> None:
    said_at = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
    for form in ("html", "md"):
        page = said(capsys, "--format", form, "--profile", profile).replace("\\", "")
        assert not said_at.search(page)
        assert NOW.date().isoformat() not in page
        assert re.search(r"Made: \d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2} UTC", page)
    assert said_at.search(said(capsys, "--format", "csv", "--profile", profile))


def test_a_stuffed_title_is_cut_at_the_head_of_a_page_and_whole_in_the_table(capsys, profile: str) -> None:
    folder = Profile(Path(profile))
    title = "best cheap mask " * 60
    with Parts(folder, Settings(folder.settings)) as parts:
        parts.store.shortlists.pin(_known(make_offer("stuffed", title), 3000), None)
    page = said(capsys, "--format", "html", "--profile", profile)
    assert max(map(len, re.findall(r"<th><bdi>([^<]*)", page))) <= 120
    assert title.strip() in said(capsys, "--format", "csv", "--profile", profile)


def test_many_offers_stand_four_abreast_each_time_with_their_status(
    capsys: pytest.CaptureFixture[str], profile: str
) -> None:
    folder = Profile(Path(profile))
    with Parts(folder, Settings(folder.settings)) as parts:
        for number in range(6):
            parts.store.shortlists.pin(_known(make_offer(f"n{number}", f"Mask {number}"), 3000 + number), None)
    page = said(capsys, "--format", "html", "--profile", profile)
    assert page.count('<table class="abreast">') == 3
    assert page.count("Commercial status") == 3
    assert [page.count(f"Mask {number}</bdi></th>") for number in range(6)] == [1] * 6
    assert "Offers 9–9 of 9" in page


def test_notes_and_what_is_different_since_are_in_every_form(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    folder = Profile(Path(profile))
    with Parts(folder, Settings(folder.settings)) as parts:
        key = ("shelf", "mild")
        parts.store.shortlists.note(key, "=ask Mum")
        newer = _known(make_offer("mild", "Mild | mask", fetched_at=NOW + timedelta(days=1)), 1800)
        parts.store.shelf.put([newer], "feed")
    document = json.loads(said(capsys, "--json", "--profile", profile))
    mild = next(offer for offer in document["offers"] if offer["offer_id"] == "mild")
    assert mild["note"] == "=ask Mum"
    assert mild["since"]["changes"] == ["price down to $18.00, was $19.00"]
    assert [offer["since"] for offer in document["offers"] if offer["offer_id"] != "mild"] == [None, None]
    for form in ("csv", "md", "html", "table"):
        page = said(capsys, "--format", form, "--profile", profile).replace("\\", "")
        assert "=ask Mum" in page
        assert "price down to $18.00, was $19.00" in " ".join(page.split()) or form == "table"
    rows = list(csv.reader(io.StringIO(said(capsys, "--format", "csv", "--profile", profile))))
    assert "'=ask Mum" in rows[1]


def test_the_table_says_the_label_and_every_status(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    lines = said(capsys, "--profile", profile)
    assert lines.startswith(header())
    assert "广告 / Paid link" in lines
    assert lines.count("Dear mask") == 1


def test_in_chinese(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    (Path(profile) / "settings.toml").write_text('language = "zh"\n', encoding="utf-8")
    assert "清单：对比清单" in said(capsys, "--profile", profile)


@pytest.mark.parametrize("words", [("nosuch",), ("nosuch", "--json")])
def test_a_list_that_is_not_there_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], profile: str, words: tuple[str, ...]
) -> None:
    assert main(["compare", *words, "--profile", profile]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip() == "There is nothing on the shortlist “nosuch”. Shortlists with offers: Shortlist."


@pytest.mark.parametrize("name", ["shortlist", "Shortlist", "对比清单"])
def test_the_first_list_is_found_by_the_name_that_the_window_shows(capsys, profile: str, name: str) -> None:
    assert json.loads(said(capsys, name, "--json", "--profile", profile))["offers"]


def test_a_page_that_was_read_is_called_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = Profile(tmp_path)
    with Parts(folder, Settings(folder.settings)) as parts:
        parts.store.shortlists.pin(_known(make_offer("mug", "Blue mug", source_id="page"), 900), None)
    document = json.loads(said(capsys, "--json", "--profile", str(tmp_path)))
    source = next(row for row in document["rows"] if row["kind"] == "source")
    assert [cell["text"] for cell in source["cells"]] == ["Product page"]


def test_offers_of_one_product_stand_together_unless_the_user_told_them_apart(capsys, tmp_path: Path) -> None:
    folder = Profile(tmp_path)
    gtin = "04006381333931"
    with Parts(folder, Settings(folder.settings)) as parts:
        lists = parts.store.shortlists
        for offer_id, cents, same in (("a", 900, gtin), ("b", 1900, None), ("c", 2900, gtin)):
            lists.pin(_known(make_offer(offer_id, f"Mask {offer_id}", gtin14=same), cents), None)
    made = json.loads(said(capsys, "--json", "--profile", str(tmp_path)))
    assert [offer["offer_id"] for offer in made["offers"]] == ["a", "c", "b"]
    assert "same" in [row["kind"] for row in made["rows"]]
    with Parts(folder, Settings(folder.settings)) as parts:
        lists = parts.store.shortlists
        lists.arrange(Arrangement(hidden_offers=(("shelf", "b"),)).told_apart(("shelf", "a"), ("shelf", "c")))
    made = json.loads(said(capsys, "--json", "--profile", str(tmp_path)))
    assert [offer["offer_id"] for offer in made["offers"]] == ["a", "b", "c"], "what is hidden in the window is here"
    assert "same" not in [row["kind"] for row in made["rows"]]


def test_how_offers_fit_the_need_and_what_alerts_wait_for_are_rows_too(capsys, profile: str) -> None:
    folder = Profile(Path(profile))
    with Parts(folder, Settings(folder.settings)) as parts:
        parts.store.alerts.watch(_known(make_offer("mild", "Mild | mask"), 1900), Money(1500, "USD"))
    kinds = [row["kind"] for row in json.loads(said(capsys, "--json", "--profile", profile))["rows"]]
    assert {"fit", "alert"} <= set(kinds)


def test_nothing_newer_is_told_of_a_source_that_is_off(capsys, tmp_path: Path) -> None:
    folder = Profile(tmp_path)
    with Parts(folder, Settings(folder.settings)) as parts:
        parts.store.shortlists.pin(_known(make_offer("mug", "Blue mug", source_id="ebay"), 900), None)
        newer = make_offer("mug", "Blue mug", source_id="ebay", fetched_at=NOW + timedelta(days=1))
        parts.store.shelf.put([_known(newer, 800)], "ebay")
    (offer,) = json.loads(said(capsys, "--json", "--profile", str(tmp_path)))["offers"]
    assert offer["since"] is None
