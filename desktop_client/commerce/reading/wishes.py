"""What a thing must have, as short phrases in the user's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop_client.commerce.reading import han_terms, terms
from desktop_client.commerce.reading.lexicon import Span
from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.measures import counted_parts, limits, measures, told_limits
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.wish import (
    HAN_NO_WISH,
    MOST,
    NOWHERE,
    PHRASE,
    STOP,
    Place,
    Said,
    Wish,
    covered,
)
from desktop_client.late import Late

_NEAR = 8
"""Characters before a wish in which it may be told to be one of two."""
_WITH = Late(rf"\b(?:with|has|having|featuring|including)\s+(?:a |an |the |good |built[ -]in )*(?P<wish>{PHRASE})")
_WITH_AND = Late(rf"\bwith (?:[a-z'-]+ ){{1,5}}and (?:an? |the )(?P<wish>{PHRASE})")
_NOT_WITH = Late(
    r"(?:free shipping|shipping|price|a price|budget|me|my|him|her|us|them|no|not|some|any|lots|good|great"
    r"|cost|cash|delivery|both|less|more|at|under|over|quality|reviews|this|that|these"
    # A defect is told of what one has, "a parka with a broken zip".
    r"|broken|torn|cracked|faulty|dead|missing|stuck|jammed|leaking|leaky|busted|bent)\b"
)
_HAN_HAVING = Late(
    r"(?<![没只还所拥带含])有(?!没|无|什|点|些|哪|人|谁|用|名|效|货|关|机|线|趣"
    r"|利)(?P<wish>[\u4e00-\u9fff]{2,4}?)的(?=[\u4e00-\u9fff])"
)
_NO_IDIOM = "(?![到太要想是能会需用带含加放喜考接错同好推选买只仅知急着介懂挑限差贵信管论])"
_HAN_NOT_DOING = Late(
    rf"(?P<wish>(?:[\u4e00-\u9fff](?=不[断坏破掉烂散碎倒翻歪松]))?不{_NO_IDIOM}[\u4e00-\u9fff]{{1,3}}?)的(?=[\u4e00-\u9fff])"
    rf"|(?:(?<=[，,。;；\s])|^)(?P<clause>不{_NO_IDIOM}[\u4e00-\u9fff]{{2,3}}?)(?=的?(?:[，,。;；!！\s]|$))"
)
_HAN_ABLE = Late(
    r"(?P<wish>(?<![不只才就都])(?:能|可以|可)(?!以|能|爱|靠|口|怕|怜|推|买|送|用|不|否|选|吃"
    r"|穿)[\u4e00-\u9fff]{2,6}?)的(?=[\u4e00-\u9fff])"
)
_HAN_CAN = Late(
    r"(?:^|[，,。;；\s])(?:最好)?(?:要|得)?(?P<wish>(?:能|可以)(?!推|买|给|帮"
    r"|不能)(?:(?!的)[\u4e00-\u9fffa-z0-9.]){2,12})的?(?=[，,。;；！!\s]|$)"
)
_HAN_BESIDES = Late(
    r"(?:[，,。;；\s])(?:要|最好)?[带配](?!点)(?P<wish>(?:(?!的)[\u4e00-\u9fffa-z]){1,6})的?(?=[，,。;；！!\s]|$)"
)
_HAN_AT_BEST = Late(r"最好是?(?P<wish>[\u4e00-\u9fffa-z]{1,8}的)(?=[，,。;；！!\s]|$)")
_HAN_WANTED = Late(
    r"(?:(?<=[,，。;；\s])|(?<=必须)|(?<=一定)|(?<=[\u4e00-\u9fff]{2})(?<![不想需主只重还就都必定又快就])"
    r"|(?<=[,，。;；\s][\u4e00-\u9fff])(?=要[有带])|^)(?:要(?:有|带|是|能)?|得有|得带|带有"
    r"|必须有|必须带|带(?![子儿鱼领头路回点上走出进去来得动]))"
    r"(?![求买送给用去一有带是能什几多个不])(?P<wish>[\u4e00-\u9fff]{1,5}?|[a-z0-9]{2,8})(?=不要|别要|不带|别太"
    r"|[,，。;；]|\s|$|的(?:[,，。;；\s]|$))"
)
_MODEL_FIT = Late(
    r"\bfor (?:my |an? |the )?(?P<wish>(?:iphone|ipad|ipod|pixel|galaxy|macbook|kindle|ps[345]|xbox|switch"
    r"|airpods|surface"
    r"|thinkpad|dji|gopro|fitbit|apple watch)(?: (?:\d+\w*|pro|max|mini|plus|ultra|air|series|se|lite|s\d+|fold"
    r"|flip)){0,4})\b"
    r"|(?P<han>(?:iphone|ipad|pixel|macbook|kindle|ps[345]|switch|airpods|galaxy|vivo|oppo|小米|红米|华为|荣耀|三星"
    r"|一加)\s?[a-z]{0,4}\d+(?:\s?(?:pro|max"
    r"|mini|plus|ultra|air))*)"
    r"(?=\s?的?(?:手机|保护|手表|平板|钢化)?(?:壳|套|膜|支架|键盘|充电))"
)
_GOES_WITH = Late(
    r"\b(?:for|fits?|compatible with|works? with|goes with) (?:an? |my |the |our |his |her )?$|(?:适配|兼容|配)$"
)
_FOR_DOING = Late(r"\bfor (?P<wish>[a-z]{2,}ing)\b(?! (?:out|me|in))")
_HAN_SUITS = Late(
    r"(?:适合|适用于)(?!自己|什么|我|用|的)(?P<wish>[\u4e00-\u9fff0-9a-z]{2,9}?)(?:使用|用|穿|戴|吃|喝|玩"
    r"|看|住)?(?=的|[,，。;；!！?？]|$)"
)
_HAN_WITH = Late(r"(?<![自佩穿系一])带(?P<wish>(?![我他她你去来着有回])[\u4e00-\u9fff]{1,5}?)的(?=[\u4e00-\u9fff])")
_NO_PART = "|".join(sorted(grammar("sentence") | grammar("recipient") | grammar("no part")))
_OF_A_PART = Late(rf" (?P<part>(?!(?:{_NO_PART})\b|{STOP})[a-z]{{3,}})(?=\s*(?:[,.;!?)]|$)|\s+{STOP})")
"""What a wish behind the kind of thing is told of: "removable pot", "brown switches"."""
_HAN_FREE = Late(
    r"(?:(?<![\u4e00-\u9fff])|(?<=无[\u4e00-\u9fff]{2})|(?<=无[\u4e00-\u9fff]{3}))(?P<wish>无(?!所|要求|预算|人|印|线|脑|缝|痕|边|框"
    r"|级|极|影|忧|敌|限|论|关|需|须|法|奈|聊"
    r"|语|意|名|非|内|叶)[\u4e00-\u9fff]{2,3}?)(?:接触|添加|成分)?(?=的|无|[,，。;；!！\s]|$)"
)
"""What a thing is to be free of, 「无塑料」: what is ruled out by it may itself be a listed wish."""
_OR_BEFORE = Late(r"(?:\bor (?:an? |the )?|/|或者?是?|还是)$")
_OR_BEHIND = Late(r"(?:色)?的?\s*(?:,? ?\bor\b(?! (?:so|more|less|better|under|above|over|similar))|/|或|还是)")
"""One of two that would both do: no condition, since what is the other would contradict it."""
_TOLD_OF = Late(r" (?:that|which) $")
_DENIAL = Late(
    r"(?:won['’]?t|don['’]?t|doesn['’]?t|will not|do not|does not)\b|不能|不会|不可以?|不许|不得|不容易|不易|别"
)
_DENIES = Late(r"(?:[别没勿不]|(?:别|不要?|不能)太)$")
_NO_DOING = Late(rf"(?:{'|'.join(sorted(grammar('no doing')))})$")
_HAN_SAID = (_HAN_SUITS, _HAN_WITH, _HAN_HAVING, _HAN_ABLE, _HAN_NOT_DOING, _HAN_WANTED, _HAN_FREE)
_SAID = (
    (_WITH, _NOT_WITH),
    (_WITH_AND, _NOT_WITH),
    (_FOR_DOING, _NO_DOING),
    *((said, HAN_NO_WISH) for said in _HAN_SAID),
)


def read_must_have(message: Message, taken: Iterable[Place], kind: Place = NOWHERE) -> tuple[Wish, ...]:
    """What is asked for; ``taken`` are stretches that say something else (what is ruled out, a price).

    Behind the ``kind`` of thing a wish may be told of a part of it, "with a removable pot", and stand there bare.
    """
    busy = covered(message, (*taken, kind))
    ruled_out = covered(message, taken)
    found: dict[str, Wish] = {}
    found_limits = told_limits(message)
    limited = set(limits(message, found_limits))
    exact = {*_positive(message, kind), *measures(message, found_limits), *limited}
    told = _clauses(message, kind, exact)
    for start, end in sorted(exact | told, key=lambda place: (place[0], -place[1])):
        if (
            busy.find(1, start, end) < 0
            and not is_liked(message, start)
            and not _is_told_of(message.folded, ruled_out, start)
        ):
            busy[start:end] = bytes((1,)) * (end - start)
            if _is_one_of_two(message.folded, start, end):
                continue
            said = Said.PHRASE if (start, end) in exact else Said.CLAUSE
            if (start, end) in limited or (said is Said.CLAUSE and _DENIAL.match(message.folded, start)):
                said = Said.UNSEARCHED
            found.setdefault(message.folded[start:end], Wish(message.shown[start:end], start, end, said))
    return tuple(found.values())[:MOST]


def _clauses(message: Message, kind: Place, exact: Iterable[Place]) -> set[Place]:
    """What whole clauses ask for, but those that are little more than a listed wish or a measure."""
    if message.language == "en":
        told = set(terms.english_terms(message, kind[1]))
    else:
        told = set(han_terms.chinese_terms(message, *kind))
    known = covered(message, exact)
    return {(start, end) for start, end in told if 2 * known.count(1, start, end) <= end - start}


def _is_told_of(text: str, ruled_out: bytearray, start: int) -> bool:
    """Whether it is told of what is ruled out: "no coating that flakes"."""
    told = _TOLD_OF.search(text[max(0, start - _NEAR) : start])
    return told is not None and ruled_out[start - len(told[0]) - 1] == 1


def is_liked(message: Message, start: int) -> bool:
    """Whether what stands there is what somebody likes, and no wish: "my dad who loves fishing"."""
    liked = terms.is_liked_by_somebody if message.language == "en" else han_terms.is_liked_by_somebody
    return liked(message.folded, start)


def _is_one_of_two(text: str, start: int, end: int) -> bool:
    """Whether another would do as well: "wooden or metal", 墨绿或者焦糖色."""
    return bool(_OR_BEFORE.search(text[max(0, start - _NEAR) : start]) or _OR_BEHIND.match(text, end))


def clause_spans(message: Message) -> list[Place]:
    """Clauses that tell what a thing can or must do, "fit under a sink": what they name is not the thing."""
    if message.language == "en":
        return [*terms.term_places(message), *counted_parts(message)]
    said = [match.span("wish") for way in (_HAN_ABLE, _HAN_CAN, _HAN_BESIDES) for match in way.finditer(message.folded)]
    best = (match.span("wish") for match in _HAN_AT_BEST.finditer(message.folded))
    return [*said, *best, *han_terms.term_places(message)]


def _positive(message: Message, kind: Place) -> Iterator[Place]:
    wishes = {span.start for span in message.wishes}
    in_goods = _within_goods(message, kind)
    for span in message.wishes:
        if (
            span not in in_goods
            and _stands_alone(message, span)
            and not _DENIES.search(message.folded[max(0, span.start - 3) : span.start])
        ):
            part = _OF_A_PART.match(message.folded, span.end) if span.start >= kind[1] else None
            yield span.start, span.end if part is None or part.start("part") in wishes else part.end("part")
    for match in _MODEL_FIT.finditer(message.folded):
        yield match.span(match.lastgroup or 0)
    yield from _brands(message)
    for pattern, no_wish in _SAID:
        for match in pattern.finditer(message.folded):
            said = match.lastgroup or "wish"
            if not no_wish.match(match[said]):
                yield match.span(said)


def _within_goods(message: Message, kind: Place) -> set[Span]:
    """Wishes that are a part of the Chinese name of another thing: the 「手提」 of 「塞得进手提包」."""
    if message.language == "en":
        return set()
    goods = {place: thing for thing in message.goods if thing.start != kind[0] for place in range(*thing[:2])}
    return {
        wish
        for wish in message.wishes
        if (thing := goods.get(wish.start))
        and wish.end <= thing.end < wish.end + len(thing.phrase)
        and thing[:2] != wish[:2]
    }


def _brands(message: Message) -> Iterator[Place]:
    """Whose things it has to go with: "a battery for a Makita drill"."""
    for thing in message.goods:
        if "brand" in thing.lists and _GOES_WITH.search(message.folded[max(0, thing.start - 30) : thing.start]):
            yield thing.start, thing.end


def _stands_alone(message: Message, span: Span) -> bool:
    """Not a verb or a piece of a longer English word: "used" in "I used to", "down" in "write down"."""
    if span.phrase in ("hunting", "fishing"):
        return not message.folded.startswith(" for", span.end)
    if span.phrase not in ("used", "down", "raw", "classic", "programming", "office"):
        return True
    before = message.folded[: span.start].rstrip()
    return span.start == 0 or before.endswith(("a", "an", "for", "buy", "some", "good", "with"))
