"""What a thing must have and must not have, as short phrases in the user's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop_client.commerce.meaning.limits import limits_in
from desktop_client.commerce.reading.lexicon import Span
from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.message import LIMIT, Message
from desktop_client.late import Late

_NEAR = 8
"""Characters before a wish in which it may be told to be one of two."""
MOST = 8
"""Wishes that are kept, in the order of the sentence."""

_STOP = (
    r"(?:for|with|without|and|or|nor|but|please|in|on|at|to|from|under|over|below|above|around|that|which"
    r"|who|is|are|it|they|because|since|so|as|if|when"
    r"|i|my|the|a|an|of|by|can|should|would|preferably|ideally|thanks?|size|priced|costing|cost|price"
    r"|budget|less|more|about|between|up|shipped|delivered|sent|shipping|ones?"
    r"|required|needed|involved|whatsoever|nonsense|stuff)\b"
)
_PHRASE = rf"(?!{_STOP})[a-z][a-z'-]*(?: (?!{_STOP})[a-z][a-z'-]*){{0,2}}"
_NOT = Late(
    r"(?<![a-z])(?:not|no|never|zero|without|w/o|except(?: for)?|excluding|minus|sans|other than|apart from"
    r"|(?:anything|everything|(?:any|every|all) (?:colou?r|brand|shape|size|material|kind|style|model|shade"
    r"|flavou?r|make)s?)"
    r" (?:but|except)|rather than|instead of|nothing|avoid(?:ing)?"
    r"|stay(?:ing)? away from|steer clear of|skip(?:ping)?|free (?:of|from)|(?:don't|do not|dont) (?:want|like|need)"
    r"|(?:doesn't|does not|don't|must not|can't|cannot|shouldn't|mustn't|won't) (?:have|contain|use|include|be)"
    r"|isn't|aren't|(?:i )?(?:hate|dislike|can't stand)|allergic to)\s+"
    r"(?:any |a |an |the |made (?:of|from|with) |contain(?:ing)? |in |added |too much |with |that has )*"
    rf"(?P<first>{_PHRASE})(?:,? (?:or|and|nor) (?:no |not |any )?(?P<second>{_PHRASE}))?"
)
_FREE = Late(
    r"(?<![a-z])(?!(?:hands?|duty|toll|tax|care|hassle|worry|risk|stress|pain|wrinkle|scratch|is|are|for|a|the)\b)"
    r"(?P<first>[a-z]{3,})[- ]free\b(?! (?:of|from|shipping|delivery|returns?|gift|sample))"
)
_NOT_DOING = Late(
    r"\b(?<!who )(?:that|which|it|and)? ?(?:doesn't|does not|doesnt|don't|won't|will not|wont|never|do not)"
    r" (?P<first>(?!own|mean|trust|remember"
    r"|cost|have|has|contain|include|use|need|want|like|look|feel|get|be|break the|matter|know"
    r"|think|come|work"
    r"|take|require|exceed|go over|seem|mind|care|make|fit|ship|sell|let)[a-z]{3,}(?: (?:up|over|out|off|down"
    r"|apart))?)\b"
)
_NOT_A_WISH = Late(
    r"(?:more|less|over|under|above|below|than|too|so|that|very|sure|only|idea|matter|problem|one|just"
    r"|expensive|cheap|necessarily|to|want|need|be|been|longer|limit"
    r"|really|interested|worry|rush|preference|budget|exceed\w*|enough|later|yet|much|many|looking"
    r"|important|show|joke|secret|kidding|doubt|brainer|owned|tried|used|bought|had|hurry|thing|clue|experience|particular|wanted|required|needed|sure|something|anything|here|there|bad"
    r"|good|great|yet|even|all|everything|any|picky|fussy|bothered|fancy|mind|case|ever)\b"
)
_HAN_NOT = Late(
    r"(?:不想要|不要|不含有?|不能含有?|不能有|不带|别带|别像|(?:别|不要?)太像|不加|不添加|未添加|不放|别有|别要"
    r"|不喜欢|讨厌|拒绝|排除"
    r"|不考虑|不接受|(?:别|不要?)(?:给我|跟我|再|老)*推荐|不想看到?|不是|不能是|不可以是|别是|不选|不买|避开|避免|远离|杜绝|忌|受不了"
    r"|过敏的?是"
    r"|除了|除开|除去|(?<![并除是莫若南北西东飞])非(?![常洲要遗得凡诚正主])|(?<!有)没有|(?<=有没有)没有)(?:任何|添加"
    r"|有|带|含|是|用|选)?"
    r"(?P<first>[\u4e00-\u9fffa-z]{1,8}?)(?:[、和或与及](?P<second>[\u4e00-\u9fffa-z]{1,8}?))?(?=的|以外"
    r"|之外|(?:其他|别的)?都(?:行|可以|好|能接受|要|没问题|ok)|除外|就(?:行|好|可以)|[,，。;；!！?？\s]|$|吗|推荐|有哪)"
)
_HAN_FREE = Late(
    r"(?<![\u4e00-\u9fff])(?P<wish>无(?!所|要求|预算|人|印|线|脑|缝|痕|边|框|级|极|影|忧|敌|限|论|关|需|须|法|奈|聊"
    r"|语|意|名|非|内|叶)[\u4e00-\u9fff]{2,3}?)(?:接触|添加|成分)?(?=的|[,，。;；!！\s]|$)"
)
"""What a thing is to be free of, 「无塑料」: what is ruled out by it may itself be a listed wish."""
_HAN_EXCEPT = Late(
    r"(?:^|[,，。;；\s]|但)(?P<first>[\u4e00-\u9fffa-z]{1,8}?)(?:的|这个)?(?:除外|不要|不行|不考虑|免了"
    r"|就算了)(?=[,，。;；\s]|$)"
)
_HAN_NOT_A_WISH = Late(
    r"[太过贵那什推好人问买]|[低高](?![因帮腰领跟脚])|超(?!细)|便宜|平价|之类|预算|想法|别的|其他|比较|关系|必要"
    r"|要求|意思|办法|时间|钱"
)
_WITH = Late(rf"\b(?:with|has|having|featuring|including)\s+(?:a |an |the |good |built[ -]in )*(?P<wish>{_PHRASE})")
_NOT_WITH = Late(
    r"(?:free shipping|shipping|price|a price|budget|me|my|him|her|us|them|no|not|some|any|lots|good|great"
    r"|cost|cash|delivery|less|more|at|under|over|quality|reviews|this|that|these"
    # A defect is told of what one has, "a parka with a broken zip".
    r"|broken|torn|cracked|faulty|dead|missing|stuck|jammed|leaking|leaky|busted|bent)\b"
)
_HAN_HAVING = Late(
    r"(?<![没只还所拥带含])有(?!没|无|什|点|些|哪|人|谁|用|名|效|货|关|机|线|趣"
    r"|利)(?P<wish>[\u4e00-\u9fff]{2,4}?)的(?=[\u4e00-\u9fff])"
)
_NO_IDIOM = "(?![太要想是能会需用带含加放喜考接错同好推选买只仅知急着介懂挑限差贵信管论])"
_HAN_NOT_DOING = Late(
    rf"(?P<wish>不{_NO_IDIOM}[\u4e00-\u9fff]{{1,3}}?)的(?=[\u4e00-\u9fff])"
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
_HAN_BESIDES = Late(r"(?:[，,。;；\s])(?:要|最好)?[带配](?P<wish>[\u4e00-\u9fffa-z]{1,6})(?=[，,。;；！!\s]|$)")
_HAN_WANTED = Late(
    r"(?:(?<=[,，。;；\s])|(?<=必须)|(?<=一定)|(?<=[\u4e00-\u9fff]{2})(?<![不想需主只重还就都必定又快就])"
    r"|^)(?:要(?:有|带|是|能)?|得有|得带|带有"
    r"|必须有|必须带|带)"
    r"(?![求买送给用去一有带是能什几多个不])(?P<wish>[\u4e00-\u9fff]{1,5}?|[a-z0-9]{2,8})(?=不要|别要|不带|别太"
    r"|[,，。;；]|\s|$|的(?:[,，。;；\s]|$))"
)
_MODEL_FIT = Late(
    r"\bfor (?:my |an? |the )?(?P<wish>(?:iphone|ipad|ipod|pixel|galaxy|macbook|kindle|ps[345]|xbox|switch"
    r"|airpods|surface"
    r"|thinkpad|dji|gopro|fitbit|apple watch)(?: (?:\d+\w*|pro|max|mini|plus|ultra|air|series|se|lite|s\d+|fold"
    r"|flip)){0,4})\b"
    r"|(?P<han>(?:iphone|ipad|pixel|macbook|kindle|ps[345]|switch|airpods|小米|华为|荣耀|三星)\s?\d+(?:\s?(?:pro|max"
    r"|mini|plus|ultra|air))*)"
    r"(?=\s?的?(?:手机|保护|手表|平板)?(?:壳|套|膜|支架|键盘|充电))"
)
_FOR_DOING = Late(r"\bfor (?P<wish>[a-z]{2,}ing)\b(?! (?:out|me|in))")
_HAN_SUITS = Late(
    r"(?:适合|适用于)(?!自己|什么|我|用|的)(?P<wish>[\u4e00-\u9fff0-9a-z]{2,9}?)(?:使用|用|穿|戴|吃|喝|玩"
    r"|看|住)?(?=的|[,，。;；!！?？]|$)"
)
_HAN_WITH = Late(r"(?<![自佩穿系一])带(?P<wish>(?![我他她你去来着有回])[\u4e00-\u9fff]{1,5}?)的(?=[\u4e00-\u9fff])")
_NO_PART = "|".join(sorted(grammar("sentence") | grammar("recipient") | grammar("no part")))
_OF_A_PART = Late(rf" (?P<part>(?!(?:{_NO_PART})\b|{_STOP})[a-z]{{3,}})(?=\s*(?:[,.;!?)]|$)|\s+{_STOP})")
"""What a wish behind the kind of thing is told of: "removable pot", "brown switches"."""
_MEASURE = Late(
    r"(?<![\w.$€£¥-])(?:size (?:\d{1,3}(?:\.\d+)?(?: wide)?|x{0,3}[sml]\b|large|medium|small)"
    r"|\d{1,6}(?:\.\d+)?[\s-]?(?:inch(?:es)?|ft|feet|foot|cm|mm|fl oz|oz|ounces?|lbs?|kg|ml|liters?"
    r"|litres?|qt|quarts?|gallons?|gb|tb|mah"
    r"|watts?|w|kwh?|wh|volts?|v|lumens?|hz|mp|pcs|pieces?|packs?|count|ct|persons?|people|seater)\b)"
    r"|\b(?:one|two|three|four|five|six|eight|ten|twelve)[ -](?:person|seater|pack|piece|burner|drawer|tier|slice)\b"
    r"|(?<![\d.])\d{1,6}(?:\.\d{1,2})?(?:英寸|寸|升|毫升|公斤|厘米|毫米|匹|码|件套|毫安|瓦|千瓦|流明|伏|w|ml|cm|mm"
    r"|mah|kg|gb|tb|hz)(?![a-z])"
    r"|(?<![一二两三四五六七八九十])[一二两三四五六七八九十]{1,4}(?:英寸|寸|升|毫升|公斤|匹|码|件套)"
)
_ABOUT_BEHIND = Late(r"左右|上下")
"""What makes of a measure a guess, which a thing that is near it does not state."""
_LIMITED = Late(
    r"(?:续航|待机|播放|容量|功率|重量|净重|亮度|电池|内存|电压|[总全线绳管]?(?:长|宽|高|厚)度?|直径|尺寸|屏幕)(?:时间"
    r"|时长)?(?:要|得|在)?$"
)
"""What stands before a limit and tells what of."""
_LIMITED_BEHIND = Late(
    r" (?:of )?(?:battery(?: life)?|play(?:back|time)|runtime|ram|memory|storage|power|output|wide|tall|long|deep"
    r"|high)\b"
)
_OF_SOMEBODY = Late(
    r"\b(?:i['’]?m|i am|(?:s?he|who|they)(?:['’]s| is|['’]re| are)|(?:i|s?he|it|dogs?|cats?|son|daughter|kids?|child"
    r"|baby)"
    r" weighs?|(?:for|my|a|an) (?:\w+ )?(?:kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|dogs?|cats?|people|users?"
    r"|riders?|drivers?))\s?$"
    r"|(?:每天|一天|一坐|久坐|连续|每次|[坐站走飞]|开车|体重|身高|孩子|宝宝|狗|猫|[的]?人)(?:就是|是|就|都)?$"
)
_OF_A_DAY = Late(
    r"\s?(?:a day|per day|daily|a week|per week|every|each|straight|away|from (?:here|home|me)|drives?|commute|flights?"
    r"|deliver\w*|(?:kids?|child|people|person|dogs?|cats?)\b)|的?(?:狗|猫|人|孩子|宝宝|车程|路程|通勤|飞行)|(?:送达"
    r"|到货|工作)"
)
"""What makes of a limit something else: how heavy somebody is, how long one sits."""
_OR_BEFORE = Late(r"(?:\bor (?:an? |the )?|/|或者?是?|还是)$")
_OR_BEHIND = Late(r"(?:色)?的?\s*(?:,? ?\bor\b(?! (?:so|more|less|better|under|above|over|similar))|/|或|还是)")
"""One of two that would both do: no condition, since what is the other would contradict it."""
_NO_DOING = Late(rf"(?:{'|'.join(sorted(grammar('no doing')))})$")
_HAN_SAID = (_HAN_SUITS, _HAN_WITH, _HAN_HAVING, _HAN_ABLE, _HAN_NOT_DOING, _HAN_WANTED, _HAN_FREE)
_SAID = (
    (_WITH, _NOT_WITH),
    (_FOR_DOING, _NO_DOING),
    *((said, _HAN_NOT_A_WISH) for said in _HAN_SAID),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A short phrase, and the stretch of text that said it."""

    phrase: str
    start: int
    end: int
    is_limit: bool = False
    """"at least 65 W": nothing to search by, other amounts will do as well."""


