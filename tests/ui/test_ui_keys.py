"""The form for a platform's key: nothing typed is lost, nothing is sent unseen, the window never waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from standins.doors import OpenDoor, Talkative
from standins.offers import NOW

from desktop_client.commerce.asking.key_test import KeyTest
from desktop_client.commerce.asking.one_source import Kept
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.source import CredentialField, Manifest
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.sources.key_controller import KeyController
from desktop_client.ui.sources.key_dialog import KeyDialog, KeyState
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.sources.rows import source_row
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import say

FIELDS = (
    CredentialField("key", {"en": "App key", "zh": "应用标识"}),
    CredentialField("secret", {"en": "App secret", "zh": "应用密钥"}),
    CredentialField("place", {"en": "Position", "zh": "推广位"}, secret=False, optional=True),
)


class Desk:
    """A keyring in memory that fails when told to, and says in which thread it was asked."""

    def __init__(self) -> None:
        self.source = Talkative("shop", 2)
        self.source.manifest = replace(self.source.manifest, credential_fields=FIELDS)
        self.door = OpenDoor()
        self.kept: dict[str, str] = {}
        self.on, self.lasting = True, True
        self.error: SidelightError | None = None
        self.threads: set[int] = set()
        self.tested: Mapping[str, str] = {}
        self.answers = threading.Event()
        self.answers.set()

    def manifest(self, source_id: str) -> Manifest:
        if source_id != "shop":
            raise SidelightError(say("There is no source called “{name}”.", name=source_id))
        return self.source.manifest

    def is_on(self, source_id: str) -> bool:
        return self.on

    def state(self, manifest: Manifest) -> KeyState:
        self._asked()
        return KeyState(self.lasting, frozenset(self.kept), {n: v for n, v in self.kept.items() if n == "place"})

    def keep(self, manifest: Manifest, typed: Mapping[str, str]) -> KeyState:
        self._asked()
        self.kept |= {name: value for name, value in typed.items() if value}
        return self.state(manifest)

    def forget(self, manifest: Manifest) -> KeyState:
        self._asked()
        self.kept = {}
        return self.state(manifest)

    def test(self, manifest: Manifest, typed: Mapping[str, str]) -> KeyTest:
        self._asked()
        self.tested = typed
        return KeyTest(self.source, typed, self.door, lambda: NOW)

    def _asked(self) -> None:
        self.threads.add(threading.get_ident())
        assert self.answers.wait(20)
        if self.error is not None:
            raise self.error


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def keys(qtbot, desk: Desk) -> Iterator[KeyController]:
    bridge, window = Bridge(), QWidget()
    qtbot.addWidget(window)
    window.show()
    yield KeyController(desk, bridge, Interpreter("en"), window)
    assert threading.get_ident() not in desk.threads, "the keyring was asked on the window's thread"
    bridge.close()


def opened(qtbot, keys: KeyController) -> KeyDialog:
    keys.open("shop")
    assert keys.form is not None
    dialog = keys.form.dialog
    qtbot.waitUntil(dialog.save.isEnabled)
    return dialog


def fill(dialog: KeyDialog, *values: str) -> None:
    for part, value in zip(dialog.parts, values, strict=False):
        part.edit.clear()
        part.edit.insert(value)
        part.edit.setModified(True)


def answer(dialog: KeyDialog, *, leaves: bool) -> None:
    box = dialog.leaving
    assert box is not None
    leave, stay = sorted(box.buttons(), key=lambda button: "Leave" not in button.text())
    assert box.defaultButton() is stay
    (leave if leaves else stay).click()


def test_a_secret_is_hidden_until_it_is_asked_for(qtbot, keys):
    dialog = opened(qtbot, keys)
    secret, place = dialog.parts[1], dialog.parts[2]
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Password
    assert place.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert place.reveal.isHidden()
    assert secret.reveal.accessibleName() == "Show: App secret"
    qtbot.keyClick(secret.reveal, Qt.Key.Key_Return)
    assert secret.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert secret.reveal.accessibleName() == "Hide: App secret"
    assert place.edit.accessibleName() == "Position (optional)"


def test_a_key_is_saved_and_leaves_the_screen(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "CANARY", "9")
    with qtbot.waitSignal(keys.changed):
        dialog.save.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "Saved.")
    assert desk.kept == {"key": "1", "secret": "CANARY", "place": "9"}
    assert dialog.typed == {"key": "", "secret": "", "place": "9"}
    assert "Kept" in dialog.parts[1].edit.placeholderText()
    assert dialog.remove.isEnabled()


def test_return_in_a_field_saves_and_shows_no_key(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "CANARY", "9")
    secret = dialog.parts[1]
    with qtbot.waitSignal(keys.changed):
        qtbot.keyClick(secret.edit, Qt.Key.Key_Return)
        assert secret.edit.echoMode() is QLineEdit.EchoMode.Password
        assert not secret.reveal.isChecked()
    qtbot.waitUntil(lambda: dialog.told.text() == "Saved.")
    assert desk.kept == {"key": "1", "secret": "CANARY", "place": "9"}


def test_an_error_loses_nothing_that_was_typed(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "CANARY", "9")
    desk.error = SidelightError(say("The system's keyring refused."), say("Unlock it, then try again."))
    for button in (dialog.save, dialog.test):
        button.click()
        qtbot.waitUntil(dialog.save.isEnabled)
        assert dialog.told.text() == "The system's keyring refused. Unlock it, then try again."
        assert dialog.typed == {"key": "1", "secret": "CANARY", "place": "9"}
    desk.error = None
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "Saved.")
    assert desk.kept["secret"] == "CANARY"


def test_what_is_missing_is_named_and_nobody_is_asked(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1")
    dialog.save.click()
    assert dialog.told.text() == "Still missing: App secret."
    assert desk.kept == {}


def test_a_key_is_removed(qtbot, keys, desk):
    desk.kept = {"key": "1", "secret": "2"}
    dialog = opened(qtbot, keys)
    with qtbot.waitSignal(keys.changed):
        dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "The key was removed.")
    assert desk.kept == {}
    assert not dialog.remove.isEnabled()


@pytest.mark.parametrize(("lasting", "words"), [(True, "system's keyring, never"), (False, "for this session only")])
def test_where_a_key_is_kept_is_said_before_it_is_typed(qtbot, keys, desk, lasting, words):
    desk.lasting = lasting
    assert words in opened(qtbot, keys).where.text()


def test_a_keyring_that_does_not_answer_is_said_and_the_form_still_works(qtbot, keys, desk):
    desk.error = SourceError(Fault.AUTH, say("The key is no longer in the system's keyring."))
    dialog = opened(qtbot, keys)
    assert "no longer" in dialog.told.text()
    assert dialog.remove.isEnabled()
    desk.error = None
    fill(dialog, "1", "2")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "Saved.")


def test_a_test_shows_each_request_and_sends_it_only_when_told(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "2")
    dialog.test.click()
    for sent in (0, 1):
        qtbot.waitUntil(lambda: not dialog.box.isHidden() and dialog.box.send.isVisible())
        assert len(desk.door.sent) == sent
        assert f"GET /{sent}" in dialog.box.exact.text.toPlainText()
        assert "shop.example" in dialog.box.recipient.text()
        qtbot.waitUntil(lambda: dialog.box.send.visibleRegion().boundingRect() == dialog.box.send.rect())
        dialog.box.send.click()
        assert len(desk.door.sent) == sent, "the press that came before it could be read"
        dialog.box.settling.stop()
        dialog.box.send.click()
    qtbot.waitUntil(lambda: "accepted" in dialog.told.text())
    assert dialog.box.isHidden()
    assert len(desk.door.sent) == 2
    assert desk.tested["secret"] == "2"
    assert desk.kept == {}, "a test keeps nothing"
    assert dialog.typed["secret"] == "2"


def test_dont_send_sends_nothing(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "2")
    dialog.test.click()
    qtbot.waitUntil(lambda: not dialog.box.isHidden())
    dialog.box.settling.stop()
    dialog.box.dont.click()
    assert dialog.told.text() == "Not sent."
    dialog.box.sent.emit()
    assert desk.door.sent == []


def test_a_source_that_is_off_has_no_test(qtbot, keys, desk):
    desk.on = False
    dialog = opened(qtbot, keys)
    assert not dialog.test.isEnabled()


def test_closing_the_form_stops_its_test(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "2")
    dialog.test.click()
    qtbot.waitUntil(lambda: not dialog.box.isHidden())
    dialog.box.settling.stop()
    desk.door.open.clear()
    form = keys.form
    dialog.box.send.click()
    qtbot.waitUntil(lambda: len(desk.door.sent) == 1)
    dialog.reject()
    assert not form._cancel.is_set(), "it was closed unasked"
    answer(dialog, leaves=True)
    assert form._cancel.is_set()
    assert keys.form is None
    desk.door.open.set()


@pytest.mark.parametrize("leaves", [True, False])
@pytest.mark.parametrize("how", ["escape", "close", "frame"])
def test_what_was_typed_and_not_saved_is_never_lost_unasked(qtbot, keys, desk, how, leaves):
    dialog = opened(qtbot, keys)
    fill(dialog, "", "CANARY")
    if how == "escape":
        qtbot.keyClick(dialog.parts[1].edit, Qt.Key.Key_Escape)
    elif how == "close":
        dialog.shut.click()
    else:
        dialog.close()
    assert dialog.isVisible()
    box = dialog.leaving
    assert box is not None
    assert "not saved" in box.text()
    assert "CANARY" not in box.text() + box.informativeText()
    answer(dialog, leaves=leaves)
    if leaves:
        assert keys.form is None
    else:
        assert dialog.isVisible()
        assert dialog.leaving is None
        assert dialog.typed["secret"] == "CANARY"
    assert desk.kept == {}


def test_a_form_without_anything_unsaved_closes_at_once(qtbot, keys, desk):
    desk.kept = {"key": "1", "secret": "2", "place": "9"}
    dialog = opened(qtbot, keys)
    qtbot.waitUntil(lambda: dialog.typed["place"] == "9")
    qtbot.keyClick(dialog.parts[0].edit, Qt.Key.Key_Escape)
    assert keys.form is None


def test_who_leaves_while_the_key_is_being_saved_need_not_answer_once_it_is(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "CANARY")
    desk.answers.clear()
    dialog.save.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.keyClick(dialog.leaving, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "twice Escape is no answer"
    dialog.reject()
    assert dialog.leaving is not None
    desk.answers.set()
    qtbot.waitUntil(lambda: keys.form is None)
    assert desk.kept["secret"] == "CANARY"


def test_who_leaves_while_saving_fails_has_what_was_typed(qtbot, keys, desk):
    dialog = opened(qtbot, keys)
    fill(dialog, "1", "CANARY")
    desk.answers.clear()
    dialog.save.click()
    dialog.reject()
    desk.error = SidelightError(say("The system's keyring refused."), say("Unlock it, then try again."))
    desk.answers.set()
    qtbot.waitUntil(lambda: "refused" in dialog.told.text())
    assert dialog.leaving is not None
    assert dialog.typed["secret"] == "CANARY"


def test_removing_the_old_key_keeps_the_new_one_that_was_typed(qtbot, keys, desk):
    desk.kept = {"key": "1", "secret": "2", "place": "9"}
    dialog = opened(qtbot, keys)
    qtbot.waitUntil(lambda: dialog.typed["place"] == "9")
    fill(dialog, "3", "CANARY")
    dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "The key was removed.")
    assert dialog.typed == {"key": "3", "secret": "CANARY", "place": ""}


def test_what_is_no_source_is_said(qtbot, keys):
    with qtbot.waitSignal(keys.failed):
        keys.open("nobody")
    assert keys.form is None


@pytest.mark.parametrize(
    ("kept", "words"),
    [(Kept.NO, "Enter key…"), (Kept.SESSION, "Key held for this session…"), (Kept.KEYRING, "Key kept in the keyring…")],
)
@pytest.mark.parametrize("width", [560, 1280])
def test_the_row_says_how_it_stands_with_the_key(qtbot, desk, kept, words, width):
    page = SourcesPage()
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    row = source_row(desk.source.manifest, "en", on=False, kept=kept)
    page.set_sources([row, source_row(replace(desk.source.manifest, id="free", credential_fields=()), "en", on=False)])
    key = page.rows["shop"].key
    assert key.text() == words
    assert page.rows["free"].key.isHidden()
    with qtbot.waitSignal(page.key_requested) as caught:
        qtbot.keyClick(key, Qt.Key.Key_Return)
    assert caught.args == ["shop"]


def test_a_connector_that_is_disabled_asks_for_no_key(desk):
    shut = replace(desk.source.manifest, disabled={"en": "No.", "zh": "否。"})
    assert source_row(shut, "en", on=False).key == ""
