"""SQLite: opening, migrations and repositories. The only room that knows SQL."""

import sys

if "numpy" not in sys.modules:
    # sqlite-utils looks for numpy, to take arrays that nobody here gives it: a tenth of the time until a window opens.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import sqlite_utils  # noqa: F401 - so that it has looked

    del sys.modules["numpy"]
