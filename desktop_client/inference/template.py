"""The chat template that a model file carries: a Jinja program by a stranger, run in a sandbox, in the child.

The sandbox bars attribute access to Python's insides and changes to what is passed in; it does not bound time, so
whoever calls is under a watchdog.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn, TypedDict

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desktop_client.inference.wire import MAX_TEMPLATE

MAX_RENDERED = 64 * 1024 * 1024
"""Characters of a rendered conversation."""


class Turn(TypedDict):
    """One message as templates expect it."""

    role: str
    content: str


class TemplateError(Exception):
    """The template is broken, or refuses these messages. The text is the template's own or Jinja's, shortened."""

    def __init__(self, why: str) -> None:
        super().__init__(why[:200])


class ChatTemplate:
    """Renders conversations with one model's template.

    Where a template has no place for a system message, it goes in front of the first question: that is what the
    makers of such models advise.
    """

    def __init__(self, source: str, bos: str, eos: str) -> None:
        """Compile and try it.

        Raises:
            TemplateError: it is too long, no Jinja, or loses what the user says.
        """
        if len(source.encode(errors="replace")) > MAX_TEMPLATE:
            raise TemplateError("the template is too long")
        self._special = {"bos_token": bos, "eos_token": eos}
        try:
            self._template = _environment().from_string(source)
        except jinja2.TemplateError as error:
            raise TemplateError(str(error)) from error
        mark = secrets.token_hex(8)
        if mark not in self._run([Turn(role="user", content=mark)]):
            raise TemplateError("the template leaves out what the user says")
        self._takes_system = self._shows_system(mark)

    def render(self, turns: Sequence[Turn]) -> str:
        """The conversation as the model reads it, up to where its answer begins.

        Raises:
            TemplateError: the template refuses these messages or fails.
        """
        return self._run(turns if self._takes_system else _system_in_first_question(turns))

    def _shows_system(self, mark: str) -> bool:
        try:
            return mark in self._run([Turn(role="system", content=mark), Turn(role="user", content="x")])
        except TemplateError:
            return False

    def _run(self, turns: Sequence[Turn]) -> str:
        parts: list[str] = []
        length = 0
        try:
            for part in self._template.generate(messages=list(turns), add_generation_prompt=True, **self._special):
                parts.append(part)
                length += len(part)
                if length > MAX_RENDERED:
                    raise TemplateError("the template writes without end")
        except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise TemplateError(str(error)) from error
        except (MemoryError, AttributeError, RuntimeError) as error:
            raise TemplateError(type(error).__name__) from error
        return "".join(parts)


def _system_in_first_question(turns: Sequence[Turn]) -> list[Turn]:
    if len(turns) < 2 or turns[0]["role"] != "system" or turns[1]["role"] != "user":
        return list(turns)
    joined = f"{turns[0]['content']}\n\n{turns[1]['content']}"
    return [Turn(role="user", content=joined), *turns[2:]]


def _environment() -> ImmutableSandboxedEnvironment:
    """The environment that templates are written for: the one of Hugging Face's ``apply_chat_template``."""
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.filters["tojson"] = _to_json
    environment.globals["raise_exception"] = _raise_exception
    environment.globals["strftime_now"] = _strftime_now
    return environment


def _to_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _raise_exception(message: str) -> NoReturn:
    raise jinja2.TemplateError(str(message))


def _strftime_now(form: str) -> str:
    return datetime.now().astimezone().strftime(form)
