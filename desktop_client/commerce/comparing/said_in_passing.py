"""What an offer's own text says where its attributes are silent: a note beside *not stated*, never a value.

Free text can harm an offer and never help it (P4), so the cell stays open: it makes no row differ and wins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from desktop_client.commerce.judging.claims import Place, Subject
from desktop_client.commerce.meaning.concepts import SUBSTANCE, table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.offer import Offer
from desktop_client.wording import Sentence, say

_KINDS = (SUBSTANCE, "property")
"""Sections of the concept table that a text can affirm or deny; a kind of goods it only names."""


class Texts:
    """The titles and descriptions of the offers that stand side by side, each folded once."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._folded = [(fold(offer.title), fold(offer.description or "")) for offer in offers]

    def about(self, attribute: str, at: int) -> Sentence | None:
        """What the text of one offer says about an attribute (its key); None where it says nothing."""
        subject = _subject(attribute)
        if subject is None:
            return None
        title, description = self._folded[at]
        claim = subject.claim(title, description, ())
        substance = subject.concept is not None and subject.concept.section == SUBSTANCE
        if claim.absent is not Place.NOWHERE:
            return say("its text says: without it") if substance else say("its text says: no")
        if claim.present in (Place.TITLE, Place.DESCRIPTION):
            return say("its text says: with it") if substance else say("its text says: yes")
        return None


@lru_cache(maxsize=256)
def _subject(attribute: str) -> Subject | None:
    """The concept of an attribute's own name, if it is one of those that a text can affirm or deny."""
    subject = Subject(attribute.replace("_", " "), table())
    return subject if subject.concept is not None and subject.concept.section in _KINDS else None
