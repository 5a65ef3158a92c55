"""Which offers are of the same product: by GTIN, then by maker and model number, unless the user says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.offer import Key, Offer


class SameBy(StrEnum):
    """What two offers of one product have in common."""

    GTIN = "gtin"
    MODEL = "model"


def same_by(one: Offer, other: Offer) -> SameBy | None:
    """What says that two offers are of one product; None where nothing does.

    Two different GTINs are two products, whatever the model numbers say. A model number alone says nothing where both
    name their makers and these differ, nor where neither names one.
    """
    if one.gtin14 and other.gtin14:
        return SameBy.GTIN if one.gtin14 == other.gtin14 else None
    mine, its = fold(one.model or "").strip(), fold(other.model or "").strip()
    if not mine or mine != its:
        return None
    makers = {fold(offer.brand).strip() for offer in (one, other) if offer.brand}
    return SameBy.MODEL if len(makers) == 1 else None


def groups(offers: Sequence[Offer], apart: Collection[tuple[Key, Key]] = ()) -> tuple[tuple[int, ...], ...]:
    """Places of offers of one product, in their order; an offer that is alone is a group of one.

    An offer joins the first group to a member of which it is the same, and with no member of which the user (``apart``)
    or a GTIN says that it isn't.
    """
    told = {frozenset(pair) for pair in apart}
    found: list[list[int]] = []
    for at, offer in enumerate(offers):
        home = next((group for group in found if _belongs(offer, [offers[member] for member in group], told)), None)
        if home is None:
            found.append([at])
        else:
            home.append(at)
    return tuple(tuple(group) for group in found)


def _belongs(offer: Offer, group: Sequence[Offer], told: Collection[frozenset[Key]]) -> bool:
    if any(frozenset((offer.key, other.key)) in told for other in group):
        return False
    if any(offer.gtin14 and other.gtin14 and offer.gtin14 != other.gtin14 for other in group):
        return False
    return any(same_by(offer, other) for other in group)
