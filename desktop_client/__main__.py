"""``python -m desktop_client`` and the ``sidelight`` script."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit status."""
    from desktop_client.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
