"""What a message only tells: "My aunt retires in June, I'd like binoculars for her" is about no June.

A clause in which somebody or something does a thing is told, unless it asks, sets terms, or says what a thing has to
suit ("my skin is dry"). One without a doer goes with the clause before. Where nothing is asked outright nothing is only
told either: all of it may be what is meant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

Place = tuple[int, int]

_ASKING_CUES = frozenset({"want", "recommend", "choose", "compare", "where", "picking"})
"""Lists of cues of which one is enough for a clause to ask."""

_WHO = (
    r"(?:(?:i|we|he|she|they|everyone|everybody|nobody|someone|somebody)(?:['’](?:m|ve|s|re|d|ll))?|it(?:['’]s)?|im|ive"
    r"|(?:dad|mum|mom|grandpa|granddad|grandma|granny|gran|nan)(?:['’]s)?"
    r"|(?:my|our|his|her|their|your) [a-z]+)\b"
)
_FINITE = (
    r"(?:(?:is|are|was|were|has|have|had|does|did|do|wo|ca)(?:n['’]t)?|cannot|keeps?|kept|got|gets?|gave|goes|went|died"
    r"|broke|turn(?:s|ed)?|start(?:s|ed)|stopped|became|becomes|moved|moves|leaves|left|lost|loses|ran|runs|fell|falls"
    r"|says?|said|told|makes|made|took|takes|leaks?|leaked|smells?|snapped|burnt|cracked|retires|loves|lives?|comes|came"
    r"|watches|swears|hates|chews|chewed|collapsed|tore|ripped|owns?|just|recently|finally|always|never|kindly|[a-z]+ed)"
)
_ADVERBS = (
    r"(?:(?:and|but|so|well|now|then|also|because|cause|since|as|if|when|whenever|while|after|before|until|though"
    r"|although|anyway|basically|ok|okay|hi|hello|hey|unfortunately|sadly|today|yesterday|lately|recently|finally"
    r"|(?:last|this) (?:week|weekend|month|year|night|morning)) )*"
)
_ENGLISH_TELLS = Late(
    rf" ?{_ADVERBS}(?:{_WHO}|long story short"
    r"|(?:just |recently )?(?:moved|adopted|bought|started|lost|dropped|spilled|got (?:an?|my|our)) "
    r"|(?:the|an?|this|that|these|those|most|all|both|[a-z]+['’]s) "
    rf"(?:(?!(?:that|which|who|for|with|in|of) )[\w'’-]+ ){{1,6}}{_FINITE}\b)"
)
_ENGLISH_ASKS = Late(
    r"\b(?:(?:(?:i|we|he|she|they)(?:['’]d| would| should)|would)(?: really| also| so)? "
    r"(?:love|like|prefer|want|need|rather)"
    r"|(?:wants?|needs?|fancy|fancies) (?!to (?:know|learn|understand|see|tell)\b)|(?:could|can) (?:use|do with)"
    r"|(?:i|s?he|they)['’]d be|time for|in need of"
    r"|(?:is|are|am|i['’]?m|we['’]re|s?he['’]s|they['’]re) (?:after|looking|searching|hunting|shopping)\b"
    r"|(?:thought|thinking) (?:of|about)|(?:want|like|love|plan|hope|hoping|going|wants) to (?:get|buy|find|give"
    r"|surprise|replace|order|treat)|asked (?:me )?for|recs?|please|pls|what|which|who sells|any|is there|are there"
    r"|do you|can you|could you|must|should|shouldn['’]t|has to|have to|ideally|preferably|budget|no more than|at least"
    r"|up to)\b|\?\s*$"
)
_SUITS = Late(
    r"^ ?(?:我|本人|我们)的?(?:是|属于|身高|体重|皮肤|脸|头发|头皮|脚|手|眼睛|家是|车是)"
    r"|油皮|干皮|混油|混干|敏感肌|敏皮|讨厌|不喜欢|受不了|过敏"
    r"|\b(?:my|our) (?:\w+ ){0,2}(?:skin|hair|scalp|feet|foot|hands|nails|lips|eyes|waist|wrists?|size) "
    r"(?:\w+ )?(?:is|are|gets?|feels?)\b"
    r"|\b(?:hate|dislike|can['’]t stand|don['’]t (?:like|want)|allergic)\b"
    r"|\b(?:i|we)(?:['’]ve(?: got)?| have(?: got)?) (?:\w+ ){0,3}(?:skin|hair|scalp|feet)\b"
    r"|\b(?:i|my|we|our)\b.{1,40}\b(?:iphone|ipad|macbook|galaxy|pixel|kindle|ps[345]|xbox|switch|canon|nikon|sony|fuji)\b"
)
_CUT = (
    r"[.!?;:,()—–](?!\d)| - "
    r"| (?=(?:and|but|so|because|cause|since|if|when|whenever|while|though|although|until) (?:now |then |just )?"
    rf"(?:{_WHO}|the |would |wants? |needs? |is |are |has |have |am |owns? ))"
)

_HAN_KIN = (
    r"(?:老公|老婆|媳妇|丈夫|妻子|男朋友|女朋友|男友|女友|对象|爸|妈|父亲|母亲|叔叔|舅舅|姑姑|阿姨|[表堂]?[哥弟姐妹]"
    r"|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|室友|同桌|同学|朋友|闺蜜|同事|老板|老师|邻居|儿子|女儿"
    r"|闺女|孩子|宝宝|小孩|娃|老人|侄子|侄女|外甥|房东|猫|狗)"
)
_HAN_TELLS = Late(
    r"\s*(?:而且|但是?|可是?|因为|所以|结果|不过|主要是?|由于|最近|现在|今年|今天|那个?|这个?)*"
    rf"(?:我|我们|咱|咱们|俺|他|她|它|他们|她们|人家|(?:我|咱|家里|我家)*的?{_HAN_KIN}|上次|之前|以前|原来|去年"
    r"|前[两几]天|前阵子|昨天|刚(?!需)|租的|租房|住的|隔壁|我家|家里(?![用装])|小朋友)"
)
_HAN_TOLD = Late(
    r"已经|总是|老是|天天|每次|每天|一直|前两天|都没有|得要命|太[\u4e00-\u9fff]{1,2}[，,。！]?$|了[，,。！!]?$"
)
_HAN_ASKS = Late(
    r"想(?![到着起家不])|需要|要(?![命是不么])|求|推荐|安利|有没有|有无|有什么|有啥|哪(?!都)|什么(?!都)|啥(?!都)"
    r"|咋|怎么|选|准备|打算|考虑|入手|多少|缺"
    r"|(?<![次前才刚经])买(?![的了过来])|换(?![了季])|(?<![爸妈友婆公姐哥年])送(?![的了过我])|找(?![了不])|差(?:一|[个台把双件套])|帮我|预算"
    r"|适合|最好|必须|别|能不能|可不可以|值得|以内|以下|左右|[吗呢][？?]?$"
)
_HAN_CUT = r"[，,。！!？?；;：:]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
_ENDS = {"en": Late(_CUT), "zh": Late(_HAN_CUT)}
_ASKS = {"en": _ENGLISH_ASKS, "zh": _HAN_ASKS}
_TELLS = (_ENGLISH_TELLS, _HAN_TELLS)
_LACKING = Late(
    r"(?:\b(?:has|have|had|owns?|got) (?:no|not a|precisely one|only one)|n['’]t (?:even )?(?:own|have)(?: an?| any)?"
    r"|\b(?:ran|run) out of|\black(?:s|ing)?|\bmissing)\b|缺|没有?个?像样的?|连个?像样的?"
)
_ANOTHER = Late(
    r"\b(?!that|this|which|each|no|the)[a-z-]+ ones?\b"
    r"|(?:[一换买]|[一换买再][个把台款条根件双只])[\u4e00-\u9fff]{1,8}的(?=[，,。！!？?]|$)"
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
