"""Where selling is wrong the panel stays silent and says why (promise P14).

Reasons come from lists of words in ``data/sensitive.*.txt`` and of names in ``data/brands.*.txt``, with exceptions
for the words that only look alike ("shot glass", 枪灰色). A soft sign ("back pain") silences a question, not the
search for an ordinary thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from desktop_client.commerce.meaning.values import gtin14
from desktop_client.commerce.need import Silence
from desktop_client.commerce.reading.books import Book, barred_words
from desktop_client.commerce.reading.clues import clues
from desktop_client.commerce.reading.complaints import complaint
from desktop_client.commerce.reading.lexicon import Span, outermost
from desktop_client.commerce.reading.linear import model
from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.minors import child_is_meant, child_speaks, has_a_child
from desktop_client.commerce.reading.parts import WINDOW, parts
from desktop_client.commerce.reading.patterns import (
    BY_PATTERN,
    KEEPS_IT,
    MADE_TO_HOLD,
    MOCK_ARMS,
    OF_SCENT,
    OF_THE_SKIN,
    ON_SKIN,
    ONLY_SHAPED_LIKE,
    PLAY,
    REAL,
    REMEDIES,
    SMOKED,
    SWALLOWED,
)
from desktop_client.commerce.reading.spelling import Spelling
from desktop_client.late import Late

_BY_WORDS = (
    Silence.WEAPON,
    Silence.TOBACCO,
    Silence.MEDICINE,
    Silence.MEDICAL_DEVICE,
    Silence.HEALTH_FOOD,
    Silence.HEALTH,
)
_BY_MODEL = (Silence.CRISIS, Silence.MINORS, Silence.HEALTH)
_GOODS = frozenset(_BY_WORDS) - {Silence.HEALTH}
_DEVICES = frozenset({"medical_device", "medical_device+"})
_FOR_ADULTS = frozenset({"adult", Silence.TOBACCO})
_NO_MEANS = frozenset({Silence.HEALTH_FOOD, Silence.TOBACCO})
"""Barred things with which nobody harms themselves at once."""
_SMELLS = frozenset({"tobacco", "pipe tobacco", "cigar", "烟草", "雪茄"})
"""What scents are made to smell of."""
_REMEDIES = frozenset({"药", "中药", "草药", "药草", "药用", "medicine", "medicinal", "pill", "drug"})
_BOXES = (
    "礼盒",
    "礼包",
    "套装",
    "礼品",
    "礼",
    "礼物",
    "瓶",
    "袋",
    "盒",
    "box",
    "set",
    "basket",
    "bottle",
    "bag",
    "pack",
)
_NEAR = 9
"""Characters between an ingredient and the thing that it is in."""
_NEAR_A_FRAME = 60
"""Characters before a support in which the seat is named that gives it."""
ALIKE = {"en": 670, "zh": 550}
"""How like barred things, in thousandths, an unknown thing has to be."""
ALIKE_THOUGH_KNOWN = 750
"""The same where a listed kind of goods is named (gloves are ordinary, medical ones are not) or nothing is wanted."""
FAINT = 200
"""Below this, in thousandths, the intent model is not sure enough of a shopper to overlook a complaint."""
ALARMING = 400
"""What the crisis model has to say, in thousandths, to be believed before what the lists say."""
EARNEST = 500
"""The same where a child speaks or a thing is named that nobody comes to harm by: "how do I hide a parcel from my
parents" and "turmeric pills" are no cries for help. From here on danger is believed however ill somebody sounds."""
BRIEF = {"en": 28, "zh": 7}
"""Characters of a message that names something and says no more."""
CLEAR = {"en": 490, "zh": 450}
"""What one model has to say, in thousandths, to be believed by itself where a thing is wanted or named."""
CLEAR_IN_TALK = 155
"""The same where none is."""
WORDLESS = -10_000
"""Far below whatever a model has to say."""
HINTED_BY_A_SHOPPER = {"en": 800, "zh": 1200}
"""What the models have to say together, in thousandths, where a thing is wanted."""
HINTED_BY_A_NAME = {"en": 850, "zh": 250}
"""The same where something is named and no more is said."""
HINTED = {"en": 800, "zh": 100}
"""The same where none is: a panel that is empty anyway may as well say why."""
HAN_IN_A_HINT = 4
"""Chinese characters that it takes to hint at something."""
HINTED_DANGER = {"en": 600, "zh": 100}
"""The same of danger, which must not be overheard."""


