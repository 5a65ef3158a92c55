"""The page of models: what it shows, what its buttons do, and that nothing done there is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from standins.paper_models import BROKEN, ENTRY, FITS, HEADER, OTHERS, OWN, Room
from standins.paper_models import room as room

from desktop_client.errors import SidelightError
from desktop_client.inference.known_templates import known_templates
from desktop_client.inference.library import Verified
from desktop_client.inference.overview import OnDisk
from desktop_client.inference.tuning import Tuned, Tuning
from desktop_client.ui.models.dialogs import Taking
from desktop_client.ui.models.loaded import Loaded
from desktop_client.ui.models.page import ModelsPage
from desktop_client.ui.models.row_widget import ModelRowWidget
from desktop_client.ui.models.rows import tuned_words
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.wording import say


def headings(page: ModelsPage) -> list[str]:
    return [label.text() for label in page._headings if isinstance(label, PlainLabel)]


def test_what_is_known_of_each_model_is_said(room: Room) -> None:
    own, broken, others = (room.words(str(m.path)) for m in (OWN, BROKEN, OTHERS))
    assert "2.00 GB · Q4_K_M · context 32768 · Apache-2.0 · in /models" in own
    assert "about 1.00 GB of memory with 8192 tokens of context: fits · 11.2 tokens/s measured here" in own
    assert "SHA-256 abababababababab…: nobody vouches for it" in own
    assert "The file is empty." in broken
    assert "licence not stated" in broken
    assert "fetched by Ollama" in others
    assert "too large for this computer" in others
    assert "SHA-256 not computed yet" in others
    assert "about 5.0 tokens/s, reckoned from a model measured here" in room.words(ENTRY.id)
    assert f"SHA-256 {ENTRY.sha256[:8]}… is checked" in room.words(ENTRY.id)
    assert headings(room.page) == [
        "On this computer",
        "Fetched by other programs, used where they are",
        "Servers that may answer instead",
        "To fetch",
    ]
    assert "4.00 GB of 8.00 GB memory are free · 9.00 GB free on the disk" in room.page.machine.text()


def test_only_what_can_be_done_has_a_button(room: Room) -> None:
    assert list(room.row(str(OWN.path)).buttons) == ["use", "measure", "verify", "remove"]
    assert list(room.row(str(BROKEN.path)).buttons) == ["verify", "forget"]
    assert list(room.row(str(OTHERS.path)).buttons) == ["use", "verify"]
    assert list(room.row(ENTRY.id).buttons) == ["fetch"]
    assert room.row(ENTRY.id).buttons["fetch"].accessibleName() == "Fetch: Tiny"
    looks = {key: room.row(str(key)).buttons["use"].look for key in (OWN.path, OTHERS.path)}
    assert looks[OWN.path] != looks[OTHERS.path], "what is too large is not put forward"


def test_a_file_without_a_chat_template_asks_for_one_before_anything_else(room: Room) -> None:
    bare = replace(HEADER, template=False)
    known = known_templates()[0]
    room.desk.on_disk = (
        OnDisk(OWN, bare, None, FITS),
        OnDisk(BROKEN, bare, None, FITS, known.template),
        OnDisk(OTHERS, bare, None, FITS, "{{ own }}"),
    )
    room.controller.refresh()
    own, chosen, others = (str(m.path) for m in (OWN, BROKEN, OTHERS))
    room.wait(lambda: "Carries no chat template: choose one before it can answer." in room.words(own))
    assert list(room.row(own).buttons) == ["template", "verify", "remove"]
    assert f"chat template chosen: {known.name}" in room.words(chosen)
    assert list(room.row(chosen).buttons) == ["use", "measure", "template", "verify", "forget"]
    assert "chat template chosen: your own" in room.words(others)
    with room.qtbot.waitSignal(room.controller.template_requested) as asked:
        room.press(own, "template")
    assert asked.args == [own]


def test_what_arrives_without_a_chat_template_asks_and_is_not_said_to_be_usable(room: Room) -> None:
    room.desk.header_of_new = replace(HEADER, template=False)
    with (
        room.qtbot.assertNotEmitted(room.controller.arrived),
        room.qtbot.waitSignal(room.controller.template_requested) as asked,
    ):
        room.controller.add(Path("/new.gguf"), Taking.COPY)
    assert asked.args == ["/new.gguf"]
    assert "can be used now" not in room.told


def test_the_loaded_model_can_be_ejected(room: Room) -> None:
    room.controller.set_loaded(Loaded(str(OWN.path), loading=True))
    assert "use" not in room.row(str(OWN.path)).buttons
    room.controller.set_loaded(Loaded(str(OWN.path)))
    with room.qtbot.waitSignal(room.controller.eject_requested):
        room.press(str(OWN.path), "eject")
    room.controller.set_loaded(Loaded())
    with room.qtbot.waitSignal(room.controller.use_requested) as used:
        room.press(str(OWN.path), "use")
    assert used.args == [str(OWN.path)]


def test_removing_can_be_undone_from_the_toast_and_from_the_list(room: Room) -> None:
    room.press(str(OWN.path), "remove")
    room.wait(lambda: "own.gguf was removed. Its 2.00 GB are given back in a day." in room.told)
    room.wait(lambda: "/models/.removed/1/own.gguf" in room.page.rows)
    assert list(room.row("/models/.removed/1/own.gguf").buttons) == ["restore", "give_up"]
    room.toast._acted()
    room.wait(lambda: "restore /models/.removed/1/own.gguf" in room.desk.asked)
    room.wait(lambda: "/models/.removed/1/own.gguf" not in room.page.rows)


def test_the_loaded_model_is_ejected_before_it_is_removed(room: Room) -> None:
    room.controller.set_loaded(Loaded(str(OWN.path)))
    with room.qtbot.waitSignal(room.controller.eject_requested):
        room.press(str(OWN.path), "remove")


@pytest.mark.parametrize(
    ("verified", "told", "wrong"),
    [
        (Verified("cd" * 32, "tiny", "cd" * 32), "Every byte is as the catalogue has it.", False),
        (Verified("cd" * 32, None, "ef" * 32), "the file is damaged. Fetch it again.", True),
        (Verified("cd" * 32, None, None), f"SHA-256 {'cd' * 32}; the catalogue does not know it.", False),
    ],
)
def test_checking_tells_what_the_bytes_are(room: Room, verified: Verified, told: str, wrong: bool) -> None:
    room.desk.verified = verified
    room.press(str(OWN.path), "verify")
    room.wait(lambda: told in room.words(str(OWN.path)))
    assert (room.row(str(OWN.path)).said._ink == "warning") is wrong


def test_measuring_shows_how_far_it_is_and_what_came_of_it(room: Room) -> None:
    own = str(OWN.path)
    assert room.row(own).buttons["measure"].text() == "Measure"
    room.controller.set_loaded(Loaded(str(OTHERS.path)))
    with room.qtbot.waitSignal(room.controller.eject_requested):
        room.press(own, "measure")
    assert room.desk.started.wait(5)
    room.controller.set_loaded(Loaded())
    room.wait(lambda: "Measuring: 2 of 7 ways tried" in room.words(own))
    assert room.row(own).bar.value() == round(1000 * 2 / 7)
    assert list(room.row(own).buttons) == ["stop_measuring"]
    assert "use" not in room.row(str(OTHERS.path)).buttons, "another model would take its cores"
    with room.qtbot.waitSignal(room.controller.use_requested) as used:
        room.desk.end.set()
    assert used.args == [str(OTHERS.path)], "what was loaded comes back"
    found = "runs best with 3 threads, batch 512: reads 100.0, writes 10.5 tokens/s"
    room.wait(lambda: room.words(own).count(found) == 2)
    assert room.row(own).buttons["measure"].text() == "Measure again"
    assert not room.row(own).bar.isVisible()


def test_one_thread_is_one_thread() -> None:
    assert tuned_words(Tuned(Tuning(threads=1), 35.9, 21.4, cores=2)).startswith("runs best with 1 thread: ")


def test_measuring_can_be_called_off_and_changes_nothing(room: Room) -> None:
    own = str(OWN.path)
    room.press(own, "measure")
    assert room.desk.started.wait(5)
    room.press(own, "stop_measuring")
    room.wait(lambda: "was cancelled; nothing was changed" in room.words(own))
    assert room.row(own).buttons["measure"].text() == "Measure"


def test_a_measurement_that_fails_says_why(room: Room) -> None:
    own = str(OWN.path)
    room.desk.failure = SidelightError(
        say("There is not enough memory for {file}.", file="own.gguf"), say("Choose another file.")
    )
    room.desk.end.set()
    room.press(own, "measure")
    room.wait(lambda: "There is not enough memory for own.gguf. Choose another file." in room.words(own))


def test_a_server_is_asked_for_its_models_only_on_wish(room: Room) -> None:
    key = "server:box"
    assert "http://192.168.1.5:8080/v1 · key in the keyring" in room.words(key)
    assert "readable for everybody in that network" in room.words(key)
    assert "served box" not in room.desk.asked
    room.press(key, "list")
    room.wait(lambda: "server:box/qwen/large" in room.page.rows)
    assert "2 models" in room.words(key)
    assert "Box · context 16384" in room.words("server:box/qwen/large")
    assert "Box · context not stated" in room.words("server:box/b")
    with room.qtbot.waitSignal(room.controller.use_requested) as used:
        room.press("server:box/qwen/large", "use")
    assert used.args == ["server:box/qwen/large"]
    room.controller.set_loaded(Loaded("server:box/qwen/large"))
    assert "answers now: qwen/large" in room.words(key)
    assert list(room.row(key).buttons) == ["list", "eject", "remove_server"]
    with room.qtbot.waitSignal(room.controller.eject_requested):
        room.press(key, "remove_server")
    room.wait(lambda: key not in room.page.rows)
    assert "server:box/qwen/large" not in room.page.rows


def test_a_server_that_does_not_answer_says_so_in_its_row(room: Room) -> None:
    room.desk.failure = SidelightError(say("{host} can't be reached.", host="box"), say("Ask again in a minute."))
    room.press("server:box", "list")
    room.wait(lambda: "box can't be reached. Ask again in a minute." in room.words("server:box"))


def test_another_context_changes_the_estimates(room: Room) -> None:
    room.page.context_chosen.emit(32768)
    room.wait(lambda: "look 32768" in room.desk.asked)
    assert room.page.context.accessibleName() == "Memory is estimated for a context of: 32768 tokens"


def test_files_are_dropped_on_the_page(room: Room) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in ("/home/a/m.gguf", "/home/a/notes.txt")])
    event = QDropEvent(
        QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with room.qtbot.waitSignal(room.page.files_dropped) as dropped:
        room.page.dropEvent(event)
    assert dropped.args == [[Path("/home/a/m.gguf")]]
    with room.qtbot.waitSignal(room.controller.arrived) as arrived:
        room.controller.add(Path("/home/a/m.gguf"), Taking.IN_PLACE)
    assert arrived.args == ["/home/a/m.gguf"]


def test_a_file_that_cannot_be_taken_says_why(room: Room) -> None:
    room.desk.failure = SidelightError(say("{file} is not a GGUF file.", file="m.gguf"), say("Choose another file."))
    room.controller.add(Path("/home/a/m.gguf"), Taking.COPY)
    room.wait(lambda: "m.gguf is not a GGUF file. Choose another file." in room.told)


def test_the_focus_stays_where_it_is_when_a_row_changes(room: Room) -> None:
    room.row(ENTRY.id).buttons["fetch"].setFocus()
    room.wait(room.row(ENTRY.id).buttons["fetch"].hasFocus)
    QTest.keyClick(room.row(ENTRY.id).buttons["fetch"], Qt.Key.Key_Return)
    room.wait(lambda: "pause" in room.row(ENTRY.id).buttons)
    assert room.row(ENTRY.id).buttons["pause"].hasFocus()


@pytest.mark.parametrize("width", [420, 720, 1280])
def test_no_words_are_cut_at_any_width(room: Room, width: int) -> None:
    room.page.resize(width, 800)

    def beside(row: ModelRowWidget) -> bool:
        return next(iter(row.buttons.values())).mapTo(row, QPoint(0, 0)).y() < 20

    room.wait(lambda: all(beside(row) is (width > 700) for row in room.page.rows.values()))
    assert room.page.area.viewport().width() <= width
    for row in room.page.rows.values():
        for label in row.findChildren(PlainLabel):
            if label.isVisible():
                assert label.height() >= label.heightForWidth(label.width()), (width, label.text())
                assert label.mapTo(row, QPoint(label.width(), 0)).x() <= row.width()
        for button in row.buttons.values():
            assert button.mapTo(row, QPoint(button.width(), 0)).x() <= row.width(), (width, button.text())


def test_escape_leads_back_to_the_chat(qtbot) -> None:
    page = ModelsPage()
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page.context, Qt.Key.Key_Escape)
