"""Models that exist on paper only, and the page that shows them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from standins.model_origins import entry_for

from desktop_client.inference.calibration import CalibrationCancelledError
from desktop_client.inference.catalogue import UrlOrigin
from desktop_client.inference.download import DownloadProgress
from desktop_client.inference.fetching import cancelled
from desktop_client.inference.fit import Fit, Machine, Speed, Verdict
from desktop_client.inference.headers import Header
from desktop_client.inference.known_templates import TemplateOffer
from desktop_client.inference.library import InstalledModel, Place, Verified
from desktop_client.inference.overview import OnDisk, ToFetch
from desktop_client.inference.served import ServedModel
from desktop_client.inference.server import Server, read_server
from desktop_client.inference.set_aside import SetAside
from desktop_client.inference.tuning import Tuned, Tuning
from desktop_client.inference.wanted import Target, Wanted, wanted
from desktop_client.ui.models.controller import LibraryController
from desktop_client.ui.models.desk import Look
from desktop_client.ui.models.dialogs import Taking
from desktop_client.ui.models.page import ModelsPage
from desktop_client.ui.models.row_widget import ModelRowWidget
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.toast import Toast
from desktop_client.wording import say

GB = 1_000_000_000
ENTRY = entry_for(b"GGUF" + bytes(60), UrlOrigin("https://models.example/tiny.gguf"))
HEADER = Header("qwen2", "Qwen", "Q4_K_M", "Apache-2.0", 32768, GB, 28_672, 12)
OWN = InstalledModel(Path("/models/own.gguf"), "own.gguf", 2 * GB, None, "ab" * 32)
OTHERS = InstalledModel(Path("/hub/blob"), "llama3:8b", 5 * GB, None, None, Place.CLIENT, "Ollama")
BROKEN = InstalledModel(Path("/models/broken.gguf"), "broken.gguf", 3, None, None, Place.IN_PLACE)
SERVER = read_server("192.168.1.5:8080", "Box")
TUNED = Tuned(Tuning(threads=3, batch=512), 100.0, 10.5, 4)
FITS = Fit(8192, GB, Verdict.FITS, Speed(11.2, measured=True))
TOO_LARGE = Fit(8192, 90 * GB, Verdict.TOO_LARGE, None)


@dataclass
class Desk:
    """Models that exist on paper only; a download goes on until the test lets it end."""

    on_disk: tuple[OnDisk, ...] = (
        OnDisk(OWN, HEADER, None, FITS),
        OnDisk(BROKEN, Header(problem=say("The file is empty.")), None, None),
        OnDisk(OTHERS, HEADER, None, TOO_LARGE),
    )
    to_fetch: tuple[ToFetch, ...] = (ToFetch(ENTRY, replace(FITS, speed=Speed(5.0, measured=False))),)
    removed: tuple[SetAside, ...] = ()
    kept: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    started: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None
    servers: tuple[tuple[Server, bool], ...] = ((SERVER, True),)
    tuned: dict[str, Tuned] = field(default_factory=dict)
    header_of_new: Header = HEADER
    verified: Verified = field(default_factory=lambda: Verified("cd" * 32, None, None))

    def look(self, context_tokens: int) -> Look:
        self.asked.append(f"look {context_tokens}")
        return Look(
            self.on_disk,
            self.to_fetch,
            self.removed,
            dict(self.kept),
            Machine(4 * GB, 8 * GB),
            9 * GB,
            self.servers,
            self.tuned,
        )

    def fetch(self, target: Target, progress: Callable[[DownloadProgress], None], cancel: threading.Event) -> OnDisk:
        self.asked.append(f"fetch {target.file}")
        progress(DownloadProgress(say("Done"), 25 * GB // 100, GB, GB / 600))
        self.started.set()
        while not self.end.wait(0.01):
            if cancel.is_set():
                self.kept[ENTRY.id] = 250_000_000
                raise cancelled()
        if self.failure is not None:
            raise self.failure
        arrived = InstalledModel(Path("/models") / target.file, target.file, GB, target.name, target.sha256)
        one = OnDisk(arrived, self.header_of_new, None, FITS)
        self.on_disk, self.to_fetch = (*self.on_disk, one), ()
        return one

    def discard(self, target: Target) -> None:
        self.asked.append(f"discard {target.file}")
        self.kept.clear()

    def wanted(self, address: str, digest: str) -> Wanted:
        return wanted(address, digest)

    def add(self, file: Path, taking: Taking) -> OnDisk:
        self.asked.append(f"add {file} {taking}")
        if self.failure is not None:
            raise self.failure
        return OnDisk(replace(OWN, path=file, name=file.name), self.header_of_new, None, FITS)

    def templates(self, path: Path) -> tuple[TemplateOffer, ...]:
        raise AssertionError(path)

    def read_template(self, file: Path) -> str:
        raise AssertionError(file)

    def choose_template(self, path: Path, template: str) -> None:
        raise AssertionError(path, template)

    def verify(self, path: Path, report: Callable[[int, int], None]) -> Verified:
        self.asked.append(f"verify {path}")
        report(1, 2)
        return self.verified

    def measure(self, path: Path, report: Callable[[int, int], None], cancel: threading.Event) -> Tuned:
        self.asked.append(f"measure {path}")
        report(2, 7)
        self.started.set()
        while not self.end.wait(0.01):
            if cancel.is_set():
                raise CalibrationCancelledError
        if self.failure is not None:
            raise self.failure
        self.tuned = {OWN.sha256 or "": TUNED}
        return TUNED

    def remove(self, path: Path) -> SetAside:
        self.asked.append(f"remove {path}")
        gone = SetAside(Path("/models/.removed/1/own.gguf"), path, 2 * GB, 1)
        self.on_disk, self.removed = self.on_disk[1:], (gone,)
        return gone

    def restore(self, path: Path) -> None:
        self.asked.append(f"restore {path}")
        self.removed = ()

    def give_up(self, path: Path) -> None:
        self.asked.append(f"give_up {path}")
        self.removed = ()

    def forget(self, path: Path) -> None:
        self.asked.append(f"forget {path}")

    def served(self, server: Server) -> tuple[ServedModel, ...]:
        self.asked.append(f"served {server.id}")
        if self.failure is not None:
            raise self.failure
        return (ServedModel("qwen/large", 16384, "llamacpp"), ServedModel("b", None, "me"))

    def remove_server(self, server: Server) -> None:
        self.asked.append(f"remove_server {server.id}")
        self.servers = ()


@dataclass
class Room:
    page: ModelsPage
    controller: LibraryController
    desk: Desk
    toast: Toast
    qtbot: QtBot

    def wait(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what)

    def row(self, key: str) -> ModelRowWidget:
        return self.page.rows[key]

    def press(self, key: str, action: str) -> None:
        QTest.mouseClick(self.row(key).buttons[action], Qt.MouseButton.LeftButton)

    def words(self, key: str) -> str:
        return " | ".join(label.text() for label in self.row(key).findChildren(PlainLabel) if label.isVisible())

    @property
    def told(self) -> str:
        return self.toast.accessibleName()


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    # A test before may have left the program's own, which writes numbers otherwise.
    locale = QLocale()
    QLocale.setDefault(QLocale.c())
    whole = QWidget()
    whole.resize(1000, 800)
    qtbot.addWidget(whole)
    page, toast, desk = ModelsPage(whole), Toast(whole), Desk()
    page.resize(1000, 800)
    controller = LibraryController(page, desk, Interpreter("en"), toast)
    whole.show()
    whole.activateWindow()
    controller.refresh()
    room = Room(page, controller, desk, toast, qtbot)
    room.wait(lambda: len(page.rows) == 5)
    yield room
    desk.end.set()
    controller.close()
    QLocale.setDefault(locale)
