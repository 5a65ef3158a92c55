"""Chinese verdicts: how the words of ``data/verdicts.zh.txt`` are joined into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from desktop_client.commerce.reading.lexicon import begun_within
from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.verdicts import Place, Verdict, any_of, without_the_kind
from desktop_client.late import Late

_PAGE = "verdicts.zh.txt"
_of = partial(any_of, _PAGE)

LONGEST = 8
"""Characters of a thing; what is longer is a sentence."""

_CLAUSE = re.compile(r"[，,。；;！!？?：:\s~～…（）()]+|所以|因此|于是|因而")
_TAIL = rf"{_of('tail')}*$"
_BEHIND = Late(
    rf"^(?P<things>.{{1,20}}?)(?P<of>的?(?:话|那种"
    rf"|这种)?)(?:(?:{_of('out between')})*(?<![行要好是喜不没])(?P<out>{_of('out behind')}|不行(?!了))"
    rf"|(?:{_of('out between')})*(?P<neither>{_of('neither behind')})|(?P<unneeded>就?(?:{_of('not needed')}))"
    rf"|(?:{_of('out between', 'who')})*(?P<defeats>{_of('defeats')}))"
    rf"(?:{_TAIL}|(?=因为|我(?!要)))"
)
_ALONE = Late(rf"^(?:但|不过|反正)?(?:{_of('out between')})*(?:{_of('out behind', 'reaction')}|不行(?!了)){_TAIL}")
_NEITHER_OF_BEFORE = Late(rf"^(?:{_of('neither of before')}){_TAIL}")
_NEITHER_BEFORE = Late(
    rf"^(?:但|也|倒|其实|并)*(?:{_of('neither before')})(?:太|很|带|有|是|要|非要|非得"
    rf"|那么)*(?P<what>.{{1,10}}?)(?:都行|也行)?{_TAIL}"
)
_REACTION = Late(
    rf"^(?:但|因为|我)*(?P<meets>{_of('meets it')})?(?P<things>.{{1,8}}?)(?:的味道|的声音)?(?:的)?(?:的话|一多|太大"
    rf"|太重|太浓)?"
    rf"(?P<makes>(?:{_of('makes one')}|[\u4e00-\u9fff]得){{0,6}})(?P<reaction>{_of('reaction')}){_TAIL}"
)
_BEFORE = Late(
    r"(?:(?<=最好)|(?<![要是想好喜爱不没哪]))(?P<not>(?:千万|绝对|坚决|请|麻烦|一定|我|宝宝|孩子|也|可)*"
    r"(?:(?<!有)没有|(?<=有没有)没有|(?<![并除是莫若南北西东飞而])非(?![常洲要遗得凡诚正主])"
    rf"|不用(?P<use>)|(?!没有|非|不是(?:要|想|在|来|打算)*(?:找|求|买)){_of('out before')}))"
    r"(?=(?P<run>[^，,。；;！!？?：:\s~～…（）()]{1,30}))"
)
_COMPARED = Late(
    r"(?<![对相可别不])(?<!不要)(?<!不能)(?P<whole>比(?!\d)(?!哪|什么|较|例|如|赛|特|价|亚|基尼|心|熊|划"
    r"|方)起?(?P<things>[^，,。；;！!？?\s]{1,12}?))"
    rf"(?P<how>(?:来说|的|而言)?(?:我|我们|他|她)?(?P<more>更(?:喜欢|想要|爱|倾向|中意|偏爱|愿意))"
    rf"|(?<!比)(?<!比起){_of('compared')})"
)
_RATHER = Late(
    r"与其(?:买|要|用|选|说)?(?P<things>[^，,。；;！!？?\s]{1,8}?)的?[，,]?(?:还?不如|宁可|宁愿|倒不如)"
    r"|(?:^|[，,。；;！!？?\s])(?P<worse>[^，,。；;！!？?\s]{1,8}?)的?(?:还?不如)(?=[^，,。；;！!？?\s]{1,6}(?:好|的"
    r"|$))"
)
_RATHER_ASKED = re.compile(r"宁可|宁愿|宁肯|与其")
_HAD = Late(rf"^(?!.*{_of('asks')}).*(?:{_of('had')})|^(?:退|扔|坏|丢|碎)了?(?:个|一个|把|件|条|双|款)|已经有.*了$")
_FROST = Late(r"零下[\d一二三四五六七八九十几]+(?:度|摄氏度|℃)?|(?<![\d\w])[-−–]\s?\d+\s?(?:度|℃|°c?)")
_BUT = re.compile(r"除|不是|不要")
"""What makes of 「都行」 no indifference: 「除了粉色都行」, 「只要不是粉色都行」."""
_LEAD = Late(rf"^(?:{_of('thing head')})+")
_TRAIL = Late(rf"(?:{_of('thing tail')})+$")
_FAULT = Late(rf"(?:太|会|老|容易|总|爱|有点)*(?:{_of('fault')})$")
"""Why a stuff is ruled out, 「羊毛掉毛就算了」: what it does is nothing to go without by itself."""
_JOINT = re.compile(
    r"、|或者|或|以及|还有|(?<![暖柔温平随缓])和(?!服|风|面|田)|(?<![高低粗细坡平中])跟(?!鞋)|(?<!参)与|(?<!以|普)及|/"
)
_OF_EACH = re.compile(r"的(?=[\u4e00-\u9fff]{1,3}(?:的|都|$))(?<=[\u4e00-\u9fff]的)")
"""What parts 「白的黑的」."""
_LAST_OF_EACH = Late(rf"(?!{_of('cut', 'out behind', 'neither behind', 'not needed')})[\u4e00-\u9fff]{{1,3}}的$")
"""The 「花的」 of 「不要条纹的花的」."""
_NOT_SOUGHT = Late(
    r"(?:(?:不是|并非)(?:要|想|在|来|打算|想要)*(?:找|求|买)|不(?:要|想|打算)?(?:再|在)?找(?![到着得对])"
    r"|(?<=[人爷奶妈爸他她我姥公婆娃])(?:也|都|又|根本|完全)?不会(?:用|使|弄|玩|操作))"
    r"(?:(?!而是|是要|要的?是)[^，,。;；！!？?\s])+"
)
"""What is not looked for, 「我不是找花盆」: the thing that is may go with it, so it is not ruled out."""
_SO = re.compile(r"[那这][么样][\u4e00-\u9fff]{1,4}?的?(?=[，,。;；！!？?\s]|$)")
"""What tells only how it is: 「荧光色那么扎眼的」."""
_OF_ANY = re.compile(r"的(?:功能|设计|款式|东西|样式|造型|类型|玩意儿?|装饰|风格)$")
"""What any thing has: 「鸡肋的功能」 rules out no function."""
_WRAP = Late(rf"^(?:{_of('wrap')})")
_CUT = Late(rf"{_of('cut')}")
_NO_THING = Late(rf"^(?:{_of('no thing')})")
_GRAVE = Late(_of("grave"))
_TOLD = Late(r"[说谁怎吗过了]|什么|^上?[\d一二两三四五六七八九十百千万几]+(?:多|来|块|元|钱|以上|以下|左右|刀|$)")
"""What makes of a thing a sentence, 「热电偶换过」, or a price, 「五百块的」."""
_ASKS = Late(_of("asks"))


def chinese_verdicts(message: Message) -> Iterator[Verdict]:
    """What a Chinese message says not to be had, or to make no difference, in no order."""
    text = message.folded
    before: Place | None = None
    for start, end in _clauses(text):
        yield from _of_a_clause(message, (start, end), before)
        before = start, end
    for match in _BEFORE.finditer(text):
        things = list(_things_of_run(message, match.start("run"), match.end("run"), match.start()))
        if things and (match["use"] is None or _is_needed(message, match.start(), *things[0])):
            yield Verdict(match.start(), _behind_de(text, things[-1][1]), tuple(things))
    for match in _COMPARED.finditer(text):
        things = _named(message, *match.span("things"), match.span("whole")) if match["more"] else []
        yield Verdict(*match.span("whole"), tuple(things))
    for match in _RATHER.finditer(text):
        name = "things" if match["things"] else "worse"
        things = _named(message, *match.span(name), match.span())
        if things:
            yield Verdict(match.start(name) if name == "worse" else match.start(), match.end(), tuple(things))
    for pattern in (_RATHER_ASKED, _FROST, _NOT_SOUGHT):
        yield from (Verdict(*match.span()) for match in pattern.finditer(text))


def _of_a_clause(message: Message, clause: Place, before: Place | None) -> Iterator[Verdict]:
    start, end = clause
    text = message.folded[start:end]
    if before and _NEITHER_OF_BEFORE.match(text):
        yield Verdict(_behind_the_kind(message, *before), end)
    elif before and _ALONE.match(text):
        yield from _of_the_clause_before(message, before, end)
    elif (match := _NEITHER_BEFORE.match(text)) and _is_listed(
        message, start + match.start("what"), start + match.end("what")
    ):
        yield Verdict(start, end)
    elif (match := _BEHIND.match(text)) and not _BUT.search(match["things"]):
        yield from _behind(message, start, end, match)
    elif match := _REACTION.match(text):
        yield from _felt(message, start, end, match)
    elif _HAD.search(text):
        yield Verdict(start, end)


def _of_the_clause_before(message: Message, before: Place, end: int) -> Iterator[Verdict]:
    """「布的不耐脏，不考虑」: what the verdict is on stands in the clause before, and may be told of there."""
    if _ASKS.search(message.folded[slice(*before)]):
        return
    start = _behind_the_kind(message, *before)
    of = message.folded.find("的", start, before[1])
    things = _named(message, start, of if of > 0 else before[1], (start, end))
    is_known = of > 0 or all(_is_stuff(message, *thing) for thing in things)
    yield Verdict(start, end, tuple(things) if is_known else (), is_felt=True)


def _behind(message: Message, start: int, end: int, match: re.Match[str]) -> Iterator[Verdict]:
    """「塑料的一律不考虑」 rules out, 「防水无所谓」 does not, nor 「防水不需要」; 「夹式的不需要」 does."""
    is_neither = match["neither"] or (match["unneeded"] and not match["of"] and not match["unneeded"].endswith("了"))
    began = _behind_what_it_begins_with(message, start, start + match.end("things"))
    began = _behind_the_kind(message, began, start + match.end("things"))
    if is_neither:
        yield Verdict(began, end)
        return
    things = _named(message, began, start + match.end("things"), (began, end))
    if match["defeats"] and not (match["of"] or all(_is_stuff(message, *thing) for thing in things)):
        things = []
    yield Verdict(began, end, tuple(things), is_felt=True)


def _felt(message: Message, start: int, end: int, match: re.Match[str]) -> Iterator[Verdict]:
    """「羊毛一穿就扎」, 「一闻薰衣草就头疼」; what no list knows may be a deed, 「久坐就难受」, and is none."""
    if not (match["meets"] or match["makes"]):
        return
    things = _named(message, start + match.start("things"), start + match.end("things"), (start, end))
    smelt = "闻" in match[0]
    known = [thing for thing in things if smelt or _is_stuff(message, *thing)]
    if things and (known or match["meets"]):
        mild = match["reaction"] in read_lists(_PAGE)["mild"] and not _GRAVE.search(message.folded)
        yield Verdict(start, end, tuple(known), is_felt=True, ails=mild and len(known) == len(things))


def _things_of_run(message: Message, start: int, end: int, begins: int) -> Iterator[Place]:
    """What a negation before it rules out, up to the next wish: 「塑料的或者橡胶的拖鞋」, 「乳胶要荞麦的」."""
    text = message.folded
    while start < end:
        start = _unwrapped(message, start, end)
        place = _piece(text, start, end)
        ends = place + len(text[place:end]) - len(text[place:end].lstrip("的"))
        thing = _trimmed(message, start, place, begins)
        if thing is None:
            return
        yield from _listed_side_by_side(message, *thing) or [thing]
        if joint := _JOINT.match(text, ends, end):
            start = joint.end()
        elif ends > place and _LAST_OF_EACH.match(text[ends:end]):
            start = ends
        else:
            return


def _unwrapped(message: Message, start: int, end: int) -> int:
    """Past 任何, 那种 and 带, but not into a listed wish, 「有线」."""
    listed = {s.start for s in begun_within(message.wishes, start, end) if not s.phrase.startswith("带")}
    while start not in listed and (wrap := _WRAP.match(message.folded[start:end])) and start + wrap.end() < end:
        start += wrap.end()
    return start


def _piece(text: str, start: int, end: int) -> int:
    """Where the first thing ends: before a particle, the next wish, 的 or a joint."""
    cut = _CUT.search(text[start + 1 : end])
    of = text.find("的", start, end)
    joint = _JOINT.search(text, start + 1, end)
    places = [
        end,
        *([start + 1 + cut.start()] if cut else []),
        *([of] if of > 0 else []),
        *([joint.start()] if joint else []),
    ]
    return min(places)


def _trimmed(message: Message, start: int, end: int, begins: int) -> Place | None:
    phrase = message.folded[start:end]
    for pattern in (_TRAIL, _FAULT):
        tail = pattern.search(phrase)
        if tail and tail.start() > 1 and (pattern is _TRAIL or _is_stuff(message, start, start + tail.start())):
            end = start + tail.start()
            phrase = message.folded[start:end]
    if not phrase or len(phrase) > LONGEST or _NO_THING.match(phrase) or _TOLD.search(phrase):
        return None
    return without_the_kind(message, (start, end), [(begins, end)])


def _named(message: Message, start: int, end: int, around: Place) -> list[Place]:
    """The things that stand in a stretch by themselves, 「塑料和木头」, 「黑色白色」; none where it is a sentence."""
    text = message.folded
    start = _behind_what_it_begins_with(message, _behind_the_kind(message, start, end), end)
    if lead := _LEAD.match(text[start:end]):
        start += lead.end() if lead.end() < end - start else 0
    found: list[Place] = []
    if of := _OF_ANY.search(text[start:end]):
        end = start + of.start()
    for begins, ends in _between(_JOINT, text, start, end):
        pieces = _listed_side_by_side(message, begins, ends) or list(_between(_OF_EACH, text, begins, ends))
        trimmed = [_trimmed(message, *piece, around[0]) for piece in pieces]
        if None in trimmed:
            return []
        found += [thing for thing in trimmed if thing]
    return found


def _listed_side_by_side(message: Message, start: int, end: int) -> list[Place]:
    inside = [(span.start, span.end) for span in begun_within(message.wishes, start, end) if span.end <= end]
    whole = sum(stop - begin for begin, stop in inside)
    alike = len({message.folded[stop - 1] for _, stop in inside}) == 1
    return inside if alike and len(inside) > 1 and whole >= len(message.folded[start:end].rstrip("的")) else []


def _between(joint: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Place]:
    for match in joint.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _behind_the_kind(message: Message, start: int, end: int) -> int:
    """Where a stretch goes on behind what is asked for in it: 「想买椅子塑料的不要」."""
    if not _ASKS.search(message.folded[start:end]) and "买" not in message.folded[start:end]:
        return start
    kinds = [s.end for s in begun_within(message.goods, start + 1, end) if s.end < end and "goods" in s.lists]
    return max(kinds, default=start)


def _behind_what_it_begins_with(message: Message, start: int, end: int) -> int:
    """Past a kind of thing that a wish follows: 「收纳箱透明的不要」."""
    kind = next((s for s in begun_within(message.goods, start, start + 1) if s.end < end), None)
    return kind.end if kind is not None and begun_within(message.wishes, kind.end, kind.end + 1) else start


def _is_listed(message: Message, start: int, end: int) -> bool:
    """Whether a listed wish begins there that is told of nothing less, as 「不用打孔」 is."""
    return any(span.end <= end for span in begun_within(message.wishes, start, start + 2))


def _is_stuff(message: Message, start: int, end: int) -> bool:
    phrase = message.folded[start:end]
    if phrase in _stuffs() or phrase.endswith(("味", "味道", "香")):
        return True
    return any(span.start <= start and end <= span.end for span in message.wishes)


def _is_needed(message: Message, begins: int, start: int, end: int) -> bool:
    """Whether 不用 spares one a thing, 「不用电池」, and not a deed, 「不用洗」, 「不用打孔」."""
    if begun_within(message.wishes, begins, begins + 1):
        return False
    return _is_stuff(message, start, end) or any(s.end == end for s in begun_within(message.goods, start, start + 1))


def _behind_de(text: str, end: int) -> int:
    if so := _SO.match(text, end):
        return so.end()
    return end + 1 if text[end : end + 1] == "的" and not text[end + 1 : end + 2].strip() else end


def _clauses(text: str) -> Iterator[Place]:
    return _between(_CLAUSE, text, 0, len(text))


@cache
def _stuffs() -> frozenset[str]:
    return frozenset(read_lists(_PAGE)["substance"])
