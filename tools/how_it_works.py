"""Writes docs/how-it-works.md and its Chinese twin from desktop_client/ui/pages/promises.toml.

``.venv/bin/python tools/how_it_works.py`` writes them; with ``--check`` it only says whether they are up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop_client.ui.promises import promises_page  # noqa: E402 - found from wherever this is started

PAGES = {
    ROOT / "docs" / "how-it-works.md": promises_page("en"),
    ROOT / "docs" / "how-it-works.zh.md": promises_page("zh"),
}


def main() -> int:
    """0 where the files say what the promises say."""
    old = [file for file, text in PAGES.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for file in old:
            sys.stderr.write(f"{file.relative_to(ROOT)} is out of date: run tools/how_it_works.py\n")
        return 1 if old else 0
    for file in old:
        file.write_text(PAGES[file], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
