"""Characters that stand for words of their own: Han, kana, bopomofo and hangul. Text in them has no spaces to go by."""

from __future__ import annotations

from desktop_client.late import Late

CJK = (
    "\u3005\u3007\u3041-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Ranges for a character class of a regular expression, without its brackets."""

THIN_SPACE = "\u2009"
_SEAM = Late(f"(?<=[{CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{CJK}])")


def spaced(text: str) -> str:
    """The text with a thin space where Latin and Han meet without any, as Chinese is set (a name put into a sentence
    may be written in either). For titles and lines that are shown, not for what is sent, kept or compared.
    """
    return _SEAM.sub(THIN_SPACE, text)
