"""``sidelight models calibrate``: measure how a model runs best on this computer, and run it so from then on."""

from __future__ import annotations

import threading
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

if TYPE_CHECKING:
    from desktop_client.app.parts import Parts
    from desktop_client.inference.engine import ModelFile
    from desktop_client.inference.tuning import Tuned


@click.command()
@click.argument("name", required=False)
@click.option("--forget", is_flag=True, help="Go back to the usual instead of measuring.")
@common
def calibrate(shell: Shell, name: str | None, forget: bool) -> None:
    """Measure how a model runs best here (about a minute), and run it so from then on. Measured again, the newest
    result holds. Without NAME, the model that answers.
    """
    from desktop_client.app import calibrating
    from desktop_client.app.parts import Parts

    with Parts(shell.profile, shell.settings) as parts:
        model = _model(parts, name)
        if forget:
            parts.tunings.forget(model.sha256)
            _tell(shell, model, None)
            return

        def report(done: int, steps: int) -> None:
            step = say("Measuring {name}: {done} of {steps} done", name=model.name, done=done, steps=steps)
            shell.note(shell.text(step))

        tuned = calibrating.calibrate(parts, model, report, threading.Event())
    _tell(shell, model, tuned)


def _model(parts: Parts, name: str | None) -> ModelFile:
    from desktop_client.settings import MODEL

    wanted = name or parts.settings.get(MODEL)
    found = parts.library.find(wanted) if wanted else parts.library.preferred()
    if found is None:
        raise SidelightError(say("No model is on this computer yet."), say("See sidelight models list."))
    return found


def _tell(shell: Shell, model: ModelFile, tuned: Tuned | None) -> None:
    if shell.json:
        shell.print_json({"model": model.name, "sha256": model.sha256} | (asdict(tuned) if tuned else {"tuning": None}))
        return
    for sentence in _sentences(model, tuned):
        shell.print(shell.text(sentence))


def _sentences(model: ModelFile, tuned: Tuned | None) -> list[Sentence]:
    if tuned is None:
        return [say("{name} runs as usual again.", name=model.name)]
    return [
        say(
            "{name} runs best with so many threads: {threads}{rest}. Read: {prompt} tokens/s, written: {generation}.",
            name=model.name,
            threads=tuned.tuning.threads,
            rest=f" ({tuned.tuning.words})" if tuned.tuning.words else "",
            prompt=round(tuned.prompt_per_s, 1),
            generation=round(tuned.generation_per_s, 1),
        )
    ]
