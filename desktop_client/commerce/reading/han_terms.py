"""Conditions that Chinese says in a clause: 「要能放进冰箱门」, 「冰块要大」, 「咬不断的」.

Chinese strings clauses together between commas, the kind of thing in one of them: what stands in a short one behind it
is what it has to be like, unless it tells of somebody, asks, or speaks of the price. The words are in
``data/terms.zh.txt``; here is how they are joined.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

Place = tuple[int, int]

LONGEST = 12
"""Characters of a clause that may be a condition."""
_BARE = 6
"""Characters of one that says so by nothing but standing there."""


def _any(name: str) -> str:
    """Any of the words of a list, the longest first."""
    return f"(?:{'|'.join(sorted(read_lists('terms.zh.txt')[name], key=len, reverse=True))})"


_NUMERALS = "一二两三四五六七八九十百千万几"
_MARKS = "，,。；;：:！!？?、\\s（）()"
_CLAUSE = Late(rf"(?:不要|千万|绝对不)?(?:(?!不要|千万|绝对不)[^{_MARKS}])+")
_LEAD = Late(rf"{_any('before')}*(?P<must>{_any('must')})?")
_TAIL = Late(r"(?:一点儿?|一些|点儿?|些)?(?:的(?:那种|款|话)?|最好|更好|就(?:好|行)|才行|啊|哈|哦|吧)*$")
_NO_TERM = Late(_any("no term"))
_CAN = Late(
    r"(?P<who>(?:(?![的能可不])[\u4e00-\u9fffa-z0-9]){0,6}?)(?:(?<![智功性节阳万效才潜动热电只仅])能|可以"
    r"|可(?=[拆调折叠机水升充伸洗换旋移收降放连登用挂斜躺]))(?!把"
    r"|被)(?:(?![的嘅])[\u4e00-\u9fffa-z0-9.]){1,10}(?<![了不])"
)
_CANNOT = Late(
    rf"[\u4e00-\u9fff]{{0,4}}?(?<![特区个级性类辨告分差离识])(?P<wish>{_any('cannot')}(?![有带含是用买低少高多吃喝退等超要给太像光再推])(?:(?![的了])[\u4e00-\u9fff]){{1,6}}(?<![味色款不]))"
)
_SUCH = Late(
    rf"(?P<wish>[\u4e00-\u9fff]{{1,4}}?(?:要|得|最好|必须|一定要|尽量)(?:比较)?{_any('quality')})(?:一?[点些]儿?)?"
    rf"|(?P<plain>{_any('quality')})"
    rf"|(?P<big>(?:[大小薄厚硬软轻宽窄长短高矮圆方深浅粗细](?!家|众|姐|哥|妈|爸|概|多|约|方)(?:(?![{_NUMERALS}])[\u4e00-\u9fff]){{1,3}}"
    r"|(?!手(?![柄提机])|[脚背胯腿胸臀肩头脸腰身风量雨人楼路家])[\u4e00-\u9fff]{1,4}[大小薄厚硬软轻宽窄长短高矮深浅粗细好低强足快稳]"
    r"(?<!最好|更好|还好)))"
)
_NOTHING = Late(rf"[\u4e00-\u9fff]{{0,3}}?(?P<wish>(?:没|没有|无){_any('nothing')})")
_WORKS = Late(r"(?P<wish>(?:兼容|支持|适配|通用|适用)[\u4e00-\u9fffa-z0-9 ]{1,10})")
_GOES_WITH = Late(
    r"[\u4e00-\u9fff]{0,3}?(?:得|要|能|可以)?"
    r"(?P<wish>[跟和与同][\u4e00-\u9fffa-z0-9 ]{2,9}?(?:通用|兼容|匹配|配套|适配))"
)
_HOLDS = Late(
    r"[\u4e00-\u9fff]{0,2}?(?P<wish>[放装塞坐睡挂容摆站]得[下进]"
    r"(?:(?![了我你他她的])[\u4e00-\u9fffa-z0-9.]){1,9})"
)
_THAN = Late(
    rf"比(?:我|家里)?(?:的|现在|之前|以前|那个|旧|老|原来|上一个)[^{_MARKS}]{{0,6}}?的?(?P<wish>{_any('quality')})"
    rf"(?:一?[点些])?(?=的?(?:[{_MARKS}]|$))"
)
_BEFORE_KIND = Late(
    rf"(?:^|[{_MARKS}买要找求个款条双把台件张只副顶套])(?P<wish>[大小薄厚硬软轻宽窄粗细](?:(?=一?点|一?些)"
    rf"|(?![{_NUMERALS}])[\u4e00-\u9fff]{{1,3}}?)|[\u4e00-\u9fffa-z0-9]{{2,5}})(?:一?[点些])?的$"
)
_BARE_IS_SUCH = Late(
    r"(?:带|配|双|单|三(?=[防合档层口面])|多|全(?!部|家|网)|防|抗|耐|免|超|可|易|好(?=[洗拆清收装穿脱打推提握拿抓用])|包(?=[胶边塑皮布])|装(?=电)|加|自动|纯|真|实木|软|硬|大"
    r"|小|厚|薄|轻|长|短"
    r"|宽|窄|圆|方|深|浅|无)[\u4e00-\u9fffa-z]"
    r"|[\u4e00-\u9fffa-z0-9]{1,5}(?:款|版|型|式|装|色|味|面|底|盖|屏|边|芯|绒|皮|布|钢|木|质|材质|料|纹|图案|口|领|袖|跟|轮|门|感应|调光"
    r"|不[断坏破掉烂散碎倒翻歪松]|得[开住起动]|膝)$"
)
"""Pieces that are told for conditions by how they begin or end: 「防霉」, 「雾面屏」, 「咬不断」."""
_COUNTED = Late(
    rf"[{_NUMERALS}\d点.]+[个只件套把双条块台份万千百本年月天]?$|.*(?:越|几百|上下|[{_NUMERALS}](?:米|斤|升|寸|块|元|个|年|岁))"
)
_PART = Late(r"(?:(?!的)[\u4e00-\u9fffa-z0-9]){2,4}(?=的|$)")
_DENIED = Late(
    r"[\u4e00-\u9fff]{1,4}不(?![太要想是能会需用带含加放喜考接错同好推选买只仅知急着介懂挑限差贵信管论够让去])[\u4e00-\u9fff]{1,3}"
)
_ASKED = Late(r"最好|必须|一定|务必|希望|要|得")
_DOING = Late(r"[去来看做学拍走回考]")
_HAVING = Late(r"有(?![没什点些人货用机])[\u4e00-\u9fffa-z]{1,5}")
_LIKED = Late(r"(?:爱|喜欢|热爱|迷上|沉迷)$")


def chinese_terms(message: Message, kind_starts: int, kind_ends: int) -> Iterator[Place]:
    """What clauses ask for; bare ones only behind the kind of thing, which is named from ``kind_starts`` on."""
    text = message.folded
    if text.isascii():
        return
    yield from (match.span("wish") for match in _THAN.finditer(text))
    if (told := _before_kind(text, kind_starts)) is not None:
        yield told
    named = _Named(message)
    for clause in _CLAUSE.finditer(text):
        is_behind = clause.start() >= kind_ends > 0
        yield from _terms(text, *clause.span(), is_behind=is_behind, named=named)


def _before_kind(text: str, kind_starts: int) -> Place | None:
    """What stands right before the kind of thing and tells what it is like, 「薄一点的钱包」, 「推拉门的衣柜」."""
    begins = max(0, kind_starts - _BARE - 4)
    before = _BEFORE_KIND.search(text[begins:kind_starts])
    if (
        before is None
        or before["wish"][0] in "那这"
        or _NO_TERM.search(before["wish"])
        or _COUNTED.match(before["wish"])
    ):
        return None
    if len(before["wish"]) > 1 and not _BARE_IS_SUCH.match(before["wish"]):
        return None
    return begins + before.start("wish"), begins + before.end("wish")


def _terms(text: str, start: int, end: int, *, is_behind: bool, named: _Named) -> Iterator[Place]:
    """What a clause asks for, if it does."""
    lead = _LEAD.match(text[:end], start)
    begins = lead.end() if lead else start
    tail = _TAIL.search(text[begins:end])
    ends = begins + tail.start() if tail else end
    said = text[begins:ends]
    if not said or len(said) > LONGEST + 2:
        return
    if cannot := _CANNOT.fullmatch(said):
        yield begins + cannot.start("wish"), begins + cannot.end("wish")
    elif not _NO_TERM.search(said.removeprefix("能给")):
        must = (lead["must"] or "") if lead else ""
        yield from _able(text, begins, ends, named, is_behind=is_behind, is_asked=must != "")
        if is_behind:
            yield from _such(text, begins, ends, named, is_asked=_ASKED.search(text[start:begins]) is not None)
            if _DENIED.fullmatch(said) or (begins > start and _HAVING.fullmatch(said)):
                yield begins, ends


def _able(text: str, begins: int, ends: int, named: _Named, *, is_behind: bool, is_asked: bool) -> Iterator[Place]:
    """What it can do, and works with, 「电磁炉能用」; said of a thing that is named before, that is left out."""
    said = text[begins:ends]
    if can := _CAN.fullmatch(said):
        thing_ends = 0 if is_behind else named.last_end(begins, begins + can.end("who"))
        if thing_ends:
            lead = _LEAD.match(text[:ends], thing_ends)
            begins = lead.end() if lead else thing_ends
        elif not (can["who"] or is_behind or is_asked):
            return
        yield begins, ends
    for way in (_NOTHING, _WORKS, _GOES_WITH, _HOLDS):
        if found := way.fullmatch(said):
            yield begins + found.start("wish"), begins + found.end("wish")


def _such(text: str, begins: int, ends: int, named: _Named, *, is_asked: bool) -> Iterator[Place]:
    """What it is to be like, 「冰块要大」, 「防霉」, 「要结实的木头的」."""
    said = text[begins:ends]
    if such := _SUCH.fullmatch(said):
        yield (begins + such.start("wish"), begins + such.end("wish")) if such["wish"] else (begins, ends)
        return
    said_so = text[ends : ends + 1] == "的"
    if is_asked and said_so and len(said) <= LONGEST:
        yield from ((begins + part.start(), begins + part.end()) for part in _PART.finditer(said))
    elif (
        1 < len(said) <= _BARE
        and "的" not in said
        and (is_asked or _BARE_IS_SUCH.match(said) or (said_so and len(said) < _BARE))
        and not _COUNTED.match(said)
        and not (_DOING.match(said) or named.within(begins, begins + 1 if said_so else ends))
    ):
        yield begins, ends


class _Named:
    """Where things are named: what a clause says is said of the last one in it."""

    def __init__(self, message: Message) -> None:
        self._ends = {thing.end: thing.start for thing in message.goods}
        self._places = bytearray(len(message.folded))
        for thing in message.goods:
            self._places[thing.start : thing.end] = bytes((1,)) * (thing.end - thing.start)

    def within(self, start: int, end: int) -> bool:
        """Whether any place between is part of a thing's name."""
        return self._places.find(1, start, end) >= 0

    def last_end(self, start: int, end: int) -> int:
        """Where the last thing ends that is named between; 0 if none is."""
        return next((place for place in range(end, start, -1) if self._ends.get(place, -1) >= start), 0)


def term_places(message: Message) -> list[Place]:
    """Where clauses ask for something, 「能放进冰箱门」: what they name is not the thing."""
    return [place for place in chinese_terms(message, 0, 0) if place[1] - place[0] > 2]


def is_liked_by_somebody(text: str, start: int) -> bool:
    """Whether what stands there is what somebody likes, 「爱钓鱼的爸爸」."""
    return _LIKED.search(text[max(0, start - 4) : start]) is not None
