"""Counts in words: one thing in the singular, any other number of them in the plural; Chinese makes no difference."""

from __future__ import annotations

from desktop_client.wording import Sentence, say


def days(count: int) -> Sentence:
    """So many days."""
    return say("1 day") if count == 1 else say("{count} days", count=count)


def entries(count: int) -> Sentence:
    """So many entries of the record."""
    return say("1 entry") if count == 1 else say("{count} entries", count=count)


def faults(count: int) -> Sentence:
    """So many faults of a database."""
    return say("1 fault") if count == 1 else say("{count} faults", count=count)


def messages(count: int) -> Sentence:
    """So many messages."""
    return say("1 message") if count == 1 else say("{count} messages", count=count)


def offers(count: int) -> Sentence:
    """So many offers."""
    return say("1 offer") if count == 1 else say("{count} offers", count=count)
