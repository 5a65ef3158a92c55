"""What a message says of the person who wrote it and no shop needs: names, addresses, numbers, passwords.

None of it is ever among the search words or the wishes: these are what is sent (promise P8). It is told by its form, so
a name that nothing announces is not known for one; the words stand in the panel before they are sent.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

_STREETS = r"(?:Street|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Terrace|Crescent)"
_MORE_STREETS = r"(?:Street|St|Road|Rd|Drive|Dr|Court|Ct|Square|Sq|Way|Place|Pl|Close)"
"""Also what roads, drives and courts of goods are called, so they have to stand behind "at" and the like."""
_TOWN = r"(?:,? [A-Z][a-z]+){0,2}(?:,? [A-Z]{2}\b)?(?: \d{5}\b)?"
_HOUSE = r"\d{1,5}[A-Za-z]? (?:[A-Z][\w'-]+ ){1,3}"
_NO_NAME = r"(?:and|but|i|i'm|so|from|looking|here|not|a|the|in|on|at|with|who|what|can|please)\b"

_AS_WRITTEN = (
    Late(
        rf"\b{_HOUSE}{_STREETS}\b\.?{_TOWN}|(?:(?<=\bat )|(?<=\bon )|(?<=\bto ))\b{_HOUSE}{_MORE_STREETS}\b\.?{_TOWN}"
    ),
)
"""In capitals and small letters, by which the names of streets are told."""
_FOLDED = (
    Late(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    Late(r"\bhttps?://\S+|\bwww\.\S+"),
    # Numbers as people write those of telephones, cards and the like.
    Late(r"(?<![\w.])\+\d[\d ().-]{6,18}\d(?!\w)"),
    Late(r"(?<![\w.-])\(?\d{3}\)?[ .-]\d{3,4}[ .-]\d{4}(?![\w-])|(?<![\w.-])0\d{2,3}[ -]?\d{7,8}(?![\w-])"),
    Late(r"(?<![\w.-])(?:\d{4}[ -]){3}\d{1,7}(?![\w-])|(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    Late(r"(?<![\w.])1[3-9]\d{9}(?!\w)|(?<![\w.])\d{15,19}x?(?!\w)"),
    Late(
        r"\b(?:(?:my )?(?:phone|mobile|cell|telephone|tel|account|card|order|passport|social security|ssn|id)"
        r"(?: number| no\.?)?|call me at|text me at|reach me at|whatsapp)\s*(?:is|:|=|#)?\s*"
        r"[a-z]{0,3}[\d][\d ().-]{4,}\d"
    ),
    Late(r"\b(?:my )?(?:passwords?|passcode|pin(?: code)?|username|login)\s?(?:is|:|=)\s?\S+"),
    Late(
        r"\bmy (?:full |first |last )?name(?:'s| is)\s+"
        rf"(?!{_NO_NAME})[^\W\d_][\w'-]*(?: (?!{_NO_NAME})[^\W\d_][\w'-]*){{0,2}}"
    ),
    Late(
        r"(?:我的?(?:名字)?叫|我的名字是|姓名(?:是|:|：)?)\s?"
        r"(?:[\u4e00-\u9fff·]{2,4}|[a-z][a-z' -]+)(?=[,，。;；、\s]|$)"
    ),
    Late(
        r"(?:电话|手机号码?|联系方式|微信号?|qq号?|身份证号?码?|密码|银行卡号?|卡号|账号|用户名|订单号)"
        r"(?:是|为|:|：|\s)*[a-z0-9][a-z0-9 _.@+-]{4,}"
    ),
    Late(
        r"(?:(?:我家?)?住在?|地址(?:是|:|：)?|寄到|送到|发到|发往)?"
        r"[\u4e00-\u9fff]{2,24}(?:路|街|大道|巷|弄|胡同|村|小区|花园)\d+(?:号|弄|栋|幢|座|室)"
        r"[\u4e00-\u9fff]{0,4}(?:\d+(?:号楼?|栋|幢|座|单元|室|楼|层))*"
    ),
)


def private_spans(message: Message) -> list[tuple[int, int]]:
    """The stretches of a message that say who somebody is, where they live or how to reach them."""
    return sorted(_found(message))


def _found(message: Message) -> Iterator[tuple[int, int]]:
    for pattern in _AS_WRITTEN:
        yield from (match.span() for match in pattern.finditer(message.shown))
    for pattern in _FOLDED:
        yield from (match.span() for match in pattern.finditer(message.folded))
