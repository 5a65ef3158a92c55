"""Chinese as it is set and as it speaks: one form of address, and a thin space where Latin meets Han."""

from __future__ import annotations

from pathlib import Path

import pytest

import desktop_client
from desktop_client.cjk import THIN_SPACE, spaced

HERE = Path(desktop_client.__file__).parent


def test_the_user_is_addressed_in_one_way_everywhere() -> None:
    texts = [path for kind in ("*.py", "*.toml", "*.ts", "*.md") for path in HERE.rglob(kind)]
    assert len(texts) > 200
    assert [str(path.relative_to(HERE)) for path in texts if "\u60a8" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("eBay的密钥", f"eBay{THIN_SPACE}的密钥"),
        ("打开eBay：关闭", f"打开{THIN_SPACE}eBay：关闭"),
        ("eBay 3 件", "eBay 3 件"),
        ("京东的密钥", "京东的密钥"),
        ("Key for eBay", "Key for eBay"),
        ("“eBay”的密钥", "“eBay”的密钥"),
    ],
)
def test_a_thin_space_stands_where_latin_and_han_meet_without_any(text: str, shown: str) -> None:
    assert spaced(text) == shown
