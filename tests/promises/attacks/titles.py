"""Attacks that write the title."""

from __future__ import annotations

import random
from dataclasses import replace

from promises.attacks.attack import Aim, Attack, Limit, missing
from promises.attacks.free_text import HURRY, INJECTED, PRAISE, SKINS, USES, spoken

from desktop_client.commerce.offer import Offer

LOOKS_LIKE = str.maketrans("aceiopxyABCEHKMOPTX", "асеіорхуАВСЕНКМОРТХ")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def beside(title: str, words: str, lottery: random.Random) -> str:
    """Words before or behind a title."""
    return f"{title} {words}" if lottery.random() < 0.5 else f"{words} {title}"


def stuffed_title(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """All words of the need, two to six times over."""
    words = aim.words() + aim.claims()
    between = lottery.choice((" ", "" if aim.chinese else ", "))
    return replace(offer, title=beside(offer.title, between.join(words * lottery.randint(2, 6)), lottery))


def homoglyphs(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The stuffed title, every other letter a look-alike, digits and Chinese in full width or as a variant."""
    stuffed = stuffed_title(offer, aim, lottery)
    title = "".join(c.translate(LOOKS_LIKE) if lottery.random() < 0.5 else c for c in stuffed.title)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and lottery.random() < 0.3 else c for c in title)
    return replace(stuffed, title=wide)


def zero_width(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The stuffed title with invisible marks between the letters, so that no word seems to be said twice."""
    stuffed = stuffed_title(offer, aim, lottery)
    title = "".join(c + (lottery.choice(INVISIBLE) if lottery.random() < 0.4 else "") for c in stuffed.title)
    return replace(stuffed, title=title)


def every_use(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """A list of uses and skin types behind the title."""
    words = [*USES[aim.need.language].split(), *SKINS[aim.need.language].split("、" if aim.chinese else ", ")]
    lottery.shuffle(words)
    return replace(offer, title=f"{offer.title} {' '.join(words)}")


def loud_title(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """Instructions, praise or urgency in the title."""
    return replace(
        offer, title=beside(offer.title, spoken(lottery.choice((INJECTED, PRAISE, HURRY)), aim, lottery), lottery)
    )


def claims_in_title(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """What is wished for, said once in the title."""
    return replace(offer, title=beside(offer.title, " ".join(missing(offer, aim.claims())), lottery).strip())


def missing_words(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The words of the need that the title has not, each once: it says to be what is looked for."""
    return replace(offer, title=beside(offer.title, " ".join(missing(offer, aim.words())), lottery).strip())


def bare_title(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The need's own words and nothing else."""
    return replace(offer, title=aim.need.text)


def short_title(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The honest title cut down to those words of the need that it has."""
    kept = [word for word in aim.words() if word not in missing(offer, [word])]
    return replace(offer, title=" ".join(kept) or offer.title)


def copied_title(offer: Offer, aim: Aim, lottery: random.Random) -> Offer:
    """The title of the row that stands first."""
    return replace(offer, title=aim.first.title)


TITLE = ("title",)
ATTACKS = (
    Attack("keyword stuffing, title", TITLE, stuffed_title, Limit.ONE_PLACE),
    Attack("homoglyphs", TITLE, homoglyphs, Limit.ONE_PLACE),
    Attack("zero-width characters", TITLE, zero_width, Limit.ONE_PLACE),
    Attack("use-case saturation, title", TITLE, every_use, Limit.ONE_PLACE),
    Attack("instructions, praise, urgency, title", TITLE, loud_title, Limit.ONE_PLACE),
    Attack("wishes claimed in the title", TITLE, claims_in_title, Limit.ONE_PLACE, without_attributes=Limit.AS_HONEST),
    Attack("title cut down to the need's words", TITLE, short_title, Limit.ONE_PLACE),
    Attack("missing words put into the title", TITLE, missing_words, Limit.AS_HONEST),
    Attack("the need as title", TITLE, bare_title, Limit.AS_HONEST),
    Attack("the first row's title copied", TITLE, copied_title, Limit.AS_HONEST),
)
