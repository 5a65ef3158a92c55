"""What is looked for in a catalogue: the kind of thing, and the words that tell one thing from another."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from desktop_client.commerce.meaning.concepts import table
from desktop_client.commerce.reading.features import is_head
from desktop_client.commerce.reading.lexicon import Span
from desktop_client.commerce.reading.lists import grammar, read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.story import Place, another_one, outside, said_to_lack
from desktop_client.commerce.reading.wishes import clause_spans, is_liked
from desktop_client.late import Late

LONGEST = 120
"""Characters of search words."""
_NUMERALS = "一两二三四五六七八九十几"
_TO_HAVE = "买要求找换荐送来购入"

_FREE_OF = re.compile(
    r"(?:不(?:用|需)?|免)(?![要想用需太是知好行同必能会带含加放贵急着挑])(?=[\u4e00-\u9fff])(?:打孔|安装|.)"
)
"""What a thing spares one, 不用打孔: without the 不 it would be searched for."""

_HAN_RECIPIENT = Late("|".join(sorted(word for word in grammar("recipient") if not word.isascii())))
_SAID_OF_A_BARCODE = Late(
    r"(?:(?:the |its |a )?\b(?:bar ?codes?|ean|upc|gtin)(?:[ -]?1[234])?(?: (?:number|no\.?|code|is))*"
    r"|(?:商品)?条形?码)(?:编?号码?|数字|是|为|[:：#\s])*(?=\d{12,14}(?!\d))"
    r"|(?<=\d{12})\s*(?:这个|是)?(?:商品)?条形?码"
)
"""What a barcode is called beside its digits, which are all there is to search by."""
_TOO = Late(r"(?:不要|别|不能|不)太(?!像)[\u4e00-\u9fff]{1,2}(?:的(?:那种)?(?:谢谢)?)?(?![\u4e00-\u9fff])")
_TOO_IN_ENGLISH = Late(r"\b(?:not|nothing|isn['’]?t|never) (?:too|so|very|super|overly|terribly|that) (?P<what>[a-z]+)")
"""A degree that no shop can be asked for, "not too heavy", 不要太重."""
_AFTER_A_GIFT = re.compile(r"\s*(?:$|[^\w\s-]|(?:for|to)\b|[给送])")
"""What follows a gift that is no "gift wrap"."""
_MODEL = re.compile(r"\s*(?:(?:\d+\w*|pro|max|mini|plus|ultra)\s*){1,3}")
_TAIL = re.compile(
    r" (?:covers?|holders?|racks?|cases?|sleeves?|straps?|chargers?|mounts?|brackets?|lids?|refills?|cleaners?"
    r"|protectors?"
    r"|toppers?|liners?|organi[sz]ers?|removers?|lights?)(?= ?(?:[,.;:!?)]|$)| (?:for|with|without|that|which|in|from"
    r"|under|and"
    r"|to"
    r"|please)\b)"
)
_HAN_TAIL = re.compile(r"(?:盒|架|套|罩|袋|箱|垫|绳|夹|刷|膜|壳)(?=的?[，,。；;！!？?\s]|$)")
"""What makes of a thing the name of another that goes with it."""
_ENOUGH = re.compile(r" (?:[a-z]+ enough|[a-z]+er than|w)\b")
"""What follows a thing that is told to be so: "a projector bright enough for daytime"."""
_AMOUNT = re.compile(r"\d[\s-]?$")
"""What stands before a unit that is no thing, "20 meters"."""
_LIGHT = re.compile(r"(?<=[,;] )light(?=[,.;]|$)")
"""What weighs little, and is no lamp."""
_QUALITY = re.compile(r"的(?=[，,。；;！!\s]|$)")
"""What makes of a thing what another is made of: 「要木头的」."""
_SPACE = re.compile(r"\s*")
_OF = re.compile(f"的|{_MODEL.pattern}")
_FOR = re.compile(r"\b(?P<thing>[a-z][a-z'-]+) for (?:(?:an?|my|the|our|his|her|their|this|that) )(?:[a-z'-]+ )?$")
_COMPLEMENT = re.compile(
    r"\b(?:(?<!time )(?<!looking )(?<!searching )(?<!shopping )(?<!hunting )(?<!look )(?<!search )(?<!market )for"
    r"|with|without|to fit|fits? (?:in|on|under|over|into|behind|onto)|that fits?|compatible with"
    r"|like"
    r"|than|replace|replacing|under|behind|beneath|underneath|inside)\s+(?:[^\s,.;:!?]+\s+){0,3}$"
)
_REPLACED = re.compile(r"\b(?:replace|replacing|like)\s+(?:[^\s,.;:!?]+\s+){0,3}$")


def find_wanted(message: Message, ruled_out: Sequence[Place], story: Sequence[Place]) -> Span | None:
    """The kind of thing that is wanted: named where it is asked for, else said to be lacking, else told of."""
    if not story:
        return find_category(message, ruled_out)
    asked = find_category(message, [*ruled_out, *story], surely=True)
    if asked and asked.start < another_one(message, story):
        return asked
    not_told = [*ruled_out, *outside(message, story)]
    lacks = said_to_lack(message, story)
    lacking = find_category(message, [*ruled_out, *outside(message, [lacks])], surely=True) if lacks else None
    return lacking or find_category(message, not_told, surely=True) or asked or find_category(message, ruled_out)


def find_category(message: Message, ruled_out: Sequence[Place] = (), *, surely: bool = False) -> Span | None:
    """The kind of thing that is wanted, as the user calls it; None where none is named.

    ``surely`` leaves out what may be only a part of it, or what it is for.
    """
    things = [s for s in message.goods if s.lists & {"goods", "food", "weak", "vehicle"}]
    gift = grammar("gift")
    too_wide = grammar("too wide") | gift
    light = (match.span() for match in _LIGHT.finditer(message.folded))
    terms = [*ruled_out, *clause_spans(message), *light]
    other = [*terms, *((s.start, s.end) for s in message.wishes)]
    named = [_with_tail(message, s) for s in _outside(other, (s for s in things if s.phrase not in too_wide))]
    named = [s for s in named if s.phrase not in grammar("unit") or not _AMOUNT.search(message.folded[: s.start])]
    named = [s for s in named if not is_liked(message, s.start)] or named
    gifts = [s for s in things if s.phrase in gift]
    # A thing that is also a wish ("a carry-on bag") is what is wanted where nothing else is.
    wished = [s for s in _outside(terms, things) if s.phrase not in too_wide]
    head, free = cache(partial(_is_head, message, named)), cache(partial(_is_no_complement, message))
    own = partial(_is_its_own, message)
    ways: Sequence[tuple[Sequence[Span], Sequence[Callable[[Span], bool]]]] = (
        ((named, (head, free)), (named, (free,)), (named, (partial(_is_replaced, message),)))
        if surely
        else (
            (named, (head, free)),
            (named, (free,)),
            (named, (head, own)),
            (named, (own,)),
            (gifts, ()),
            (wished, (own,)),
        )
    )
    for spans, told_by in ways:
        for names in ({"goods", "food"}, {"weak"}, {"vehicle"}):
            # Mostly the first one it is: what tells it is not asked of the others.
            for span in spans:
                if not span.lists.isdisjoint(names) and all(fits(span) for fits in told_by):
                    return _whole(message, span, named)
    return None


def _is_head(message: Message, named: list[Span], span: Span) -> bool:
    is_a_quality = message.language == "zh" and _QUALITY.match(message.folded, span.end) is not None
    is_enough = message.language == "en" and _ENOUGH.match(message.folded, span.end) is not None
    return (is_head(message, span) or is_enough) and not is_a_quality and not _precedes_thing(message, span, named)


def _with_tail(message: Message, span: Span) -> Span:
    """The "car seat cover" whose "car seat" is listed, the 「吉他盒」 whose 「吉他」 is."""
    tail = (_TAIL if message.language == "en" else _HAN_TAIL).match(message.folded, span.end)
    return (
        span
        if tail is None or span.phrase[-1].isdigit()
        else span._replace(end=tail.end(), phrase=message.folded[span.start : tail.end()])
    )


def _is_no_complement(message: Message, span: Span) -> bool:
    return not _COMPLEMENT.search(message.folded[: span.start])


def _is_replaced(message: Message, span: Span) -> bool:
    return _REPLACED.search(message.folded[: span.start]) is not None


def _whole(message: Message, span: Span, named: list[Span]) -> Span:
    """The 「牙刷架」 whose 「牙刷」 is listed, the 「猫粮桶」 whose 「桶」 is, the 「洗面奶套装」 whose 「套装」 is."""
    if table().one_character_makes_another(list(message.folded[span.end : span.end + 2])):
        return span._replace(end=span.end + 1)
    if span.end - span.start == 1 or span.phrase in table().packed:
        return span._replace(start=next((s.start for s in named if s.end == span.start), span.start))
    return span


def _outside(places: Iterable[tuple[int, int]], spans: Iterable[Span]) -> Iterator[Span]:
    """Those of the spans, which come in the order of the text, that lie inside of none of these places."""
    ordered, reach = deque(sorted(places)), 0
    for span in spans:
        while ordered and ordered[0][0] <= span.start:
            reach = max(reach, ordered.popleft()[1])
        if span.end > reach:
            yield span


def _precedes_thing(message: Message, span: Span, things: list[Span]) -> bool:
    """Whether it is the "iPhone 15" of "iPhone 15 case": behind a number, its own or the next, stands another thing; or
    the 「网球拍」 of 「装网球拍的包」.
    """
    model = _SPACE if span.phrase[-1].isdigit() else _OF if message.language == "zh" else _MODEL
    after = model.match(message.folded, span.end)
    return after is not None and any(other.start == after.end() for other in things)


def _is_its_own(message: Message, span: Span) -> bool:
    """Not what a thing that no list knows is for: "strings for a guitar"."""
    other = _FOR.search(message.folded[: span.start])
    if other is None or other["thing"] in _fillers("en") | grammar("sentence"):
        return True
    return any(goods.start <= other.start("thing") < goods.end for goods in message.goods)


def barcode_words(message: Message) -> list[Place]:
    """What only says that a barcode follows."""
    return [match.span() for match in _SAID_OF_A_BARCODE.finditer(message.folded)]


def recipients(message: Message) -> list[Place]:
    """Whom a thing is for: a word for somebody close, where it is no part of a wish."""
    found = [(t.start, t.end) for t in message.tokens if t.text.removesuffix("'s") in grammar("recipient")]
    found += [match.span() for match in _HAN_RECIPIENT.finditer(message.folded)]
    return [(start, end) for start, end in found if not any(w.start < end and start < w.end for w in message.wishes)]


def gifts(message: Message) -> list[Place]:
    """Where a thing is only said to be a gift: "a silk scarf as a gift for her"."""
    said = (span for span in message.goods if span.phrase in grammar("gift"))
    return [(span.start, span.end) for span in said if _AFTER_A_GIFT.match(message.folded, span.end)]


def search_text(message: Message, left_out: Iterable[Place], kept: Iterable[Place] = ()) -> str:
    """The words to search by: the message less politeness, function words and what ``left_out`` covers, each once.

    Places ``kept`` stay whatever covers them, "usb-c power delivery" whole.
    """
    skipped = {place for start, end in left_out for place in range(start, end)}
    said = (_english_places(message) | _chinese_places(message)) - skipped
    said |= {place for start, end in kept for place in range(start, end)}
    shown = "".join(c if i in said else " " for i, c in enumerate(message.shown))
    words = " ".join({word.lower() if word.isalpha() else n: word for n, word in enumerate(shown.split())}.values())
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rsplit(" ", 1)[0][:LONGEST]


def _english_places(message: Message) -> set[int]:
    fillers, text = _fillers("en"), message.folded
    too = {match.start("what") for match in _TOO_IN_ENGLISH.finditer(text)}
    kept = [t for t in message.tokens if t.text[0].isalnum() and t.text not in fillers and t.start not in too]
    # "hard-wearing", "easy-to-clean", "over-ear": what is joined to a word that is kept belongs to it.
    joints = {t.end + 1 for t in kept if text[t.end : t.end + 1] == "-"}
    starts = {t.start - 1 for t in kept if text[t.start - 1 : t.start] == "-"}
    kept += [t._replace(start=t.start - 1) for t in message.tokens if t.start in joints]
    kept += [t._replace(end=t.end + 1) for t in message.tokens if t.end in starts]
    return {place for token in kept for place in range(token.start, token.end)}


def _chinese_places(message: Message) -> set[int]:
    """Chinese characters that are part of a listed word, or of no way of asking."""
    text = message.folded
    if text.isascii():
        return set()
    too_wide = grammar("too wide")
    listed = [s for s in [*message.goods, *message.wishes] if s.phrase not in too_wide]
    safe = {place for span in listed for place in range(span.start, span.end)}
    safe |= {place for match in _FREE_OF.finditer(text) for place in range(*match.span())}
    masked = "".join(" " if i in safe else c for i, c in enumerate(text))
    asking = {place for way in (_asking(), _TOO) for match in way.finditer(masked) for place in range(*match.span())}
    return safe | {i for i, c in enumerate(text) if "\u3400" <= c <= "\u9fff" and i not in asking}


@cache
def _asking() -> re.Pattern[str]:
    """Ways of asking, and how many: in 「求一块地毯」 a way ends in a number, so what it counts in may follow.

    Where it ends in a wish to have it, 「买条裤子」, only before goods or more of asking, not in 「找双层锅」.
    """
    asking = "|".join(map(_no_barcode, sorted(_fillers("zh"), key=len, reverse=True)))
    measures = "|".join(map(_no_barcode, read_lists("fillers.zh.txt")["measure"]))
    counted = f"(?:{measures})(?![套装式用月人])"
    wished = f"(?<=[{_TO_HAVE}])(?:{measures})(?=[^\u3400-\u9fff]|$|{asking})"
    return re.compile(f"(?:{asking})(?:(?<=[{_NUMERALS}]){counted}|{wished})?|第?[{_NUMERALS}]{counted}")


def _no_barcode(word: str) -> str:
    """A word where its 条 begins no 条形码, which is a thing and not counted in any."""
    return f"{word}(?!形?码)" if word.endswith("条") else word


@cache
def _fillers(language: str) -> frozenset[str]:
    lists = read_lists(f"fillers.{language}.txt")
    return frozenset(lists["filler"]) | frozenset(lists.get("aside", ()))
