"""What a message only tells: "My aunt retires in June, I'd like binoculars for her" is about no June.

A clause in which somebody or something does a thing is told, unless it asks, sets terms, or says what a thing has to
suit ("my skin is dry"). One without a doer goes with the clause before. Where nothing is asked outright nothing is only
told either: all of it may be what is meant. The words are in ``data/story.*.txt``; here is how they are joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

Place = tuple[int, int]

_ASKING_CUES = frozenset({"want", "recommend", "choose", "compare", "where", "picking"})
"""Lists of cues of which one is enough for a clause to ask."""


def _en(name: str) -> str:
    """Any of the words of an English list, with either apostrophe."""
    return f"(?:{'|'.join(read_lists('story.en.txt')[name])})".replace("'", "['’]")


def _zh(name: str, but: str = "") -> str:
    """Any of the words of a Chinese list, the first that fits; not as a part of what the list ``but`` has."""
    longer = read_lists("story.zh.txt")[but] if but else ()
    return f"(?:{'|'.join(_not_within(longer, word) for word in read_lists('story.zh.txt')[name])})"


def _not_within(longer: Iterable[str], word: str) -> str:
    """A word where it is no part of any of those that have one character more."""
    before = "".join(other[0] for other in longer if other[1:] == word)
    behind = "".join(other[-1] for other in longer if other[:-1] == word)
    return (f"(?<![{before}])" if before else "") + word + (f"(?![{behind}])" if behind else "")


_WHO = (
    rf"(?:{_en('who')}{_en('who in short')}?|{_en('who in one word')}|{_en('who in the family')}(?:['’]s)?"
    rf"|{_en('whose')} [a-z]+)\b"
)
_DONE = rf"(?:{_en('done or not done')}(?:n['’]t)?|{_en('done')}|[a-z]+ed)"
_ENGLISH_TELLS = Late(
    rf" ?(?:{_en('before a story')} )*(?:{_WHO}|{_en('begins one')}"
    rf"|(?:just |recently )?{_en('begins one without a doer')} "
    rf"|(?:{_en('a thing')}|[a-z]+['’]s) (?:(?!{_en('of a thing')} )[\w'’-]+ ){{1,6}}{_DONE}\b)"
)
_ENGLISH_ASKS = Late(
    rf"\b(?:{_en('i would')}(?: really| also| so)? {_en('would like to have')}"
    rf"|{_en('wants')} (?!to {_en('wants to know')}\b)|{_en('is')} {_en('is looking for it')}"
    rf"|{_en('means to')} to {_en('get it')}|{_en('asks')})\b|\?\s*$"
)
_SUITS = Late(
    rf"^ ?{_zh('I')}的?{_zh('is or has')}|{_zh('to suit')}"
    rf"|\b(?:my|our) (?:\w+ ){{0,2}}{_en('body')} (?:\w+ )?{_en('is so')}\b|\b{_en('will not have')}\b"
    rf"|\b(?:i|we)(?:['’]ve(?: got)?| have(?: got)?) (?:\w+ ){{0,3}}{_en('body one has')}\b"
    rf"|\b(?:i|my|we|our)\b.{{1,40}}\b{_en('what one has things for')}\b"
)
_CUT = (
    r"[.!?;:,()—–](?!\d)| - "
    rf"| (?={_en('cut before')} (?:now |then |just )?(?:{_WHO}|{_en('cut before, if next')} ))"
)
_HAN_TELLS = Late(
    rf"\s*{_zh('before a story')}*"
    rf"(?:{_zh('who')}|{_zh('whose kin')}*的?{_zh('kin')}|{_zh('begins one', but='begins none')})"
)
_HAN_TOLD = Late(rf"{_zh('told')}|太[\u4e00-\u9fff]{{1,2}}[，,。！]?$|了[，,。！!]?$")
_HAN_ASKS = Late(rf"{_zh('asks', but='asks nothing')}|[吗呢][？?]?$")
_HAN_CUT = r"[，,。！!？?；;：:]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
_ENDS = {"en": Late(_CUT), "zh": Late(_HAN_CUT)}
_ASKS = {"en": _ENGLISH_ASKS, "zh": _HAN_ASKS}
_TELLS = (_ENGLISH_TELLS, _HAN_TELLS)
_LACKING = Late(rf"(?:\b{_en('lacks')}|n['’]t (?:even )?{_en('does not')}(?: an?| any)?)\b|{_zh('lacks')}")
_ANOTHER = Late(
    rf"\b(?!{_en('no other one')}\b)[a-z-]+ ones?\b"
    rf"|(?:{_zh('another')}|{_zh('another, counted')}{_zh('a piece')})[\u4e00-\u9fff]{{1,8}}的(?=[，,。！!？?]|$)"
)

_ONE = Late(
    r"\b(?:an? |the |another |needs? |wants? |like |get |buy |find |prefer )(?:[a-z-]+ ){0,2}ones?\b"
    r"|(?:^|[.!?;,] )ones? (?=that|with|which|in|for|without|made)"
)


def told(message: Message) -> list[Place]:
    """The clauses of a message that tell and don't ask, in order; none where it asks nothing outright."""
    clauses = list(_clauses(message))
    asking = _asking(message, clauses)
    if len(clauses) < 2 or not any(asking):
        return []
    return list(_told(message, clauses, asking))


