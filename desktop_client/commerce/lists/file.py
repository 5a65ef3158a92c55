"""A list as a file, and the check of one: the same offers, put in order again, must come to the same list (P6).

What a list was made from (need, weights, order, time, limit, offers) has a digest in the file, so that a change of it
shows. All else in the list must come out again, and so must the label and each offer's commercial status in words: a
list that was verified must not say *no payment* of a paid link. Nor must it say anything else: a name that Sidelight
does not write there, or one written twice, is refused. What sources answered and the layout are not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from desktop_client.commerce.asking.list_inputs import ListInputs
from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.label import status_words
from desktop_client.commerce.lists.codec import (
    LABEL_PARTS,
    CodecError,
    Json,
    group_to_json,
    inputs_to_json,
    need_from_json,
    offer_from_json,
    panel_to_json,
)
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.proper_offer import in_utc
from desktop_client.commerce.ranking import RULE_VERSION, Order, Weights
from desktop_client.errors import SidelightError
from desktop_client.wording import Language, Sentence, say
from desktop_client.wording.unreadable import unreadable_words

FORMAT = "sidelight-list"
VERSION = 1

_USE = say("Use what “rank --json” or “ask --shop --json” printed, or a list that the window exported.")

_ALWAYS: Json = {"format": FORMAT, "version": VERSION, "silent": None}
"""What stands in no list with another value; what ``rank`` prints has none of it."""

_FROM_ELSEWHERE = frozenset({"sources", "notices", "blocked"})
"""What can't be worked out again: it comes from the sources."""

_COUNTS = ("removed", "unrelated", "cut")
_DERIVED = ("rank", "score", "total", "total_parts", "unit_price", "stale", "reasons")
"""What the rule says of a row; the rest of it is the offer."""


class ListFileError(SidelightError):
    """What was read is no list that can be checked here."""


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """What checking a list came to: ``difference`` says what does not come out again, None where all does.

    ``rows`` were shown and ``left_out`` considered besides.
    """

    rows: int
    left_out: int
    rule_version: str
    inputs_sha256: str
    difference: Sentence | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """One group as it stands in the file; the common one stands at the top, without a source."""

    offers: list[Json]
    left_out: list[Json]
    removed: list[Json]
    unrelated: int
    cut: int
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Rates:
    """The rates by which amounts in different currencies were compared."""

    on: date
    source: str
    per_euro: dict[str, Decimal]

    def checked(self) -> Rates:
        if not all(rate.is_finite() and rate > 0 and -12 <= rate.adjusted() <= 12 for rate in self.per_euro.values()):
            raise msgspec.ValidationError("a rate is no number")
        return Rates(self.on, self.source, tuple(sorted(self.per_euro.items())))


@dataclass(frozen=True, slots=True)
class _File:
    """What else of a file is checked."""

    rule_version: str
    language: Language
    order: Order
    weights: Weights
    at: datetime
    limit: int | None
    need: Json
    inputs_sha256: str
    groups: list[_Group] = field(default_factory=list)
    rates: _Rates | None = None


# Looked at now: msgspec's first look at a class in two threads at once ends the process.
msgspec.json.Decoder(_File)
msgspec.json.Decoder(_Group)


def list_to_json(listed: SuggestionList, language: Language = "en") -> Json:
    """A list as a document that says what it is, carries the label and its own evidence, and can be checked."""
    return {"format": FORMAT, "version": VERSION, **panel_to_json(listed, language)}


def verify_list(text: str | bytes) -> ListVerdict:
    """Check a list: a file that holds what ``list_to_json`` makes, or what ``rank`` or ``ask`` print with ``--json``.

    Raises:
        ListFileError: it is none of these, or was made under another version of the rule than this program's.
    """
    document = _document(text)
    try:
        given = msgspec.convert(document, _File)
        groups = [msgspec.convert(document, _Group), *given.groups]
        inputs = ListInputs(
            need=need_from_json(msgspec.json.encode(given.need)),
            weights=given.weights,
            order=given.order,
            at=in_utc(given.at),
            limit=given.limit,
            rule_version=given.rule_version,
            groups=tuple((group.source_id, _offers(group)) for group in groups),
            rates=given.rates.checked() if given.rates is not None else None,
        )
    except msgspec.ValidationError as error:
        raise _no_list(unreadable_words(error)) from error
    except CodecError as error:
        raise ListFileError(error.cause, _USE) from error
    sha256 = inputs.sha256
    again = [group_to_json(ranked, given.language) for ranked in inputs.ranked()]
    differences = (
        _mislabelled(document),
        *(_difference(group, new) for group, new in zip(groups, again, strict=True)),
        *(_misstated(group, offers) for group, (_, offers) in zip(groups, inputs.groups, strict=True)),
    )
    difference = next((found for found in differences if found is not None), None)
    if difference is None and sha256 != given.inputs_sha256:
        difference = say("The need, the weights, the time or an offer is not what the list was made from.")
    if difference is None:
        common, *alone = again
        written = LABEL_PARTS | _ALWAYS | inputs_to_json(inputs, given.language) | common | {"groups": alone}
        difference = _unwritten(document, written)
    return ListVerdict(
        rows=sum(len(group.offers) for group in groups),
        left_out=sum(len(group.left_out) for group in groups),
        rule_version=given.rule_version,
        inputs_sha256=sha256,
        difference=difference,
    )


