"""What every row of the transcript is laid out with: styles, words, the width of the page."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_client.inference.engine import Role
from desktop_client.ui.theme import TEXT_WIDTH
from desktop_client.ui.transcript.cell import lines_of
from desktop_client.ui.transcript.entry import Entry, Words
from desktop_client.ui.transcript.styles import Styles

_MARGIN, _THIN_MARGIN, _THIN = 34, 16, 480
_BUBBLE_SHARE = 0.82


def margin_for(width: int) -> int:
    """The free strip at either side of a page so wide, in device-independent pixels."""
    return _MARGIN if width >= _THIN else _THIN_MARGIN


@dataclass(frozen=True)
class Sheet:
    """One state of the page. A new width, font, zoom, theme or language makes a new sheet.

    ``raw`` shows answers letter by letter as the model wrote them, with the reasoning and all signs of Markdown.
    """

    styles: Styles
    words: Words
    width: int
    raw: bool = False

    @property
    def margin(self) -> int:
        """The free strip at either side."""
        return margin_for(self.width)

    @property
    def room(self) -> int:
        """The width between the margins."""
        return max(self.width - 2 * self.margin, 8 * self.styles.em)

    @property
    def column(self) -> int:
        """The width of running text."""
        return min(self.room, max(TEXT_WIDTH, self.styles.px(TEXT_WIDTH)))

    @property
    def bubble(self) -> int:
        """The widest that a question's text gets."""
        return min(self.column, round(self.room * _BUBBLE_SHARE)) - 2 * self.styles.bubble_pad_x

    def guess(self, entry: Entry) -> int:
        """About how high an entry's row will be; quick, since it is asked of every message of a conversation."""
        styles, text = self.styles, entry.message.text
        if entry.message.role is Role.USER:
            lines = lines_of(text, self.bubble, styles.em)
            return lines * styles.line + 2 * styles.bubble_pad_y + styles.tools + styles.row_gap
        lines = lines_of(text, self.column, styles.em)
        return lines * styles.line + styles.head + styles.foot + styles.gap
