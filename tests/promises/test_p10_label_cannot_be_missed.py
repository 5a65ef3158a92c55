"""P10: every card carries its commercial status in words, whatever the width, the scheme or the size of the type.

What is walked here are real cards, made from ranked offers by the same code that makes them in the window; what is
looked at are the painted pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QLocale, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QDrag, QEnterEvent, QFont, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.asking.suggestion_list import Coverage, Group, State, SuggestionList
from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Status
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.sending.request import Request, complete
from desktop_client.commerce.source import Page, Search
from desktop_client.ui import theme
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.presenter import panel_view
from desktop_client.ui.widgets.buttons import TextButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.wording import Language

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
WINDOW_900 = 334
"""What the panel gets of a window 900 wide, beside the list of chats and the transcript."""
WIDTHS = (300, WINDOW_900, 372)
LOCALES: dict[Language, str] = {"en": "en_GB", "zh": "zh_CN"}
WORDS: dict[Language, dict[Status, str]] = {
    "en": {Status.PAID_LINK: "Paid link", Status.NO_PAYMENT: "No payment", Status.NOT_DISCLOSED: "Not disclosed"},
    "zh": {Status.PAID_LINK: "广告", Status.NO_PAYMENT: "无商业关系", Status.NOT_DISCLOSED: "未披露"},
}
"""The words that the promise names; in Chinese 广告 is the law's own (互联网广告管理办法, art. 9)."""
HEADERS: dict[Language, str] = {
    "en": "Ads & offers — not part of the answer",
    "zh": "广告区 · 商品建议，不是回答的一部分",
}


def _commercials() -> dict[str, Commercial]:
    paid = Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.YES, evidence="$.c", commission_bp=550)
    return {
        "paid": paid,
        "paid-undisclosed": replace(paid, commission_bp=None),
        "paid-amount": replace(paid, commission_bp=None, commission=Money(123456, "USD")),
        "free": Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.NO, evidence="$.ad"),
        "silent": Commercial(affiliate_link=False, payee="source", sponsored=AdFlag.UNKNOWN, evidence="-"),
        "sponsored": Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.YES, evidence="$.ad"),
        "hidden": Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.UNKNOWN, evidence="-"),
    }


def _offers() -> list[Offer]:
    """Every kind of payment; fresh and stale; with and without links; short titles and endless ones."""
    offers = []
    for number, (name, commercial) in enumerate(_commercials().items()):
        offers.append(
            Offer(
                "shelf", name, f"Face mask {name} " + ("舒缓补水面膜" * 30 if number % 2 else ""), Money(6900, "USD"),
                commercial, "0" * 64, NOW - timedelta(days=number),
                expires_at=NOW - timedelta(hours=1) if number % 3 == 0 else None,
                url_clean="https://shop.test/a" if number % 2 else None,
                url_tracked="https://t.test/a?aff=1" if number % 4 == 1 else None,
                sample=number == 3,
            )
        )  # fmt: skip
    return offers


def _listed() -> SuggestionList:
    need = ShoppingNeed("face mask")
    offers = _offers()
    ranked = rank(need, offers, now=NOW)
    assert len(ranked.rows) == len(offers)
    covered = Coverage("shelf", {"en": "This computer", "zh": "本机货架"}, State.OK, len(offers))
    waiting = Coverage("shop", {"en": "Some large marketplace", "zh": "某个大型商城"}, State.WAITING)
    taken = tuple(("shelf", offer) for offer in offers)
    return SuggestionList(
        need, (Group(None, ranked),), (covered, waiting), taken, (), done=True, previews=(_preview(),)
    )


def _preview() -> Preview:
    def search() -> Search:
        yield request
        return Page(())

    request = Request.get("https://catalogue-of-everything.shop.example/search", [("q", "face mask")])
    return Preview("shop", complete(request, "test"), NOW, search())


@dataclass
class Shown:
    """The panel under test, and the language that it speaks."""

    panel: SuggestionPanel
    language: Language

    @property
    def cards(self) -> list[OfferCard]:
        return list(self.panel.list.cards.values())


@pytest.fixture
def _same_app_afterwards(qapp) -> Iterator[None]:
    font, dark, locale = QApplication.font(), theme.current() == theme.DARK, QLocale()
    yield
    QApplication.setFont(font)
    theme.apply(qapp, "dark" if dark else "light")
    QLocale.setDefault(locale)


@pytest.fixture(params=[(scheme, scale) for scheme in ("light", "dark") for scale in (1, 2)], ids=str)
def look(request, qapp, _same_app_afterwards) -> None:
    scheme, scale = request.param
    theme.apply(qapp, scheme)
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    QApplication.setFont(font)


@pytest.fixture(params=list(LOCALES))
def shown(request, qtbot, look) -> Shown:
    language: Language = request.param
    QLocale.setDefault(QLocale(LOCALES[language]))
    panel = SuggestionPanel()
    qtbot.addWidget(panel)
    panel.resize(WIDTHS[0], 560)
    view = panel_view(_listed(), NOW, language)
    panel.show_state(view)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.list.cards) == len(view.cards))
    return Shown(panel, language)


