"""The page of pinned offers on a real store, and what tests reach for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QMenu
from standins.clock import FakeClock
from standins.offers import NOW, make_offer

from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.controller import ShortlistController
from desktop_client.ui.compare.shown import Pinning
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.widgets.name_dialog import NameDialog

CHEAP, DEAR = make_offer("cheap", "Cheap mask"), make_offer("dear", "Dear mask", price=Money(9900, "CNY"))


@dataclass
class Desk:
    """The page of pinned offers with its controller, and what tests reach for."""

    qtbot: object
    controller: ShortlistController
    view: CompareView
    panel: SuggestionPanel
    store: Store
    clock: FakeClock
    on_screen: list[Offer] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    failed: list[Exception] = field(default_factory=list)

    def wait(self, what) -> None:
        self.qtbot.waitUntil(what)

    def pin(self, *offers: Offer) -> None:
        for offer in offers:
            self.panel.pin_toggled.emit(offer, True)
        self.wait(lambda: {o.offer_id for o in offers} <= set(self.columns()))

    def columns(self) -> list[str]:
        return [column.offer.offer_id for column in self.view.model.table.columns]

    def cell(self, kind: RowKind, column: int = 0) -> str | None:
        row = next((row for row in self.view.model.table.rows if row.kind == kind), None)
        return None if row is None else row.cells[column].whole

    def title(self) -> str:
        return self.view.header.title.text()


@pytest.fixture
def desk(qtbot, profile: Profile) -> Iterator[Desk]:
    clock, bridge = FakeClock(NOW), Bridge()
    view, panel = CompareView(), SuggestionPanel()
    for widget in (view, panel):
        qtbot.addWidget(widget)
    view.resize(900, 560)
    with open_store(profile, clock) as store:
        made: list[Desk] = []
        pinning = Pinning(
            store.shortlists, store.alerts, store.shelf, store.shelf, clock, lambda: {"shelf": "This computer"},
            on_screen=lambda: made[0].on_screen, may_show=lambda source_id: source_id not in made[0].off,
        )  # fmt: skip
        controller = ShortlistController(pinning, view, panel, bridge)
        made.append(Desk(qtbot, controller, view, panel, store, clock))
        controller.failed.connect(made[0].failed.append)
        view.show()
        qtbot.waitUntil(lambda: controller.shown is not None)
        yield made[0]
        bridge.close()


def choose(menu: QMenu, *words: str) -> None:
    """Take an entry by its words, in a menu below the one before."""
    for word in words[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == word)
    next(action for action in menu.actions() if action.text() == words[-1]).trigger()


def answer(desk: Desk, widget, text: str) -> None:
    """Type a name into the box that asks for one."""
    desk.wait(lambda: widget.findChild(NameDialog) is not None)
    dialog = widget.findChild(NameDialog)
    assert dialog.box.accessibleName() == "Name of the list"
    dialog.box.setText(text)
    dialog.accept()