def read_must_not(message: Message, taken: Iterable[tuple[int, int]]) -> tuple[Wish, ...]:
    """What is ruled out; ``taken`` are stretches that say something else (a price, a country)."""
    busy = _covered(message, taken)
    ruled_out = (*_negative(message), *_without(message))
    return tuple(w for w in ruled_out if busy.find(1, w.start, w.end) < 0)[:MOST]


def read_must_have(message: Message, taken: Iterable[tuple[int, int]], kind_ends: int = LIMIT) -> tuple[Wish, ...]:
    """What is asked for; ``taken`` are stretches that say something else (the kind of thing, what is ruled out).

    Behind the kind of thing, which ends at ``kind_ends``, a wish may be told of a part of it: "with a removable pot".
    """
    busy = _covered(message, taken)
    found: dict[str, Wish] = {}
    limits = set(_limits(message))
    for start, end in sorted((*_positive(message, kind_ends), *limits), key=lambda place: (place[0], -place[1])):
        if busy.find(1, start, end) < 0:
            busy[start:end] = bytes((1,)) * (end - start)
            if _is_one_of_two(message.folded, start, end):
                continue
            wish = Wish(message.shown[start:end], start, end, (start, end) in limits)
            found.setdefault(message.folded[start:end], wish)
    return tuple(found.values())[:MOST]


