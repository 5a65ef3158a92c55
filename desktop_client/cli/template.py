"""``sidelight models template``: choosing how to talk to a model whose file does not say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop_client.cli.progress import shown_reading
from desktop_client.cli.shell import Shell, common
from desktop_client.wording import Sentence, say

if TYPE_CHECKING:
    from desktop_client.inference.engine import ModelFile
    from desktop_client.inference.known_templates import TemplateOffer


@click.command()
@click.argument("name")
@click.argument("template", required=False)
@click.option("--file", type=click.Path(path_type=Path), help="A chat template of your own (Jinja) instead.")
@click.option("--forget", is_flag=True, help="Take the choice back.")
@common
def template(shell: Shell, name: str, template: str | None, file: Path | None, forget: bool) -> None:
    """Choose the chat template for a model whose file carries none; its maker's page says which. Without TEMPLATE, say
    which there are and which is chosen.
    """
    from desktop_client.app import chosen_templates
    from desktop_client.app.parts import Parts
    from desktop_client.inference.known_templates import by_id

    if sum((template is not None, file is not None, forget)) > 1:
        raise click.UsageError("Give a TEMPLATE, a --file or --forget, not several of them.")
    parts = Parts(shell.profile, shell.settings)
    with shown_reading(shell, say("Reading {file}", file=name)) as report:
        model = parts.library.find(name, report)
    offers = chosen_templates.offers(model.path, shell.language)
    if forget:
        chosen_templates.forget(parts, model.sha256)
    elif template is not None or file is not None:
        text = chosen_templates.read_template(file) if file else by_id(template or "").template
        chosen_templates.choose(parts, model.sha256, text)
    _tell(shell, model, offers, parts.template_of(model.sha256))


def _tell(shell: Shell, model: ModelFile, offers: tuple[TemplateOffer, ...], chosen: str | None) -> None:
    from desktop_client.cli.model_lines import template_name
    from desktop_client.inference.known_templates import by_text

    known = by_text(chosen) if chosen is not None else None
    if shell.json:
        found = [
            {"id": one.known.id, "name": one.known.name, "fits": one.fits, "example": one.example} for one in offers
        ]
        name = None if chosen is None else known.id if known else "own"
        shell.print_json({"model": model.name, "sha256": model.sha256, "chosen": name, "templates": found})
        return
    for one in offers:
        star = "*" if one.known is known else " "
        shell.print(f"{star} {one.known.id}  {one.known.used_by}; {shell.text(fit_words(one.fits))}")
    if chosen is None:
        shell.print(shell.text(say("None is chosen for {model}, so it can't answer.", model=model.name)))
    else:
        words = say("{model} is talked to by this chat template: {name}", model=model.name, name=template_name(chosen))
        shell.print(shell.text(words))


def fit_words(fits: bool | None) -> Sentence:
    """Whether a template's marks are tokens of the model."""
    if fits is None:
        return say("needs no tokens of its own")
    if fits:
        return say("its marks are tokens of this model")
    return say("its marks are no tokens of this model: answers may not end")
