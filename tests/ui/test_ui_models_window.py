"""The page of models in the window, over a real library: reached by key, button and settings; removal undone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from inference.tiny_gguf import write_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from standins.chat_server import ChatServer, says, serving_chat
from standins.scripted_engine import ScriptedEngine, model

from desktop_client import paths
from desktop_client import settings as options
from desktop_client.app import models_page
from desktop_client.app.library_desk import LibraryDeskOfProfile
from desktop_client.app.parts import Parts
from desktop_client.app.window import Window
from desktop_client.inference.digests import Report
from desktop_client.inference.engine import ModelFile, ModelInfo
from desktop_client.inference.fetching import DownloadError
from desktop_client.inference.wanted import Target
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.models.desk import Look
from desktop_client.ui.models.dialogs import AddressDialog, MirrorsDialog, ServerDialog, Taking
from desktop_client.ui.models.loaded import Loaded
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import say


class FileEngine(ScriptedEngine):
    """Loads any file at once, unless a test says why not."""

    refuse: Callable[[ModelFile], None] = staticmethod(lambda _: None)

    def load(self, file: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        self.refuse(file)
        self.model = replace(model(), file=file)
        return self.model


class Opened:
    def __init__(self, window: Window, parts: Parts, qtbot: QtBot) -> None:
        self.window, self.parts, self.view, self.qtbot = window, parts, window.view, qtbot

    def wait(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what)

    def do_something_else(self) -> None:
        """Out to a worker thread and back."""
        back = threading.Event()
        self.window.bridge.run(lambda: None, lambda _: back.set(), lambda _: None)
        self.wait(back.is_set)

    @property
    def shows_models(self) -> bool:
        return self.view.pages.currentWidget() is self.view.models


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("one.gguf", "two.gguf"):
        paths.shared_models().mkdir(parents=True, exist_ok=True)
        write_model(paths.shared_models() / name, context=1024 if name == "one.gguf" else 2048)
    profile = Profile(tmp_path / "profile")
    settings = Settings(profile.settings)
    settings.set(options.MODEL, "one.gguf")
    font = qapp.font()
    with Parts(profile, settings, make_engine=FileEngine) as parts:
        window = Window(parts, Interpreter("en"), qapp)
        qtbot.addWidget(window.view)
        with qtbot.waitSignal(window.later.done):
            window.start()
        qtbot.waitExposed(window.view)
        one = Opened(window, parts, qtbot)
        one.wait(window.engine_ready.is_set)
        yield one
        window.close()
    qapp.setFont(font)


def key_of(name: str) -> str:
    return str(paths.shared_models() / name)


def test_key_button_and_settings_lead_to_the_page(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    QTest.keyClick(opened.view, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    opened.wait(lambda: opened.shows_models)
    opened.view.models.header.back.click()
    assert not opened.shows_models
    opened.view.header._model.click()
    opened.wait(lambda: opened.shows_models)
    opened.view.show_home()
    opened.view.first_start.others_requested.emit()
    assert opened.shows_models
    opened.view.show_home()

    def press(dialog: SettingsDialog) -> None:
        next(button for button in dialog.findChildren(QPushButton) if button.text() == "Models…").click()

    monkeypatch.setattr(SettingsDialog, "exec", press)
    opened.view.sidebar.settings_requested.emit()
    opened.wait(lambda: opened.shows_models)


def test_another_model_is_used_and_the_loaded_one_ejected(opened: Opened) -> None:
    opened.window.models_page.open()
    rows = opened.view.models.rows
    opened.wait(lambda: key_of("one.gguf") in rows and "eject" in rows[key_of("one.gguf")].buttons)
    opened.view.models.rows[key_of("two.gguf")].buttons["use"].click()
    opened.wait(lambda: "eject" in opened.view.models.rows[key_of("two.gguf")].buttons)
    assert opened.parts.settings.get(options.MODEL) == key_of("two.gguf")
    assert "two · on this computer" in opened.view.header._model.accessibleName()
    opened.view.models.rows[key_of("two.gguf")].buttons["eject"].click()
    opened.wait(lambda: opened.parts.engine.model is None)
    opened.wait(lambda: "no model loaded" in opened.view.header._model.accessibleName())


def test_of_models_that_are_chosen_one_after_another_the_last_one_answers(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end, find = threading.Event(), threading.Event(), opened.parts.library.find

    def slow(name: str | Path, report: Report | None = None) -> ModelFile:
        if Path(name).name == "one.gguf":
            began.set()
            assert may_end.wait(20)
        return find(name, report)

    monkeypatch.setattr(type(opened.parts.library), "find", lambda _, name, report=None: slow(name, report))
    chosen: list[str] = []
    settings = opened.parts.settings
    settings.on_change(lambda option: chosen.append(settings.get(option)) if option is options.MODEL else None)
    opened.window.models.use(key_of("one.gguf"))
    opened.wait(began.is_set)
    opened.window.models.use(key_of("two.gguf"))
    for _ in range(20):
        opened.do_something_else()
    may_end.set()
    opened.wait(lambda: len(chosen) == 2 and opened.window.models.loaded == Loaded(key_of("two.gguf")))
    assert chosen[-1] == key_of("two.gguf"), "the next start takes it, too"
    assert opened.parts.engine.model is not None
    assert opened.parts.engine.model.file.path == Path(key_of("two.gguf"))


def test_a_model_that_has_gone_from_the_disk_is_said_and_leaves_the_page(opened: Opened) -> None:
    opened.window.models_page.open()
    gone = key_of("two.gguf")
    opened.wait(lambda: gone in opened.view.models.rows)
    Path(gone).unlink()
    opened.view.models.rows[gone].buttons["use"].click()
    opened.wait(lambda: "two.gguf is not there any more. Choose another model." in opened.view.toast.accessibleName())
    opened.wait(lambda: gone not in opened.view.models.rows)
    assert "one · on this computer" in opened.view.header._model.accessibleName(), "the model before goes on answering"


def test_the_same_file_in_two_folders_can_be_told_apart_on_the_page_and_by_command(opened: Opened) -> None:
    own = opened.parts.profile.models / "two.gguf"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes(Path(key_of("two.gguf")).read_bytes())
    assert opened.window.models_page.names() == [str(own), "one.gguf", key_of("two.gguf")]
    opened.window.models_page.use("two")
    opened.wait(lambda: {str(own), key_of("two.gguf")} <= opened.view.models.rows.keys())
    assert opened.shows_models, "which of them is meant is for the user to say"
    for path in (own, Path(key_of("two.gguf"))):
        assert path.parent.name in opened.view.models.rows[str(path)].accessibleDescription()
        opened.window.models_page.use(str(path))
        opened.wait(lambda path=path: opened.parts.settings.get(options.MODEL) == str(path))


def test_a_removed_model_comes_back_with_undo(opened: Opened) -> None:
    opened.window.models_page.open()
    opened.wait(lambda: key_of("one.gguf") in opened.view.models.rows)
    opened.view.models.rows[key_of("one.gguf")].buttons["remove"].click()
    opened.wait(lambda: key_of("one.gguf") not in opened.view.models.rows)
    assert not Path(key_of("one.gguf")).exists()
    assert opened.parts.settings.get(options.MODEL) == "", "what is gone is not chosen"
    opened.wait(lambda: "one.gguf was removed" in opened.view.toast.accessibleName())
    opened.view.toast._acted()
    opened.wait(lambda: key_of("one.gguf") in opened.view.models.rows)
    assert Path(key_of("one.gguf")).exists()


def test_a_dropped_file_is_used_where_it_is(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = write_model(tmp_path / "mine.gguf", context=512)
    opened.window.models_page.open()
    monkeypatch.setattr(models_page, "ask_taking", lambda file, _: Taking.IN_PLACE)
    opened.view.models.files_dropped.emit([own])
    opened.wait(lambda: str(own) in opened.view.models.rows)
    assert opened.parts.settings.get(options.IN_PLACE) == [str(own)]
    opened.view.models.rows[str(own)].buttons["forget"].click()
    opened.wait(lambda: str(own) not in opened.view.models.rows)
    assert own.exists()


def test_several_dropped_files_are_all_used(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = [write_model(tmp_path / f"mine{number}.gguf", context=512) for number in range(3)]
    monkeypatch.setattr(models_page, "ask_taking", lambda file, _: Taking.IN_PLACE)
    opened.view.models.files_dropped.emit(mine)
    opened.wait(lambda: {str(file) for file in mine} <= opened.view.models.rows.keys())
    assert sorted(opened.parts.settings.get(options.IN_PLACE)) == [str(file) for file in mine]


def test_a_look_that_began_before_a_file_was_added_does_not_hide_it(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end = threading.Event(), threading.Event()
    look = LibraryDeskOfProfile.look

    def slow_once(desk: LibraryDeskOfProfile, context: int) -> Look:
        found = look(desk, context)
        if not began.is_set():
            began.set()
            assert may_end.wait(20)
        return found

    monkeypatch.setattr(LibraryDeskOfProfile, "look", slow_once)
    opened.window.models_page.open()
    opened.wait(began.is_set)
    own = write_model(tmp_path / "mine.gguf", context=512)
    opened.window.models_page.library.add(own, Taking.IN_PLACE)
    opened.wait(lambda: str(own) in opened.view.models.rows)
    may_end.set()
    opened.window.models_page.library._bridge._pool.shutdown(wait=True)
    QApplication.processEvents()
    assert str(own) in opened.view.models.rows


def test_a_wrong_address_is_refused_where_it_was_typed(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    codes = AddressDialog.DialogCode

    def typed(dialog: AddressDialog) -> AddressDialog.DialogCode:
        said.append(dialog.problem.text())
        dialog.address.setText("not an address")
        return codes.Accepted if len(said) == 1 else codes.Rejected

    monkeypatch.setattr(AddressDialog, "exec", typed)
    opened.view.models.address_requested.emit()
    assert said[0] == ""
    assert said[1].startswith("not an address is not the address of a GGUF file.")


def test_a_server_answers_once_it_is_chosen_and_the_window_says_so_all_over(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, header = opened.view, opened.view.header

    def typed(dialog: ServerDialog) -> ServerDialog.DialogCode:
        dialog.address.setText(f"127.0.0.1:{chat.port}")
        dialog.name.setText("Box")
        return ServerDialog.DialogCode.Accepted

    monkeypatch.setattr(ServerDialog, "exec", typed)
    with serving_chat(ChatServer(script=says("From ", "there."))) as chat:
        assert "on this computer" in header._model.accessibleName()
        opened.window.models_page.open()
        view.models.server_requested.emit()
        opened.wait(lambda: "server:box" in view.models.rows)
        assert chat.requests == [], "adding asks nobody"
        view.models.rows["server:box"].buttons["list"].click()
        opened.wait(lambda: "server:box/small" in view.models.rows)
        view.models.rows["server:box/small"].buttons["use"].click()
        host = chat.server.host
        opened.wait(lambda: f"answers come from {host}, not from this computer" in header._model.accessibleName())
        assert header._network.text() == f"chat → {host}"
        assert opened.parts.settings.get(options.MODEL) == "server:box/small"
        view.show_home()
        view.composer.set_text("q")
        view.composer._submit()
        opened.wait(lambda: [e.message.text for e in view.transcript.entries()] == ["q", "From there."])
        opened.wait(lambda: not opened.window.chat.busy)
        opened.window.models_page.open()
        opened.wait(lambda: "eject" in view.models.rows["server:box"].buttons)
        view.models.rows["server:box"].buttons["eject"].click()
        opened.wait(lambda: header._network.text() == "no network")


def test_a_server_that_is_not_there_yet_is_named_before_a_question_can_wait_for_it(opened: Opened) -> None:
    with serving_chat(ChatServer(script=says("x"))) as chat:
        opened.parts.servers.add(f"127.0.0.1:{chat.port}", "Box")
        host = chat.server.host
    view = opened.view
    opened.window.models.eject()
    opened.wait(lambda: "no model loaded" in view.header._model.accessibleName())
    opened.window.models.use("server:box/small")
    opened.wait(lambda: "could not be loaded" in view.header._model.accessibleName())
    assert view.header._network.text() == f"chat → {host}"
    assert f"Answers come from {host}" in view.transcript.empty_text[1], "nor does the empty chat deny it"


def test_mirrors_are_kept(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(dialog: MirrorsDialog) -> MirrorsDialog.DialogCode:
        dialog.mirror.setText(" https://mirror.example ")
        dialog.index.setText("https://index.example/simple")
        return MirrorsDialog.DialogCode.Accepted

    monkeypatch.setattr(MirrorsDialog, "exec", typed)
    opened.view.models.mirrors_requested.emit()
    assert opened.parts.settings.get(options.MIRROR_URL) == "https://mirror.example"
    assert opened.parts.settings.get(options.INDEX_URL) == "https://index.example/simple"


def test_what_was_typed_stays_while_it_is_refused_and_goes_with_the_dialog(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, bool]] = []

    def typed(dialog: MirrorsDialog) -> MirrorsDialog.DialogCode:
        shown.append((dialog.mirror.text(), bool(dialog.problem.text())))
        dialog.mirror.setText("no address")
        return MirrorsDialog.DialogCode.Accepted if len(shown) == 1 else MirrorsDialog.DialogCode.Rejected

    monkeypatch.setattr(MirrorsDialog, "exec", typed)
    opened.view.models.mirrors_requested.emit()
    assert shown == [("", False), ("no address", True)]
    opened.wait(lambda: not opened.view.findChildren(MirrorsDialog))


@pytest.mark.parametrize("kind", [AddressDialog, ServerDialog])
def test_an_empty_address_cannot_be_sent_off(qtbot: QtBot, kind: type[AddressDialog | ServerDialog]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = kind(parent)
    assert not dialog.go_on.isEnabled()
    dialog.address.setText("http://127.0.0.1:8080/x.gguf")
    assert dialog.go_on.isEnabled()
    dialog.address.setText("  ")
    assert not dialog.go_on.isEnabled()


@pytest.mark.parametrize("kind", [AddressDialog, ServerDialog])
def test_return_in_a_field_sends_off_what_was_typed(qtbot: QtBot, kind: type[AddressDialog | ServerDialog]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = kind(parent)
    dialog.open()
    assert dialog.focusWidget() is dialog.address
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert dialog.isVisible(), "there is nothing to send off, and nothing to drop"
    qtbot.keyClicks(dialog.address, "127.0.0.1:8080")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert dialog.result() == dialog.DialogCode.Accepted


def test_the_header_says_that_a_model_is_being_fetched(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end = threading.Event(), threading.Event()

    def fetch(desk: LibraryDeskOfProfile, target: Target, progress: object, cancel: threading.Event) -> Path:
        begun.set()
        assert end.wait(20)
        raise DownloadError(say("The disk is full."), say("Choose another file."))

    monkeypatch.setattr(LibraryDeskOfProfile, "fetch", fetch)
    header, rows = opened.view.header, opened.view.models.rows
    assert header._network.text() == "no network"
    opened.window.models_page.open()
    opened.wait(lambda: any("fetch" in row.buttons for row in rows.values()))
    next(row for row in rows.values() if "fetch" in row.buttons).buttons["fetch"].click()
    assert begun.wait(20)
    assert header._network.text() == "fetching a model"
    assert header._network.accessibleName() == "On the network: fetching a model"
    opened.window.models.fetching_changed.emit(1)
    end.set()
    opened.wait(lambda: not opened.window.models_page.library._fetching)
    assert header._network.text() == "fetching a model", "the first start's download goes on"
    opened.window.models.fetching_changed.emit(0)
    assert header._network.text() == "no network"


def test_a_question_waits_no_longer_for_a_model_that_was_let_go_of_while_it_was_loaded(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end = threading.Event(), threading.Event()

    def slow(_: ModelFile) -> None:
        began.set()
        assert may_end.wait(20)

    monkeypatch.setattr(FileEngine, "refuse", staticmethod(slow))
    opened.window.engine_ready.clear()
    opened.window.models.start()
    opened.wait(began.is_set)
    opened.window.models.eject()
    may_end.set()
    opened.wait(lambda: "no model loaded" in opened.view.header._model.accessibleName())
    assert opened.window.engine_ready.is_set()
