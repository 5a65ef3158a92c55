"""Counts in words: one thing in the singular, any other number of them in the plural; Chinese makes no difference."""

from __future__ import annotations

from desktop_client.wording import Sentence, say


def days(count: int) -> Sentence:
    """So many days."""
    return say("1 day") if count == 1 else say("{count} days", count=count)


def offers(count: int) -> Sentence:
    """So many offers."""
    return say("1 offer") if count == 1 else say("{count} offers", count=count)