def _is_one_of_two(text: str, start: int, end: int) -> bool:
    """Whether another would do as well: "wooden or metal", 墨绿或者焦糖色."""
    return bool(_OR_BEFORE.search(text[max(0, start - _NEAR) : start]) or _OR_BEHIND.match(text, end))


def _covered(message: Message, places: Iterable[tuple[int, int]]) -> bytearray:
    """A byte for each character of a message: 1 where one of the places is."""
    covered = bytearray(len(message.folded))
    for start, end in places:
        covered[start:end] = bytes((1,)) * (end - start)
    return covered


def clause_spans(message: Message) -> list[tuple[int, int]]:
    """Chinese clauses that tell what a thing can do, 能进洗碗机的: what they name is not the thing."""
    return [match.span("wish") for way in (_HAN_ABLE, _HAN_CAN, _HAN_BESIDES) for match in way.finditer(message.folded)]


def _positive(message: Message, kind_ends: int) -> Iterator[tuple[int, int]]:
    wishes = {span.start for span in message.wishes}
    for span in message.wishes:
        if _stands_alone(message, span):
            part = _OF_A_PART.match(message.folded, span.end) if span.start >= kind_ends else None
            yield span.start, span.end if part is None or part.start("part") in wishes else part.end("part")
    limited = _covered(message, ((found.start, found.end) for found in limits_in(message.folded)))
    for pattern in (_MEASURE, _MODEL_FIT):
        for match in pattern.finditer(message.folded):
            if limited.find(1, *match.span()) < 0 and not _ABOUT_BEHIND.match(message.folded, match.end()):
                yield match.span(match.lastgroup or 0)
    for pattern, no_wish in _SAID:
        for match in pattern.finditer(message.folded):
            said = match.lastgroup or "wish"
            if not no_wish.match(match[said]):
                yield match.span(said)


