"""Where selling is wrong the panel stays silent and says why (promise P14).

Reasons come from lists of words in ``data/sensitive.*.txt``, with exceptions for the words that only look alike ("shot
glass", 枪灰色). A soft sign ("back pain") silences a question, not the search for an ordinary thing.
"""

from __future__ import annotations

import re
from functools import cache

from desktop_client.commerce.need import Silence
from desktop_client.commerce.reading.lexicon import Lexicon, Span, find_goods, outermost, read_lists
from desktop_client.commerce.reading.linear import model
from desktop_client.commerce.reading.minors import child_is_meant, child_speaks
from desktop_client.commerce.reading.patterns import BY_PATTERN, COMPLAINT, ONLY_SHAPED_LIKE, PLAY, REAL
from desktop_client.commerce.reading.text import Message

_BY_WORDS = (
    Silence.WEAPON,
    Silence.TOBACCO,
    Silence.MEDICINE,
    Silence.MEDICAL_DEVICE,
    Silence.HEALTH_FOOD,
    Silence.HEALTH,
)
_GOODS = frozenset(_BY_WORDS) - {Silence.HEALTH}
_REMEDIES = frozenset({"药", "中药", "草药", "药草", "药用", "medicine", "medicinal", "pill", "drug"})
_NEAR = 9
"""Characters between an ingredient and the thing that it is in."""
STRONG = 400
"""What the health model has to say, in thousandths, to silence the search for a thing."""


def silence(message: Message, names: frozenset[str], shopping: bool) -> Silence | None:
    """Why the panel stays empty, or None.

    ``names`` are the message's features; ``shopping`` tells whether the sender is after a thing.
    """
    signs = _signs(message, shopping)
    if Silence.CRISIS in signs:
        return Silence.CRISIS
    if _concerns_minors(message, signs, shopping):
        return Silence.MINORS
    if not shopping and _sounds_like_crisis(message, names, signs):
        return Silence.CRISIS
    barred = next((reason for reason in _BY_WORDS if reason in signs), None)
    if barred or shopping:
        strong = model("health").score(names, message.language) > STRONG if shopping else False
        return barred or (Silence.HEALTH if strong else None)
    complaint = COMPLAINT.search(message.folded) or "health~" in signs
    return Silence.HEALTH if complaint or model("health").score(names, message.language) > 0 else None


def _sounds_like_crisis(message: Message, names: frozenset[str], signs: frozenset[str]) -> bool:
    """Whether the crisis model says so, and more than the health model where illness is named."""
    danger = model("crisis").score(names, message.language)
    ill = bool(signs & set(_BY_WORDS)) or COMPLAINT.search(message.folded) is not None
    return danger > (max(0, model("health").score(names, message.language)) if ill else 0)


def _concerns_minors(message: Message, signs: frozenset[str], shopping: bool) -> bool:
    barred = "adult" in signs or bool(signs & _GOODS)
    if child_speaks(message.folded):
        return barred or shopping or "adult~" in signs
    return child_is_meant(message.folded) and "adult" in signs


def _signs(message: Message, shopping: bool) -> frozenset[str]:
    """The lists that a message touches, less the words that only look like it; ``+`` lists count for a shopper."""
    found = _lexicon().find_all(message)
    things = [span.start for span in find_goods(message) if "goods" in span.lists]
    excused = [span for span in found if "ordinary" in span.lists]
    signs = {
        name for span in outermost(found) for name in span.lists if not _is_excused(message, span, excused, things)
    }
    signs = {name.removesuffix("+") for name in signs if shopping or not name.endswith("+")}
    if not _is_play(message):
        signs.update(reason for reason, pattern in BY_PATTERN if _matches(pattern, message, excused))
    return frozenset(signs)


def _matches(pattern: re.Pattern[str], message: Message, excused: list[Span]) -> bool:
    found = pattern.finditer(message.folded)
    return any(all(m.end() <= other.start or other.end <= m.start() for other in excused) for m in found)


def _is_excused(message: Message, span: Span, excused: list[Span], things: list[int]) -> bool:
    if any(other.start < span.end and span.start < other.end and not _within(other, span) for other in excused):
        return True
    if span.lists & {"crisis", "health", "health~", "adult", "adult~"}:
        return False
    if _is_ingredient(message, span, things) or ONLY_SHAPED_LIKE.match(message.folded, span.end):
        return True
    return _is_play(message)


def _is_ingredient(message: Message, span: Span, things: list[int]) -> bool:
    """Whether it only says what an ordinary thing has in it: "vitamin E shampoo", 人参洗发水."""
    if not span.lists & {"health_food", "health_food+"} and span.phrase not in _REMEDIES:
        return False
    return any(
        start - span.end >= 0 and len(message.folded[span.end : start].split()) <= 1
        for start in things
        if start - span.end <= _NEAR
    )


def _is_play(message: Message) -> bool:
    return bool(PLAY.search(message.folded)) and not REAL.search(message.folded)


def _within(inner: Span, outer: Span) -> bool:
    return (
        outer.start <= inner.start and inner.end <= outer.end and (inner.start, inner.end) != (outer.start, outer.end)
    )


@cache
def _lexicon() -> Lexicon:
    english, chinese = read_lists("sensitive.en.txt"), read_lists("sensitive.zh.txt")
    return Lexicon({name: english.get(name, ()) + chinese.get(name, ()) for name in sorted({*english, *chinese})})
