"""A message is read: a need, not shopping, or silence with its reason.

Local, the same every time, in English and Chinese; never the chat model. It errs on the quiet side: a false panel is
worse than a missing one, and the user can ask for suggestions on any message (``force``), though never against silence.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_client.commerce.meaning.values import gtin14
from desktop_client.commerce.need import Reading, ShoppingNeed, Silence
from desktop_client.commerce.reading.country import read_country
from desktop_client.commerce.reading.features import WINDOW, features
from desktop_client.commerce.reading.for_whom import for_whom
from desktop_client.commerce.reading.linear import model
from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.message import Message, receive
from desktop_client.commerce.reading.must_not import named_again, read_must_not
from desktop_client.commerce.reading.prices import read_price
from desktop_client.commerce.reading.private import private_spans
from desktop_client.commerce.reading.searchwords import (
    LONGEST,
    barcode_words,
    find_wanted,
    gifts,
    recipients,
    search_text,
)
from desktop_client.commerce.reading.sensitive import Sensitive
from desktop_client.commerce.reading.story import another_one, means_one_of, told
from desktop_client.commerce.reading.told_verdicts import one_of_two, ruled_out_by, verdicts_of, without_aversions
from desktop_client.commerce.reading.waived import waived
from desktop_client.commerce.reading.wish import NOWHERE, Said
from desktop_client.commerce.reading.wishes import read_must_have

__all__ = ["barred_goods", "prepare", "read"]

ASKED = 1
"""What counts as wanted, in thousandths, where the user asks for suggestions: what is barred to shoppers stays so."""

_OF_THE_BODY = frozenset({Silence.HEALTH, Silence.MEDICINE, Silence.MEDICAL_DEVICE})
"""What an aversion, "perfume makes me dizzy", may be taken for."""
_DIGITS = re.compile(r"(?<!\d)\d{12,14}(?!\d)")
_EXAMPLES = (
    "wireless headphones under 200 dollars, not leather, without wires, shipped to Germany",
    "敏感肌适合用什么样的面膜，不要香精，一百到两百，发到日本",
)


def read(text: str, *, force: bool = False) -> Reading:
    """Read one message by itself. ``force`` is *Suggest products*: it overrides *not shopping*, never *silent*."""
    message = receive(text)
    names = features(message)
    wanted = ASKED if _is_a_barcode(message, names) else _wanted(message, names)
    sensitive = Sensitive(message, names)
    reason = sensitive.silence(wanted)
    if force and not reason and wanted <= 0:
        reason = sensitive.silence(ASKED)
    if reason in _OF_THE_BODY and _only_shops(without_aversions(message.beginning(WINDOW)), force):
        reason, wanted = None, max(wanted, ASKED)
    if reason or not (wanted > 0 or force):
        return Reading(is_shopping=False, silent=reason)
    need = _need(message)
    if not need.text and force:
        # What was meant stands in an earlier turn, which this room never sees: "something cheaper?".
        need = replace(need, text=_as_it_stands(message))
    return Reading(is_shopping=True, need=need) if need.text or force else Reading(is_shopping=False)


def _only_shops(message: Message | None, force: bool) -> bool:
    """Whether what is left of a message asks for ordinary goods."""
    if message is None or not any("goods" in thing.lists for thing in message.goods):
        return False
    names = features(message)
    wanted = max(_wanted(message, names), ASKED if force else 0)
    return wanted > 0 and Sensitive(message, names).silence(wanted) is None


def barred_goods(name: str) -> Silence | None:
    """The class of goods that are never suggested to which a thing belongs by its name; None for ordinary ones.

    By the same lists of words as a message, less what only sounds like them; not by likeness, which among thousands of
    goods would take ink for a potion.
    """
    return Sensitive(receive(name), frozenset()).goods


def prepare() -> None:
    """Do now what the first message would wait for, the best part of a second: word lists, weights, patterns."""
    for sentence in _EXAMPLES:
        read(sentence, force=True)


def _wanted(message: Message, names: frozenset[str]) -> int:
    """What the intent model says, in thousandths; nothing is wanted where no word is said, only figures or signs."""
    if not any(character.isalpha() for character in message.shown):
        return 0
    return model("intent").score(names, message.language)


def _is_a_barcode(message: Message, names: frozenset[str]) -> bool:
    """Whether it can be about nothing but one product: a barcode that is called one at most, or asked for its price."""
    if f"{message.language}:lists:price" in names:
        return any(gtin14(digits) is not None for digits in _DIGITS.findall(message.folded))
    begins = next((end for start, end in barcode_words(message.beginning(WINDOW)) if start == 0), 0)
    return gtin14(message.folded[begins:].strip()) is not None


def _as_it_stands(message: Message) -> str:
    """The beginning of a message less what is private."""
    message = message.beginning(WINDOW)
    shown = list(message.shown)
    for start, end in private_spans(message):
        shown[start:end] = " " * (end - start)
    return " ".join("".join(shown).split())[:LONGEST].strip()


def _need(message: Message) -> ShoppingNeed:
    """What is wanted: it stands at the beginning of a message, or nowhere. No search words: it names no thing."""
    message = message.beginning(WINDOW)
    price = read_price(message)
    country = read_country(message)
    private = private_spans(message)
    placed = [*price.spans, *([(country.start, country.end)] if country else []), *private]
    story = told(message)
    figures = waived(message)
    placed += figures
    said = verdicts_of(message, story, figures)
    judged = [verdict.place for verdict in said]
    must_not = read_must_not(message, [*placed, *story, *judged])
    owned = [*placed, *((wish.start, wish.end) for wish in must_not)]
    unjudged = [*placed, *((wish.start, wish.end) for wish in must_not), *(v.place for v in said if v.things)]
    placed += judged
    ruled_out = [*placed, *((wish.start, wish.end) for wish in must_not)]
    must_not = ruled_out_by(message, said, must_not)
    meant = means_one_of(message, judged)
    category = None if meant else find_wanted(message, ruled_out, story)
    if category is None and judged:  # It may be named in a verdict only: "a used camera is fine".
        category = find_wanted(message, owned if meant else unjudged, story)
    if category is None and another_one(message, story) < len(message.folded):
        story = []  # The thing stands in it, by a name that no list knows.
    elif category is not None and category.phrase.endswith(tuple(grammar("gift"))):
        story = []  # What somebody is like who is to be given something is all there is to look for.
    elif category is not None:
        ruled_out += [*recipients(message), *gifts(message)]
    kind = (category.start, category.end) if category else NOWHERE
    must_have = read_must_have(message, [*ruled_out, *story, *one_of_two(message)], kind)
    unsearched = [(wish.start, wish.end) for wish in must_have if wish.said is Said.UNSEARCHED]
    wished = [(wish.start, wish.end) for wish in must_have if message.language == "en" and wish.said is Said.PHRASE]
    named = message.shown[slice(*kind)] or None
    left_out = [*unsearched, *barcode_words(message), *story, *named_again(message, must_not, kind)]
    whom = for_whom(message, category)
    return ShoppingNeed(
        text=search_text(message, [*ruled_out, *left_out], [kind, *wished])
        or named
        # "something cheaper than the Sony one": a thing that is measured by another is still like it.
        or search_text(message, [*unjudged, *left_out], [])
        or "",
        language=message.language,
        category=named,
        price=price.price,
        must_have=(*(wish.phrase for wish in must_have), *([whom] if whom else ())),
        must_not=tuple(dict.fromkeys(wish.phrase for wish in must_not)),
        country=country.code if country else None,
    )
