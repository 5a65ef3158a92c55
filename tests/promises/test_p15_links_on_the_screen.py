"""P15 on the screen: the plain link stands beside the paid one in the same size; the dialog says all that there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QLabel
from standins.links import PAID, PLAIN, card, known
from standins.offers import make_offer

from desktop_client.commerce.links import remarks
from desktop_client.ui.link_dialog import ask_to_open
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.widgets.spoken import spoken


@pytest.fixture
def _same_font_afterwards(qapp) -> Iterator[None]:
    font = QApplication.font()
    yield
    QApplication.setFont(font)


@pytest.mark.usefixtures("_same_font_afterwards")
@pytest.mark.parametrize("width", [300, 420, 700])
@pytest.mark.parametrize("scale", [1, 2])
def test_the_plain_link_stands_beside_the_paid_one_in_the_same_size(qtbot, width: int, scale: int) -> None:
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    QApplication.setFont(font)
    widget = OfferCard(card(make_offer(url_clean=PLAIN, url_tracked=PAID)))
    qtbot.addWidget(widget)
    widget.resize(width, widget.heightForWidth(width))
    widget.show()
    paid, plain = widget.tracked_link, widget.plain_link
    for link in (paid, plain):
        assert link.isVisible()
        assert link.isEnabled()
        assert widget.rect().contains(link.geometry())
        assert not link.lines(link.width()).elided
    # Next to each other: on one line, or one under the other where a line is full; nothing stands between them.
    stops = widget.tab_stops()
    assert stops.index(plain) == stops.index(paid) + 1
    beside = paid.y() == plain.y() and 0 < plain.x() - paid.geometry().right() <= 12
    below = 0 < plain.y() - paid.geometry().bottom() <= 8
    assert beside or below
    assert paid.height() == plain.height()
    assert paid.face() == plain.face()
    assert painted(paid) == painted(plain)


def painted(link) -> QImage:
    """A link with the same words on it, so that any other difference shows in the pixels."""
    link.setText("Link")
    link.resize(link.sizeHint())
    return link.grab().toImage()


# --- the dialog ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialog_says_what_there_is_to_say_in_the_interface_language(qtbot, language) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN" if language == "zh" else "en_GB"))
    try:
        url = "https://shop.аpple.com:8443/?aff_id=7&utm_source=chat"
        dialog = ask_to_open(url, remarks=lambda address: map(spoken, remarks(address)))
        assert dialog is not None
        qtbot.addWidget(dialog)
        texts = [label.text() for label in dialog.findChildren(QLabel)]
    finally:
        QLocale.setDefault(before)
    assert "shop.xn--pple-43d.com:8443" in texts
    said = [line for text in texts for line in text.split("\n") if line.startswith("• ")]
    expected = [remark.in_language(language) for remark in remarks(known(url))]
    assert said == [f"• {words}" for words in expected]
    assert len(said) == 6
    for words in ("xn--pple-43d.com", "shop.apple.com", "8443", "aff_id", "utm_source"):
        assert any(words in text for text in said), words
    assert not any(words.isascii() for words in expected) or language == "en"


@pytest.mark.usefixtures("_same_font_afterwards")
@pytest.mark.parametrize("points", [9, 10.5, 14, 20])
def test_no_line_of_the_dialog_is_cut_off(qtbot, points: float) -> None:
    font = QFont(QApplication.font())
    font.setPointSizeF(points)
    QApplication.setFont(font)
    dialog = ask_to_open(
        "https://shop.аpple.com:8443/?aff_id=7&utm_source=chat", remarks=lambda a: map(str, remarks(a))
    )
    assert dialog is not None
    qtbot.addWidget(dialog)
    QApplication.processEvents()
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
