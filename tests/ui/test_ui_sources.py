"""The page of sources and the words before the first switch-on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog

from desktop_client.commerce.asking.suggestion_list import Coverage, State
from desktop_client.commerce.record import Tally
from desktop_client.commerce.source import CredentialField, Manifest, Mode
from desktop_client.ui.sources.first_commerce import FirstCommerceDialog
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.sources.rows import SourceRow, last_words, source_row
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.wording import say


def manifest(name: str, mode: Mode) -> Manifest:
    def pair(text: str) -> dict[str, str]:
        return {"en": text, "zh": f"中文 {text}"}

    return Manifest(
        id=name, name=pair(name), mode=mode, what_it_is=pair("What it is."), leaves_this_computer=pair("Nothing."),
        how_it_orders=pair("By the open rule."), who_gets_paid=pair("Nobody."), prices_may_be_kept=pair("For ever."),
        not_known=pair("Nothing is unknown.") if mode is Mode.API else None,
    )  # fmt: skip


AT = datetime(2026, 11, 23, 10, 42).astimezone()


def came(state: State, **fields) -> Coverage:
    return Coverage("jd", {"en": "jd", "zh": "jd"}, state, at=AT, **fields)


ROWS = (
    source_row(manifest("shelf", Mode.OFFLINE), "en", on=True, last=came(State.OK, count=12, took_s=0.008)),
    source_row(manifest("page", Mode.PAGE), "en", on=False),
    source_row(manifest("jd", Mode.API), "en", on=True, last=came(State.TIMED_OUT)),
    source_row(manifest("dewu", Mode.LINK_OUT), "en", on=True),
)


@pytest.fixture
def page(qtbot) -> SourcesPage:
    widget = SourcesPage()
    qtbot.addWidget(widget)
    widget.resize(1280, 800)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.set_sources(ROWS)
    QApplication.processEvents()
    return widget


def label_words(page: SourcesPage) -> list[str]:
    assert page.label is not None
    return [label.text() for label in page.label.findChildren(PlainLabel)]


def test_rows_are_made_from_the_labels():
    assert [row.send for row in ROWS] == ["–", "on click", "ask first", "link-out"]
    chinese = source_row(manifest("jd", Mode.API), "zh", on=False)
    assert chinese.name == "中文 jd"
    assert ("它如何排序", "中文 By the open rule.") in chinese.label.parts
    assert len(ROWS[2].label.parts) == len(ROWS[0].label.parts) + 1


@pytest.mark.parametrize(
    ("coverage", "words", "failed"),
    [
        (came(State.OK, count=8, took_s=0.4124), "8 offers in 412 ms, 10:42", False),
        (came(State.EMPTY, took_s=12.34), "no offers in 12.3 s, 10:42", False),
        (came(State.TIMED_OUT), "timed out, 10:42", True),
        (came(State.FAILED, error=say("It broke.")), "failed, 10:42: It broke.", True),
        (came(State.FAILED), "failed, 10:42", True),
        (came(State.CANCELLED), "cancelled, 10:42", False),
        (came(State.NOT_SENT), "not sent, 10:42", False),
        (came(State.WAITING), "waits for your Send", False),
        (None, "–", False),
    ],
)
def test_what_a_source_answered_last_is_said_in_words(coverage, words, failed):
    row = source_row(manifest("jd", Mode.API), "en", on=True, last=coverage)
    assert (row.last, row.last_failed) == (words, failed)


def test_once_a_source_is_off_no_request_of_it_is_said_to_wait():
    row = source_row(manifest("jd", Mode.API), "en", on=False, last=came(State.WAITING))
    assert (row.last, row.last_failed) == ("–", False)


def test_only_a_networked_source_that_is_on_has_a_choice_of_sending(page):
    chosen = {name: type(row.send).__name__ for name, row in page.rows.items()}
    assert chosen == {"shelf": "PlainLabel", "page": "PlainLabel", "jd": "ChoiceButton", "dewu": "PlainLabel"}
    off = source_row(manifest("jd", Mode.API), "en", on=False, at_once=True)
    assert (off.at_once, off.send) == (None, "at once")


def test_at_once_is_chosen_and_undone_from_the_keyboard(qtbot, page):
    said: list[tuple[str, bool]] = []
    page.at_once_chosen.connect(lambda name, at_once: said.append((name, at_once)))
    send = page.rows["jd"].send
    assert send.text() == "ask first\u00a0▾"
    assert send.accessibleName() == "Send to jd: ask first"
    send.setFocus()
    qtbot.keyClick(send, Qt.Key.Key_Return)
    qtbot.waitUntil(send.menu_of_choices.isVisible)
    qtbot.keyClick(send.menu_of_choices, Qt.Key.Key_Down)
    qtbot.keyClick(send.menu_of_choices, Qt.Key.Key_Down)
    qtbot.keyClick(send.menu_of_choices, Qt.Key.Key_Return)
    assert said == [("jd", True)]
    page.set_sources((*ROWS[:2], replace(ROWS[2], at_once=True), ROWS[3]))
    again = page.rows["jd"].send
    assert again.text() == "at once\u00a0▾"
    assert QApplication.focusWidget() is again
    again.menu_of_choices.actions()[0].trigger()
    assert said[1:] == [("jd", False)]


def test_a_link_out_has_no_switch_and_says_what_it_tells(qtbot, page):
    row = page.rows["dewu"]
    assert not row.switch.isEnabled()
    assert not row.switch.isChecked()
    assert "this tells the platform the words" in row.what.text()
    with qtbot.waitSignal(page.link_out_requested) as caught:
        qtbot.keyClick(row.search, Qt.Key.Key_Return)
    assert caught.args == ["dewu"]
    assert page.rows["jd"].search.isHidden()


def test_a_connector_with_a_search_page_has_both_a_switch_and_its_link():
    keyed = replace(manifest("taobao", Mode.API), link_out="https://s.taobao.com/search?q={words}")
    row = source_row(keyed, "en", on=True)
    assert (row.on, row.switchable, row.link_out, row.what) == (True, True, True, "What it is.")


def test_a_disabled_connector_says_that_it_is_only_linked_to():
    """It is never asked, neither first nor at once."""
    closed = replace(manifest("amazon", Mode.API), disabled={"en": "Its terms.", "zh": "条款。"})
    assert source_row(closed, "en", on=True).send == "link-out"


def test_a_disabled_connector_has_no_switch_and_says_why():
    disabled = {"en": "Its terms forbid it.", "zh": "条款不允许。"}
    keyed = replace(manifest("amazon", Mode.API), link_out="https://www.amazon.com/s?k={words}", disabled=disabled)
    row = source_row(keyed, "en", on=True)
    assert (row.on, row.switchable, row.link_out) == (False, False, True)
    assert ("Why it is disabled", "Its terms forbid it.") in row.label.parts


def test_switches_say_what_they_switch(qtbot, page):
    said: list[tuple[str, bool]] = []
    page.toggled.connect(lambda name, on: said.append((name, on)))
    page.rows["page"].switch.setFocus()
    qtbot.keyClick(page.rows["page"].switch, Qt.Key.Key_Space)
    qtbot.mouseClick(page.rows["jd"].switch, Qt.MouseButton.LeftButton)
    assert said == [("page", True), ("jd", False)]
    face = QAccessible.queryAccessibleInterface(page.rows["page"].switch)
    assert face.role() == QAccessible.Role.CheckBox
    assert face.text(QAccessible.Text.Name) == "page"


@pytest.mark.parametrize("width", [560, 1280])
def test_the_list_stays_where_it_is_when_a_switch_is_pressed(qtbot, width):
    """A second press at the same place moved the switch of another source."""
    page = SourcesPage()
    qtbot.addWidget(page)
    page.resize(width, 420)

    def rows(*on: str) -> list[SourceRow]:
        made = (source_row(manifest(name, Mode.API), "en", on=name in on) for name in map("s{}".format, range(12)))
        return [replace(row, key="Enter key…", link_out=True) for row in made]

    page.set_sources(rows())
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QApplication.processEvents()
    page.toggled.connect(lambda source, on: page.set_sources(rows(*([source] if on else []))))
    for name in ("s2", "s5"):
        # The last row that is in sight: the next one to take the focus is not.
        bar = page.area.verticalScrollBar()
        bar.setValue(page.rows[name].geometry().bottom() + 1 - page.area.viewport().height())
        before = bar.value()
        at = page.rows[name].switch.mapTo(page, page.rows[name].switch.rect().center())
        for on in (True, False):
            qtbot.mouseClick(page.childAt(at), Qt.MouseButton.LeftButton)
            QApplication.processEvents()
            assert page.rows[name].row.on is on
            assert bar.value() == before
            assert page.rows[name].switch.hasFocus()


def test_all_off_is_one_press(qtbot, page):
    with qtbot.waitSignal(page.all_off_requested):
        qtbot.mouseClick(page.all_off, Qt.MouseButton.LeftButton)


def test_rows_that_did_not_change_keep_the_focus(page):
    page.rows["page"].switch.setFocus()
    page.set_sources((ROWS[0], ROWS[1], replace(ROWS[2], on=False), ROWS[3]))
    assert QApplication.focusWidget() is page.rows["page"].switch
    assert not page.rows["jd"].switch.isChecked()


def test_a_row_that_changes_while_another_window_is_in_front_keeps_the_focus(qtbot, page):
    page.rows["page"].switch.setFocus()
    other = PlainLabel("another window")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not page.isActiveWindow())
    page.set_sources((ROWS[0], replace(ROWS[1], on=True), *ROWS[2:]))
    assert page.focusWidget() is page.rows["page"].switch


def test_rows_that_change_together_leave_the_focus_where_it_was(page):
    page.rows["page"].switch.setFocus()
    page.set_sources((ROWS[0], *(replace(row, on=not row.on) for row in ROWS[1:])))
    assert QApplication.focusWidget() is page.rows["page"].switch


def test_a_new_last_answer_is_shown_in_the_same_row_and_nothing_else_is_made_anew(page):
    """It comes after every search, for every source; making all rows anew takes longer than a frame."""
    rows, label, names = dict(page.rows), page.label, [part.text() for part in page.findChildren(PlainLabel)]
    page.rows["jd"].label.setFocus()
    later = replace(ROWS[2], last=last_words(came(State.OK, count=3, took_s=0.2), "en"), last_failed=False, asked="x")
    page.set_sources((*ROWS[:2], later, ROWS[3]))
    assert page.rows == rows
    assert page.label is label
    assert QApplication.focusWidget() is rows["jd"].label
    row = page.rows["jd"]
    assert (row.row, row.last.text()) == (later, "3 offers in 200 ms, 10:42 · x")
    assert row.last.text() in row.switch.accessibleDescription()
    words = [part.text() for part in page.findChildren(PlainLabel)]
    assert [new for new, old in zip(words, names, strict=True) if new != old] == [row.last.text()]
    assert row.last.geometry().height() >= row.last.heightForWidth(row.last.width())
    failed = replace(later, last="failed", last_failed=True)
    page.set_sources((*ROWS[:2], failed, ROWS[3]))
    assert page.rows["jd"].last._ink == "warning"
    page.set_sources(ROWS[::-1])
    assert [page._list.indexOf(page.rows[row.id]) for row in ROWS[::-1]] == [1, 2, 3, 4], "in another order they move"


def test_label_stands_beside_the_rows_where_there_is_room(qtbot, page):
    assert "Label: shelf" in label_words(page)
    qtbot.keyClick(page.rows["jd"].label, Qt.Key.Key_Return)
    words = label_words(page)
    assert words[0] == "Label: jd"
    for heading in ("Leaves your computer", "How it orders", "Who gets paid", "Prices may be kept", "Not known"):
        assert heading in words
    assert not page._ground.isAncestorOf(page.label)


def test_label_stands_under_its_row_where_there_is_none(qtbot, page):
    page.resize(560, 600)
    QApplication.processEvents()
    assert page.label is None
    page.rows["jd"].label.click()
    QApplication.processEvents()
    assert page._ground.isAncestorOf(page.label)
    assert page.label.y() >= page.rows["jd"].geometry().bottom()
    assert page.label.y() < page.rows["dewu"].y()
    page.rows["jd"].label.click()
    assert page.label is None


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [560, 900, 1280])
def test_no_word_is_cut_off_at_any_width(page, width, scale):
    font = page.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    page.setFont(font)
    page.resize(width, 700)
    QApplication.processEvents()
    for row in page.rows.values():
        for label in row.findChildren(PlainLabel):
            if label.height():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
                assert row.rect().contains(label.geometry()), label.text()


def test_sources_that_were_left_out_are_told_under_the_others(page):
    assert not page.left_out.isVisible()
    why = "The source “corner” can't be loaded: ImportError: no such thing"
    page.set_left_out((why, "The source “other” has no proper “id”."))
    QApplication.processEvents()
    lines = page.left_out.findChildren(PlainLabel)
    assert [line.text() for line in lines] == [why, "The source “other” has no proper “id”."]
    assert all(line.isVisible() and line.height() == line.heightForWidth(line.width()) for line in lines)
    assert page.left_out.y() > page.rows["dewu"].geometry().bottom()
    page.set_sources(ROWS[::-1])
    QApplication.processEvents()
    assert page.left_out.y() > max(row.geometry().bottom() for row in page.rows.values())
    page.set_left_out(())
    assert not page.left_out.isVisible()


def test_escape_goes_back(qtbot, page):
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page.rows["jd"].switch, Qt.Key.Key_Escape)


def test_every_part_that_takes_the_focus_has_a_name(page):
    page.header.back.setFocus()
    names = []
    for _ in range(30):
        page.focusNextPrevChild(True)
        names.append(QApplication.focusWidget().accessibleName())
        if QApplication.focusWidget() is page.header.back:
            break
    assert all(names)
    assert "Label of jd" in names


def test_tab_goes_through_the_header_from_left_to_right(page):
    page.add.setFocus()
    places = []
    while not places or QApplication.focusWidget() is not page.header.back:
        places.append(QApplication.focusWidget().mapTo(page, QPoint()).x())
        page.focusNextPrevChild(True)
    assert len(places) == 4
    assert places == sorted(places)
    page.focusNextPrevChild(True)
    assert QApplication.focusWidget() is page.rows["shelf"].switch


def test_first_switch_on_tells_before_it_asks(qtbot):
    dialog = FirstCommerceDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    words = " ".join(label.text() for label in dialog.findChildren(PlainLabel))
    assert len(dialog.sentences) == 4
    for said in ("sources that you switch on", "byte for byte", "nothing leaves your computer", "we earn nothing"):
        assert said in words
    assert "This computer" in words


@pytest.mark.parametrize(("button", "result"), [("turn_on", "Accepted"), ("not_now", "Rejected")])
def test_first_switch_on_is_the_users_choice(qtbot, button, result):
    dialog = FirstCommerceDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.finished) as caught:
        getattr(dialog, button).click()
    assert caught.args == [QDialog.DialogCode[result].value]


def test_closing_the_first_dialog_changes_nothing(qtbot):
    dialog = FirstCommerceDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


class TestWhatTheRecordHas:
    NOW = datetime(2026, 11, 26, 12, 0).astimezone()

    def row(self, tally: Tally | None, last: Coverage | None = None):
        return source_row(manifest("jd", Mode.API), "en", on=True, last=last, tally=tally, now=self.NOW)

    @pytest.mark.parametrize(
        ("outcome", "words"),
        [
            ("ok", "answered, 2026-11-23 10:42"),
            ("cancelled", "cancelled, 2026-11-23 10:42"),
            ("timed_out", "failed, 2026-11-23 10:42: "),
            (None, "asked, 2026-11-23 10:42"),
        ],
    )
    def test_an_earlier_session_is_remembered_with_its_day(self, outcome, words):
        row = self.row(Tally(3, AT, outcome))
        assert row.last.startswith(words)
        assert row.asked == "3 requests so far"

    def test_this_session_comes_first_and_today_needs_no_day(self):
        assert self.row(Tally(1, AT, "ok"), came(State.TIMED_OUT)).last == "timed out, 10:42"
        today = Tally(1, self.NOW.replace(hour=9), "ok")
        assert (self.row(today).last, self.row(today).asked) == ("answered, 09:00", "1 request so far")
        assert (self.row(None).last, self.row(None).asked) == ("–", "")

    @pytest.mark.parametrize(
        ("keyed", "words"),
        [(True, "The platform did not accept the key."), (False, "It turns programs such as Sidelight away.")],
    )
    def test_only_where_a_key_was_sent_one_was_refused(self, keyed, words):
        key = (CredentialField("key", {"en": "Key", "zh": "密钥"}),) if keyed else ()
        label = replace(manifest("jd", Mode.API), credential_fields=key)
        row = source_row(label, "en", on=True, tally=Tally(1, AT, "auth"), now=self.NOW)
        assert row.last.endswith(words)

    def test_it_stands_in_the_row_and_is_spoken(self, page):
        page.set_sources((*ROWS[:2], replace(ROWS[2], asked="3 requests so far"), ROWS[3]))
        assert page.rows["jd"].last.text() == "timed out, 10:42 · 3 requests so far"
        assert "3 requests so far" in page.rows["jd"].switch.accessibleDescription()


def test_only_what_the_user_added_can_be_removed_and_the_focus_goes_on(qtbot, page):
    page.set_sources((*ROWS[:2], replace(ROWS[2], removable=True), ROWS[3]))
    assert [name for name, row in page.rows.items() if not row.remove.isHidden()] == ["jd"]
    remove = page.rows["jd"].remove
    remove.setFocus()
    with qtbot.waitSignal(page.remove_requested) as said:
        qtbot.keyClick(remove, Qt.Key.Key_Return)
    assert said.args == ["jd"]
    assert remove.accessibleName() == "Remove jd"
    page.set_sources((*ROWS[:2], ROWS[3]))
    assert QApplication.focusWidget() is page.add


def test_links_of_a_row_stand_side_by_side_where_there_is_room(qtbot, page):
    page.resize(1280, 800)
    QApplication.processEvents()
    page.set_sources((replace(ROWS[1], key="Key…", link_out=True),))
    QApplication.processEvents()
    (row,) = page.rows.values()
    assert row.key.y() == row.search.y()
    assert row.key.geometry().right() < row.search.geometry().left()