def _document(text: str | bytes) -> Json:
    try:
        found: Any = msgspec.json.decode(text)
        json.loads(text, object_pairs_hook=_each_once)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _no_list(unreadable_words(error)) from error
    if isinstance(found, dict) and "panel" in found:
        found = found["panel"]
    if not isinstance(found, dict):
        raise _no_list(say("an object is expected"))
    version = found.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ListFileError(
            say("The list was written in version {version} of its format.", version=version),
            say("Check it with the Sidelight that made it."),
        )
    made = found.get("rule_version")
    if isinstance(made, str) and made != RULE_VERSION:
        raise ListFileError(
            say("The list was made under rule {made}, and this Sidelight has rule {own}.", made=made, own=RULE_VERSION),
            say("Check it with the Sidelight that made it."),
        )
    document: Json = found
    return document


def _each_once(pairs: Sequence[tuple[str, Any]]) -> Json:
    """An object whose names are all different: of two with one name, some programs read the first, some the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _no_list(why: Sentence | str) -> ListFileError:
    return ListFileError(say("That is no list that can be checked: {detail}.", detail=why), _USE)


def _offers(group: _Group) -> tuple[Offer, ...]:
    rows = (*group.offers, *group.left_out)
    return tuple(offer_from_json(msgspec.json.encode(row), number) for number, row in enumerate(rows, 1))


def _difference(given: _Group, again: Json) -> Sentence | None:
    """The first thing in a group that does not come out again."""
    place = _misplaced(given.offers, again["offers"])
    if place is not None:
        return place
    for number, (row, new) in enumerate(zip(given.offers, again["offers"], strict=True), 1):
        for part in _DERIVED:
            if part not in row or row[part] != new[part]:
                return say("Row {row}: “{part}” is not what the rule gives.", row=number, part=part)
    changed = next((part for part in _COUNTS if getattr(given, part) != again[part]), None)
    return say("“{part}” is not what the rule gives.", part=changed) if changed else None


def _mislabelled(document: Json) -> Sentence | None:
    """The first part of the label that is missing or not as it was written, or what only another document says."""
    stated = LABEL_PARTS | {part: value for part, value in _ALWAYS.items() if part in document}
    wrong = next((part for part, value in stated.items() if document.get(part) != value), None)
    return None if wrong is None else _not_as_written(wrong)


def _unwritten(document: Json, written: Json) -> Sentence | None:
    """The first name that Sidelight does not write where it stands."""
    groups = [{"source_id": None} | group for group in written["groups"]]
    looked_at = {part: value for part, value in document.items() if part not in _FROM_ELSEWHERE}
    found = next(_added(looked_at, written | {"groups": groups}), None)
    return None if found is None else _not_as_written(found)


def _added(given: object, written: object) -> Iterator[str]:
    """Names in ``given``, at any depth, that ``written`` has not."""
    if isinstance(given, dict) and isinstance(written, dict):
        for name, value in given.items():
            if name in written:
                yield from _added(value, written[name])
            else:
                yield name
    elif isinstance(given, list) and isinstance(written, list):
        for one, other in zip(given, written, strict=False):
            yield from _added(one, other)


def _not_as_written(part: str) -> Sentence:
    return say("“{part}” is not as Sidelight writes it.", part=part)


def _misstated(given: _Group, offers: Sequence[Offer]) -> Sentence | None:
    """The first offer whose commercial status, as a code or in words, is not what the offer itself comes to."""
    for number, (row, offer) in enumerate(zip((*given.offers, *given.left_out), offers, strict=True), 1):
        stated = row.get("commercial")
        said = (stated.get("status"), stated.get("words")) if isinstance(stated, dict) else None
        if said != (offer.commercial.status.value, status_words(offer.commercial)):
            if number > len(given.offers):
                return _not_as_written("left_out")
            return say("Row {row}: “{part}” is not what the rule gives.", row=number, part="commercial")
    return None


def _misplaced(given: Sequence[Json], again: Sequence[Json]) -> Sentence | None:
    for number, (row, new) in enumerate(zip(given, again, strict=False), 1):
        if any(row.get(part, "") != new[part] for part in ("source_id", "offer_id", "feed")):
            return say(
                "Row {row} should be “{wanted}”, and it is “{found}”.",
                row=number,
                wanted=new["title"],
                found=row["title"],
            )
    if len(given) != len(again):
        return say("The list has {given} rows and should have {wanted}.", given=len(given), wanted=len(again))
    return None
