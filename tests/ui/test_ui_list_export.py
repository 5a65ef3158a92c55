"""*Export this list*: from the panel's button to a file that can be checked, or to the cause why there is none."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.label import header
from desktop_client.commerce.lists.export import ListFormat
from desktop_client.commerce.lists.file import verify_list
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.files.list_exporter import ListExporter, listed_bytes, with_ending
from desktop_client.ui.files.whole_file import NotWrittenError
from desktop_client.ui.panel.footer import PanelFooter


@dataclass
class Chosen:
    """A user who chooses one file, or none."""

    path: Path | None = None
    asked: int = 0

    def __call__(self) -> Path | None:
        self.asked += 1
        return self.path


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def three_masks() -> SuggestionList:
    offers = [make_offer(str(n), f"Face mask {n}") for n in range(3)]
    return Suggestions([ScriptedSource("shelf", offers)], Switchboard("shelf"), lambda: NOW).suggest(
        ShoppingNeed("face mask")
    )


@pytest.fixture
def export(qtbot, bridge) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        exporter = ListExporter(lambda: listed_bytes(three_masks(), "en"), Chosen(path), bridge)
        with qtbot.waitSignal(exporter.exported):
            exporter.export()

    return run


def test_the_json_that_the_window_writes_can_be_checked(export, tmp_path):
    file = tmp_path / "list.json"
    export(file)
    verdict = verify_list(file.read_bytes())
    assert (verdict.rows, verdict.difference) == (3, None)


def test_a_changed_place_in_the_written_file_is_found(export, tmp_path):
    file = tmp_path / "list.json"
    export(file)
    assert verify_list(file.read_text().replace('"Face mask 1"', '"Face mask 9"')).difference is not None


@pytest.mark.parametrize("form", ListFormat)
def test_every_format_carries_the_label(export, tmp_path, form):
    file = tmp_path / f"list.{form}"
    export(file)
    text = file.read_text(encoding="utf-8").replace("\\", "")
    for part in ("广告区", "not part of the answer"):
        assert part in text
    assert text.count("No payment") >= 3


def test_the_spreadsheet_says_it_on_every_row(export, tmp_path):
    file = tmp_path / "list.csv"
    export(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    assert [row[0] for row in rows] == [header()] * 3


def test_a_file_that_stood_there_is_kept_where_the_new_one_cannot_be_written(qtbot, bridge, tmp_path):
    exporter = ListExporter(
        lambda: listed_bytes(three_masks(), "en"), Chosen(tmp_path / "missing" / "list.json"), bridge
    )
    with qtbot.waitSignal(exporter.failed) as failed:
        exporter.export()
    assert isinstance(failed.args[0], NotWrittenError)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_asked_where_there_is_no_list_and_nothing_written_where_none_was_chosen(bridge):
    chosen = Chosen()
    ListExporter(lambda: None, chosen, bridge).export()
    assert chosen.asked == 0
    ListExporter(lambda: listed_bytes(three_masks(), "en"), chosen, bridge).export()
    assert chosen.asked == 1


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("list", ListFormat.CSV, "list.csv"),
        ("sidelight-list.json", ListFormat.HTML, "sidelight-list.html"),
        ("list.CSV", ListFormat.CSV, "list.CSV"),
        ("list.md", ListFormat.JSON, "list.md"),
        ("v1.2", ListFormat.JSON, "v1.2.json"),
    ],
)
def test_the_ending_says_the_format(typed, kind, written):
    assert with_ending(Path(typed), kind) == Path(written)


def test_the_button_is_there_for_a_list_only(qtbot):
    footer = PanelFooter()
    qtbot.addWidget(footer)
    assert not footer.export.isEnabled()
    footer.show_order("relevance", three_masks().common.weights)
    assert footer.export.isEnabled()
    with qtbot.waitSignal(footer.export_requested):
        footer.export.click()
    footer.disable()
    assert not footer.export.isEnabled()
