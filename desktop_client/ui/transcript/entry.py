"""What the transcript is given to show, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRect

from desktop_client.chat.conversation import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the transcript shows it.

    ``sibling`` of ``siblings`` counts from 1. ``footer`` is a line of figures that stands before the actions.
    ``unanswered`` is a question that nothing follows and no answer is being made for.
    """

    message: Message
    sibling: int = 1
    siblings: int = 1
    footer: str = ""
    unanswered: bool = False


class Action(Enum):
    """What a spot does when it is pressed."""

    PREVIOUS = auto()
    NEXT = auto()
    COPY_CODE = auto()
    FOLD = auto()
    SHOW_REST = auto()
    COPY = auto()
    EDIT = auto()
    REGENERATE = auto()
    ANSWER = auto()
    CONTINUE = auto()
    DETAILS = auto()


BUSY_OFF = frozenset({Action.EDIT, Action.REGENERATE, Action.ANSWER, Action.CONTINUE})
"""What can't be done while an answer is being written."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A painted label that can be pressed. ``rect`` counts from the top of its row, ``cell`` is the code card's."""

    action: Action
    label: str
    name: str
    rect: QRect
    cell: int = -1
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """The transcript's own words, in the language of the interface."""

    page: str
    you: str
    assistant: str
    system: str
    copy: str
    copy_answer: str
    copy_question: str
    copy_code: str
    edit: str
    edit_question: str
    edit_answer: str
    regenerate: str
    regenerate_answer: str
    answer: str
    answer_question: str
    go_on: str
    go_on_answer: str
    details: str
    details_answer: str
    previous: str
    next: str
    show_rest: str
    code: str
    reasoning: str
    show_reasoning: str
    hide_reasoning: str
    thinking: str
    reading: str
    waiting: str
    edited: str
    stopped: str
    stopped_early: str
    too_long: str
    interrupted: str
    interrupted_because: str
