"""Counts in the interface's words: one thing in the singular, any other number of them in the plural."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def offers(count: int) -> str:
    """So many offers."""
    return _counted(count, translate("Counted", "1 offer"), translate("Counted", "{count} offers"))


def rows(count: int) -> str:
    """So many rows of a file."""
    return _counted(count, translate("Counted", "1 row"), translate("Counted", "{count} rows"))


def entries(count: int) -> str:
    """So many entries of the record."""
    return _counted(count, translate("Counted", "1 entry"), translate("Counted", "{count} entries"))


def results(count: int) -> str:
    """So many results of a search."""
    return _counted(count, translate("Counted", "1 result"), translate("Counted", "{count} results"))


def tokens(count: int) -> str:
    """So many tokens of a text."""
    return _counted(count, translate("Counted", "1 token"), translate("Counted", "{count} tokens"))


def threads(count: int) -> str:
    """So many threads of a processor."""
    return _counted(count, translate("Counted", "1 thread"), translate("Counted", "{count} threads"))


def chats(count: int) -> str:
    """So many chats."""
    return _counted(count, translate("Counted", "1 chat"), translate("Counted", "{count} chats"))


def messages(count: int) -> str:
    """So many messages."""
    return _counted(count, translate("Counted", "1 message"), translate("Counted", "{count} messages"))


def models(count: int) -> str:
    """So many models."""
    return _counted(count, translate("Counted", "1 model"), translate("Counted", "{count} models"))


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=QLocale().toString(count))
