"""What the panel shows, made from what commerce found. Pure: no widgets, so it may run in any thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_client.cjk import spaced
from desktop_client.commerce.asking.suggestion_list import Coverage, Group, State, SuggestionList
from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.lists.need_words import country_words
from desktop_client.commerce.need import ShoppingNeed, Silence, kind_is_among_words
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.ranking import Order, Ranked
from desktop_client.commerce.reading.silences import WORDS
from desktop_client.commerce.reasons import would_change
from desktop_client.ui.panel.amounts import wanted_words
from desktop_client.ui.panel.cards import card_view
from desktop_client.ui.panel.previews import preview_views
from desktop_client.ui.panel.view_model import CardView, ChipView, NeedPart, PanelState, PanelView
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.wording import Language, Sentence, say

Seen = Mapping[tuple[str, str], tuple[PriceSeen, ...]]
"""Prices over time, by the offers' keys."""
_NOT_ASKED = (State.WAITING, State.NOT_SENT, State.LINK_OUT)
_NO_ANSWER = (State.FAILED, State.TIMED_OUT, State.CANCELLED)
translate = QCoreApplication.translate


def empty_view() -> PanelView:
    """Nothing was asked yet."""
    return PanelView(PanelState.EMPTY)


def off_here_view() -> PanelView:
    """Suggestions are off in this conversation."""
    return PanelView(PanelState.OFF_HERE)


def never_here_view(reason: str) -> PanelView:
    """This conversation is one of which nothing goes into the suggestions, and why."""
    return PanelView(PanelState.NEVER_HERE, reason=reason)


def not_shopping_view() -> PanelView:
    """The message is no wish to buy something."""
    return PanelView(PanelState.NOT_SHOPPING)


def silent_view(silence: Silence) -> PanelView:
    """Nothing is offered beside this message, and why."""
    return PanelView(PanelState.SILENT, reason=spoken(WORDS[silence]))


def searching_view(need: ShoppingNeed, asked: int, language: Language) -> PanelView:
    """A need is on its way to ``asked`` sources, and none has answered yet."""
    return PanelView(PanelState.SEARCHING, need=need, chips=chips_of(need, {}, language), asked=asked)


def panel_view(
    listed: SuggestionList,
    now: datetime,
    language: Language,
    seen: Seen | None = None,
    *,
    renewed: Collection[str] = (),
    conversion: Conversion | None = None,
    makes_links: Collection[str] = (),
) -> PanelView:
    """The list as the panel shows it, finished or not. ``now`` is aware; ``seen`` are the rows' prices over time;
    ``renewed`` are sources whose request was made anew instead of being sent; ``conversion`` is the currency in which
    the user wants prices as well; ``makes_links`` are sources that make a link for an offer when they are asked.
    """
    removed, alone = _counts(listed)
    unrelated = sum(group.ranked.unrelated for group in listed.groups)
    chips = chips_of(listed.need, removed, language, unrelated)
    on = [coverage for coverage in listed.coverage if coverage.state is not State.OFF]
    asked = [coverage for coverage in on if coverage.state not in _NOT_ASKED]
    names = {coverage.source_id: _name(coverage, language) for coverage in listed.coverage}
    return PanelView(
        state=_state(listed),
        need=listed.need,
        chips=chips,
        coverage=coverage_parts(listed, language),
        off=tuple(_name(coverage, language) for coverage in listed.coverage if coverage.state is State.OFF),
        disclosures=tuple(
            say("{source}: {words}", source=_name(coverage, language), words=text).in_language(language)
            for coverage, text in listed.disclosures
        ),
        cards=tuple(
            card
            for group in listed.groups
            for card in _cards(group, listed, now, language, seen or {}, conversion, makes_links)
        ),
        order=listed.common.order.value,
        weights=listed.common.weights,
        reason=_reason(on, asked),
        asked=len(asked),
        answered=sum(coverage.state is not State.ASKED for coverage in asked),
        without=_droppable(chips, alone),
        previews=preview_views(listed.previews, listed.need, names, language, renewed),
    )


def _reason(on: list[Coverage], asked: list[Coverage]) -> str:
    """Why nothing can have been found, where that is so."""
    if not on:
        return translate("PanelPresenter", "No source is switched on.")
    if not asked:
        return translate("PanelPresenter", "Nothing was sent, so nobody was asked.")
    if all(coverage.state in _NO_ANSWER for coverage in asked):
        return translate("PanelPresenter", "So it isn't known what there is. What came of each source stands above.")
    return ""


def _state(listed: SuggestionList) -> PanelState:
    if listed.rows:
        return PanelState.LIST
    if not listed.done:
        return PanelState.SEARCHING
    return PanelState.WAITING if listed.previews else PanelState.NOTHING_FOUND


