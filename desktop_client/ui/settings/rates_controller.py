"""RatesController: joins the settings' row for other currencies with the rates that are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_client.commerce.prices.rates import Rates
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.settings.rates_box import RatesBox
from desktop_client.ui.translation import Interpreter


class RatesDesk(Protocol):
    """What the controller needs of the rates."""

    @property
    def currency(self) -> str:
        """The currency that the user chose; empty for none."""
        ...

    def rates(self) -> Rates | None:
        """The rates that are kept.

        Raises:
            SidelightError: they are damaged.
        """
        ...

    def take(self, file: Path, now: datetime) -> Rates:
        """Take the newest rates of a file. Blocks.

        Raises:
            SidelightError: there are none in it, or they can't be kept.
        """
        ...

    def keep(self, rates: Rates) -> None:
        """Keep these rates.

        Raises:
            SidelightError: the disk says no.
        """
        ...

    def use(self, currency: str) -> None:
        """Choose a currency; empty for none.

        Raises:
            SidelightError: there is no rate for it, or it can't be kept.
        """
        ...

    def forget(self) -> bool:
        """Remove the rates.

        Raises:
            SidelightError: the disk says no.
        """
        ...


def ask_for_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """The file that the user chooses."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


class RatesController(QObject):
    """Makes the row and does what it says. ``changed``: amounts are to be shown or compared in another way."""

    changed = Signal()

    def __init__(
        self,
        desk: RatesDesk,
        bridge: Bridge,
        interpreter: Interpreter,
        now: Callable[[], datetime],
        choose: Callable[[QWidget, str, str], Path | None] = ask_for_file,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._interpreter, self._now, self._choose = desk, bridge, interpreter, now, choose
        self._gone: Rates | None = None
        self._reading = False
        self.box: RatesBox | None = None

    def new_box(self, parent: QWidget | None = None) -> RatesBox:
        """A row for a dialog that is being made; it shows what is kept."""
        box = self.box = RatesBox(parent)
        self._gone = None
        box.import_requested.connect(self._import)
        box.currency_chosen.connect(lambda currency: self._do(partial(self._desk.use, currency)))
        box.remove_requested.connect(self._remove)
        box.bring_back_requested.connect(self._bring_back)
        box.destroyed.connect(partial(self._forget, box))
        self._show()
        if self._reading:
            box.show_busy()
        return box

    def _forget(self, box: RatesBox, *_: object) -> None:
        if self.box is box:
            self.box = None

    def _show(self) -> None:
        box = self.box
        if box is None:
            return
        try:
            kept = self._desk.rates()
        except SidelightError as error:
            box.show_rates((), "", "", can_undo=False)
            box.tell(self._interpreter.say_error(error), warning=True)
            return
        if kept is None:
            box.show_rates((), "", "", can_undo=self._gone is not None)
            return
        about = self.tr("Rates of {source}, {day}; {count} currencies.").format(
            source=kept.source, day=kept.on.isoformat(), count=len(kept.currencies)
        )
        stale = kept.stale(self._now())
        if stale:
            old = self.tr("They are {days} days old: import newer ones.")
            about = f"{about} {old.format(days=kept.age_days(self._now()))}"
        box.show_rates(kept.currencies, self._desk.currency, about, can_undo=False)
        box.tell(about, warning=stale)

    def _import(self) -> None:
        box = self.box
        if box is None:
            return
        kinds = self.tr("Exchange rates of the European Central Bank (*.zip *.csv *.xml)")
        file = self._choose(box, self.tr("Import exchange rates"), kinds)
        if file is None:
            return
        box.show_busy()
        self._reading = True
        self._bridge.run(partial(self._desk.take, file, self._now()), self._taken, self._not_taken)

    def _taken(self, _: Rates) -> None:
        self._gone, self._reading = None, False
        if self.box is not None:
            self.box.show_ready()
        self._show()
        self.changed.emit()

    def _not_taken(self, error: Exception) -> None:
        self._reading = False
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        if self.box is not None:
            self.box.show_ready()
            self._show()
            self.box.tell(self._interpreter.say_error(error), warning=True)

    def _remove(self) -> None:
        try:
            self._gone = self._desk.rates()
        except SidelightError:
            self._gone = None  # damaged: there is nothing to bring back
        self._do(self._desk.forget)

    def _bring_back(self) -> None:
        if self._gone is not None:
            self._do(partial(self._desk.keep, self._gone))

    def _do(self, work: Callable[[], object]) -> None:
        """Small files, written at once."""
        try:
            work()
        except SidelightError as error:
            self._failed(error)
            return
        self._show()
        self.changed.emit()
