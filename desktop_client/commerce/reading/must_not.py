"""What a thing must not have or be, as short phrases in the user's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desktop_client.commerce.reading import terms
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.verdicts_en import is_next_wish
from desktop_client.commerce.reading.wish import HAN_NO_WISH, MOST, PHRASE, Place, Wish, covered
from desktop_client.late import Late

_TOLD_AGAIN = 2
"""Letters of the shortest thing that is looked for again."""

_NOT = Late(
    r"(?<![a-z])(?:(?<!must )(?<!should )(?<!does )(?<!do )(?<!can )(?<!will )not|no|never|none(?: of)?|zero|without"
    r"|w/o(?:ut)?|w/out|except(?: for)?|excluding|minus|sans|other than|apart from"
    r"|(?:anything|everything|(?:any|every|all) (?:colou?r|brand|shape|size|material|kind|style|model|shade"
    r"|flavou?r|make)s?)"
    r" (?:but|except)|rather than|instead of|nothing|avoid(?:ing)?"
    r"|stay(?:ing)? away from|steer clear of|skip(?:ping)?|free (?:of|from)|(?:don't|do not|dont) (?:want|like|need)"
    r"|(?:doesn't|does not|don't|do not|must not|should not|will not|can not|can't|cannot|shouldn't|mustn't"
    r"|won't) (?:have|contain|use|include|be"
    r"|smell of|smell like|taste of|taste like|stink of|reek of|look like)"
    r"|isn't|aren't|it's not|(?:i )?(?:hate|dislike|can't stand)|allergic to"
    r"|(?:my )?(?:pet )?hates?(?: of mine)?(?: is| are|:)"
    r"|(?:don't|do not|dont|won't|never|wouldn't) (?:suggest|recommend|show|give|send|buy|offer)(?: me| us)?)\s+"
    r"(?:any |anything |a |an |the |made (?:of|from|with|by) |contain(?:ing)? |in |added |too much |with |that has "
    r"|ones? that (?:go|are|is|have|has) |by "
    r"|from |smell(?:ing)? of |smell like |taste of |taste like |like |about |which has |that have |one of |those "
    r"|these "
    r"|that |your |ones? with |ones? in "
    r"|ones? made of |that is |that's )*"
    rf"(?P<first>{PHRASE})(?:,? (?:or|and|nor) (?:no |not |any |an? |the )?(?P<second>{PHRASE}))?"
)
_FREE = Late(
    r"(?<![a-z])(?!(?:hands?|duty|toll|tax|care|hassle|worry|risk|stress|pain|wrinkle|scratch|stay|stays|keep|run|is"
    r"|are|for|a|the)\b)"
    r"(?P<first>[a-z]{3,})[- ]free\b(?! (?:of|from|shipping|delivery|returns?|gift|sample))"
)
_NOT_DOING = Late(
    r"\b(?<!who )(?<!i )(?<!we )(?<!he )(?<!she )(?<!they )(?<!you )(?:(?:that|which|it|and) )?(?:doesn't|does not"
    r"|doesnt|don't|won't|will not|wont"
    r"|never|do not|must not|mustn't|should not|shouldn't) (?P<first>(?!own|mean|trust|remember|cost|have|has|contain"
    r"|include|use|need|want|like|look|feel|get|be|break the|"
    r"matter|know|think|come|work|suggest|recommend|show|give|send|buy|offer|hurt|wake|smell|taste|weigh|"
    r"find|afford|spend|wait|decide|stand|seem|see|tell|say|go|drill|put|keep|believe|even|really|always|"
    r"just|only|necessarily|actually|fit|last|do|help|imagine|ever|exceed|pay|sleep|sit|run|drive|cook|"
    r"read|live|hear|stay|take|require|go over|mind|care|make|ship|sell|let)[a-z]{3,}(?: (?:up|over|out|off|down"
    r"|apart))?)\b(?=\s*(?:[^\w\s]|$)"
    rf"|(?! {terms.DONE_ALONE}))"
)
_PREFERRED = Late(
    rf"\b(?:prefer [^,.;!?]{{2,50}}? (?:over|to)|rather (?:have )?[^,.;!?]{{2,50}}? than) (?:an? "
    rf"|the )?(?P<first>{PHRASE})"
)
"""What something else is liked better than."""
_NOTHING_DOING = Late(r"\b(?:nothing|none) (?:that|which) (?P<first>(?!is|has|cost|need|look)[a-z]{3,}s)\b")
_NOT_A_WISH = Late(
    r"(?!\w+less )(?:[a-z]{2,}er than\b|(?:as )?(?:heavy|big|large|loud|small|long|wide|tall|thick|bulky) as\b)"
    r"|(?:more|less|over|under|above|below|than|too|so|that|very|sure|only|idea|matter|problem|one|just"
    r"|expensive|cheap|necessarily|to|want|need|be|been|longer|limit"
    r"|really|interested|worry|rush|preference|budget|exceed\w*|enough|later|yet|much|many|looking"
    r"|important|show|joke|secret|kidding|doubt|brainer|owned|tried|used|bought|had|hurry|thing|clue|experience"
    r"|particular|wanted|required|needed|sure|something|anything|here|there|bad"
    r"|good|great|yet|even|all|everything|any|picky|fussy|bothered|fancy|mind|case|ever"
    r"|going|see(?![ -]?through)|seen|again|turning|trying|being|getting|doing|talking|asking|saying|spending|object"
    r"|presents?|those|these|offen[cs]e|must(?!ard)|how|why|when|vital|essential|me|us|him|them|you|beats?|searching|shopping|hunting|browsing|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|twenty|ten|eleven|twelve|fifteen|five|hundred)\b"
)
_HAN_NOT = Late(
    r"(?:不想要|不要|不含有?|不能含有?|不能有|不带|别带|别像|(?:别|不要?)太像|不加|不添加|未添加|不放|别有|别要"
    r"|不喜欢|讨厌|拒绝|排除"
    r"|不考虑|不接受|(?:别|不要?)(?:给我|跟我|再|老)*推荐?|不想看到?|不需要|不希望有?|不许有|不得有|不可以?有|不是|不能是|不可以是|别是|不选|不买|避开|避免|远离|杜绝|忌|受不了"
    r"|别给我(?!推)|过敏的?是|别(?=[\u4e00-\u9fff]{1,4}[味色款]的?(?:[，,。\s]|$))"
    r"|除了|除开|除去|(?<![并除是莫若南北西东飞])非(?![常洲要遗得凡诚正主])|(?<!有)没有|(?<=有没有)没有)(?:任何|添加|什么"
    r"|有|带|含|是|用|选)?"
    r"(?P<first>(?:(?!的)[\u4e00-\u9fffa-z]){1,8}?)(?:[、和或与及](?:不要)?(?P<second>[\u4e00-\u9fffa-z]{1,8}?))?(?=的(?!人)|以外"
    r"|[也又]?(?:不要|别|不能)"
    r"|之外|(?:其他|别的)?都(?:行|可以|好|能接受|要|没问题|ok)|除外|还(?!原)|想|就(?:行|好|可以)|[,，。;；!！?？\s]|$|吗|推荐|有哪)"
)
_HAN_EXCEPT = Late(
    r"(?:^|[,，。;；\s]|但)(?:[跟和与](?=[^，,。]{1,6}(?:有关|相关)))?(?P<first>(?:(?![和与跟或及]|的)[\u4e00-\u9fffa-z]){1,8}?)"
    r"(?:[和与跟或及](?P<second>(?!的)[\u4e00-\u9fffa-z]{1,6}?))?(?:有关|相关)?(?:的|味的|这个|这种|款|这类)?"
    r"(?:千万|肯定|当然|绝对|坚决|一律|一概|统统|通通|全|都|也|就|真的|可){0,3}"
    r"(?:除外|不要|不行|不考虑|免了|免谈|算了|pass|别(?:给我|再|跟我)?(?:推荐?|来)|不喜欢|不想要|不接受|不可以|勿推"
    r"|不买|受不了)[了吧啊哈哦]{0,2}(?=[,，。;；！!\s]|$)"
)
"""What is ruled out behind it, 「魔术贴的绝对不要」."""
_SAID_BEHIND = (_PREFERRED, _HAN_EXCEPT, terms.OUT)
"""Ways in which what stands before is said of something else."""
_HAN_ALLERGIC = Late(
    r"对(?P<first>[\u4e00-\u9fffa-z]{1,6}?)(?:和(?P<second>[\u4e00-\u9fffa-z]{1,6}?))?(?:有点|会|都|严重)?过敏"
)


def read_must_not(message: Message, taken: Iterable[Place]) -> tuple[Wish, ...]:
    """What is ruled out; ``taken`` are stretches that say something else (a price, a country)."""
    busy = covered(message, taken)
    ruled_out = (*_negative(message), *_without(message))
    return tuple(w for w in ruled_out if busy.find(1, w.start, w.end) < 0)[:MOST]


def _negative(message: Message) -> Iterator[Wish]:
    for pattern, no_wish in (
        (_NOT, _NOT_A_WISH),
        (_NOT_DOING, _NOT_A_WISH),
        (_NOTHING_DOING, _NOT_A_WISH),
        (terms.OUT, _NOT_A_WISH),
        (_PREFERRED, _NOT_A_WISH),
        (_HAN_NOT, HAN_NO_WISH),
        (_HAN_EXCEPT, HAN_NO_WISH),
        (_HAN_ALLERGIC, HAN_NO_WISH),
    ):
        for match in pattern.finditer(message.folded):
            if no_wish.match(match["first"]):
                continue
            start = match.start("first") if pattern in _SAID_BEHIND else match.start()
            yield Wish(message.shown[slice(*match.span("first"))], start, match.end("first"))
            second = match.groupdict().get("second")
            if second and not no_wish.match(second) and _is_ruled_out_too(message, match):
                yield Wish(message.shown[slice(*match.span("second"))], *match.span("second"))


def _without(message: Message) -> Iterator[Wish]:
    """What a thing is to be free of ("leather-free"), where the whole is not a listed wish ("gluten free")."""
    listed = {span.start for span in message.wishes if "free" in span.phrase}
    for match in _FREE.finditer(message.folded):
        if match.start() not in listed:
            yield Wish(message.shown[slice(*match.span("first"))], *match.span())


def _is_ruled_out_too(message: Message, match: re.Match[str]) -> bool:
    """Whether a second thing is ruled out with the first, and not the next wish ("no leather and waterproof")."""
    joint = match.string[match.end("first") : match.start("second")]
    is_joined = "and" in joint.split() and not joint.endswith((" no ", " not "))
    return not is_joined or not is_next_wish(message, *match.span("second"))


def named_again(message: Message, must_not: Iterable[Wish], kind: Place) -> list[Place]:
    """Where else what is ruled out is named, 「塑料」 of 「无塑料接触」: nothing to search by."""
    found = []
    for phrase in {wish.phrase.lower() for wish in must_not if len(wish.phrase) >= _TOLD_AGAIN}:
        edge = r"\b" if phrase.isascii() else ""
        for match in re.finditer(
            f"{edge}(?:无|不含|没有|零)?{re.escape(phrase)}(?:-free)?{edge}(?:接触)?", message.folded
        ):
            if match.end() <= kind[0] or match.start() >= kind[1]:
                found.append(match.span())
    return found
