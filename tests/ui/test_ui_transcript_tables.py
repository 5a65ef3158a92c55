"""Tables that stream in: tables as soon as Markdown says so, grown rather than made anew, and as if read at once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QTextTable, QTextTableCell
from standins.transcripts import entry
from standins.transcripts import view as view

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.markup.blocks import pieces_of
from desktop_client.chat.markup.pieces import BAND, Table
from desktop_client.ui.transcript import cell as cell_module
from desktop_client.ui.transcript import typeset_table
from desktop_client.ui.transcript.cell import Cell
from desktop_client.ui.transcript.row import Row
from desktop_client.ui.transcript.view import TranscriptView

HEAD = "Which?\n\n| Mask | Price |\n|---|--:|\n"
ROWS = "| Oat **calm** | 69 |\n| 积雪草 `B5` | 128 |\n| [link](https://a.example/x) | |\n"
WIDE = "|" + "a column of some width|" * 14 + "\n|" + "---|" * 14 + "\n"


@pytest.fixture(autouse=True)
def begun(view: TranscriptView) -> None:
    view.resize(800, 700)
    view.set_entries([entry(1, "", state=MessageState.STREAMING)])


def stream(view: TranscriptView, text: str) -> Cell:
    view.append_text(1, text)
    view._incoming.take()
    return view.flow.row(0).cells[-1]


def at_once(view: TranscriptView, text: str) -> Cell:
    cell = Row(entry(1, text, state=MessageState.STREAMING), view.sheet).cells[-1]
    cell.build()
    return cell


def drawn_width(cell: Cell) -> float:
    assert cell.document is not None
    table = cell.document.rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    return cell.document.documentLayout().frameBoundingRect(table).width()


def test_it_is_a_table_as_soon_as_the_line_below_its_head_is_there(view: TranscriptView) -> None:
    assert not isinstance(stream(view, HEAD[:-6]).piece, Table)
    cell = stream(view, HEAD[-6:-1])
    assert isinstance(cell.piece, Table)
    assert cell.document is not None
    assert drawn_width(cell) > 0


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (HEAD + ROWS, 1),
        (WIDE + ("|" + "some words|" * 14 + "\n") * 3, 7),
        (HEAD.replace(":", "") + ROWS, 3),
    ],
)
def test_a_table_grown_bit_by_bit_is_the_table_read_at_once(view: TranscriptView, text: str, step: int) -> None:
    for at in range(0, len(text), step):
        grown = stream(view, text[at : at + step])
        if isinstance(grown.piece, Table):
            whole = at_once(view, text[: at + step])
            assert grown.document is not None
            assert whole.document is not None
            assert grown.document.toHtml() == whole.document.toHtml()
            assert (grown.height, grown.overflow) == (whole.height, whole.overflow)
    assert isinstance(grown.piece, Table)


def test_only_what_is_new_is_written(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    document = stream(view, HEAD + ROWS * 30).document
    filled: list[str] = []
    fill = typeset_table._fill

    def counted(cell: QTextTableCell, content: str, *others: Any, **named: Any) -> None:
        filled.append(content)
        fill(cell, content, *others, **named)

    monkeypatch.setattr(typeset_table, "_fill", counted)
    assert stream(view, "| new").document is document
    assert filled == ["new", ""]
    assert stream(view, "er").document is document
    assert filled == ["new", "", "newer", ""]
    assert stream(view, " |\n").document is document
    assert stream(view, "| b | c |\n| d | e |").document is document
    assert filled[4:] == ["b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("more", "is_table"),
    [("\nAfter it.", False), ("|a|b|\n\n|c|d|\n|-|-|\n", True), ("|a|b|\n- item", False)],
)
def test_what_ends_a_table_ends_it(view: TranscriptView, more: str, is_table: bool) -> None:
    stream(view, HEAD + ROWS)
    last = stream(view, more)
    assert isinstance(last.piece, Table) is is_table
    assert tuple(cell.piece for cell in view.flow.row(0).cells) == pieces_of(HEAD + ROWS + more)


def test_a_table_is_as_wide_as_its_text_until_that_is_too_wide(view: TranscriptView) -> None:
    narrow = stream(view, HEAD + "| a | b |\n")
    small = drawn_width(narrow)
    assert small < 300
    wider = stream(view, "| " + "words " * 10 + "| b |\n")
    assert wider is narrow
    assert small < drawn_width(wider) <= wider.text_width
    full = stream(view, "| " + "words " * 100 + "| b |\n")
    assert drawn_width(full) == full.text_width
    assert full.overflow == 0


def test_words_are_not_broken_where_the_table_can_be_scrolled_instead(view: TranscriptView) -> None:
    cell = stream(view, "|" + "column name|" * 12 + "\n|" + "---|" * 12 + "\n|" + "些许文字而已|" * 12)
    assert cell.overflow > 0
    assert cell.document is not None
    block = cell.document.begin()
    while block.isValid():
        layout = block.layout()
        ends = [layout.lineAt(at).textStart() for at in range(1, layout.lineCount())]
        assert all(block.text()[end - 1] == " " or block.text()[end] > "\u4e00" for end in ends)
        block = block.next()
    endless = stream(view, "\n|" + "x" * 400)
    assert endless.overflow < 2_000


UNEVEN = (
    "| Mask | Skin type | Price | Fragrance | Alcohol | Notes about it that are long | Rating | Origin | Volume |\n"
    "|:---|:---:|---:|---|---|---|---|---|---|\n"
    "| Aloe | dry | $5.00 | no | no | Soothes; may be used at night and again in the morning | 4.5 | Korea | 25 ml |\n"
)


def lines_of(cell: Cell) -> list[str]:
    """The lines that the text of a table is broken into."""
    assert cell.document is not None
    lines, block = [], cell.document.begin()
    while block.isValid():
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            lines.append(block.text()[line.textStart() : line.textStart() + line.textLength()].strip())
        block = block.next()
    return lines


@pytest.mark.parametrize("width", [740, 828, 900, 1048])
def test_no_word_is_broken_while_another_column_has_room(view: TranscriptView, width: int) -> None:
    view.resize(width, 700)
    lines = lines_of(stream(view, UNEVEN))
    words = set(UNEVEN.replace("|", " ").split())
    assert {word for line in lines for word in line.split()} <= words
    if width > 800:
        assert {"Skin type", "$5.00", "25 ml"} <= set(lines), "what needs little more to stand on a line gets it first"


@pytest.mark.parametrize("width", [500, 800])
def test_a_table_that_needs_its_room_takes_all_of_it(view: TranscriptView, width: int) -> None:
    view.resize(width, 700)
    cell = stream(view, UNEVEN)
    assert drawn_width(cell) == pytest.approx(cell.text_width + cell.overflow, abs=1)


def test_where_a_table_is_scrolled_anyway_its_long_texts_do_not_stand_on_end(view: TranscriptView) -> None:
    view.resize(560, 700)
    cell = stream(view, UNEVEN)
    assert cell.overflow > 0
    assert any(line.startswith("Soothes; may be") for line in lines_of(cell))


LONG = "| Country | Capital | People |\n|---|---|--:|\n" + "".join(
    f"| Country **{n}** | Capital of {n} | {n * 37_000:,} |\n" for n in range(1, 181)
)


def bands_of(row: Row) -> list[Cell]:
    while row.is_behind:
        row.read_on()
    for at in range(len(row.cells)):
        row.build(at)
    return row.cells


def column_places(cell: Cell) -> list[float]:
    assert cell.document is not None
    (table,) = cell.document.rootFrame().childFrames()
    assert isinstance(table, QTextTable)
    return [
        cell.document.documentLayout().blockBoundingRect(table.cellAt(1, column).firstCursorPosition().block()).x()
        for column in range(table.columns())
    ]


def test_a_long_table_is_laid_out_in_bands_that_look_like_one_table(view: TranscriptView) -> None:
    stream(view, LONG)
    cells = bands_of(view.flow.row(0))
    assert len(cells) == 4
    assert all(isinstance(cell.piece, Table) and 3 * len(cell.piece.rows) <= BAND for cell in cells)
    shown = [line for cell in cells for line in lines_of(cell) if line]
    assert shown == [word for line in LONG.replace("**", "").split("\n") if "---" not in line for word in bare(line)]
    assert len({tuple(column_places(cell)) for cell in cells}) == 1
    row = view.flow.row(0)
    assert [row.offset(at + 1) - row.offset(at) for at in range(3)] == [cell.height for cell in cells[:-1]]


def bare(line: str) -> list[str]:
    return [word.strip() for word in line.split("|") if word.strip()]


def test_rows_that_come_later_leave_the_bands_before_alone(
    view: TranscriptView, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream(view, LONG)
    documents = [cell.document for cell in bands_of(view.flow.row(0))]
    made: list[Table] = []
    for name in ("extend_table", "typeset"):
        original = getattr(cell_module, name)
        monkeypatch.setattr(
            cell_module,
            name,
            lambda *of, made=made, original=original, **named: made.append(of[0]) or original(*of, **named),
        )
    stream(view, "| one more | b | 1 |\n")
    assert len(made) == 1
    assert [cell.document for cell in view.flow.row(0).cells[:-1]] == documents[:-1]


@pytest.mark.parametrize("step", [11, 400])
def test_a_long_table_grown_bit_by_bit_is_the_one_read_at_once(view: TranscriptView, step: int) -> None:
    for at in range(0, len(LONG), step):
        stream(view, LONG[at : at + step])
    grown = bands_of(view.flow.row(0))
    whole = bands_of(Row(entry(1, LONG, state=MessageState.STREAMING), view.sheet))
    for cell, other in zip(grown, whole, strict=True):
        assert cell.document is not None
        assert other.document is not None
        assert cell.piece == other.piece
        assert cell.document.toHtml() == other.document.toHtml()


def test_bands_of_a_wide_table_are_scrolled_together_by_one_bar(view: TranscriptView) -> None:
    view.resize(420, 700)
    stream(view, WIDE + ("|" + "some words|" * 14 + "\n") * 30)
    lead, *others = bands_of(view.flow.row(0))
    assert len(others) == 2
    assert all(cell.overflow == lead.overflow > 0 for cell in others)
    others[1].sideways = 70
    assert [cell.sideways for cell in (lead, *others)] == [70, 70, 70]
    assert [cell.goes_on for cell in (lead, *others)] == [True, True, False]
    lines = {cell.height - view.sheet.styles.px(8) * (not cell.goes_on) for cell in others}
    assert len(lines) == 1 or len({len(cell.piece.rows) for cell in others if isinstance(cell.piece, Table)}) > 1


def test_a_long_table_is_copied_as_one(view: TranscriptView) -> None:
    stream(view, "Before.\n\n" + LONG)
    bands_of(view.flow.row(0))
    view.select_all()
    view.copy()
    assert QGuiApplication.clipboard().text().split("\n\n") == ["Before.", LONG.rstrip("\n")]
    view.copy_markdown()
    assert QGuiApplication.clipboard().text() == "Before.\n\n" + LONG.rstrip("\n")
