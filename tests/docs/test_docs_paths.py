"""What the documents point to is there: every link to a file, and every module in the table of where things are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    files = [link for link in links if "://" not in link]
    assert [link for link in files if not (document.parent / link).exists()] == []


def test_the_table_of_where_things_are_names_what_is_there() -> None:
    _, _, table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Where is …?")
    rows = [re.findall(r"`([^`]+[./][^`]*)`", row) for row in table.splitlines() if row.startswith("| ")]
    gone = []
    for row in rows:
        beside = ""
        for name in row:
            path = name if "/" in name else f"{beside}/{name}"
            beside = path.rpartition("/")[0]
            if not [*ROOT.glob(path), *ROOT.joinpath("desktop_client").glob(path)] and not (ROOT / path).exists():
                gone.append(path)
    assert sum(map(len, rows)) > 50
    assert gone == []


@pytest.mark.parametrize("room", ["commerce", "ui"])
def test_every_package_of_a_room_is_said_to_be_for_something(room: str) -> None:
    _, _, page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition(f"## Inside `{room}/`")
    table, _, _ = page.partition("\n## ")
    packages = {file.parent.name for file in (ROOT / "desktop_client" / room).glob("*/__init__.py")}
    assert set(re.findall(r"^\| `([^`]+)/` \| \w", table, re.MULTILINE)) == packages
