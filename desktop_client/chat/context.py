"""What fits the model's context: the newest turns, cut at points that stay put while a conversation grows.

An engine reuses what it has already read as long as the beginning of the prompt is the same. So the oldest turns are
not dropped one by one, which would change the beginning at every turn, but in blocks of a quarter of the room: the cut
stays where it is until the next block has to go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_client.chat.conversation import Message
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import ChatMessage, ModelInfo, Role, Sampling
from desktop_client.wording import say

CountTokens = Callable[[Sequence[ChatMessage]], int]
"""Tokens of these messages as the model's own template renders them."""

BLOCKS = 4
"""The room for the conversation is dropped in this many blocks."""

_TEMPLATE_TOKENS = 8


class ContextFullError(SidelightError):
    """The newest question alone is longer than the model can read: ``tokens`` with the system prompt, ``room`` fit."""

    def __init__(self, tokens: int, room: int) -> None:
        super().__init__(
            say(
                "The question is too long for this model: {tokens} tokens, where {room} fit.", tokens=tokens, room=room
            ),
            say("Shorten it, or choose a model with a longer context."),
        )
        self.tokens = tokens
        self.room = room


@dataclass(frozen=True, slots=True)
class Fitted:
    """What goes to the model, the ids of the branch's messages that don't (oldest first), and the prompt's tokens."""

    messages: tuple[ChatMessage, ...]
    left_out_ids: tuple[int, ...]
    tokens: int


def fit(branch: Sequence[Message], system_prompt: str, budget_tokens: int, reserve: int, count: CountTokens) -> Fitted:
    """The longest end of ``branch`` that fits ``budget_tokens`` less ``reserve`` tokens for the answer.

    The system prompt and the newest question are always in; ``branch`` ends with that question. ``count`` is asked a
    few times at most, however long the branch is. The places where it may be cut depend only on the messages before
    them, and the earliest that fits is taken: as the branch grows, the cut stays where it is until the next block has
    to go.

    Raises:
        ContextFullError: the system prompt and the question alone don't fit.
    """
    room = max(0, budget_tokens - reserve)
    cuts = _cuts(branch, max(1, room // BLOCKS))

    def tokens_from(number: int) -> int:
        return count(_as_chat(branch[cuts[number] :], system_prompt))

    last = len(cuts) - 1
    at = _guess(branch, cuts, room)
    tokens = tokens_from(at)
    if tokens > room:
        while tokens > room and at < last:
            at += 1
            tokens = tokens_from(at)
    else:
        while at > 0 and (more := tokens_from(at - 1)) <= room:
            at, tokens = at - 1, more
    if tokens > room:
        raise ContextFullError(tokens, room)
    kept = branch[cuts[at] :]
    return Fitted(_as_chat(kept, system_prompt), tuple(m.id for m in branch[: cuts[at]]), tokens)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model gets: the messages that fit and, where an answer goes on, what there is of it."""

    fitted: Fitted
    opening: str

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """In the order in which they were said."""
        said = self.fitted.messages
        return (*said, ChatMessage(Role.ASSISTANT, self.opening)) if self.opening else said


def prompt_for(
    path: Sequence[Message], opening: str, system_prompt: str, model: ModelInfo, sampling: Sampling, count: CountTokens
) -> Prompt:
    """The prompt for an answer to the question at the end of ``path``, one that begins with ``opening``.

    Raises:
        ContextFullError: the question and what there is of its answer don't fit.
    """

    def count_all(messages: Sequence[ChatMessage]) -> int:
        return count([*messages, ChatMessage(Role.ASSISTANT, opening)] if opening else messages)

    reserve = reserved(model.context_tokens, sampling.max_tokens)
    return Prompt(fit(path, system_prompt, model.context_tokens, reserve, count_all), opening)


def reserved(context_tokens: int, longest_answer: int) -> int:
    """An answer may always have a quarter of the context; a longer one only where the conversation leaves room."""
    return min(longest_answer, context_tokens // 4)


def context_for(tokens: int, model: ModelInfo, longest_answer: int) -> int | None:
    """The shortest context, doubling from what the model has now, that a prompt of so many tokens would fit; None if
    the model was not trained for one.
    """
    context = model.context_tokens
    while context < model.trained_context_tokens:
        context = min(2 * context, model.trained_context_tokens)
        if context - reserved(context, longest_answer) >= tokens:
            return context
    return None


def _weight(message: Message) -> int:
    """A guess at a message's tokens from its text alone, the same at every turn.

    Digits are a token each; of anything else four bytes of UTF-8 make one. Measured with the tokenizers of Qwen2.5 and
    SmolLM2: 0.8 to 1.6 times that for prose, code, tables and hexadecimal, and for Chinese where the model knows it; up
    to 2.5 times for base64, and for Chinese where it doesn't. Only how large the blocks turn out depends on it.
    """
    text = message.text
    return _TEMPLATE_TOKENS + (len(text.encode()) + 3 * sum(map(text.count, "0123456789"))) // 4


def _cuts(branch: Sequence[Message], block: int) -> list[int]:
    """Where the branch may be cut, in rising order, from 0 (nothing is left out) to the newest question.

    Between them: before a turn in which a whole number of blocks, counted from the root, is passed, and after a turn
    that is a block by itself, so that a long question is neither dropped early nor drags others with it.
    """
    starts = [index for index, message in enumerate(branch) if message.role is Role.USER]
    cuts = [0]
    before = sum(map(_weight, branch[: starts[0]]))
    after_heavy = False
    for start, end in pairwise([*starts, len(branch)]):
        weight = sum(map(_weight, branch[start:end]))
        passes = before // block != (before + weight) // block
        if (passes or after_heavy) and start > cuts[-1]:
            cuts.append(start)
        after_heavy = weight >= block
        before += weight
    return cuts if cuts[-1] == starts[-1] else [*cuts, starts[-1]]


def _guess(branch: Sequence[Message], cuts: Sequence[int], room: int) -> int:
    """The first cut after which the rest, by weight, fits the room."""
    rest = [0]
    for message in reversed(branch):
        rest.append(rest[-1] + _weight(message))
    return next((n for n, cut in enumerate(cuts) if rest[len(branch) - cut] <= room), len(cuts) - 1)


def _as_chat(branch: Sequence[Message], system_prompt: str) -> tuple[ChatMessage, ...]:
    """The messages as a template gets them: roles take turns, and nothing is empty.

    A question whose answer never began is joined with the one that follows, since many templates refuse two in a row.
    """
    chat = [ChatMessage(Role.SYSTEM, system_prompt)] if system_prompt else []
    for message in branch:
        if not message.text.strip():
            continue
        if chat and chat[-1].role is message.role:
            chat[-1] = ChatMessage(message.role, f"{chat[-1].content}\n\n{message.text}")
        else:
            chat.append(ChatMessage(message.role, message.text))
    return tuple(chat)
