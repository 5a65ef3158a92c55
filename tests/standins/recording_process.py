"""A process that writes to the record without end until it is killed. It prints each number once it is on disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop_client.commerce.record import Came
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store


def main(root: Path) -> None:
    with open_store(Profile(root)) as store:
        while True:
            number = store.record.add(Came(1, "ok"))
            os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
