"""``sidelight verify``: the two things that Sidelight asks nobody to believe: the order of a list, and the record."""

from __future__ import annotations

import io

import click

from desktop_client.cli.shell import Shell, common, read_whole
from desktop_client.errors import SidelightError
from desktop_client.wording import counted, say


@click.group()
def verify() -> None:
    """Check a list or the record."""


@verify.command("list")
@click.argument("file")
@common
def list_(shell: Shell, file: str) -> None:
    """Put the offers in FILE (or - for stdin) in order again, and compare with the list that it holds."""
    from desktop_client.commerce.lists.file import verify_list

    verdict = verify_list(read_whole(file))
    if shell.json:
        shell.print_json(
            {
                "verified": verdict.difference is None,
                "difference": None if verdict.difference is None else shell.text(verdict.difference),
                "rows": verdict.rows,
                "left_out": verdict.left_out,
                "rule_version": verdict.rule_version,
                "inputs_sha256": verdict.inputs_sha256,
            }
        )
    if verdict.difference is not None:
        raise SidelightError(
            say("The list does not come out again. {difference}", difference=verdict.difference),
            say("It was changed after it was made, or was not made by this rule."),
        )
    if not shell.json:
        sentence = say(
            "The same order and the same reasons come out again: {rows} rows out of {considered} offers, rule {rule}.",
            rows=verdict.rows,
            considered=verdict.rows + verdict.left_out,
            rule=verdict.rule_version,
        )
        shell.print(shell.text(sentence))
        beside = say(
            "Who was asked and what came of it can't be worked out again. The record notes it beside {digest}.",
            digest=verdict.inputs_sha256,
        )
        shell.print(shell.text(beside))


@verify.command("record")
@click.argument("file", required=False)
@common
def record(shell: Shell, file: str | None) -> None:
    """Check every entry of the profile's record, or of an exported one in FILE (or - for stdin)."""
    from desktop_client.app import Parts
    from desktop_client.commerce.record_file import verify_file

    if file is None:
        with Parts(shell.profile, shell.settings) as parts:
            verdict = parts.store.record.verify()
    else:
        verdict = verify_file(io.BytesIO(read_whole(file)))
    if shell.json:
        shell.print_json(
            {
                "verified": verdict.broken is None,
                "broken": verdict.broken,
                "count": verdict.count,
                "hash": verdict.hash,
            }
        )
    if verdict.broken is not None:
        raise SidelightError(
            say("The record is broken: entry {number} is missing or not as it was written.", number=verdict.broken),
            say("The entries before it are sound; compare the rest with a copy that you exported earlier."),
        )
    if not shell.json:
        sentence = say(
            "The record is whole: {entries}, the last has the hash {hash}.",
            entries=counted.entries(verdict.count),
            hash=verdict.hash,
        )
        shell.print(shell.text(sentence))