def chips_of(
    need: ShoppingNeed, removed: Mapping[Chip, int], language: Language, unrelated: int = 0
) -> tuple[ChipView, ...]:
    """The need as chips: words, kind of thing, must-haves, must-nots, price, country; each with what it takes off the
    list. ``unrelated`` is how many offers have to do with none of the words; a kind of thing that is named by the words
    has its part in what these take off.
    """
    of_kind = removed.get(Chip(ChipKind.CATEGORY, need.category)) if need.category else None
    among = kind_is_among_words(need)
    chips = [ChipView(NeedPart.WORDS, need.text, need.text, unrelated + (of_kind or 0 if among else 0) or None)]
    if need.category and not among:
        chips.append(ChipView(NeedPart.CATEGORY, need.category, need.category, of_kind))
    for phrase in need.must_have:
        gone = removed.get(Chip(ChipKind.MUST_HAVE, phrase))
        chips.append(ChipView(NeedPart.MUST_HAVE, phrase, phrase, gone))
    for phrase in need.must_not:
        gone = removed.get(Chip(ChipKind.MUST_NOT, phrase))
        words = translate("PanelPresenter", "no {thing}").format(thing=phrase)
        chips.append(ChipView(NeedPart.MUST_NOT, phrase, words, gone))
    gone = removed.get(Chip.of_price(need.price)) if need.price else None
    chips.append(ChipView(NeedPart.PRICE, "", wanted_words(need.price, language), gone))
    if need.country:
        name = country_words(need.country, language)
        words = translate("PanelPresenter", "country: {country}").format(country=name)
        chips.append(ChipView(NeedPart.COUNTRY, need.country, words))
    return tuple(chips)


def coverage_parts(listed: SuggestionList, language: Language) -> tuple[str, ...]:
    """Who was asked and what came of it, how many sources are off, and what was left out (promise P16)."""
    parts = [_covered(coverage, language) for coverage in listed.coverage if coverage.state is not State.OFF]
    off = [coverage for coverage in listed.coverage if coverage.state is State.OFF]
    if len(off) == 1:
        parts.append(spaced(translate("PanelPresenter", "{source} off").format(source=_name(off[0], language))))
    elif off:
        parts.append(translate("PanelPresenter", "{count} sources off").format(count=len(off)))
    if listed.cut:
        parts.append(translate("PanelPresenter", "{count} more cut").format(count=listed.cut))
    blocked = sum(listed.blocked.values())
    if blocked:
        parts.append(translate("PanelPresenter", "{count} of kinds never shown here").format(count=blocked))
    return tuple(parts)


def _covered(coverage: Coverage, language: Language) -> str:
    name = _name(coverage, language)
    match coverage.state:
        case State.OK:
            words = translate("PanelPresenter", "{source} {count}").format(source=name, count=coverage.count)
        case State.EMPTY:
            words = translate("PanelPresenter", "{source} had nothing").format(source=name)
        case State.TIMED_OUT:
            words = translate("PanelPresenter", "{source} timed out").format(source=name)
        case State.CANCELLED:
            words = translate("PanelPresenter", "{source} cancelled").format(source=name)
        case State.WAITING:
            words = translate("PanelPresenter", "{source} waits for your Send").format(source=name)
        case State.NOT_SENT:
            words = translate("PanelPresenter", "{source}: not sent").format(source=name)
        case State.ASKED:
            words = translate("PanelPresenter", "{source} is being asked").format(source=name)
        case State.LINK_OUT:
            words = translate("PanelPresenter", "{source} not asked: no key").format(source=name)
        case _:
            words = translate("PanelPresenter", "{source} failed").format(source=name)
    words = spaced(words)
    if coverage.error is None:
        return words
    return translate("PanelPresenter", "{what} ({why})").format(what=words, why=coverage.error.in_language(language))


def _name(coverage: Coverage, language: Language) -> str:
    return coverage.name.get(language) or coverage.name.get("en") or coverage.source_id


def _counts(listed: SuggestionList) -> tuple[Counter[Chip], Counter[Chip]]:
    """How many offers each chip takes off, and how many of them would come back without it."""
    removed: Counter[Chip] = Counter()
    alone: Counter[Chip] = Counter()
    for group in listed.groups:
        for row in group.ranked.removed:
            removed[row.chip] += row.count
            alone[row.chip] += row.alone
    return removed, alone


def _droppable(chips: tuple[ChipView, ...], alone: Mapping[Chip, int]) -> tuple[ChipView, ...]:
    """Conditions without which something would be found, what helps most first."""
    helps = {(NeedPart(chip.kind.value), chip.text): count for chip, count in alone.items() if count}
    found = []
    for chip in chips:
        count = helps.get((chip.kind, chip.value), 0)
        if chip.kind is NeedPart.PRICE:
            count = sum(number for (kind, _), number in helps.items() if kind is NeedPart.PRICE)
        if count:
            found.append(ChipView(chip.kind, chip.value, chip.text, count))
    return tuple(sorted(found, key=lambda chip: -(chip.removes or 0)))


def _cards(
    group: Group,
    listed: SuggestionList,
    now: datetime,
    language: Language,
    seen: Seen,
    conversion: Conversion | None,
    makes_links: Collection[str],
) -> list[CardView]:
    names = {coverage.source_id: _name(coverage, language) for coverage in listed.coverage}
    heading = ""
    if group.source_id is not None:
        heading = translate("PanelPresenter", "{source}, apart: its terms forbid mixing").format(
            source=names.get(group.source_id, group.source_id)
        )
    rows = group.ranked.rows
    return [
        card_view(
            row,
            names.get(row.offer.source_id, row.offer.source_id),
            _changes(group.ranked, at),
            now,
            language,
            heading=heading if at == 0 else "",
            seen=seen.get(row.offer.key, ()),
            notice=listed.notices.get(row.offer.source_id, ""),
            conversion=conversion,
            makes_links=row.offer.source_id in makes_links,
        )
        for at, row in enumerate(rows)
    ]


def _changes(ranked: Ranked, at: int) -> tuple[Sentence, ...]:
    """What would change a row's place; the last one has nothing below it, and other orders compare one figure."""
    if ranked.order is not Order.RELEVANCE or at + 1 >= len(ranked.rows):
        return ()
    return would_change(ranked.rows[at], ranked.rows[at + 1])
