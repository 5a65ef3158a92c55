"""One of a thing is said in the singular, in files and in the window; Chinese makes no difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale

from desktop_client.ui.widgets import counted as shown
from desktop_client.wording import counted


@pytest.mark.parametrize(
    ("say_it", "one", "many"), [(counted.days, "1 day", "0 days"), (counted.offers, "1 offer", "0 offers")]
)
def test_sentences_count(say_it: Callable[[int], object], one: str, many: str) -> None:
    assert (str(say_it(1)), str(say_it(0))) == (one, many)
    assert str(say_it(12)) == many.replace("0", "12")


def test_the_window_counts() -> None:
    locale = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    try:
        words = [shown.offers, shown.entries, shown.results, shown.chats, shown.messages, shown.models]
        assert [say_it(1) for say_it in words] == ["1 offer", "1 entry", "1 result", "1 chat", "1 message", "1 model"]
        assert shown.offers(1_204) == "1,204 offers"
    finally:
        QLocale.setDefault(locale)
