"""Measures, counts and limits that a message sets to a thing: "120 x 160 cm", "four wheels", "at least 65 W"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_client.commerce.meaning.limits import Found, limits_in
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.wish import Place, covered
from desktop_client.late import Late

_MEASURE = Late(
    r"(?<![\w.$€£¥-])(?:size (?:\d{1,3}(?:\.\d+)?(?: wide)?|x{0,3}[sml]\b|large|medium|small)"
    r"|\d{1,6}(?:\.\d+)?[\s-]?(?:inch(?:es)?|ft|feet|foot|cm|mm|fl oz|oz|ounces?|lbs?|kg|ml|liters?"
    r"|litres?|qt|quarts?|gallons?|gb|tb|mah"
    r"|watts?|w|kwh?|wh|volts?|v|lumens?|hz|mp|pcs|pieces?|packs?|count|ct|persons?|people|seater|met(?:er|re)s?|km"
    r"|db|decibels?|(?<=\d\d)g|sheets?|ah|rpm|psi|tog|players?|cards?|slots?|slices?|burners?|drawers?|ports?"
    r"|tiers?)\b)"
    r"|(?<![\w.$€£¥-])\d{1,4}(?:\.\d+)?\s?(?:cm |mm |in |ft |m )?[x×*]\s?\d{1,4}(?:\.\d+)?"
    r"(?:\s?(?:cm )?[x×*]\s?\d{1,4}(?:\.\d+)?)?(?:\s?(?:cm|mm|m|inch(?:es)?|in|ft|feet|foot|kg|g|l|ml|w)\b)?"
    r"|(?<![\d/])[1-7]/[248](?: size)?(?![\d/])|\bhalf an? (?:lit(?:er|re)|met(?:er|re)|pound|kilo|gallon|inch)\b"
    r"|(?<!\w)(?:packs?|sets?|box) of (?:\d{1,4}|two|three|four|five|six|eight|ten|twelve|twenty)\b"
    r"|\b(?:one|two|three|four|five|six|eight|ten|twelve)[ -](?:person|seater|pack|piece|burner|drawer|tier|slice)\b"
    r"|(?<![\d.])\d{1,2}米\d{0,2}[乘xX×*]\d{1,2}(?:\.\d)?米?\d{0,2}(?!\d)"
    r"|(?<![\d.])\d{1,2}米\d{1,2}(?![\d.年月日])"
    r"|(?<![\d.])\d{1,6}(?:\.\d{1,2})?(?:英寸|寸|升|毫升|公斤|厘米|公分|毫米|匹|码|件套|毫安|安时|(?<=\d\d)[克g]|瓦|千瓦|流明|伏|分贝|米(?!\d|饭|粉|线|酒|糊|面|色"
    r"|白)|公里|w|ml|cm|mm"
    r"|mah|kg|gb|tb|hz)(?![a-z])"
    r"|(?<![\d.])\d{1,4}(?:厘米|cm|米|毫米)?[乘xX×*]\d{1,4}(?:[乘xX×*]\d{1,4})?(?:厘米|毫米|cm|mm|米)?"
    r"|(?<![\d.])\d{1,4}[个只片支双包](?:装|一包|一套)"
    r"|(?<![\d/])[1-7]/[248](?![\d/])"
    r"|(?<![一二两三四五六七八九十])[一二两三四五六七八九十]{1,4}(?:英寸|寸|升|毫升|公斤|匹|码|件套)"
)
_SIZE = Late(
    r"(?:^|[,，、;；:：。(]\s?|[.!?]\s|\bin (?:an? )?|\b(?:an|size) |要|穿|选|尺码)"
    r"(?P<wish>(?:x{1,3}l|x{1,2}s|[2-6]xl)(?:[码号]|(?![a-z0-9])(?! ?[x×*\d]))|[sml][码号])(?! (?:max|pro|plus))"
)
"""A size of clothes by its letters, "navy, XL" and no phone's "XS"."""
_TIERS = Late(
    r"(?:^|[,，、;；。\s]|[要得有](?=[\u4e00-\u9fff\d]))(?P<wish>(?:[二两三四五六七八九十]|\d{1,2})(?:层|档|格|斗|抽屉?|孔|头))"
    r"(?=的?(?:[,，、;；。！!\s]|$))"
)
"""How many of its parts it is to have, a clause by itself: 「五层」; 「住五层」 is where one lives."""
_AT_LEAST = Late(
    r"(?:至少|最少|起码)(?:要|得|有|带){0,2}(?:[一二两三四五六七八九十]|\d{1,2})[个只口格层档孔](?!月|人|小时|星期|礼拜|孩|娃|大人|客)"
    r"[\u4e00-\u9fffa-z-]{0,6}?(?=的?(?:[,，、;；。！!\s]|$))"
)
_PARTS = Late(
    r"(?<![\w.$€£¥-])(?:\d{1,2}|two|three|four|five|six|eight) (?:wheels?|drawers?|pockets?|shelves|doors?|handles?"
    r"|speeds?"
    r"|settings?|levels?|compartments?|buttons?|lids?|layers?|zones?|hooks?|blades?|gears|modes?|heads?|batteries)\b"
)
"""How many of its parts it is to have."""
_PACK = Late(r"\b(?:packs?|sets?|box(?:es)?) of (?=\d|two|three|four|five|six|eight|ten|twelve|twenty)")
_NOT_THIS = Late(r"\bnot (?:an? |the )?$")
_TALL = Late(r"(?:身高|个子|个头|体重)(?:有|是|都|才|大概|大约|就|快)*\s?$")
"""How tall somebody is."""
_NO_UNIT = Late(
    r"(?<![\w.$€£¥])\d{1,3}(?:\.\d)? (?:deep|wide|tall|high|long|thick),?"
    r" (?:max(?:imum)?|at (?:the )?most|or (?:less|under))\b"
    r"|\b(?:max(?:imum)?|at (?:the )?most|no more than|up to) \d{1,3}(?:\.\d)? (?:deep|wide|tall|high|thick)\b"
)
"""A limit without its unit, "30 deep max": as it was said, since nothing can be measured by it."""
_ABOUT_BEHIND = Late(r"左右|上下")
"""What makes of a measure a guess, which a thing that is near it does not state."""
_LIMITED = Late(
    r"(?:续航|待机|播放|容量|功率|重量|净重|亮度|电池|内存|电压|[总全线绳管]?(?:长|宽|高|厚)度?|直径|尺寸|屏幕)(?:时间"
    r"|时长)?(?:要|得|在)?$"
)
"""What stands before a limit and tells what of."""
_LIMITED_BEHIND = Late(
    r" (?:of )?(?:battery(?: life)?|play(?:back|time)|runtime|ram|memory|storage|power|output|wide|tall|long|deep"
    r"|high|thick)\b"
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


def told_limits(message: Message) -> list[Found]:
    """The limits that a message sets to anything."""
    return list(limits_in(message.folded))


def measures(message: Message, found: Sequence[Found]) -> Iterator[Place]:
    """What is measured and counted without a limit; a guess is none, which a thing that is near it does not state."""
    limited = covered(message, ((limit.start, limit.end) for limit in found))
    for pattern in (_SIZE, _TIERS):
        yield from (match.span("wish") for match in pattern.finditer(message.folded))
    for pattern in (_MEASURE, _PARTS, _AT_LEAST):
        for match in pattern.finditer(message.folded):
            if _NOT_THIS.search(message.folded[max(0, match.start() - 8) : match.start()]):
                continue
            if _TALL.search(message.folded[max(0, match.start() - 6) : match.start()]):
                continue
            if limited.find(1, *match.span()) < 0 and not _ABOUT_BEHIND.match(message.folded, match.end()):
                yield match.span()


def counted_parts(message: Message) -> Iterator[Place]:
    """What is counted and is not the thing: the "pack" of "pack of 20", the "wheels" of "four wheels"."""
    return (match.span() for way in (_PACK, _PARTS) for match in way.finditer(message.folded))


def limits(message: Message, found: Sequence[Found]) -> Iterator[Place]:
    """Where limits are set to the thing, "at least 65 W", and not told of somebody, "I sit over 8 hours a day"."""
    yield from (match.span() for match in _NO_UNIT.finditer(message.folded))
    for limit in found:
        before = message.folded[max(0, limit.start - 40) : limit.start]
        if not _OF_SOMEBODY.search(before) and not _OF_A_DAY.match(message.folded, limit.end):
            what = _LIMITED.search(before)
            behind = _LIMITED_BEHIND.match(message.folded, limit.end)
            yield limit.start - (len(what[0]) if what else 0), behind.end() if behind else limit.end
