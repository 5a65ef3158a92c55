"""How the room is shared between chat and panel while the window changes its size."""

from __future__ import annotations

import pytest

from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.window import NARROWEST_PANEL, PANEL_WIDTH, _Split

HANDLE = 1
"""Width of the line between them, which a splitter may take from either part, in pixels."""


def shared(qtbot) -> _Split:
    split = _Split(PlainLabel("chat"), PlainLabel("panel"))
    qtbot.addWidget(split)
    return split


def test_a_panel_opened_in_a_narrow_window_gets_its_width_when_there_is_room(qtbot):
    split = shared(qtbot)
    split.resize(620, 400)
    split.show()
    split.divide()
    assert split.sizes()[1] == pytest.approx(310, abs=HANDLE)
    split.resize(400, 400)
    assert split.sizes()[1] == pytest.approx(NARROWEST_PANEL, abs=HANDLE)
    split.resize(1200, 400)
    assert split.sizes()[1] == pytest.approx(PANEL_WIDTH, abs=HANDLE)


def test_the_width_that_the_user_drew_stays(qtbot):
    split = shared(qtbot)
    split.resize(1200, 400)
    split.show()
    split.moveSplitter(700, 1)
    drawn = split.sizes()[1]
    assert drawn > PANEL_WIDTH
    split.resize(1300, 400)
    assert split.sizes()[1] == drawn