class Sensitive:
    """What in a message speaks for silence. Each sign is looked for once, and only when it is asked for.

    First what is told: by lists, by ways of saying things, by the likeness of a thing to what is barred. Where nothing
    is told the models say what is hinted at. ``names`` are the message's features.
    """

    def __init__(self, message: Message, names: frozenset[str]) -> None:
        self._message = message
        self._names = names
        self._by_pattern: dict[Silence, bool] = {}

    def silence(self, wanted: int) -> Silence | None:
        """Why the panel stays empty, or None; ``wanted`` is the intent model's: above 0 the sender is after a thing."""
        shopping = wanted > 0
        signs = self._signs(shopping)
        if Silence.CRISIS in signs:
            return Silence.CRISIS
        told = self._told(signs, wanted) or self._likeness(shopping)
        if told is None:
            return self._hinted(shopping)
        if not (told is Silence.MINORS and shopping) and self._sounds_like_crisis(signs, told):
            return Silence.CRISIS
        return told

    def _told(self, signs: frozenset[str], wanted: int) -> Silence | None:
        """What the lists and the ways of saying things tell."""
        if child_speaks(self._message.folded) or (signs & _FOR_ADULTS and child_is_meant(self._message.folded)):
            return Silence.MINORS
        barred = next((reason for reason in _BY_WORDS if reason in signs), None)
        if barred is Silence.WEAPON and wanted <= 0 and self._is_of_a_game:
            return None  # the best sword of a game is told of, not bought
        after_a_thing = wanted > 0 or f"{self._message.language}:bare+head" in self._names
        if barred is Silence.HEALTH and (after_a_thing or self._is_brief):
            return self._remedy or barred
        if barred:
            return barred
        if after_a_thing:
            complains = self._complaint is not None and (wanted < FAINT or self._names_only_what_ails)
        else:
            complains = "health~" in signs or self._complaint is not None
        return Silence.HEALTH if complains else None

    def _hinted(self, shopping: bool) -> Silence | None:
        """What is meant by all signs, though none tells: what one model says and what that of all reasons says."""
        if self._is_a_word:
            return None
        bare = f"{self._message.language}:bare" in self._names
        least = HINTED_BY_A_SHOPPER if shopping else HINTED_BY_A_NAME if bare else HINTED
        likeness = model("barred")
        made = parts(self._message)
        heard = {reason: self._says(reason) for reason in _BY_MODEL}
        if has_a_child(self._message.folded):
            del heard[Silence.MINORS]
        if leaning := likeness.leaning(made):
            heard[Silence(leaning)] = likeness.score(made, self._message.language)
        loudest = max(heard, key=lambda reason: heard[reason])
        danger = loudest is Silence.CRISIS
        if danger and least is HINTED:
            least = HINTED_DANGER
        clear = CLEAR[self._message.language] if shopping or (bare and not danger) else CLEAR_IN_TALK
        if loudest in _BY_MODEL and heard[loudest] > clear:
            return loudest
        return loudest if heard[loudest] + self._says("hints") > least[self._message.language] else None

    @property
    def _is_a_word(self) -> bool:
        """Whether it is no more than a word, "sorry", 「好的」: it may tell something, and can't hint at anything."""
        characters = sum(map(str.isalnum, self._message.folded))
        return characters < HAN_IN_A_HINT if self._message.language == "zh" else len(self._message.tokens) < 2

    @property
    def _is_brief(self) -> bool:
        """Whether it names something and says no more: "morning sickness pills"."""
        return (
            f"{self._message.language}:bare" in self._names
            and len(self._message.shown) <= BRIEF[self._message.language]
        )

    @property
    def _remedy(self) -> Silence | None:
        """What is wanted against an illness that is named, "acid reflux tablets", where its form tells."""
        return next((reason for reason, form in REMEDIES if form.search(self._message.folded)), None)

    @property
    def _is_of_a_game(self) -> bool:
        return f"{self._message.language}:lists:gaming" in self._names and not REAL.search(self._message.folded)

    @property
    def goods(self) -> Silence | None:
        """The class of barred goods that a list names, whatever is said of them and however likely anything is."""
        return next((reason for reason in _BY_WORDS if reason in _GOODS and reason in self._touched), None)

    def _signs(self, shopping: bool) -> frozenset[str]:
        """The lists that the message touches, less what only looks like it; ``+`` lists count for a shopper."""
        signs = {name.removesuffix("+") for name in self._touched if shopping or not name.endswith("+")}
        known = bool(signs & _GOODS)
        for reason, pattern in BY_PATTERN:
            if (
                not (known and reason in _GOODS)
                and reason not in self._excuse.all_of
                and self._matches(reason, pattern)
            ):
                signs.add(reason)
        return frozenset(signs)

    @cached_property
    def _touched(self) -> frozenset[str]:
        touched: set[str] = set()
        for span in outermost(self._found):
            if not span.lists <= touched and not _stands_in(self._excused, span):
                touched |= span.lists - self._excuse.lists(span)
        return frozenset(touched)

    @cached_property
    def _found(self) -> Sequence[Span]:
        listed = self._message.listed[Book.BARRED]
        return [*listed, *_misspelt(self._message, listed)]

    @cached_property
    def _excused(self) -> dict[int, list[Span]]:
        return _by_place(span for span in self._found if "ordinary" in span.lists)

    @cached_property
    def _excuse(self) -> _Excuse:
        return _Excuse(self._message)

    def _matches(self, reason: Silence, pattern: Late) -> bool:
        """Whether a pattern is met where no ordinary phrase stands."""
        if reason not in self._by_pattern:
            met = pattern.finditer(self._message.folded)
            self._by_pattern[reason] = any(self._excused.keys().isdisjoint(range(m.start(), m.end())) for m in met)
        return self._by_pattern[reason]

    def _likeness(self, shopping: bool) -> Silence | None:
        """What a wanted thing that no list knows is most like, where it is like what is barred at all."""
        language = self._message.language
        bare, head = f"{language}:bare" in self._names, f"{language}:head" in self._names
        if not (shopping or bare) or self._names_a_barcode:
            return None
        made = parts(self._message)
        likeness = model("barred")
        sure = likeness.score(made, language) > (ALIKE[language] if shopping and not head else ALIKE_THOUGH_KNOWN)
        return Silence(likeness.leaning(made)) if sure else None

    @property
    def _names_a_barcode(self) -> bool:
        """Whether the thing is named by its digits, which are like nothing."""
        return any(gtin14(token.text) is not None for token in self._message.beginning(WINDOW).tokens)

    def _sounds_like_crisis(self, signs: frozenset[str], told: Silence) -> bool:
        """Whether the crisis model says more than the health model, though something else is told."""
        danger = self._says("crisis")
        mild = told is Silence.MINORS or bool(signs & _NO_MEANS)
        return danger > (EARNEST if mild else ALARMING) and danger > max(0, self._says("health"))

    @cached_property
    def _complaint(self) -> tuple[int, int] | None:
        found = complaint(self._message.folded)
        if found and ON_SKIN.search(self._message.folded) and OF_THE_SKIN.search(self._message.folded[slice(*found)]):
            return None
        return found

    @property
    def _names_only_what_ails(self) -> bool:
        """Whether the only things that are named are those complained of: 耳朵后面有个包 is about no bag."""
        start, end = self._complaint or (0, 0)
        return all(start <= thing.start and thing.end <= end for thing in self._message.goods)

    def _says(self, of: str) -> int:
        """What a model has to say, in thousandths; of what has no word in it, nothing."""
        return model(of).score(self._clues, self._message.language) if self._has_words else WORDLESS

    @cached_property
    def _has_words(self) -> bool:
        return any(character.isalpha() for character in self._message.shown)

    @cached_property
    def _clues(self) -> frozenset[str]:
        return clues(self._message, self._names)


