"""What English says of a thing and neither asks for nor rules out: what it is compared with, what is all the same,
what is not looked for any more, how cold it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from desktop_client.commerce.reading.verdicts import Place, any_of
from desktop_client.late import Late

_of = partial(any_of, "verdicts.en.txt")

_AS_GOOD_AS = Late(
    r"(?<![a-z])(?:(?!rather|other|sooner|later|further|earlier)[a-z]{2,}er|(?:more|less) [a-z]+|better|worse) "
    r"(?P<than>than (?!\d|[$€£¥]|an? (?:hundred|couple)|that\b|ever\b|usual)(?:(?!but |please |with |under |around "
    r"|because"
    r" |which |for (?:under|about|less|my|a|an) |and (?:i |with |also ))[^.;:!?,()])+)"
    r"|(?<![a-z])as [a-z]+ (?P<as>as (?!possible|much|many|long|soon|you|it|they)(?:(?!but |please |with |under |for "
    r"|and )"
    r"[^.;:!?,()])+)"
    r"|(?<![a-z])(?P<like>(?:unlike|(?:not|nothing) like) (?:my|our|the|his|her|those|that|this|most)\b[^.;:!?,]*)"
)
_NO_MORE_THAN = Late(
    r"(?<![a-z])(?:(?:should|must|ca|wo|do|does|is|are|would|could|did)n['’]?t|not|no|never|nothing|cannot|without)"
    r" (?:(?!and |but |only |just )[a-z'’-]+ ){0,4}?(?:(?!rather|other|later|further)[a-z]{2,}er"
    r"|(?:more|less) [a-z]+|worse) than (?!\d|[$€£¥]|an? (?:hundred|couple)|that\b|ever\b|usual)"
    r"(?:(?!but |please |with |under |around |because |which |and (?:i |with |also ))[^.;:!?,()])+"
)
"""How much of a quality is too much, "it shouldn't be louder than my fridge": that is no wish for loudness."""
_NOT_LOOKED_FOR = Late(
    r"(?<![a-z])(?:(?:(?:isn|aren|wasn)['’]?t|not|no longer|never)(?: (?:really|actually|even|currently|longer))*"
    r" (?:look|search|shop|hunt|brows|ask)ing for"
    r"|(?:not|no longer|n['’]t)(?: really| actually)? (?:after|in the market for)"
    r"|(?:stopped|done|gave up|given up|quit) (?:on )?(?:look|search|shop|hunt)ing for"
    r"|call(?:ed|ing)? off (?:the|my|our) (?:hunt|search) for)"
    r" (?:(?!but |just |only |and (?:i |want |need ))[^.;:!?,])+"
)
_NEVER_MIND = Late(
    r"(?<![a-z])never mind (?!(?:the |those |any |all )*(?:ones|those|things|stuff) (?:with|in|made|from|that|which))"
    r"(?:(?!but |i (?:just |only )?(?:want|need))[^.;:!?,])+"
)
"""It may as well say that it is all the same, "never mind the colour"."""
_OF_ANOTHER = Late(
    r"(?<![a-z])(?:mine|ours|(?:my|our|the|his|her|their)(?: [a-z]+['’]s)? (?:old|last|current|previous|broken)"
    r"(?: [a-z]+){0,2}|(?:my|our) [a-z]+['’]s(?: one)?) (?:is|was|are|were|has|had|have|comes? with|came with) "
    r"(?P<told>(?:(?!but |so |and (?:i|we) (?:want|need|would|['’]d)\b)[^.;:!?,])+)"
)
"""What another thing is like, "the old one has a door that keeps sticking": that is not asked of the new one."""
_FROST = Late(
    r"(?<![\w-])(?:down to|as low as|up to|until|at|in|below|of|handles?|survives?|withstands?) minus "
    r"(?:\d+|(?:twenty|thirty|forty|fifty|sixty)(?:[- ][a-z]+)?|ten|fifteen|five)"
    r"(?=\s*(?:[.,;:!?)]|$| (?:and|or|outside)\b))"
    r"|(?<![\w-])(?:minus |(?:down |as low as |up )?to (?:minus |[-–−])|[-–−])\s?(?:\d+|[a-z]+(?:[- ][a-z]+)?)\s?"
    r"(?:°|degrees?|c\b|f\b|celsius|fahrenheit)"
)
_NO_MATTER = Late(
    rf"(?<![a-z])(?:(?:do|does)(?:n['’]?t| not) (?:really |much |actually |particularly )*{_of('no matter')}\b"
    r"|(?:(?:does|do)(?:n['’]?t| not)|needn['’]?t) (?:really |necessarily )?(?:(?:have|need) to (?:be|have|come|say"
    r"|match)|need to|be)|(?:it|they|i|we) (?:does|do)(?:n['’]?t| not) (?:really |necessarily )?need"
    r"|(?:it )?(?:can|could|may|might) (?:also )?be (?=[a-z ]+(?:too|as well|for all i care))"
    r"|no need (?:for|to have|of)|not necessarily|not (?:fussy|picky|bothered|fussed) (?:about|if|whether)"
    r"|(?:i |we )?(?:can|could|would)(?: happily| easily)? (?:live|do|manage) without|whether (?:or not )?(?:it['’]?s"
    r"|it is|it has|they)"
    r"|with or without|no matter (?:if|whether|what)|even if it['’]?s|whatever|i['’]m (?:fine|ok|okay|happy|cool) with"
    r"|(?:happy|willing) to (?:do|go|live) without)"
    r" (?:(?!but |i (?:just |only )?(?:want|need))[^.;:!?,])+"
)


def unasked(text: str) -> Iterator[Place]:
    """The stretches of a folded text that say so, in no order."""
    for part in (_AS_GOOD_AS, _OF_ANOTHER):
        yield from (match.span(match.lastgroup or 0) for match in part.finditer(text))
    for pattern in (_FROST, _NO_MATTER, _NO_MORE_THAN, _NOT_LOOKED_FOR, _NEVER_MIND):
        yield from (match.span() for match in pattern.finditer(text))
