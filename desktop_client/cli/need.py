"""``sidelight need``: what commerce reads in a sentence, and nothing else."""

from __future__ import annotations

import click

from desktop_client.cli.shell import Shell, common, read_lines
from desktop_client.commerce.lists.codec import reading_to_json
from desktop_client.commerce.lists.need_words import need_words
from desktop_client.commerce.need import Reading
from desktop_client.commerce.reading.silences import WORDS
from desktop_client.errors import SidelightError
from desktop_client.wording import say


@click.command()
@click.argument("text", required=False)
@click.option("--lines", "lines_file", metavar="FILE", help="Read one message a line; print one object a line.")
@common
def need(shell: Shell, text: str | None, lines_file: str | None) -> None:
    """Show what commerce reads in TEXT: not shopping, silent with a reason, or a need."""
    from desktop_client.commerce.reading import read

    if (text is None) == (lines_file is None):
        raise click.UsageError("Give either TEXT or --lines FILE.")
    if lines_file is not None:
        for line in read_lines(lines_file):
            shell.print_json(reading_to_json(read(line)))
        return
    if not text or not text.strip():
        raise SidelightError(say("There is nothing to read."), say("Type a question."))
    reading = read(text)
    if shell.json:
        shell.print_json(reading_to_json(reading))
    else:
        shell.print(_in_words(shell, reading))


def _in_words(shell: Shell, reading: Reading) -> str:
    if reading.silent is not None:
        return shell.text(WORDS[reading.silent])
    if reading.need is None:
        return shell.text(say("Not shopping."))
    return need_words(reading.need, shell.language)
