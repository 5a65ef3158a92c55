"""Sizes of files and of memory in words, the same way on every page."""

from __future__ import annotations

from PySide6.QtCore import QLocale

MB, GB = 10**6, 10**9


def size_words(count: int) -> str:
    """Bytes for people, in powers of ten, with three digits or so."""
    digits = 2 if count >= GB else 0 if count >= 10 * MB else 1
    return QLocale().formattedDataSize(count, digits, QLocale.DataSizeFormat.DataSizeSIFormat)
