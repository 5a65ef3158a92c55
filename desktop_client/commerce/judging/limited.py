"""A wish for a limit, "at least 65 W": an offer meets it by any amount that keeps within, not by the words.

A stated attribute speaks both ways where it is the one for such measures (power, weight); a title only speaks for the
offer, since it may name the amounts of other things too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_client.commerce.judging.claims import Saying, Subject
from desktop_client.commerce.meaning.attribute import Attribute
from desktop_client.commerce.meaning.concepts import Table
from desktop_client.commerce.meaning.denials import is_unknown
from desktop_client.commerce.meaning.limits import Amount, Limit, amounts_in, read_limit
from desktop_client.commerce.meaning.phrases import Probe
from desktop_client.commerce.meaning.quantities import plain_units

STATED_AS: Final[Mapping[str, frozenset[str]]] = {
    "gram": frozenset({"weight"}),
    "litre": frozenset({"volume"}),
    "second": frozenset({"battery_life"}),
    "watt": frozenset({"power"}),
    "ampere_hour": frozenset({"battery", "volume"}),
}
"""The common names of attributes that state a measure of the whole thing, by its unit.

A length or a number of bytes may be that of anything about it, so there only a title is heard.
"""


def subject_of(phrase: str, table: Table) -> Subject:
    """What a must-have or must-not asks about: a limit if it sets one, else what it names."""
    limit = read_limit(phrase)
    return Subject(phrase, table) if limit is None else LimitSubject(phrase, table, limit)


class LimitSubject(Subject):
    """A limit, ready to be looked for in many offers."""

    def __init__(self, phrase: str, table: Table, limit: Limit) -> None:
        super().__init__(phrase, table)
        self.denied, self.concept, self._limit = False, None, limit
        self._group = ()
        self.probe = self.value_probe = Probe(w for w, (unit, _) in plain_units().items() if unit == limit.unit)

    def is_meant_by(self, attribute: Attribute) -> bool:
        """Whether an attribute is the one for such a measure."""
        return attribute.common in STATED_AS.get(self._limit.unit, ())

    def _heard(self, folded: str) -> tuple[Saying, list[tuple[int, int]]]:
        within = [amount for amount in self._amounts(folded) if self._limit.holds(amount.number)]
        return Saying(yes=bool(within)), [(amount.start, amount.end) for amount in within]

    def _said_by(self, attribute: Attribute) -> Saying:
        if not self.is_meant_by(attribute) or is_unknown(attribute.value):
            return Saying()
        stated = self._amounts(attribute.value)
        within = any(self._limit.holds(amount.number) for amount in stated)
        return Saying(yes=within, no=bool(stated) and not within)

    def _amounts(self, folded: str) -> list[Amount]:
        return [amount for amount in amounts_in(folded) if amount.unit == self._limit.unit]
