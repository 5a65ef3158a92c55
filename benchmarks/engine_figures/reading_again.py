"""What of a conversation is read twice: tokens evaluated ÷ tokens that were new, which is 1 where nothing is.

A chat that goes on, one that outgrows its room, and three by turns. What the model said itself is new to nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_client.chat.context import fit
from desktop_client.chat.conversation import Message, MessageState
from desktop_client.inference.engine import ChatMessage, Role
from engine_figures.asking import STORY, Chat

QUESTIONS = (
    "Hello, who are you?", "What is a lighthouse for?", "And who keeps it?", "敏感肌适合用什么样的面膜？",
    "Say that in fewer words.", "Name three ships.", "Which is the oldest of them?", "为什么？",
    "Write a line of Python.", "Thank you, good night.",
)  # fmt: skip


class Talk:
    """One conversation, and what was evaluated and new in it so far.

    The last token of an answer that was cut off was never evaluated: it counts as new in the next turn.
    """

    def __init__(self, chat: Chat, room: int | None = None) -> None:
        self._chat = chat
        self._room = room
        self._branch: list[Message] = []
        self._held = 0
        self.evaluated = self.new = self.drops = 0

    def turn(self, question: str, answer_tokens: int = 60) -> None:
        """Ask, leaving out what the app would leave out where ``room`` tokens are all there is."""
        self._say(Role.USER, question)
        fitted = fit(self._branch, "", self._room or self._chat.info.context_tokens, answer_tokens, self._chat.count)
        texts = [message.content for message in fitted.messages]
        left_out = len(fitted.left_out_ids)
        answer = self._chat.ask(texts, answer_tokens)
        every = self._chat.count([ChatMessage(m.role, m.text) for m in self._branch])
        held = self._held - (every - answer.timing.prompt_tokens)
        self.drops += bool(left_out)
        self.evaluated += answer.timing.evaluated_tokens
        self.new += answer.timing.prompt_tokens - held
        self._branch = self._branch[left_out:]
        self._say(Role.ASSISTANT, answer.text)
        self._held = answer.timing.prompt_tokens + answer.timing.tokens - (not answer.ended)

    def _say(self, role: Role, text: str) -> None:
        number = len(self._branch) + 1
        self._branch.append(Message(number, 1, None, role, text, MessageState.COMPLETE, datetime.now(UTC)))

    @property
    def ratio(self) -> float:
        """Tokens evaluated ÷ tokens that were new."""
        return self.evaluated / self.new


def ten_turns(chat: Chat) -> float:
    """For an engine that has read nothing yet."""
    talk = Talk(chat)
    for question in QUESTIONS:
        talk.turn(question)
    return talk.ratio


def dropped_blocks(chat: Chat) -> float:
    """A chat that goes on until blocks of it have been dropped three times."""
    talk = Talk(chat, room=700)
    for number in range(60):
        talk.turn(f"{QUESTIONS[number % len(QUESTIONS)]} ({number})")
        if talk.drops == 3:
            return talk.ratio
    raise RuntimeError("no block was dropped")


def switching(chat: Chat) -> float:
    """Three conversations by turns; their first turns, in which nobody comes back to anything, are not counted."""
    talks = [Talk(chat) for _ in range(3)]
    for number in range(5):
        for place, talk in enumerate(talks):
            talk.turn(f"{place + 1}. {QUESTIONS[(2 * number + 3 * place) % len(QUESTIONS)]} {STORY * (number == 0)}")
            if number == 0:
                talk.evaluated = talk.new = 0
    return sum(talk.evaluated for talk in talks) / sum(talk.new for talk in talks)