class _Excuse:
    """What takes the meaning from a listed word: a toy, a shape, an ingredient of an ordinary thing."""

    def __init__(self, message: Message) -> None:
        self._folded = message.folded
        self._things = {span.start for span in message.goods if "goods" in span.lists and not _is_box(span)}
        self._is_scent = bool(OF_SCENT.search(message.folded)) and not SMOKED.search(message.folded)
        self._on_skin = bool(ON_SKIN.search(message.folded)) and not SWALLOWED.search(message.folded)
        play = bool(PLAY.search(message.folded)) and not REAL.search(message.folded)
        mock = bool(MOCK_ARMS.search(message.folded)) and not REAL.search(message.folded)
        self.all_of: frozenset[str] = _GOODS if play else frozenset({Silence.WEAPON}) if mock else frozenset()

    def lists(self, span: Span) -> frozenset[str]:
        """Those of a word's lists that don't count."""
        listed = frozenset(name for name in span.lists if name.removesuffix("+") in _GOODS)
        lends = ONLY_SHAPED_LIKE.match(self._folded, span.end)
        if lends and not (lends[0].strip() == "pen" and "medicine" in span.lists):  # a pen of insulin is one to inject
            return listed
        if self._is_scent and span.phrase in _SMELLS:
            return listed
        if (
            self._is_ingredient(span)
            or _is_of_its_frame(self._folded, span)
            or (listed <= _DEVICES and KEEPS_IT.match(self._folded, span.end))
        ):
            return listed
        return frozenset(name for name in listed if name.removesuffix("+") in self.all_of)

    def _is_ingredient(self, span: Span) -> bool:
        """Whether it only says what an ordinary thing has in it: "vitamin E shampoo", 人参洗发水."""
        food = bool(span.lists & {"health_food", "health_food+"})
        if food and self._on_skin:
            return True
        near = range(span.end, span.end + _NEAR + 1)
        if not (food or span.phrase in _REMEDIES) or self._things.isdisjoint(near):
            return False
        return any(len(self._folded[span.end : start].split()) <= 1 for start in self._things.intersection(near))


