"""The label: the words that stand over every list and on every card, wherever it is shown, copied or exported (P10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from desktop_client.commerce.offer import Commercial, Offer, Status
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.source import Manifest
from desktop_client.wording import Language, Sentence, say

HEADER = say("Ads & offers — not part of the answer")
"""Over every list. Each column begins by saying *ads*: 广告 is the law's own word (互联网广告管理办法, art. 9).

Not every row is one; what each row is, its own status says.
"""

WE_EARN_NOTHING = say("We earn nothing from any of this.")
HOW_ORDERED = say("How this list is ordered")
SAMPLE = say("Sample, not for sale")
SAMPLE_SHELF = say("Sample shelf")

STATUS: Mapping[Status, Sentence] = {
    Status.PAID_LINK: say("Paid link"),
    Status.NO_PAYMENT: say("No payment"),
    Status.NOT_DISCLOSED: say("Not disclosed"),
}
"""The commercial status in words. There is one for every offer: the absence of payment is a statement too."""


def both(sentence: Sentence) -> str:
    """A sentence in Chinese and English, for files that people of either language may open."""
    return f"{sentence.in_language('zh')} / {sentence.in_language('en')}"


def commission(commercial: Commercial) -> Sentence | None:
    """The commission as it was disclosed, None where it wasn't."""
    if commercial.commission_bp is None:
        return None
    whole, rest = divmod(commercial.commission_bp, 100)
    return say("commission {percent} %", percent=f"{whole}.{rest:02}".rstrip("0").rstrip("."))


def header() -> str:
    """The header as it stands at the head of every file that holds a list."""
    return both(HEADER)


def status_words(commercial: Commercial) -> str:
    """The commercial status of one offer in both languages, as every file says it: ``广告 / Paid link``."""
    return both(STATUS[commercial.status])


def seller_words(offer: Offer) -> Sentence | str:
    """Who sells, in the seller's own words, empty where that is not stated; a sample is of the shelf that it is on."""
    if offer.sample:
        return SAMPLE_SHELF
    return offer.seller.name if offer.seller else ""


def notices_of(manifests: Iterable[Manifest]) -> dict[str, str]:
    """What the terms of sources want to stand wherever their offers do, by source; most want nothing."""
    return {manifest.id: manifest.terms.attribution for manifest in manifests if manifest.terms.attribution}


def manifest_lines(manifest: Manifest, language: Language) -> tuple[tuple[str, str], ...]:
    """A source's label as headings and texts, in the order in which people read it."""
    lines = (
        (say("What it is"), manifest.what_it_is[language]),
        (say("Leaves your computer"), manifest.leaves_this_computer[language]),
        (say("How it orders"), manifest.how_it_orders[language]),
        (say("Who gets paid"), manifest.who_gets_paid[language]),
        (say("Prices may be kept"), manifest.prices_may_be_kept[language]),
        (say("Prices are in"), ", ".join(manifest.currencies)),
        (say("May be asked"), _allowed(manifest.rate_limit, language)),
        (say("Not known"), (manifest.not_known or {}).get(language)),
        (say("Why it is disabled"), (manifest.disabled or {}).get(language)),
    )
    return tuple((heading.in_language(language), text) for heading, text in lines if text)


_PERIODS: Mapping[int, Sentence] = {
    1: say("per second"),
    60: say("per minute"),
    3600: say("per hour"),
    24 * 3600: say("per day"),
}


def _allowed(limits: Sequence[RateLimit], language: Language) -> str | None:
    """How often, in words; None where the platform names no limit."""
    if not limits:
        return None
    each = (say("{count} {per}", count=f"{limit.requests:,}", per=_period(limit.per_s)) for limit in limits)
    listed = reduce(lambda first, second: say("{first}, {second}", first=first, second=second), each)
    whole = say("At most {limits}: so the platform documents it, and Sidelight keeps to it.", limits=listed)
    return whole.in_language(language)


def _period(per_s: int) -> Sentence:
    return _PERIODS.get(per_s) or say("in {seconds} s", seconds=per_s)
