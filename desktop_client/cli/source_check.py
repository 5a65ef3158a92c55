"""``sidelight sources check``: whether a source is what its label says, for those who write one."""

from __future__ import annotations

import click

from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

_MARKS = {
    "ok": say("ok"),
    "failed": say("failed"),
    "not_checked": say("not checked"),
}


@click.command("check")
@click.argument("name")
@common
def check(shell: Shell, name: str) -> None:
    """Check a source against its own label, without any network."""
    from desktop_client.app import Parts
    from desktop_client.commerce.asking.conformance import Found, check_source

    with Parts(shell.profile, shell.settings) as parts:
        source = parts.registry.source(name)
        checks = check_source(source, parts.gate(parts.switches()).prepare)
    failed = [one for one in checks if one.found is Found.FAILED]
    if shell.json:
        lines = [
            {"check": one.id, "state": one.found.value, "why": shell.text(one.why) if one.why else None}
            for one in checks
        ]
        shell.print_json({"id": source.manifest.id, "ok": not failed, "checks": lines})
    else:
        for one in checks:
            shell.print(f"{shell.text(_MARKS[one.found])}  {shell.text(one.what)}{_because(shell, one.why)}")
    if failed:
        raise SidelightError(
            say("{count} of {all} checks failed.", count=len(failed), all=len(checks)),
            say("Mend the source, or ask whoever made it."),
        )


def _because(shell: Shell, why: Sentence | None) -> str:
    return f"\n    {shell.text(why)}" if why else ""
