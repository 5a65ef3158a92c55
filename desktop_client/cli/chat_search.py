"""``sidelight chat search``: find in all conversations."""

from __future__ import annotations

from typing import Any

import click

from desktop_client.chat.search import Hit, Order, Query
from desktop_client.cli.shell import Shell, common
from desktop_client.errors import SidelightError
from desktop_client.wording import say


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many results.")
@click.option(
    "--by", type=click.Choice([order.value for order in Order]), default=Order.NEWEST.value, show_default=True
)
@common
def search(shell: Shell, text: str, limit: int, by: str) -> None:
    """Find TEXT in titles and messages, on every branch; what is in the trash is left out.

    All words have to be there, each at the beginning of a word; Chinese, Japanese and Korean anywhere. "Quotes" hold
    a phrase together. --by best ranks the newest 1,000 messages that match.
    """
    from desktop_client.app import Parts

    query = Query.of(text)
    if not query:
        raise SidelightError(say("There is no word to look for."), say("Type at least one letter or digit."))
    with Parts(shell.profile, shell.settings) as parts:
        hits = parts.store.search.search(query, limit, Order(by))
    if shell.json:
        shell.print_json({"query": text, "order": by, "results": [_hit(hit) for hit in hits]})
        return
    for hit in hits:
        where = hit.conversation_id if hit.message_id is None else f"{hit.conversation_id}:{hit.message_id}"
        shell.print(f"{where}\t{hit.at:%Y-%m-%d %H:%M}\t{hit.title}\t{hit.excerpt.text}")


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "conversation_id": hit.conversation_id,
        "title": hit.title,
        "message_id": hit.message_id,
        "role": hit.role and hit.role.value,
        "at": hit.at.isoformat(),
        "excerpt": hit.excerpt.text,
        "matches": [list(match) for match in hit.excerpt.matches],
    }
