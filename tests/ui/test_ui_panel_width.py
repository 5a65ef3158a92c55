"""How the room is shared between chat and panel while the window changes its size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from ui.test_ui_panel_list import card

from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.find_bar import FindBar
from desktop_client.ui.models.first_start import StarterView
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.card_column import END
from desktop_client.ui.panel.card_list import CardList
from desktop_client.ui.panel.header import PanelHeader
from desktop_client.ui.transcript.view import TranscriptView
from desktop_client.ui.widgets.buttons import LinkButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.window import NARROWEST_PANEL, PANEL_WIDTH, MainWindow, _ChatColumn, _Split

HANDLE = 1
"""Width of the line between them, which a splitter may take from either part, in pixels."""


def shared(qtbot) -> _Split:
    split = _Split(PlainLabel("chat"), PlainLabel("panel"))
    qtbot.addWidget(split)
    return split


def test_a_panel_opened_in_a_narrow_window_gets_its_width_when_there_is_room(qtbot):
    split = shared(qtbot)
    split.resize(620, 400)
    split.show()
    split.divide()
    assert split.sizes()[1] == pytest.approx(310, abs=HANDLE)
    split.resize(400, 400)
    assert split.sizes()[1] == pytest.approx(NARROWEST_PANEL, abs=HANDLE)
    split.resize(1200, 400)
    assert split.sizes()[1] == pytest.approx(PANEL_WIDTH, abs=HANDLE)


def test_the_width_that_the_user_drew_stays(qtbot):
    split = shared(qtbot)
    split.resize(1200, 400)
    split.show()
    split.moveSplitter(700, 1)
    drawn = split.sizes()[1]
    assert drawn > PANEL_WIDTH
    split.resize(1300, 400)
    assert split.sizes()[1] == drawn


@pytest.fixture
def window(qtbot) -> MainWindow:
    starter = StarterView("Starter", "English", 10**9, 2 * 10**9, "Apache-2.0", "the package index")
    window = MainWindow(lambda: starter)
    qtbot.addWidget(window)
    window.show()
    assert window.panel
    window.show_panel(visible=True)
    window.show_chat(has_model=True)
    return window


def test_the_page_that_offers_a_model_takes_no_room_from_the_panel(window):
    window.resize(900, 600)
    room = window.width() - window.sidebar.width()
    assert window.panel.width() == pytest.approx(room // 2, abs=2 * HANDLE)


def test_links_that_would_take_another_line_of_a_narrow_panel_stand_in_a_menu(qtbot):
    header = PanelHeader()
    qtbot.addWidget(header)
    header.resize(900, 100)
    header.show()
    every = [link for link in header.findChildren(LinkButton) if link.text()]
    qtbot.waitUntil(lambda: header.promises.isVisible() and header.more.isHidden())
    side_by_side = header.heightForWidth(900)
    assert all(link.isVisible() for link in every)
    widest = header.how_ordered.sizeHint().width() + header.what_was_sent.sizeHint().width() + 30
    header.resize(widest, 200)
    qtbot.waitUntil(header.more.isVisible)
    assert header.how_ordered.isVisible()
    assert header.what_was_sent.isVisible()
    assert header.here.isVisible()
    folded = {action.text() for action in header.more.menu_of_folded().actions()}
    assert folded == {link.text() for link in every if not link.isVisible()}
    rows = {link.y() for link in (*every, header.more) if link.isVisible()}
    assert len(rows) <= 2
    assert side_by_side < header.heightForWidth(widest)


def test_each_line_of_the_header_begins_where_its_title_does(qtbot):
    header = PanelHeader()
    qtbot.addWidget(header)
    header.resize(header.how_ordered.sizeHint().width() + header.what_was_sent.sizeHint().width() + 30, 200)
    header.show()
    qtbot.waitUntil(header.more.isVisible)
    links = [header.how_ordered, header.what_was_sent, header.more, header.here]
    lines = {link.y() // 8 for link in links}
    firsts = [min((link for link in links if link.y() // 8 == line), key=QWidget.x) for line in lines]
    (earns,) = [each for each in header.findChildren(PlainLabel) if each is not header.title]
    texts = [link.x() + link.look.pad_x for link in firsts if link.y() > earns.y() + 4] + [earns.x() + earns.pad_x]
    assert len(texts) >= 2
    assert set(texts) == {header.title.x()}


@pytest.mark.parametrize("widths", [(900, 400), (400, 900)], ids=["narrower", "wider"])
def test_the_composer_stands_under_the_text_when_the_width_changed_behind_another_page(qtbot, widths):
    transcript, composer = TranscriptView(), Composer()
    column = _ChatColumn(FindBar(), transcript, composer)
    qtbot.addWidget(column)
    column.resize(widths[0], 600)
    column.show()
    qtbot.waitUntil(lambda: transcript.width() == widths[0])
    column.hide()
    column.resize(widths[1], 600)
    column.show()
    qtbot.waitUntil(lambda: transcript.width() == widths[1])
    qtbot.wait(20)
    assert composer.x() == transcript.sheet.margin


@pytest.mark.parametrize("widths", [(420, 300), (300, 420)], ids=["narrower", "wider"])
def test_the_first_card_stays_at_the_top_when_a_narrower_panel_makes_cards_taller(qtbot, widths):
    cards = CardList()
    qtbot.addWidget(cards)
    cards.resize(widths[0], 500)
    cards.show()
    title = "A kettle with a name that takes more lines where there is less room for it"
    views = tuple(card(number, title=title, notes=("not known: shipping, tax",)) for number in range(12))
    cards.show_cards(views, same_search=False)
    qtbot.waitUntil(lambda: len(cards.column.cards) == len(views))
    top = cards.column.y()
    cards.resize(widths[1], 500)
    qtbot.wait(20)
    assert cards.column.y() == top
    assert cards.column.height() == cards.column.cards[-1].geometry().bottom() + 1 + END


def test_a_line_about_what_was_done_never_covers_what_is_being_typed(qtbot, window):
    window.resize(900, 600)
    window.toast.show_message("Deleted.")
    window.composer.set_text("\n".join(str(line) for line in range(5)))
    qtbot.waitUntil(lambda: window.composer.height() > 100)

    def apart() -> bool:
        top = window.composer.mapTo(window.toast.parentWidget(), QPoint()).y()
        return 0 < top - window.toast.geometry().bottom() < 30

    qtbot.waitUntil(apart)


@pytest.mark.parametrize(
    "price", ["US$120.95\u00a0+\u00a0?", "CN¥12,999.00\u00a0+\u00a0?", "HK$1,234,567.00\u00a0+\u00a0?"]
)
@pytest.mark.parametrize("width", [320, 346, 420, 600])
def test_a_price_stands_on_one_line_beside_its_title(qtbot, price, width):
    """Where it is broken, what is not known of it stands on a line of its own, and the digits before look exact."""
    shown = OfferCard(card(1, title="A mask of some length that takes two lines", price=price))
    qtbot.addWidget(shown)
    shown.make_ready(width)
    assert shown.price.geometry().width() >= shown.price.sizeHint().width()
    assert shown.price.geometry().height() == shown.price.sizeHint().height()
    assert shown.title.geometry().width() >= 70
    assert not shown.title.geometry().intersects(shown.price.geometry())
