"""JSON: needs and offers in and out, lists and panels out. What is read is checked; unknown fields are passed over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from desktop_client.commerce.asking.list_inputs import ListInputs, left_out, rates_to_json
from desktop_client.commerce.asking.suggestion_list import Coverage, SuggestionList, inputs_of
from desktop_client.commerce.label import WE_EARN_NOTHING, both, header, status_words
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import Reading, ShoppingNeed, Silence
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, note_words
from desktop_client.commerce.prices.packs import UnitPrice
from desktop_client.commerce.proper_offer import MONEY_FIELDS, as_kept, is_amount
from desktop_client.commerce.ranking import RULE_VERSION, Ranked, RankedOffer, Removed
from desktop_client.commerce.reasons import Reason, reasons
from desktop_client.errors import SidelightError
from desktop_client.wording import Language, say
from desktop_client.wording.unreadable import unreadable_words

Json = dict[str, Any]

LABEL_PARTS: Json = {"label": header(), "we_earn": both(WE_EARN_NOTHING)}
"""The label as every list has it."""

_REQUIRED = ("source_id", "offer_id", "title")
_UNDISCLOSED = Commercial(False, "unknown", AdFlag.UNKNOWN, "not disclosed by the source")


class CodecError(SidelightError):
    """What was read is no offer, or no need."""


# --- needs -------------------------------------------------------------------------------------------------------

# Looked at now: msgspec's first look at a class in two threads at once ends the process.
msgspec.json.Decoder(ShoppingNeed)
msgspec.json.Decoder(Offer)


def need_to_json(need: ShoppingNeed) -> Json:
    """A need as JSON; amounts are strings, so that they stay exact."""
    return _object_of(need)


def reading_to_json(reading: Reading) -> Json:
    """What was read from a message: ``{"is_shopping", "silent", "need"}``."""
    return {
        "is_shopping": reading.is_shopping,
        "silent": None if reading.silent is None else reading.silent.value,
        "need": None if reading.need is None else need_to_json(reading.need),
    }


def need_from_json(text: str | bytes) -> ShoppingNeed:
    """A need, from its own JSON or from the whole object that ``need --json`` prints.

    Raises:
        CodecError: it is neither, or the object holds no need.
    """
    found = _object(text)
    if "need" in found or "is_shopping" in found:
        found = found.get("need")
        if not isinstance(found, dict):
            raise CodecError(
                say("No need was read in that message, so there is nothing to rank for."),
                say("Give a need with at least a “text”."),
            )
    try:
        need = msgspec.convert({"text": ""} | _stated(found), ShoppingNeed, strict=False)
        if not all(bound is None or _is_amount(bound) for bound in (need.price.low, need.price.high)):
            raise msgspec.ValidationError("a price is no number")
    except msgspec.ValidationError as error:
        raise CodecError(
            say("That is no shopping need: {detail}.", detail=unreadable_words(error)),
            say("Use what need --json prints."),
        ) from error
    return need


def _is_amount(bound: Decimal) -> bool:
    """Whether it is a number that something may cost. A few letters can mean one with a billion digits."""
    return bound.is_finite() and -12 <= bound.adjusted() <= 15


def _stated(row: Json) -> Json:
    return {name: value for name, value in row.items() if value is not None}


def _object(text: str | bytes) -> Any:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CodecError(
            say("That is no JSON: {detail}.", detail=unreadable_words(error)), say("Check the file.")
        ) from error
    if not isinstance(found, dict):
        raise CodecError(say("That is no JSON object."), say("Check the file."))
    return found


# --- offers ------------------------------------------------------------------------------------------------------


def offer_to_json(offer: Offer) -> Json:
    """An offer as JSON, with its commercial status as a code and in words."""
    row = _object_of(offer)
    row["commercial"] |= {"status": offer.commercial.status.value, "words": status_words(offer.commercial)}
    return row


def offer_from_json(line: str | bytes, number: int = 1, *, seen_at: datetime | None = None) -> Offer:
    """An offer from one line of JSON; ``number`` is the line's, for the message.

    Only source, id and title must be there. An offer that doesn't say who gets paid is *not disclosed*; one that
    doesn't say when it was seen was seen at ``seen_at`` (aware; now, if not given); one without the digest of its raw
    record gets the line's own.

    Raises:
        CodecError: the line is no offer; the sentence says which line and why.
    """
    try:
        row = msgspec.json.decode(line)
        if not isinstance(row, dict):
            raise msgspec.ValidationError("an object is expected")
        return _offer(row, line, seen_at or datetime.now(UTC))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CodecError(
            say("Line {line} is no offer: {detail}.", line=number, detail=unreadable_words(error)),
            say("Take the line out or put it right."),
        ) from error


def offers_from_json(lines: Iterable[str | bytes], *, seen_at: datetime | None = None) -> list[Offer]:
    """Offers from JSON Lines; empty lines are passed over.

    Raises:
        CodecError: a line is no offer.
    """
    return [offer_from_json(line, number, seen_at=seen_at) for number, line in enumerate(lines, 1) if line.strip()]


def _offer(row: Json, line: str | bytes, seen_at: datetime) -> Offer:
    missing = [name for name in _REQUIRED if not row.get(name)]
    if missing:
        raise msgspec.ValidationError(f"`{missing[0]}` is missing")
    raw = line.encode() if isinstance(line, str) else line
    filled = {
        "raw_sha256": hashlib.sha256(raw).hexdigest(),
        "fetched_at": seen_at,
        "commercial": _plain(_UNDISCLOSED),
        "price": None,
    } | _stated(row)
    offer = msgspec.convert(filled, Offer, strict=True)
    for name in MONEY_FIELDS:
        money = getattr(offer, name)
        if money is not None and not is_amount(money):
            raise msgspec.ValidationError(f"`{name}` is no amount of money")
    return as_kept(offer)


# --- lists -------------------------------------------------------------------------------------------------------


def ranked_to_json(ranked: Ranked, language: Language = "en") -> Json:
    """A ranked list under its label: the offers in order with their reasons, and all that it takes to work it out
    again.
    """
    return {
        **LABEL_PARTS,
        **inputs_to_json(ListInputs.of([(None, ranked)]), language),
        **group_to_json(ranked, language),
    }


def group_to_json(ranked: Ranked, language: Language) -> Json:
    """One group of a list: its rows in order, the offers that were left out, and how many for which reason."""
    return {
        "offers": [row_to_json(row, language) for row in ranked.rows],
        "removed": [_removed_to_json(removed) for removed in ranked.removed],
        "unrelated": ranked.unrelated,
        "cut": ranked.cut,
        "left_out": [_stated(offer_to_json(offer)) for offer in left_out(ranked)],
    }


def inputs_to_json(inputs: ListInputs, language: Language) -> Json:
    """What a list was made from, but for its offers; with the digest over all of it."""
    return {
        "rule_version": inputs.rule_version,
        "order": inputs.order.value,
        "weights": _plain(inputs.weights),
        "at": _plain(inputs.at),
        "limit": inputs.limit,
        "language": language,
        "need": need_to_json(inputs.need),
        "rates": rates_to_json(inputs.rates),
        "inputs_sha256": inputs.sha256,
    }


def row_to_json(row: RankedOffer, language: Language = "en") -> Json:
    """An offer in its place: rank, score of 1, total and its parts, unit price, reasons, and the offer in full."""
    return {
        "rank": row.rank,
        "score": row.score / 1000,
        **offer_to_json(row.offer),
        "total": _optional(row.total.money),
        "total_parts": {
            "item": _optional(row.total.item),
            "shipping": _optional(row.total.shipping),
            "tax": _optional(row.total.tax),
            "known": _optional(row.total.known),
            "unknown": list(row.total.unknown),
        },
        "unit_price": _unit_price_to_json(row.unit_price),
        "stale": row.expired,
        "reasons": [reason_to_json(reason, language) for reason in reasons(row)],
    }


def reason_to_json(reason: Reason, language: Language = "en") -> Json:
    """One reason: the part, its score and weight (both of 1) and the words."""
    return {
        "part": reason.part.value,
        "score": reason.points / 1000,
        "weight": reason.weight / 100,
        "words": reason.words.in_language(language),
    }


def _removed_to_json(removed: Removed) -> Json:
    return {
        "chip": removed.chip.kind.value,
        "text": removed.chip.text,
        "count": removed.count,
        "alone": removed.alone,
    }


def _unit_price_to_json(price: UnitPrice | None) -> Json | None:
    if price is None:
        return None
    return {"amount": format(price.amount, "f"), "currency": price.currency, "per": price.per, "unit": price.unit}


# --- the panel ---------------------------------------------------------------------------------------------------


def panel_to_json(listed: SuggestionList, language: Language = "en") -> Json:
    """A list as ``ask --json`` prints it. Sources that may not be mixed with others stand under ``groups``."""
    common, *alone = listed.groups
    return empty_panel() | {
        **inputs_to_json(inputs_of(listed), language),
        "sources": [_source(coverage, language) for coverage in listed.coverage],
        "notices": listed.notices,
        **group_to_json(common.ranked, language),
        "groups": [{"source_id": g.source_id, **group_to_json(g.ranked, language)} for g in alone],
        "blocked": {silence.value: count for silence, count in listed.blocked.items()},
    }


def empty_panel(need: ShoppingNeed | None = None, silent: Silence | None = None) -> Json:
    """A panel that was asked nothing: the message was not shopping, or ``silent`` says why nothing is offered."""
    return {
        **LABEL_PARTS,
        "need": None if need is None else need_to_json(need),
        "silent": None if silent is None else silent.value,
        "sources": [],
        "notices": {},
        "offers": [],
        "groups": [],
        "cut": 0,
        "blocked": {},
        "rule_version": RULE_VERSION,
    }


def _source(coverage: Coverage, language: Language) -> Json:
    return {
        "id": coverage.source_id,
        "name": coverage.name[language],
        "state": coverage.state.value,
        "count": coverage.count,
        "error": None if coverage.error is None else coverage.error.in_language(language),
        "disclosures": [note_words(said, language) for said in coverage.disclosures],
    }


def _optional(value: Money | None) -> Json | None:
    return None if value is None else _plain(value)


def _plain(value: Any) -> Any:
    """Nothing but what JSON has: objects, lists, strings, numbers, true, false and null."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _object_of(value: Any) -> Json:
    row: Json = _plain(value)
    return row
