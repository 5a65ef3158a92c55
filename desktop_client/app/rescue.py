"""When the database can't be opened: the user is asked what to do about it, and it is done."""

from __future__ import annotations

from collections.abc import Callable

from desktop_client.app.parts import Parts, utc_now
from desktop_client.chat.upkeep import Copy
from desktop_client.store.backup import copies
from desktop_client.store.errors import DamagedError, ForeignFileError, StoreError
from desktop_client.store.putting_back import put_back
from desktop_client.store.salvage import salvage
from desktop_client.ui.upkeep.rescue_dialog import WayOut

Ask = Callable[[StoreError, Copy | None, bool], WayOut]
"""Is given what happened, the newest backup, and whether anything may be read out of the damaged file."""


def opened(parts: Parts, ask: Ask) -> bool:
    """Open the store, asking for as long as it can't be opened; False if the user would rather quit.

    Raises:
        SidelightError: it can't be opened for a reason that no backup mends, or the disk refused the rescue.
    """
    while True:
        try:
            parts.store  # noqa: B018 - made when it is first asked for
        except (DamagedError, ForeignFileError) as error:
            newest = next(iter(copies(parts.profile.backups)), None)
            way_out = ask(error, newest, isinstance(error, DamagedError))
            if way_out is WayOut.SALVAGE:
                salvage(parts.profile.database, utc_now())
            elif way_out is WayOut.PUT_BACK and newest:
                put_back(newest.path, parts.profile.database, utc_now())
            else:
                return False
        else:
            return True