def said_to_lack(message: Message, story: Sequence[Place]) -> Place | None:
    """What stands behind "has no" or "ran out of" in a clause that is told: what is wanted if nothing else is."""
    for start, end in story:
        if lacking := _LACKING.search(message.folded[start:end]):
            return start + lacking.end(), end
    return None


def another_one(message: Message, story: Sequence[Place]) -> int:
    """Where "a quieter one" is asked for, which is of the kind that was told of; the end where it is not."""
    places = (
        start + found.start()
        for start, end in outside(message, story)
        if (found := _ANOTHER.search(message.folded[start:end]))
    )
    return next(places, len(message.folded))


def means_one_of(message: Message, places: Sequence[Place]) -> bool:
    """Whether "one with a jug" is of the kind that was named last before it, and that stands in one of these places."""
    for one in _ONE.finditer(message.folded):
        if not _is_in(one.start(), places):
            named = [thing.start for thing in message.goods if thing.end <= one.start() and "goods" in thing.lists]
            return bool(named) and _is_in(named[-1], places)
    return False


def _is_in(place: int, places: Sequence[Place]) -> bool:
    return any(start <= place < end for start, end in places)


def outside(message: Message, places: Sequence[Place]) -> list[Place]:
    """The stretches of a message that lie outside of these places, which come in order."""
    ends = [0, *(end for _, end in places)]
    begins = [*(start for start, _ in places), len(message.folded)]
    return [(start, end) for start, end in zip(ends, begins, strict=True) if start < end]


def _clauses(message: Message) -> Iterator[Place]:
    start = 0
    for match in _ENDS[message.language].finditer(message.folded):
        if message.folded[start : match.end()].strip():
            yield start, match.end()
            start = match.end()
    if start < len(message.folded):
        yield start, len(message.folded)


def _asking(message: Message, clauses: Sequence[Place]) -> list[bool]:
    """Which clauses ask, by their words or by a cue in them."""
    begins = [start for start, _ in clauses]
    cued = {bisect_right(begins, cue.start) - 1 for cue in message.cues if not cue.lists.isdisjoint(_ASKING_CUES)}
    asks = _ASKS[message.language]
    return [n in cued or asks.search(message.folded[start:end]) is not None for n, (start, end) in enumerate(clauses)]


def _told(message: Message, clauses: Sequence[Place], asking: Sequence[bool]) -> Iterator[Place]:
    telling = False
    for (start, end), asks in zip(clauses, asking, strict=True):
        clause = message.folded[start:end]
        new_sentence = message.folded[:start].rstrip()[-1:] in ("", *".!?。！？")
        if asks or _SUITS.search(clause):
            telling = False
        else:
            telling = _tells(message, start, clause) or (telling and not new_sentence)
        if telling:
            yield start, end


def _tells(message: Message, start: int, clause: str) -> bool:
    """Whether somebody or something does a thing; 「老人手机」 names one, and does none."""
    if _HAN_TOLD.search(clause):
        return True
    doer = next((match for way in _TELLS if (match := way.match(clause))), None)
    if doer is None:
        return False
    end = start + doer.end()
    return message.language == "en" or not any(thing.start <= end < thing.end for thing in message.goods)
