"""Code stands in a font of fixed pitch, also with the families of Chinese fonts behind it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF

from desktop_client.ui.theme import LIGHT
from desktop_client.ui.transcript.styles import Styles


def test_code_is_as_wide_for_every_letter(qapp) -> None:
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    alone = QFontMetricsF(QFont(QFontInfo(fixed).family()))
    if alone.horizontalAdvance("iiii") != alone.horizontalAdvance("MMMM"):
        pytest.skip("there is no font of fixed pitch on this computer")
    font = QFont(qapp.font())
    font.setFamilies([QFontInfo(font).family(), "Noto Sans CJK SC"])
    code = QFontMetricsF(Styles(font, 1.0, LIGHT).code)
    assert code.horizontalAdvance("iiii") == code.horizontalAdvance("MMMM")