def _luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _pixels(image: QImage, rect: QRect) -> Counter[int]:
    return Counter(
        image.pixel(x, y) for x in range(rect.left(), rect.right() + 1) for y in range(rect.top(), rect.bottom() + 1)
    )


def check_painted(chip_image: QImage) -> None:
    """The words stand out by 4.5 at least, and no ink of theirs touches the frame: nothing was clipped."""
    inside = chip_image.rect().adjusted(3, 3, -3, -3)
    pixels = _pixels(chip_image, inside)
    ground = QColor(pixels.most_common(1)[0][0])
    assert max(contrast(QColor(pixel), ground) for pixel in pixels) >= 4.5
    for edge in (
        QRect(inside.left(), inside.top(), 1, inside.height()),
        QRect(inside.right(), inside.top(), 1, inside.height()),
    ):
        assert set(_pixels(chip_image, edge)) == {ground.rgb()}


def check_card(card: OfferCard, language: Language) -> None:
    chip, words = card.status, WORDS[language][card.view.status]
    assert chip.text().startswith(words)
    assert chip.isVisible()
    assert chip.graphicsEffect() is None
    assert card.rect().contains(chip.geometry())
    laid = chip.lines(chip.width())
    assert not laid.elided
    assert "".join(laid.lines).replace(" ", "") == chip.text().replace(" ", "")
    assert chip.height() >= laid.height + 2 * chip.pad_y
    assert chip.width() >= laid.width + 2 * chip.pad_x
    assert chip.face().pointSizeF() >= QApplication.font().pointSizeF()
    assert words in QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Name)
    assert card.title.text() in card.accessibleName()
    check_painted(chip.grab().toImage())


def at_each_width(panel: SuggestionPanel) -> Iterator[int]:
    for width in WIDTHS:
        panel.resize(width, 560)
        QApplication.processEvents()
        yield width


def test_every_card_says_its_status_whole_and_readable(shown):
    assert {card.view.status for card in shown.cards} == set(Status)
    for _ in at_each_width(shown.panel):
        for card in shown.cards:
            check_card(card, shown.language)


def test_every_status_can_be_brought_into_sight_as_painted(shown):
    """On the screen, not only in the widget: nothing lies over the words and nothing fades them."""
    area = shown.panel.list.area
    for _ in at_each_width(shown.panel):
        room = QRect(area.mapTo(shown.panel, QPoint(0, 0)), area.viewport().size())
        for card in shown.cards:
            chip = card.status
            area.ensureWidgetVisible(chip)
            at = QRect(chip.mapTo(shown.panel, QPoint(0, 0)), chip.size())
            assert room.contains(at)
            inside = at.adjusted(3, 3, -3, -3)
            on_screen = shown.panel.grab(inside).toImage().convertToFormat(QImage.Format.Format_RGB32)
            alone = chip.grab(inside.translated(-at.topLeft())).toImage()
            assert on_screen == alone.convertToFormat(QImage.Format.Format_RGB32)


