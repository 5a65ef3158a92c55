"""From messages to the tokens that a model reads, so that no message can pass for another one.

Models mark who speaks with control tokens such as ``<|im_start|>``. Those have to come from the template alone: the
same characters in a message, typed or pasted from anywhere, would open a turn in somebody else's name. So in messages
each such string is replaced by a mark that nobody can guess, the template runs, and what the marks stand for becomes
tokens of plain text. Everything else is turned into tokens as one text, as the model was trained to see it.

Some families mark turns with plain text, such as ``[INST]``. What stands in a template around messages and looks like
such a mark is kept apart in messages, too: it becomes a token a letter, which is not what the template's own becomes.

Some template might still put a control token together out of pieces of messages. Therefore the control tokens are
counted: they have to be those that the same conversation has with harmless words in it. If not, all of every
message is treated as plain text apart from the template.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence

from desktop_client.inference.engine import REASONING
from desktop_client.inference.model import Vocabulary
from desktop_client.inference.template import ChatTemplate, TemplateError, Turn


class PromptMaker:
    """Makes prompts for one model."""

    def __init__(self, template: ChatTemplate, vocabulary: Vocabulary) -> None:
        self._template = template
        self._vocabulary = vocabulary
        longest_first = sorted(filter(None, vocabulary.control_strings), key=len, reverse=True)
        self._control = _any_of(longest_first)
        self._around = self._rendered_around()
        self._markers = _any_of(_markers(self._control.sub(" ", self._around)))

    @property
    def opens_reasoning(self) -> bool:
        """Whether the prompt ends within the model's reasoning, so that the answer begins there."""
        return self._around.rstrip().endswith(REASONING[0])

    def tokens(self, turns: Sequence[Turn]) -> list[int]:
        """The prompt for an answer to these messages; if the last one is an answer, the prompt is for what follows it.

        Raises:
            TemplateError: the template refuses them.
        """
        tokens = self._tokens(turns, self._mark_control_strings)
        harmless = [Turn(role=turn["role"], content="x" if turn["content"] else "") for turn in turns]
        if self._control_tokens(tokens) != self._control_tokens(self._tokens(harmless, _as_it_is)):
            tokens = self._tokens(turns, _mark_all)
        first = self._vocabulary.first_token
        if first is not None and tokens[:1] != [first]:
            tokens.insert(0, first)
        return tokens

    def _tokens(self, turns: Sequence[Turn], guard: Callable[[str, _Marks], str]) -> list[int]:
        marks = _Marks()
        guarded = [Turn(role=turn["role"], content=guard(turn["content"], marks)) for turn in turns]
        text = self._rendered(guarded)
        tokens: list[int] = []
        for part, plain in marks.split(text):
            tokens += self._vocabulary.tokens(part, special=not plain)
        return tokens

    def _rendered(self, turns: list[Turn]) -> str:
        if len(turns) < 2 or turns[-1]["role"] != "assistant":
            return self._template.render(turns)
        text, begun = self._template.render(turns[:-1]), turns[-1]["content"]
        if self.opens_reasoning and text.rstrip().endswith(REASONING[0]):
            begun = begun.removeprefix(f"{REASONING[0]}\n")
        return text + begun

    def _control_tokens(self, tokens: Sequence[int]) -> list[int]:
        control = {token for token in set(tokens) if self._vocabulary.is_control(token)}
        return [token for token in tokens if token in control]

    def _mark_control_strings(self, content: str, marks: _Marks) -> str:
        guarded = self._control.sub(lambda found: marks.put(found[0]), content)
        return self._markers.sub(lambda found: "".join(map(marks.put, found[0])), guarded)

    def _rendered_around(self) -> str:
        """What the template writes around the messages of a conversation."""
        marks = _Marks()
        said = [Turn(role=role, content=marks.put(role)) for role in ("system", "user", "assistant", "user")]
        try:
            rendered = self._template.render(said)
        except TemplateError:
            # A template that takes one question at a time.
            rendered = self._template.render(said[1:2])
        return " ".join(part for part, plain in marks.split(rendered) if not plain)


def _any_of(texts: Sequence[str]) -> re.Pattern[str]:
    # (?!) matches nothing.
    return re.compile("|".join(map(re.escape, texts)) or "(?!)")


def _markers(scaffold: str) -> list[str]:
    """The words in brackets of some kind, the longest first."""
    found = {word for word in scaffold.split() if re.fullmatch(r"[\[<{(|].+[\]>})|]", word)}
    return sorted(found, key=len, reverse=True)


def _mark_all(content: str, marks: _Marks) -> str:
    return marks.put(content) if content else content


def _as_it_is(content: str, marks: _Marks) -> str:  # noqa: ARG001 - one shape with the guards beside it
    return content


class _Marks:
    """Stands in for texts while the template runs."""

    def __init__(self) -> None:
        self._secret = secrets.token_hex(8)
        self._texts: list[str] = []

    def put(self, text: str) -> str:
        """A mark for ``text``."""
        self._texts.append(text)
        return f"\ue000{self._secret}.{len(self._texts) - 1}\ue001"

    def split(self, rendered: str) -> list[tuple[str, bool]]:
        """The rendered text in parts; True for those that came from behind a mark."""
        if not self._texts:
            return [(rendered, False)]
        between = re.split(f"\ue000{self._secret}\\.(\\d+)\ue001", rendered)
        parts = [(self._texts[int(part)], True) if n % 2 else (part, False) for n, part in enumerate(between)]
        return [(text, plain) for text, plain in parts if text]