def _is_of_its_frame(folded: str, span: Span) -> bool:
    """Whether it tells how a seat or a shoe is made: "a chair with good joint support"."""
    return (
        "support" in span.phrase
        and MADE_TO_HOLD.search(folded[max(0, span.start - _NEAR_A_FRAME) : span.start]) is not None
    )


def _is_box(span: Span) -> bool:
    """Whether a thing says nothing of what is in it: a gift box of ginseng is ginseng."""
    return span.phrase.endswith(_BOXES)


def _by_place(spans: Iterable[Span]) -> dict[int, list[Span]]:
    places: dict[int, list[Span]] = {}
    for span in spans:
        for place in range(span.start, span.end):
            places.setdefault(place, []).append(span)
    return places


def _stands_in(excused: dict[int, list[Span]], span: Span) -> bool:
    """Whether an ordinary phrase holds the word, or a part of it without lying inside it."""
    return any(not _within(other, span) for place in range(span.start, span.end) for other in excused.get(place, ()))


def _within(inner: Span, outer: Span) -> bool:
    return (
        outer.start <= inner.start and inner.end <= outer.end and (inner.start, inner.end) != (outer.start, outer.end)
    )


def _misspelt(message: Message, found: Sequence[Span]) -> list[Span]:
    """Long words near the beginning that are one slip away from a listed name, where nothing else was found."""
    head = message.beginning(WINDOW)
    slips = [(token, lists) for token in head.tokens if (lists := _spelling().lists_of(token.text))]
    if not slips:
        return []
    taken = {place for span in [*found, *head.goods] for place in range(span.start, span.end)}
    return [Span(token.start, token.end, token.text, lists) for token, lists in slips if token.start not in taken]


@cache
def _spelling() -> Spelling:
    """Names that stand by themselves, against every English word that the lists and the models know."""
    names: dict[str, frozenset[str]] = {}
    for name, phrases in barred_words().items():
        if name in _BY_WORDS:
            names |= {phrase: names.get(phrase, frozenset()) | {name} for phrase in phrases}
    listed = (read_lists(page) for page in ("goods.en.txt", "cues.en.txt", "wishes.en.txt", "fillers.en.txt"))
    known = {word for page in listed for phrases in page.values() for phrase in phrases for word in phrase.split()}
    for weighed in ("intent", "health", "crisis"):
        known |= {name.rpartition(":")[2] for name in model(weighed).weights if name.startswith("en:one:")}
    return Spelling(
        names, known | {plural + "s" for plural in known} | {*barred_words()["ordinary"], *barred_words()["spelt so"]}
    )
