"""What an offer states of itself, under its card on the page of the shelf."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from standins.offers import make_offer

from desktop_client.ui.shelf.rows import details_of
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import Language


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Language]:
    interpreter = Interpreter(request.param)
    interpreter.install(qapp)
    yield request.param
    interpreter.remove(qapp)


def test_a_fixed_word_of_a_feed_is_shown_as_it_is_and_read_in_the_other_language(language: Language) -> None:
    offer = make_offer("1", "Kettle", attributes={"condition": "new", "age_group": "成人", "size_system": "EU"})
    shown = {
        "en": ["Condition: new", "Age group: 成人 (adult)", "Size system: EU"],
        "zh": ["成色：new（全新）", "年龄段：成人", "尺码标准：EU"],
    }
    assert [line for line in details_of(offer, language) if line in shown[language]] == shown[language]
