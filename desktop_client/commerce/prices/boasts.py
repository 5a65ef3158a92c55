"""What a source says of its own price and nobody has seen: an older price, a cut, "never cheaper" (promise P11).

What has to be done for a price (a coupon, a group, a sum to spend) is no boast: without it the price can't be
understood.
"""

from __future__ import annotations

import re
import unicodedata

_BOAST = re.compile(
    r"\b(?:was|were|formerly|instead of|down from|reduced|rrp|msrp|srp|uvp)\b\W{0,3}(?:[a-z]{3}\W?)?[$€£¥]?\s?\d"
    r"|\b(?:original|regular|usual|list|retail|market|compare at) price\b|\bcompare at\b|\bstrike ?through\b"
    r"|\bsav(?:e|ing)s?\b(?: up to)?\s?[$€£¥]?\s?\d"
    r"|[-−–]\s?\d{1,3}(?:[.,]\d+)?\s?%|\d\s?% (?:off|discount|less|cheaper|below|reduction)|\bhalf[ -]price\b"
    r"|\b(?:lowest|best|cheapest)\b.{0,20}\b(?:price|ever|days|year)\b"
    r"|\bnever (?:been )?(?:this )?(?:cheaper|lower|low)\b"
    r"|\ball[ -]time low\b|\b(?:record|historic(?:al)?) low\b"
    r"|原价|划线价|吊牌价|市场价|专柜价|官方价|建议零售价|日常价|活动前"
    r"|史低|新低|历史.{0,4}低|历史.{0,2}好价|最低价|天.{0,2}最低|全网.{0,3}低|击穿|跌破|低至"
    r"|直降|立省|立降|直省|省\s?[¥￥]?\s?\d|降价?\s?[¥￥]?\s?\d|[\d一二三四五六七八九半]\s?折(?!扣?券)"
)


def boasts(note: str) -> bool:
    """Whether a note on a price claims a cut or a low that only Sidelight's own history could show."""
    return _BOAST.search(unicodedata.normalize("NFKC", note).casefold()) is not None
