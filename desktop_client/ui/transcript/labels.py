"""What surrounds a message's text: who speaks, alternatives, how it ended, figures and actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QFontMetrics

from desktop_client.chat.conversation import ENDED_EARLY, MessageState
from desktop_client.chat.markup.pieces import Code
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action, Spot
from desktop_client.ui.transcript.wrapped import wrapped

if TYPE_CHECKING:
    from desktop_client.ui.transcript.row import Row

_PAD = 4
"""How far a spot reaches beyond its letters, in pixels."""
_GAP = 6
"""Between two spots."""


@dataclass(frozen=True, slots=True)
class Label:
    """A painted text that can't be pressed. ``warning`` asks for the theme's colour of warnings; ``lines`` are those of
    a text that may need more than one.
    """

    text: str
    rect: QRect
    warning: bool = False
    lines: tuple[str, ...] = ()


class RowLabels:
    """The labels and spots of one row as it is laid out now; made anew whenever something in it moves."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._sheet = row.sheet
        self._metrics = QFontMetrics(row.sheet.styles.small)
        self.texts: list[Label] = []
        self.lasting_spots: tuple[Spot, ...] = ()
        self.spots: tuple[Spot, ...] = ()
        self._found: list[Spot] = []
        if row.is_question:
            self.bottom = self._question()
        else:
            self.bottom = self._answer()

    @property
    def note_rect(self) -> QRect:
        """Where the note before the message stands."""
        styles = self._sheet.styles
        return QRect(self._sheet.margin, 0, self._sheet.room, styles.note)

    @property
    def speaker(self) -> str:
        """Who says it."""
        words = self._sheet.words
        return {Role.USER: words.you, Role.ASSISTANT: words.assistant}.get(self._row.entry.message.role, words.system)

    # -- a question -------------------------------------------------------------------------------------------

    def _question(self) -> int:
        words, styles, entry = self._sheet.words, self._sheet.styles, self._row.entry
        bubble = self._row.bubble
        y = bubble.bottom() + 1
        if self._row.left_out:
            y = self._rest(y, bubble.left())
        tools = [(Action.COPY, words.copy, words.copy_question), (Action.EDIT, words.edit, words.edit_question)]
        right = bubble.right() + 1 + _PAD
        if entry.unanswered:
            left = right - self._width(words.answer)
            self._found.append(self._spot(Action.ANSWER, words.answer, words.answer_question, left, y + styles.px(2)))
            right = left - _GAP
        placed: list[Spot] = []
        for action, label, name in reversed(tools):
            spot = self._spot(action, label, name, right - self._width(label), y + styles.px(2))
            placed.insert(0, spot)
            right = spot.rect.left() - _GAP
        alternatives = (
            self._alternatives(right - self._alternatives_width(), y + styles.px(2)) if entry.siblings > 1 else []
        )
        self.lasting_spots = (*self._found, *alternatives)
        self.spots = (*self.lasting_spots, *placed)
        return y + styles.tools

    # -- an answer --------------------------------------------------------------------------------------------

    def _answer(self) -> int:
        styles, entry, x = self._sheet.styles, self._row.entry, self._sheet.margin
        head = self._row.body_top - styles.head
        width = self._metrics.horizontalAdvance(self.speaker)
        self.texts.append(Label(self.speaker, QRect(x, head, width, styles.small_line)))
        right = x + width + styles.px(10)
        if entry.siblings > 1:
            self._found += self._alternatives(right, head - _PAD // 2)
            right += self._alternatives_width() + styles.px(10)
        self._reasoning(right, head - _PAD // 2)
        self._code_cards()
        y = self._row.offset(len(self._row.cells))
        if self._row.left_out and not self._row.is_behind:
            y = self._rest(y, x)
        y = self._state(y)
        if not self._row.is_streaming:
            y = self._foot(y + styles.px(4))
        self.lasting_spots = self.spots = tuple(self._found)
        return y + styles.px(8)

    def _reasoning(self, x: int, y: int) -> None:
        """What folds the reasoning away or out, beside the speaker."""
        reasoning = self._row.parted.reasoning
        if not reasoning or self._sheet.raw:
            return
        words = self._sheet.words
        if self._row.unfolded:
            label, name = f"{words.reasoning} ▾", words.hide_reasoning
        else:
            count = QLocale().toString(len(reasoning))
            label, name = f"{words.reasoning} ▸", words.show_reasoning.format(count=count)
        self._found.append(self._spot(Action.FOLD, label, name, x - _PAD, y))

    def _code_cards(self) -> None:
        words, styles = self._sheet.words, self._sheet.styles
        # Measured once: there are answers of a thousand cards.
        width, height = self._width(words.copy), self._spot_height()
        for at, cell in enumerate(self._row.cells):
            if isinstance(cell.piece, Code):
                corner = self._row.origin(at)
                right = corner.x() + cell.width - styles.code_pad + _PAD
                top = corner.y() + (styles.code_head - height) // 2
                spot = QRect(right - width, top, width, height)
                self._found.append(Spot(Action.COPY_CODE, words.copy, words.copy_code, spot, at))

    def _state(self, y: int) -> int:
        text, warning = self._state_text()
        if not text:
            return y
        styles = self._sheet.styles
        top = y + (styles.px(4) if self._row.cells else 0)
        lines = wrapped(text, styles.small, self._sheet.column)
        high = len(lines) * styles.small_line
        self.texts.append(Label(text, QRect(self._sheet.margin, top, self._sheet.column, high), warning, lines))
        return top + high + styles.px(2)

    def _state_text(self) -> tuple[str, bool]:
        words, message = self._sheet.words, self._row.entry.message
        match message.state:
            case MessageState.STREAMING if self._row.parted.thinking:
                count = QLocale().toString(len(self._row.parted.reasoning or ""))
                return words.thinking.format(count=count), False
            case MessageState.STREAMING if not self._row.text:
                if self._row.progress is None:
                    return words.waiting, False
                locale = QLocale()
                done, total = (locale.toString(number) for number in self._row.progress)
                return words.reading.format(done=done, total=total), False
            case MessageState.STOPPED:
                return (words.stopped if message.text else words.stopped_early), False
            case MessageState.LENGTH:
                return words.too_long, True
            case MessageState.INTERRUPTED:
                note = message.note
                return (words.interrupted_because.format(reason=note) if note else words.interrupted), True
            case _:
                return (words.edited if message.is_by_hand else ""), False

    def _foot(self, y: int) -> int:
        """Figures and actions in a line, or in more lines where they don't fit."""
        words, entry, left = self._sheet.words, self._row.entry, self._sheet.margin
        x = left
        if entry.footer:
            width = min(self._metrics.horizontalAdvance(entry.footer), self._sheet.column)
            text = self._metrics.elidedText(entry.footer, Qt.TextElideMode.ElideRight, width + 1)
            self.texts.append(Label(text, QRect(x, y + _PAD // 2, width + 1, self._sheet.styles.small_line)))
            x += width + 2 * _GAP
        actions = [(Action.COPY, words.copy, words.copy_answer)] if entry.message.text else []
        if entry.message.state in ENDED_EARLY and entry.message.text:
            actions.append((Action.CONTINUE, words.go_on, words.go_on_answer))
        if entry.message.role is Role.ASSISTANT:
            if entry.message.text:
                actions.append((Action.EDIT, words.edit, words.edit_answer))
            actions.append((Action.REGENERATE, words.regenerate, words.regenerate_answer))
        if entry.message.provenance is not None:
            actions.append((Action.DETAILS, words.details, words.details_answer))
        for action, label, name in actions:
            width = self._width(label)
            if x > left and x + width - 2 * _PAD > left + self._sheet.column:
                x, y = left, y + self._spot_height() + 2
            spot = self._spot(action, label, name, x - _PAD, y)
            self._found.append(spot)
            x += width + _GAP
        return y + self._spot_height()

    # -- shared -----------------------------------------------------------------------------------------------

    def _rest(self, y: int, x: int) -> int:
        words = self._sheet.words
        label = words.show_rest.format(count=QLocale().toString(self._row.left_out))
        top = y + self._sheet.styles.px(4)
        self._found.append(self._spot(Action.SHOW_REST, label, label, x - _PAD, top))
        return top + self._spot_height()

    def _alternatives(self, x: int, y: int) -> list[Spot]:
        words, entry = self._sheet.words, self._row.entry
        count = f"{entry.sibling} / {entry.siblings}"
        before = self._spot(Action.PREVIOUS, "‹", words.previous, x - _PAD, y, enabled=entry.sibling > 1)
        width = self._metrics.horizontalAdvance(count)
        self.texts.append(Label(count, QRect(before.rect.right() + 1, y + _PAD // 2, width, self._metrics.height())))
        after_x = before.rect.right() + 1 + width
        after = self._spot(Action.NEXT, "›", words.next, after_x, y, enabled=entry.sibling < entry.siblings)
        return [before, after]

    def _alternatives_width(self) -> int:
        entry = self._row.entry
        count = self._metrics.horizontalAdvance(f"{entry.sibling} / {entry.siblings}")
        return self._width("‹") + count + self._width("›") - _PAD

    def _spot(self, action: Action, label: str, name: str, x: int, y: int, *, enabled: bool = True) -> Spot:
        return Spot(action, label, name, QRect(x, y, self._width(label), self._spot_height()), enabled=enabled)

    def _width(self, label: str) -> int:
        return max(self._metrics.horizontalAdvance(label) + 2 * _PAD, self._spot_height())

    def _spot_height(self) -> int:
        return self._metrics.height() + _PAD
