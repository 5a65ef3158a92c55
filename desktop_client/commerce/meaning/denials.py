"""How sellers deny: "fragrance-free", "不含酒精、香精", "not suitable for sensitive skin", "敏感肌慎用".

Two sorts of thing are denied in two ways. Of a *substance* it is said that it isn't in there. Of a *property* it is
said that the goods lack it or don't suit. All patterns look at folded text, at most ``BEFORE`` letters before a name
and ``AFTER`` letters behind it, and repeat nothing without bound, so that no text can keep them busy.
"""

from __future__ import annotations

import re
from functools import lru_cache

BEFORE, AFTER = 60, 40
KEPT = 4_096
"""How many surroundings are known by heart: sellers deny in the same words in one description after the other."""


def _words(*words: str) -> str:
    """A pattern for whole English words."""
    return rf"(?<![a-z])(?:{'|'.join(words)})(?![a-z])"


_ADDED = r"(?:[\s-]+(?:any|added|artificial|synthetic|harsh|drying|the|use of)){0,3}[\s-]+"
_ENGLISH_LIST = (
    r"(?:[a-z][a-z -]{0,24}(?:, ?(?:or |and )?| or | and | & |/)){0,4}(?:(?:added|artificial|synthetic|drying) )?"
)
_CHINESE_LIST = r"(?:[^,。;!?:、\s和与及或/]{1,6}[,、和与及或/] ?){0,6}(?:人工|化学)?"

_ABSENT_BEFORE = re.compile(
    "(?:"
    + _words(
        "no", "without", "zero", "non", "never", "free (?:of|from)", "(?:not|n't) (?:contain|include|use|have)(?:ing)?"
    )
    + _ADDED
    + _ENGLISH_LIST
    + r"|(?:不含有?|无|零|(?<!\d)0 ?|未添加|不添加|没有|不加|未使用|不使用|拒绝|不带|不要)(?:任何|添加|人工|化学){0,2}"
    + _CHINESE_LIST
    + ")$"
)
_ABSENT_AFTER = re.compile(
    r"(?:(?: (?:and|or|&) |/)[a-z]+(?: [a-z]+)?)?[\s-]{0,3}free(?![a-z])(?! (?:shipping|gift|sample|delivery|return))"
    r"|\s?[:=]?\s?(?:no|none|false|absent)(?![a-z])"
    r"|\s?:?\s?(?:无(?!香)|否|不含|0 ?添加|零添加|无添加|不添加|未添加|未检出)"
)

_SUITED = "for|suitable|suited|recommended|intended|ideal|advised|designed|meant|good|safe|appropriate|to be used"
_UNSUITED = "慎用|勿用|禁用|不适用|不适合|不适宜|不宜|不建议|不推荐|不可用|不能用|谨慎|避免|不要"

_LACKING_BEFORE = re.compile(
    rf"(?:(?:(?<![a-z])not|n't) (?:yet )?(?:be )?(?:{_SUITED})(?![a-z])[^.;!?]{{0,40}}"
    rf"|{_words('unsuitable', 'avoid')}[^.;!?]{{0,30}}"
    r"|(?<![a-z])(?:not|non|no|without|isn't|lacks|un)[\s-]*(?:any |active )?"
    rf"|(?:{_UNSUITED})于?[^,。;!?]{{0,12}}"
    r"|(?:不支持|不具备|没有|不带|不|无|非|除))$"
)
_LACKING_AFTER = re.compile(
    r"[^.;!?,]{0,20}"
    + _words("should avoid", "should not", "not recommended", "not advised", "not suitable", "unsuitable", "beware")
    + r"|\s?[:=]\s?(?:no|none|false|unsuitable|not)(?![a-z])"
    + rf"|(?:皮肤|肌肤|人群|人士|者|请|的人|\s|[及、/][^,。;]{{0,8}}){{0,3}}(?:{_UNSUITED})"
    + r"|\s?:\s?(?:否|无|不)"
)  # fmt: skip

_TO_BE_TRIED = re.compile(r"patch test|皮试|先.{0,6}(?:测|试)")
_TRY_AFTER = re.compile(r"[^,。;.]{0,10}(?:请?先|需先|皮试|patch test|consult)")
_TRY_BEFORE = re.compile(r"(?:patch test|consult)[^.;!?]{0,40}$")

_DENIES = re.compile(
    _words("no", "none", "not", "false", "unsuitable", "without", "free", "zero", "absent", "avoid", "caution", "never")
    + r"|^(?:n|0|0 ?%|✗|×|x)$|不|无|否|未|没|零|慎|禁|避免|谨慎"
)
_AFFIRMS = re.compile(
    _words("yes", "true", "suitable", "contains", "present", "included", "tested", "safe", "ok", "good", "recommended")
    + "|" + _words("ideal", "supported", "with", "added", "active")
    + r"|^(?:y|1|✓|√)$|是|有|含|适|可|支持|添加|友好|✓|√|[1-9]"
)  # fmt: skip
_UNKNOWN = re.compile(
    r"^(?:not (?:stated|known|specified|disclosed|available|given)|unknown|unspecified|n/?a|-+|\?+"
    r"|未知|未说明|未标明|未注明|未标注|不详|未提供|无信息|暂无)?$"
)
_ALL = re.compile(_words("all", "any", "every") + "|所有|全部|任何|各种|通用|全肤质|均可|都适")


@lru_cache(maxsize=KEPT)
def says_absent(before: str, after: str) -> bool:
    """Whether the text around a substance's name says that it is not in there."""
    return bool(_ABSENT_BEFORE.search(before) or _ABSENT_AFTER.match(after))


@lru_cache(maxsize=KEPT)
def says_lacking(before: str, after: str) -> bool:
    """Whether the text around a property's name says that the goods lack it, or don't suit."""
    return bool(_LACKING_BEFORE.search(before) or _LACKING_AFTER.match(after))


@lru_cache(maxsize=KEPT)
def says_try_first(before: str, after: str) -> bool:
    """Whether the text around a property's name only advises to try it out: that is neither yes nor no."""
    return bool(_TRY_BEFORE.search(before) or _TRY_AFTER.match(after))


def denies(value: str) -> bool:
    """Whether an attribute's value says no ("none", "否", "unsuitable")."""
    return _DENIES.search(value) is not None


def affirms(value: str) -> bool:
    """Whether an attribute's value says yes ("suitable", "是", "IPX7"); advice to try it out does not."""
    return _AFFIRMS.search(value) is not None and _TO_BE_TRIED.search(value) is None


def is_unknown(value: str) -> bool:
    """Whether an attribute's value says that it isn't known; the empty value does."""
    return _UNKNOWN.match(value) is not None


def says_all(value: str) -> bool:
    """Whether a value says it of everything ("all skin types", "任何肤质")."""
    return _ALL.search(value) is not None
