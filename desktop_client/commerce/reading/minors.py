"""Whether a child speaks, and whether someone wants for a child what is sold to adults only (promise P14)."""

from __future__ import annotations

import re

_YOUNG = r"(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_NOT_AN_AGE = (
    r"(?!\s?(?:%|percent|minutes?|mins?|hours?|weeks?|months?|days?|lbs?|pounds?|kg|kilos?|km|miles?|feet"
    r"|ft|cm|inch(?:es)?|stone|times|or older"
    r"|people|and a half (?:feet|hours)))"
)
_HAN_YOUNG = r"(?:(?<!\d)(?:[5-9]|1[0-7])|(?<![一二三四五六七八九十])(?:十[一二三四五六七]?|[五六七八九]))"
_GRADE = r"(?:(?:[1-9]|10|11)(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh)"

_SELF = re.compile(
    rf"\bi(?:'?m| am)(?: only| just| still| like)? (?:a )?{_YOUNG}(?![\w.]){_NOT_AN_AGE}"
    rf"|^(?:\(?)(?:[5-9]|1[0-7])(?: ?yo| ?m| ?f)?\s?[,，:)]|\b(?:girl|boy|female|male),? (?:[5-9]|1[0-7])\b(?![\w.-])"
    r"|\bi(?:'?m| am) (?:still )?in (?:elementary|middle|high|junior high|primary) school"
    r"|\bi go to (?:elementary|middle|high|junior high) school"
    rf"|\bas an? {_YOUNG}[ -]years?[ -]old"
    rf"|\bi(?:'?m| am) in (?:the )?{_GRADE} grade"
    r"|\bi(?:'?m| am) (?:a |an )?(?:(?:elementary|primary|middle|high|junior high)[ -]school(?:er| student"
    r"| kid)?|[5-9]th grader|teen(?:ager)?|minor|underage|kid|child)\b"
    r"|\bi(?:'?m| am) not (?:yet )?(?:18|eighteen)|\bi(?:'?m| am) under (?:18|eighteen)"
    r"|\bmy (?:parents|mom|dad|mum|mother|father) (?:can't|cannot|must not|mustn't|shouldn't|won't) (?:know|find out)"
    r"|\bwithout (?:my )?(?:parents|mom|dad|mum|mother|father) (?:knowing|finding out)"
    rf"|(?:我|本人)(?:今年|才|刚|现在|还|只有|是|已经|刚满|马上){{0,3}}{_HAN_YOUNG}(?:周?岁|[，,。！!](?!\d))"
    r"|(?:我|本人)(?:现在)?(?:是|才|还是)(?:一?名|一?个)?(?:小学生|初中生|中学生|高中生|初一|初二|初三"
    r"|高一|高二|高三|未成年)"
    r"|(?:我|本人)?(?:在|正)?(?:上|读|念)(?:小学|初中|高中|[一二三四五六]年级|初[一二三]"
    r"|高[一二三])(?!的?(?:儿子|女儿|孩子|弟弟|妹妹))"
    r"|(?:我|本人)?还?(?:没|未)成年(?!人|的?(?:儿子|女儿|孩子))|不(?:想|能)?让(?:父母|爸妈|家长|家里"
    r"|爸爸妈妈)(?:知道|发现)|(?:背着|瞒着)(?:家长|父母|爸妈|爸爸妈妈)"
)
_CHILD = re.compile(
    rf"(?<![\w.]){_YOUNG}[ -]?(?:years?[ -]old|yr[ -]old|yo\b|y/o)|\bat (?:age )?{_YOUNG}\b(?! ?(?:am|pm|:"
    rf"|%|dollars|o'clock))|\bteens?\b|\bteenagers?\b|\bminors\b|\bunder(?:[ -]?age|[ -]18)\b|\b(?:middle"
    rf"|high)[ -]schoolers?\b"
    rf"|{_HAN_YOUNG}岁|小学生|初中生|中学生|高中生|未成年|小学[一二三四五六]年级|初[一二三]学生"
    rf"|高[一二三]学生|萝莉|正太|小女孩|小男孩"
)


_CHILD_BUYS = re.compile(
    rf"(?:\b{_YOUNG}[ -]?years?[ -]olds?|\bteens|\bteenagers|\bminors|\bkids under 18|\b(?:middle"
    rf"|high)[ -]schoolers?) (?:can |could |legally |to )?(?:buy|order|purchase|get)\b"
    r"|(?:小学生|初中生|中学生|高中生|未成年人?|初[一二三](?:学生|女生|男生)|高[一二三](?:学生|女生|男生)"
    r"|未满(?:18|十八)岁?(?:的人)?)(?:想|要|怎么|如何|可以|能|能不能|可不可以|去哪|在哪)?(?:网)?[买购]"
)


def child_speaks(folded: str) -> bool:
    """Whether the sender says to be under eighteen, or asks how such a one buys."""
    return bool(_SELF.search(folded) or _CHILD_BUYS.search(folded))


def child_is_meant(folded: str) -> bool:
    """Whether a child or a teenager is spoken of."""
    return bool(_CHILD.search(folded))