def _limits(message: Message) -> Iterator[tuple[int, int]]:
    """Where limits are set to the thing, "at least 65 W", and not told of somebody, "I sit over 8 hours a day"."""
    for found in limits_in(message.folded):
        before = message.folded[max(0, found.start - 40) : found.start]
        if not _OF_SOMEBODY.search(before) and not _OF_A_DAY.match(message.folded, found.end):
            what = _LIMITED.search(before)
            behind = _LIMITED_BEHIND.match(message.folded, found.end)
            yield found.start - (len(what[0]) if what else 0), behind.end() if behind else found.end


def _stands_alone(message: Message, span: Span) -> bool:
    """Not a verb or a piece of a longer English word: "used" in "I used to", "down" in "write down"."""
    if span.phrase not in ("used", "down", "raw", "classic", "programming", "office"):
        return True
    before = message.folded[: span.start].rstrip()
    return span.start == 0 or before.endswith(("a", "an", "for", "buy", "some", "good", "with"))


def _negative(message: Message) -> Iterator[Wish]:
    for pattern, no_wish in (
        (_NOT, _NOT_A_WISH),
        (_NOT_DOING, _NOT_A_WISH),
        (_HAN_NOT, _HAN_NOT_A_WISH),
        (_HAN_EXCEPT, _HAN_NOT_A_WISH),
    ):
        for match in pattern.finditer(message.folded):
            if no_wish.match(match["first"]):
                continue
            yield Wish(message.shown[slice(*match.span("first"))], match.start(), match.end("first"))
            second = match.groupdict().get("second")
            if second and not no_wish.match(second) and _is_noun_like(second):
                yield Wish(message.shown[slice(*match.span("second"))], *match.span("second"))


def _without(message: Message) -> Iterator[Wish]:
    """What a thing is to be free of ("leather-free"), where the whole is not a listed wish ("gluten free")."""
    listed = {span.start for span in message.wishes if "free" in span.phrase}
    for match in _FREE.finditer(message.folded):
        if match.start() not in listed:
            yield Wish(message.shown[slice(*match.span("first"))], *match.span())


def _is_noun_like(phrase: str) -> bool:
    """Whether a second thing that is ruled out is one, and not the next wish ("no leather and waterproof")."""
    return not phrase.endswith(("proof", "less", "able", "free", "resistant"))
