"""The window's life: one a profile, from the lock to the last event."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QApplication

import desktop_client.ui.quick_imports  # noqa: F401 - before those that import much

# isort: split
from desktop_client import __version__
from desktop_client import settings as options
from desktop_client.app import pauses, wiping
from desktop_client.app.parts import Parts
from desktop_client.app.window import Window
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.store.errors import DamagedError, ForeignFileError
from desktop_client.ui import theme
from desktop_client.ui.placement import Placement
from desktop_client.ui.second_start import SecondStarts, ask_for_window
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import say
from desktop_client.wording.system import fault_words

if TYPE_CHECKING:
    from desktop_client.chat.upkeep import Copy
    from desktop_client.ui.upkeep.rescue_dialog import WayOut


def run_window(profile: Profile) -> int:
    """Open the window of a profile and return its exit status.

    Raises:
        SidelightError: another window has this profile open, or the profile can't be used.
    """
    with ExitStack() as start:
        start.enter_context(pauses.let_garbage_wait())
        return _run(profile, start)


def _run(profile: Profile, start: ExitStack) -> int:
    settings = Settings(profile.settings)
    QApplication.setApplicationName("Sidelight")
    QApplication.setApplicationVersion(__version__)
    app = QApplication(sys.argv[:1])
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    theme.apply(app, theme.scheme_of(settings.get(options.THEME)))
    interpreter = Interpreter(settings.language())
    interpreter.install(app)
    lock = _locked(profile)
    try:
        with Parts(profile, settings) as parts:
            if not _opened(parts, interpreter):
                return 1
            window = Window(parts, interpreter, app)
            placement = Placement(window.view, settings)
            placement.restore()
            window.view.closing.connect(placement.keep)
            window.start()
            SecondStarts(profile.lock, window.view)
            _keep_pauses_short(window, start)
            status = app.exec()
            if window.preferences.wants_wipe:
                wiping.forget_keys(parts)
        if window.preferences.wants_wipe:
            wiping.wipe(profile)
        return status
    finally:
        lock.unlock()


def _opened(parts: Parts, interpreter: Interpreter) -> bool:
    """Open the store; False if it can't be opened, and the user would rather quit."""
    try:
        parts.store  # noqa: B018 - made when it is first asked for
    except (DamagedError, ForeignFileError):
        from desktop_client.app import rescue

        return rescue.opened(parts, partial(_ask_for_a_way_out, interpreter))
    return True


def _keep_pauses_short(window: Window, start: ExitStack) -> None:
    """``start`` is left when the window is whole: garbage waits until then, and there is next to none."""
    pauses.shorten_turns()

    def at_the_end_of_the_start() -> None:
        pauses.set_aside()
        start.close()
        # With the first list come the word tables, and all that it takes to show one.
        window.commerce.suggestions.list.settled.connect(pauses.set_aside, Qt.ConnectionType.SingleShotConnection)

    window.later.done.connect(at_the_end_of_the_start)


def _ask_for_a_way_out(interpreter: Interpreter, why: SidelightError, newest: Copy | None, salvageable: bool) -> WayOut:
    from desktop_client.ui.upkeep.rescue_dialog import RescueDialog

    dialog = RescueDialog(interpreter.say(why.cause), newest, salvageable=salvageable)
    dialog.exec()
    return dialog.way_out


def _locked(profile: Profile) -> QLockFile:
    try:
        profile.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SidelightError(
            say("The profile folder {folder} can't be made: {why}.", folder=str(profile.root), why=fault_words(error)),
            say("Choose another with --profile."),
        ) from error
    lock = QLockFile(str(profile.lock))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100) and lock.error() is QLockFile.LockError.LockFailedError:
        ask_for_window(profile.lock)
        raise SidelightError(
            say("Sidelight is already open with this profile."), say("Use that window, or another --profile.")
        )
    return lock
