"""``sidelight ask``: one question, one answer, and beside it what the panel would show."""

from __future__ import annotations

import secrets
import sys
import threading
from typing import TYPE_CHECKING, Any

import click

from desktop_client.cli.models import fetch
from desktop_client.cli.shell import Shell, common
from desktop_client.commerce.reading.silences import WORDS
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Sampling
from desktop_client.settings import MAX_TOKENS, TEMPERATURE
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.app.both_sides import Answered, Considered
    from desktop_client.commerce.asking.suggestion_list import SuggestionList
    from desktop_client.commerce.prices.rates import Conversion
    from desktop_client.inference.engine import ModelFile

TIMING = ("load_s", "prompt_tokens", "evaluated_tokens", "first_token_s", "tokens", "tokens_per_s")
"""What a script may rely on; what else an answer knows of its making is for people."""


@click.command()
@click.argument("text")
@click.option("--shop", is_flag=True, help="Show suggestions for this question even where they are off.")
@click.option("--model", metavar="FILE", help="A GGUF file, the name of a model that is on disk, or server:ID/MODEL.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Draw the same words again.")
@click.option("--temperature", type=click.FloatRange(0, 2), help="0 always takes the likeliest word.")
@click.option("--max-tokens", type=click.IntRange(1), help="The longest answer, in tokens.")
@common
def ask(
    shell: Shell,
    text: str,
    shop: bool,
    model: str | None,
    seed: int | None,
    temperature: float | None,
    max_tokens: int | None,
) -> None:
    """Ask TEXT (or - to read it from stdin). The answer is the same whether suggestions are shown or not."""
    from desktop_client.app import Parts, both_sides

    question = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    question = question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if not question.strip():
        raise SidelightError(say("The question is empty."), say("Type a question."))
    sampling = Sampling(
        temperature=shell.settings.get(TEMPERATURE) if temperature is None else temperature,
        seed=secrets.randbits(32) if seed is None else seed,
        max_tokens=max_tokens or shell.settings.get(MAX_TOKENS),
    )
    with Parts(shell.profile, shell.settings, goes_on=False) as parts:
        file = parts.model(model, lambda entry: fetch(shell, entry))
        show = _silent if shell.json else shell.print_piece
        answered = both_sides.ask(parts, question, sampling, file, shop=shop, on_piece=show, stop=threading.Event())
        conversion = parts.exchange.conversion()
    considered = answered.panel
    if shell.json:
        shell.print_json(_document(answered, None if considered is None else _panel(shell, considered)))
        return
    shell.print("")
    if considered is not None:
        _print_panel(shell, considered, conversion)


def _say_who_waits(shell: Shell, listed: SuggestionList) -> None:
    from desktop_client.commerce.asking.suggestion_list import State

    waiting = [came.name[shell.language] for came in listed.coverage if came.state is State.WAITING]
    if waiting:
        shell.note(
            shell.text(
                say(
                    "Not asked, since each request is to be shown first: {names}. Ask in the window, or let them go at "
                    "once: sidelight sources on NAME --at-once.",
                    names=(", " if shell.language == "en" else "、").join(waiting),
                )
            )
        )


def _silent(piece: str) -> None:
    """The answer is printed whole, as part of the document."""


def _document(answered: Answered, panel: dict[str, Any] | None) -> dict[str, Any]:
    provenance = answered.answer.provenance
    return {
        "answer": answered.answer.text,
        "model": _model(answered.model),
        "request_sha256": provenance and provenance.request_sha256,
        "timing": provenance and provenance.timing and {key: getattr(provenance.timing, key) for key in TIMING},
        "conversation": answered.answer.conversation_id,
        "state": answered.answer.state.value,
        "panel": panel,
    }


def _model(model: ModelFile) -> dict[str, str]:
    named = {"name": model.name, "sha256": model.sha256}
    return named | {"server": model.server} if model.server else named


def _panel(shell: Shell, considered: Considered) -> dict[str, Any]:
    from desktop_client.commerce.lists.codec import empty_panel, panel_to_json

    if considered.listed is None:
        return empty_panel(considered.reading.need, considered.reading.silent)
    return panel_to_json(considered.listed, shell.language)


def _print_panel(shell: Shell, considered: Considered, conversion: Conversion | None) -> None:
    from desktop_client.cli.offer_lines import print_label, print_list

    shell.print("")
    if considered.listed is not None:
        print_list(shell, considered.listed, conversion)
        _say_who_waits(shell, considered.listed)
        return
    print_label(shell)
    silent = considered.reading.silent
    shell.print(shell.text(say("Not shopping.") if silent is None else WORDS[silent]))