def test_header_stands_still_at_every_scroll_position(shown):
    panel = shown.panel
    header = panel.header
    bar = panel.list.area.verticalScrollBar()
    assert bar.maximum() > 0
    assert header.title.text() == HEADERS[shown.language]
    assert not header.title.lines(header.title.width()).elided
    assert header.title.height() >= header.title.heightForWidth(header.title.width())
    ink = _pixels(panel.grab(header.geometry()).toImage(), header.title.geometry())
    ground = QColor(ink.most_common(1)[0][0])
    assert max(contrast(QColor(pixel), ground) for pixel in ink) >= 4.5
    first = panel.grab(header.geometry()).toImage()
    for step in range(11):
        bar.setValue(bar.maximum() * step // 10)
        QApplication.processEvents()
        assert header.isVisible()
        assert panel.rect().contains(header.geometry())
        assert panel.grab(header.geometry()).toImage() == first


def words_of(part: QWidget) -> list[PlainLabel | TextButton]:
    every = [*part.findChildren(PlainLabel), *part.findChildren(TextButton)]
    return [each for each in every if each.isVisible() and each.text()]


def check_whole(panel: SuggestionPanel, part: PlainLabel | TextButton) -> None:
    """All its words are laid out, there is room for them, nothing lies over them, and the painted ink can be read."""
    laid = part.lines(part.width())
    pads = (2 * part.pad_x, 2 * part.pad_y) if isinstance(part, PlainLabel) else (2 * part.look.pad_x, 0)
    assert not laid.elided, part.text()
    assert "".join(laid.lines).replace(" ", "") == part.text().replace(" ", "")
    assert part.width() >= laid.width + pads[0], part.text()
    assert part.height() >= laid.height + pads[1], part.text()
    area = panel.list.area
    if area.isAncestorOf(part):
        area.ensureWidgetVisible(part, 0, 2)
        QApplication.processEvents()
    assert part.visibleRegion().boundingRect() == part.rect(), part.text()
    painted = _pixels(panel.grab(QRect(part.mapTo(panel, QPoint(0, 0)), part.size())).toImage(), part.rect())
    ground = QColor(painted.most_common(1)[0][0])
    assert max(contrast(QColor(pixel), ground) for pixel in painted) >= 4.5, part.text()


def test_every_word_of_header_chips_preview_coverage_and_footer_is_whole(shown):
    panel = shown.panel
    for _ in at_each_width(panel):
        parts = (panel.header, panel.need, panel.preview, panel.coverage, panel.footer)
        words = [each for part in parts for each in words_of(part)]
        assert len(words) >= 14
        for each in words:
            check_whole(panel, each)


def test_the_label_stands_over_everything_in_the_smallest_window(shown, qtbot):
    """At 900 x 480 and twice the type the rest has to scroll: the label stays, whole, and cards can be reached."""
    panel = shown.panel
    panel.resize(WINDOW_900, 440)
    qtbot.waitUntil(lambda: all(card.height() >= card.heightForWidth(card.width()) for card in shown.cards))
    assert panel.header.parent() is panel
    check_whole(panel, panel.header.title)
    tallest = max(card.status.heightForWidth(card.status.width()) for card in shown.cards)
    assert panel.list.area.viewport().height() >= tallest
    for card in shown.cards:
        panel.list.area.ensureWidgetVisible(card.status, 0, 2)
        assert card.status.visibleRegion().boundingRect() == card.status.rect()


def test_no_hover_is_needed_and_none_takes_it_away(shown):
    for card in shown.cards:
        before = card.status.grab().toImage()
        at = QPointF(4, 4)
        for widget in (shown.panel.list, card, card.status):
            QApplication.sendEvent(widget, QEnterEvent(at, at, at))
        assert card.status.grab().toImage() == before
        assert card.status.isVisible()


def test_opening_or_pinning_a_card_never_covers_its_status(shown):
    for card in shown.cards:
        card.why.click()
        card.pin.click()
    QApplication.processEvents()
    for card in shown.cards:
        check_card(card, shown.language)
        others = [w for w in (card.why, card.plain_link, card.tracked_link, card.pin, card.why_box) if w.isVisible()]
        assert not any(card.status.geometry().intersects(other.geometry()) for other in others)


def test_only_price_and_picture_of_a_stale_card_fade(shown):
    stale = [card for card in shown.cards if card.view.stale]
    assert stale
    for card in stale:
        fresh = OfferCard(replace(card.view, stale=False), card.parentWidget())
        fresh.resize(card.size())
        fresh.show()
        QApplication.processEvents()
        assert card.status.grab().toImage() == fresh.status.grab().toImage()
        price = card.price.geometry()
        assert price == fresh.price.geometry()
        assert card.grab(price).toImage() != fresh.grab(price).toImage()
        fresh.deleteLater()


def test_copied_text_says_label_and_status_before_anything_else(shown):
    for card in shown.cards:
        card.copy()
        first, second, *_ = QGuiApplication.clipboard().text().split("\n")
        assert first == HEADERS[shown.language]
        assert second.startswith(f"[{WORDS[shown.language][card.view.status]}")
        assert card.view.title in second


def test_what_is_dragged_out_is_what_would_be_copied(shown, qtbot, monkeypatch):
    carried: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: carried.append(drag.mimeData()))
    for card in shown.cards:
        at = card.title.geometry().center()
        in_list = card.mapTo(shown.panel.list.ground, at)
        shown.panel.list.area.ensureVisible(in_list.x(), in_list.y())
        far = at + QPoint(QApplication.startDragDistance() + 1, 0)
        qtbot.mousePress(card, Qt.MouseButton.LeftButton, pos=at)
        for where in (at, at + QPoint(1, 0), far):
            move = QMouseEvent(
                QEvent.Type.MouseMove, QPointF(where), QPointF(card.mapToGlobal(where)), Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
            QApplication.sendEvent(card, move)
        assert len(carried) == 1, "a small move is none, a large one is one"
        data = carried.pop()
        assert data.formats() == ["text/plain"]
        assert data.text() == card.view.copied
        assert data.text().split("\n")[0] == HEADERS[shown.language]


@pytest.mark.parametrize("language", list(LOCALES))
def test_table_and_its_copy_say_every_status_first(qapp, language):
    pins = [Pin(offer, NOW) for offer in _offers()]
    table = compare_table(lay_out(pins, NOW), {}, language)
    row = table.rows[0]
    for column, cell in zip(table.columns, row.cells, strict=True):
        assert cell.status is column.offer.commercial.status
        assert cell.text.startswith(WORDS[language][cell.status])
    text = table.as_text("label").split("\n")
    assert text[2].split("\t")[0] == row.name
    assert all(WORDS[language][cell.status] in text[2] for cell in row.cells)
