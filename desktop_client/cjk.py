"""Characters that stand for words of their own: Han, kana, bopomofo and hangul. Text in them has no spaces to go by."""

from __future__ import annotations

CJK = (
    "\u3005\u3007\u3041-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Ranges for a character class of a regular expression, without its brackets."""
