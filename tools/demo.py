"""The demo: Sidelight's window, whose gate leads to stand-ins of all platforms. No account, no network, no key.

``python tools/demo.py [--profile DIR] [--latency MS]``: the platforms have the goods that they make up, take the keys
that are entered here, and each is off until it is switched on. Without ``--profile`` nothing is kept. Needs what the
tests need. Everything but the three ways from the gate to the outside is the program as it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from PySide6.QtWidgets import QApplication  # noqa: E402
from standins.mall import ADDED, CASES, Mall  # noqa: E402

from desktop_client import settings as options  # noqa: E402
from desktop_client.app.keys import KeysOfProfile  # noqa: E402
from desktop_client.app.parts import Parts, utc_now  # noqa: E402
from desktop_client.app.window import Window  # noqa: E402
from desktop_client.commerce.gate import Gate  # noqa: E402
from desktop_client.commerce.switches import Switches  # noqa: E402
from desktop_client.paths import Profile  # noqa: E402
from desktop_client.secrets import Secrets  # noqa: E402
from desktop_client.settings import Settings  # noqa: E402
from desktop_client.ui import theme  # noqa: E402
from desktop_client.ui.translation import Interpreter  # noqa: E402


class DemoParts(Parts):
    """The parts of a profile, with a gate to the stand-ins and keys that last for the session."""

    def __init__(self, profile: Profile, mall: Mall) -> None:
        super().__init__(profile, Settings(profile.settings))
        self._mall = mall

    def gate(self, switches: Switches) -> Gate:
        """The real gate, leading to the stand-ins."""
        return self._mall.gate(switches, self.store.record, pace=self.pace)

    @cached_property
    def keys(self) -> KeysOfProfile:
        """The keys that the stand-ins take, entered as a user would; they are in no keyring."""
        keys = KeysOfProfile(self.settings, lambda: Secrets(None, "demo"))
        for source_id, case in CASES.items():
            keys.keep(self.registry.manifest(source_id), case.credentials)
        return keys


def prepare(parts: Parts) -> None:
    """Suggestions are on, as after reading what they are; the shops by their address are added, all is off."""
    parts.settings.set(options.COMMERCE_EXPLAINED, value=True)
    parts.settings.set(options.COMMERCE, value=True)
    parts.settings.set(options.PANEL_OPEN, value=True)
    for merchant in ADDED.values():
        parts.add_merchant(merchant)


def main() -> int:
    """Open the window and wait until it is closed; its exit status."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--profile", type=Path, help="Keep chats and switches in this folder.")
    given.add_argument("--latency", type=int, default=300, metavar="MS", help="How long each answer takes (300).")
    arguments = given.parse_args()
    app = QApplication(sys.argv[:1])
    with (
        tempfile.TemporaryDirectory() as folder,
        Mall(Path(folder), utc_now, arguments.latency / 1000) as mall,
        DemoParts(Profile(arguments.profile or Path(folder, "profile")), mall) as parts,
    ):
        prepare(parts)
        theme.apply(app, theme.scheme_of(parts.settings.get(options.THEME)))
        interpreter = Interpreter(parts.settings.language())
        interpreter.install(app)
        window = Window(parts, interpreter, app)
        window.start()
        window.view.show()
        return app.exec()


if __name__ == "__main__":
    sys.exit(main())
