"""Searching in the sidebar, going to what was found, and finding in the open chat."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_client.chat.conversation import Message, MessageState
from desktop_client.chat.search import Excerpt, Hit, Order, Query
from desktop_client.inference.engine import Role
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.find_bar import FindBar
from desktop_client.ui.chat.find_controller import FindController
from desktop_client.ui.sidebar import search_results
from desktop_client.ui.sidebar.search_controller import SearchController
from desktop_client.ui.sidebar.search_results import SearchResults
from desktop_client.ui.sidebar.sidebar import Sidebar
from desktop_client.ui.transcript.entry import Entry
from desktop_client.ui.transcript.view import TranscriptView
from desktop_client.ui.widgets.line_box import LineBox

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def hit(number: int, text: str = "a zebra") -> Hit:
    return Hit(1, "Animals", number, Role.USER, WHEN, Excerpt(text, ((2, 7),)))


@dataclass
class SlowSearch:
    """Answers when it is told to; keeps what it was asked."""

    hits: tuple[Hit, ...] = (hit(1),)
    asked: list[tuple[Query, Order, threading.Event]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)

    def search(
        self, query: Query, limit: int, order: Order = Order.NEWEST, stop: threading.Event | None = None
    ) -> Sequence[Hit]:
        assert stop is not None
        assert threading.current_thread() is not threading.main_thread()
        self.asked.append((query, order, stop))
        assert self.go.wait(20)
        return self.hits[:limit]


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    bridge = Bridge(workers=4)
    yield bridge
    bridge.close()


@pytest.fixture
def sidebar(qtbot: QtBot) -> Sidebar:
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.resize(240, 500)
    sidebar.show()
    sidebar.activateWindow()
    box_of(sidebar).setFocus()
    qtbot.waitUntil(box_of(sidebar).hasFocus)
    return sidebar


def box_of(sidebar: Sidebar) -> LineBox:
    box = sidebar.findChild(LineBox)
    assert isinstance(box, LineBox)
    return box


def results_of(sidebar: Sidebar) -> SearchResults:
    results = sidebar.findChild(SearchResults)
    assert isinstance(results, SearchResults)
    return results


def test_results_come_while_typing_and_an_overtaken_search_is_stopped(
    sidebar: Sidebar, bridge: Bridge, qtbot: QtBot
) -> None:
    search = SlowSearch()
    controller = SearchController(search, sidebar, bridge)
    box = box_of(sidebar)
    QTest.keyClicks(box, "zeb")
    qtbot.waitUntil(lambda: len(search.asked) == 1)
    QTest.keyClicks(box, "ra")
    qtbot.waitUntil(lambda: len(search.asked) == 2)
    assert search.asked[0][2].is_set()
    assert not search.asked[1][2].is_set()
    assert search.asked[1][0] == Query.of("zebra")
    search.go.set()
    qtbot.waitUntil(results_of(sidebar).isVisible)
    assert results_of(sidebar).model().rowCount() == 1
    chosen: list[object] = []
    controller.chosen.connect(lambda found, query: chosen.append((found, query)))
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chosen == [(hit(1), Query.of("zebra"))]
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not results_of(sidebar).isVisible()


def test_the_results_can_be_ranked_on_demand(sidebar: Sidebar, bridge: Bridge, qtbot: QtBot) -> None:
    search = SlowSearch()
    search.go.set()
    controller = SearchController(search, sidebar, bridge)
    QTest.keyClicks(box_of(sidebar), "zebra")
    qtbot.waitUntil(results_of(sidebar).isVisible)
    QTest.mouseClick(sidebar._order, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: search.asked[-1][1] is Order.BEST)
    assert controller is not None


def test_down_goes_into_the_results_and_return_chooses_one(sidebar: Sidebar, bridge: Bridge, qtbot: QtBot) -> None:
    search = SlowSearch(hits=(hit(1), hit(2)))
    search.go.set()
    controller = SearchController(search, sidebar, bridge)
    chosen: list[Hit] = []
    controller.chosen.connect(lambda found, _query: chosen.append(found))
    QTest.keyClicks(box_of(sidebar), "zebra")
    qtbot.waitUntil(results_of(sidebar).isVisible)
    QTest.keyClick(box_of(sidebar), Qt.Key.Key_Down)
    qtbot.waitUntil(results_of(sidebar).hasFocus)
    QTest.keyClick(results_of(sidebar), Qt.Key.Key_Down)
    assert results_of(sidebar).currentIndex().row() == 1
    QTest.keyClick(results_of(sidebar), Qt.Key.Key_Return)
    assert chosen == [hit(2)]


def test_a_return_that_confirms_chinese_opens_nothing(sidebar: Sidebar, bridge: Bridge, qtbot: QtBot) -> None:
    search = SlowSearch()
    search.go.set()
    controller = SearchController(search, sidebar, bridge)
    chosen: list[object] = []
    controller.chosen.connect(lambda found, _query: chosen.append(found))
    box = box_of(sidebar)
    QApplication.sendEvent(box, QInputMethodEvent("pao'bu", []))
    QTest.keyClick(box, Qt.Key.Key_Return)
    committed = QInputMethodEvent("", [])
    committed.setCommitString("跑步")
    QApplication.sendEvent(box, committed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(results_of(sidebar).isVisible)
    assert (box.text(), chosen) == ("跑步", [])
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert len(chosen) == 1


# -- in the open chat -----------------------------------------------------------------------------------------


def entry(number: int, role: Role, text: str) -> Entry:
    return Entry(Message(number, 1, None, role, text, MessageState.COMPLETE, WHEN))


ANSWER = (
    "Some **words** of the zebra.\n\n"
    + "A paragraph.\n\n" * 40
    + "```python\nzebra = 1\n```\n\n| a | zebra |\n|---|---|\n| b | c |"
)


@pytest.fixture
def transcript(qtbot: QtBot) -> TranscriptView:
    view = TranscriptView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    view.set_entries(
        [
            entry(n, Role.USER if n % 2 else Role.ASSISTANT, "a question" if n % 2 else "an answer")
            for n in range(1, 200)
        ]
        + [entry(300, Role.ASSISTANT, ANSWER), entry(301, Role.USER, "斑马 zebra 🦓 zebra")]
        + [entry(n, Role.USER, "more") for n in range(400, 500)]
    )
    return view


def find(bar: FindBar, controller: FindController, text: str, qtbot: QtBot) -> None:
    controller.open()
    bar.box.setText(text)
    qtbot.waitUntil(lambda: bar._count.text() != "")


OpenFind = Callable[[str], tuple[FindBar, FindController]]


@pytest.fixture
def finding(transcript: TranscriptView, bridge: Bridge, qtbot: QtBot) -> OpenFind:
    bar = FindBar()
    qtbot.addWidget(bar)
    controller = FindController(bar, transcript, bridge)

    def open_it(text: str) -> tuple[FindBar, FindController]:
        find(bar, controller, text, qtbot)
        return bar, controller

    return open_it


def test_finding_counts_and_goes_round(transcript: TranscriptView, finding: OpenFind) -> None:
    bar, _ = finding("zebra")
    assert bar._count.text() == "1 of 5"
    told, texts = [], []
    for _ in range(5):
        match = transcript.found.current
        assert match is not None
        cell = transcript.flow.row(transcript.flow.row_of(match.message_id) or 0).cells[match.cell]
        texts.append(cell.select(match.start, match.end).selectedText())
        top = transcript.flow.top_of(transcript.flow.row_of(match.message_id) or 0)
        row = transcript.flow.row(transcript.flow.row_of(match.message_id) or 0)
        assert -row.offset(match.cell) - cell.height < top < 400 - row.offset(match.cell)
        QTest.keyClick(bar.box, Qt.Key.Key_Return)
        told.append(bar._count.text())
    assert texts == ["zebra"] * 5
    assert told == ["2 of 5", "3 of 5", "4 of 5", "5 of 5", "1 of 5"]
    QTest.keyClick(bar.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar._count.text() == "5 of 5"


def test_finding_nothing_says_so(finding: OpenFind) -> None:
    bar, controller = finding("giraffe")
    assert bar._count.text() == "not found"
    controller.step(1)
    assert bar._count.text() == "not found"


def test_closing_takes_the_marks_away(transcript: TranscriptView, finding: OpenFind) -> None:
    _, controller = finding("zebra")
    assert transcript.found.query
    controller.close()
    assert not transcript.found.query


def test_a_match_is_painted_on_a_ground_of_its_own(transcript: TranscriptView, finding: OpenFind) -> None:
    finding("斑马 zebra")
    transcript.found.current = None
    transcript.scroll_to_message(301)
    colours = transcript.sheet.styles.colours
    picture = transcript.viewport().grab().toImage()
    grounds = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(0, 60, 2)}
    assert colours.found in grounds


def test_a_hit_in_a_long_answer_is_brought_into_sight(transcript: TranscriptView, finding: OpenFind) -> None:
    _, controller = finding("zebra")
    controller.close()
    controller.show_hit(300, Query.of("python zebra"))
    match = transcript.found.current
    assert match is not None
    assert match.message_id == 300
    controller.show_hit(301, Query.of("giraffe"))
    assert 0 <= transcript.flow.top_of(transcript.flow.row_of(301) or 0) < 20


@pytest.mark.parametrize("room", [80, 150, 400])
def test_the_first_match_is_in_the_line_however_narrow(qapp: QApplication, room: int) -> None:
    metrics = QFontMetrics(qapp.font())
    text = "还有，敏感肌适合用什么样的东西，比如说面膜，或者别的什么"
    first = (text.index("面膜"), text.index("面膜") + 2)
    start = search_results._start(text, first, metrics, room)
    assert start <= first[0]
    assert metrics.horizontalAdvance(f"…{text[start : first[1]]}") <= room or start == first[0]


def test_the_buttons_of_the_sidebar_are_whole_at_every_size_of_text(qtbot: QtBot, qapp: QApplication) -> None:
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.show()
    font = sidebar.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    sidebar.setFont(font)
    buttons = (sidebar._new, sidebar._temporary)
    for button in buttons:
        button.setFont(font)
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    qtbot.waitUntil(lambda: buttons[0].height() == buttons[1].height())
