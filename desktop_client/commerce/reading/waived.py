"""What is said and asks for nothing: figures of speech ("break the bank", 踩雷), and what need not be ("doesn't have to
be 4k", 颜色无所谓).

What stands in them is neither asked for nor ruled out, and nothing to search by. The words are in
``data/waived.*.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

Place = tuple[int, int]


def _any_of(language: str, name: str) -> str:
    """Any of the phrases of a list, the longest first, with either apostrophe."""
    phrases = sorted(read_lists(f"waived.{language}.txt")[name], key=len, reverse=True)
    return f"(?:{'|'.join(phrases)})".replace("'", "['’]")


_CLAUSE = r"(?:(?!\b(?:but|and|or|so|as long as)\b)[^.,;!?()])"
_HAN_MARKS = "，,。；;！!？?\\s"
_FIGURE = {
    "en": Late(rf"\b(?:{_any_of('en', 'figure')}\b|[a-z-]+ ones {_any_of('en', 'do as they do')}\b{_CLAUSE}{{0,40}})"),
    "zh": Late(
        r"(?:不想|不要|不愿意?|不是|不会|不|别|怕|避免|拒绝)?(?:再|被|让我|又|交|花|当|是|什么|个){0,4}"
        rf"{_any_of('zh', 'figure')}[了的啊]?"
        rf"|[^{_HAN_MARKS}]{{1,4}}的{_any_of('zh', 'do as they do')}[^{_HAN_MARKS}]{{0,5}}"
    ),
}
_FLAW = Late(
    rf"(?:(?P<denied>(?:不要|别|不想|拒绝|讨厌|不喜欢|不是|不能|不接受|受不了|最烦)[^{_HAN_MARKS}太那怕]{{0,8}})"
    rf"|(?:不要|别|不能|不|怕)?(?:太|那么|这么|买到|搞得|是){{0,2}})?{_any_of('zh', 'flaw')}"
    rf"(?P<behind>的?[^{_HAN_MARKS}]{{0,4}}(?:不要|不考虑|免谈|免了|算了|不行|别推荐|别来|不喜欢|不想要|受不了|pass))?"
)
"""What a thing may be said to be, 鸡肋: a condition only where it is not to be."""
_NEED_NOT = {
    "en": (
        Late(rf"\b{_any_of('en', 'need not')} {_CLAUSE}{{1,60}}"),
        Late(rf"\b{_any_of('en', 'nobody minds')}\b{_CLAUSE}{{0,60}}"),
        Late(
            rf"(?<![\w'’])(?:[a-z'’-]+ ){{1,3}}{_any_of('en', 'is all the same')}\b|\b[a-z-]+['’]s (?:fine|ok|okay)\b"
        ),
    ),
    "zh": (
        Late(rf"{_any_of('zh', 'need not')}[^{_HAN_MARKS}]{{1,10}}"),
        Late(rf"[^{_HAN_MARKS}除]{{1,8}}?{_any_of('zh', 'is all the same')}"),
    ),
}


def waived(message: Message) -> list[Place]:
    """The places of a message that ask for nothing, in order."""
    return sorted(_places(message))


def _places(message: Message) -> Iterator[Place]:
    yield from (match.span() for match in _FIGURE[message.language].finditer(message.folded))
    if message.language == "zh":
        flaws = _FLAW.finditer(message.folded)
        yield from (flaw.span() for flaw in flaws if not (flaw["denied"] or flaw["behind"]))
    wishes = {wish.start for wish in message.wishes}
    things = [thing for thing in message.goods if thing.start not in wishes and thing.end - thing.start > 1]
    for pattern in _NEED_NOT[message.language]:
        for start, end in (match.span() for match in pattern.finditer(message.folded)):
            # What is named there may be what is wanted: "a lamp is fine".
            if not any(start <= thing.start < end for thing in things):
                yield start, end
