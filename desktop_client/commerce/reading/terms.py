"""Conditions that English says in a clause: "it must fit under a sink", "that folds with one hand", ", reflective".

Whole sentences set them, asides, and pieces between commas. The words are in ``data/terms.en.txt``; here is how they
are joined. What is said of somebody ("I have to", "who loves fishing") sets none, and a clause that is too long to be a
condition is left out: one that is missing can be added, one that was never set sends the search astray.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

Place = tuple[int, int]

MOST_WORDS = 7
"""Words of a condition."""
_LONGEST_PIECE = 40
"""Characters of a piece between commas that may be a condition."""
_PIECE_WORDS = 3


def _any(name: str) -> str:
    """Any of the phrases of a list, the longest first, with either apostrophe."""
    phrases = sorted(read_lists("terms.en.txt")[name], key=len, reverse=True)
    return f"(?:{'|'.join(phrases)})".replace("'", "['’]")


_END = (
    r"(?=\s*(?:[,.;:!?()—–](?!\d)|$)| (?:and|but|or|because|since|so|if|when|while|as|although|though|unless|please"
    r"|thanks"
    r"|thank|preferably|ideally|which|that|i|i['’]m|we|you|can|any|what|how)\b"
    r"| (?:under|below|around|about|up to|for|at|over|within) (?:[$€£¥]|\d))"
)
DONE_ALONE = (
    r"(?!(?:and|or|but|when|while|easily|at|in|on|after|under|if|too|so|quickly|much|over|with|for|from|as|through"
    r"|please"
    r"|either|underneath|inside|outside|like|by|to|because|up|out|off|down|apart|overnight)\b)"
)
"""What may follow a doing that is done to nothing: "doesn't squeak at night"."""
_WORD = r"[a-z0-9][\w'’/.-]*(?<![.])"
_BOTH = rf"(?:{_WORD} ){{0,2}}?both {_WORD}(?: {_WORD}){{0,2}}? and {_WORD}(?: {_WORD}){{0,2}}?{_END}"
"""Two that are asked for together, "both Zoom and Teams": half of it would be half a condition."""
_HALF = Late(r"\bboth\b(?!.* and )")
"""What is cut in the middle of two."""
_REST = rf"(?:{_BOTH}|{_WORD}(?: {_WORD}){{0,{MOST_WORDS - 1}}}?{_END})"
_ARTICLE = r"(?:(?:an?|the|some|at least|one|its own) )*"
_HAS = rf"(?:have|has|come with|comes with|include|includes|feature|features) {_ARTICLE}"
_SOMEBODY = "".join(
    rf"(?<!\b{who} )" for who in ("i", "we", "you", "he", "she", "i['’]d", "i['’]ll", "person", "people", "not")
) + "(?<!n['’]t )"  # fmt: skip
"""What stands before it where somebody must do a thing, or nobody."""
_MUST = rf"{_SOMEBODY}\b{_any('must')}(?: {_any('may stand between')})*"
_NO_TERM = rf"(?!{_any('no term')}\b)(?!{_any('vague')}{_END})"
_A_THING = (
    r"(?<=[\w,)])(?<!couple)(?<!people)(?<!person)(?<!man)(?<!men)(?<!kid)(?<!kids)(?<!child)(?<!children)(?<!someone)"
    r"(?<!somebody)(?<!girl)(?<!guy)(?<!family)(?<!dog)(?<!cat)(?<!baby)(?<!friend)(?<!son)(?<!daughter)"
)
"""What stands before "that" or "which" if it is said of a thing."""
_RELATIVE = rf"{_A_THING} (?:that|(?<!, )(?<!; )which)"
"""Not the "which" of a question, ", which pads"."""
_A_NUMBER_OF_MONEY = r"(?![$€£¥\d])"
_TERMS = (
    # "It must fit under a sink", "it has to have a dial at the back", "it needs to be allowed on planes".
    Late(rf"{_MUST} (?:be able to |be |{_HAS})?{_NO_TERM}{_A_NUMBER_OF_MONEY}(?P<wish>{_REST})"),
    Late(rf"\b(?:i|we) (?:should|must|need to|want to|have to|would like to) be able to (?P<wish>{_REST})"),
    Late(
        r"\b(?:that|which) (?:i|you|we|one|they|kids|(?:my|the) [a-z]+) can (?:also |easily |actually )*"
        rf"(?!afford|spend|buy|get|find|trust|pay|order|use\b)(?P<wish>{_REST})"
    ),
    # "a bag that folds with one hand and fits a locker"
    Late(
        rf"{_RELATIVE}(?: also| actually| really| still| both| just)? {_NO_TERM}(?P<wish>(?:[a-z]{{3,}}s"
        rf"|{_any('do')})\b(?: {_BOTH}|(?: {_WORD}){{0,{MOST_WORDS - 1}}}?{_END}))"
    ),
    Late(
        rf"{_RELATIVE}(?: can| could| will)(?: be| also| easily)* {_NO_TERM}(?P<wish>{_REST})"
        rf"|{_RELATIVE}(?:['’]s| is| are) (?P<easy>(?:easy|quick|simple|safe|gentle|suitable|compatible|made|designed"
        rf"|small enough|big enough|large enough|light enough|strong enough|long enough|allowed) {_REST})"
    ),
    # "one that won't wake the house": no thing is ruled out by it.
    Late(
        rf"(?:{_RELATIVE}|\b(?:it|and)) (?P<wish>(?:won['’]?t|doesn['’]?t|don['’]?t|will not|does not|do not)"
        rf" (?!{_any('not a doing')}\b)[a-z]{{2,}} (?:(?:up|out|off|down|over) (?=[a-z]))?"
        rf"{DONE_ALONE}{_REST})"
    ),
    # ", goes 20 km on a charge", " and fits in a handbag"
    Late(
        rf"(?:[,.;:(] ?|\band )(?:and |but |also |oh |plus |it |they |ideally |preferably )*(?P<wish>(?:folds|reclines"
        rf"|swivels|stacks|{_any('does')} {_WORD})\b(?: {_WORD}){{0,{MOST_WORDS - 2}}}?){_END}"
    ),
    Late(
        rf"\b(?P<wish>(?:compatible with|small enough (?:for|to)|big enough (?:for|to)|large enough (?:for|to)"
        r"|(?:light|narrow|thin|sturdy|tall|slim|strong|long|bright|loud|wide|deep|heavy|powerful|short|high|low|fast"
        r"|stable|tough) enough (?:for"
        r"|to)"
        rf"|suitable for|safe for"
        rf"|easy to (?!find|buy|get)) ?(?!me\b|us\b){_REST})"
    ),
)
_HEAD = Late(
    r"[,;.(] ?(?:and |with |an? |the )*(?P<head>(?!(?:must|should|has|have|needs?|to|that|which|who|what|one|ones"
    r"|something|it|any|anything|and|but"
    r"|or|the|an?|this)\b)[a-z'’-]{3,}"
    r"(?: that| which| that['’]s)? )$"
)
"""A part that is told of: ", hood that comes off", ", the cover has to come off" is told of the cover."""
_OPEN = Late(r" (?:under|below|around|about|up to|for|at|over|within) ")
"""What follows a word that tells nothing without it: "takes under 45 minutes"."""
_PART_IS = Late(
    r"(?<![\w'’-])(?:the |its |all )?(?P<wish>(?!it\b|they\b|that\b|which\b|this\b|i\b|we\b|you\b|budget|price|cost"
    rf"|he\b|she\b|and\b|but\b"
    rf"|everything)(?P<part>[a-z-]{{3,}}) {_any('must')} be (?!{_any('no term')}\b)[a-z-]+){_END}"
)
"""One word tells nothing without what it is told of: "the numbers should be big"."""
_NEEDS = Late(rf"\bit (?:also )?needs (?:an?|the|some) {_NO_TERM}(?P<wish>{_REST})")
_LIST_AFTER_MUST = Late(
    rf"(?:, (?:and )?| and )(?:also )?(?P<wish>{_any('do')}\b(?: {_WORD}){{0,{MOST_WORDS - 1}}}?){_END}"
)
_SENTENCE_END = Late(r"[.!?;]")
_SENTENCE = 200
"""Characters of a sentence that are looked at for what else it must do."""
_CAN = Late(
    rf" (?:that |which )?(?:i|you|we|one) can (?!afford|spend|buy|get|find|trust|pay|stretch|go\b|order|give|use\b)"
    rf"(?P<wish>{_REST})"
)
"""What somebody can do with it, right behind what it is: "a rug I can throw in the washing machine"."""
_SAID_OF_IT = r"(?:,? (?:and|but) |[,.;:!?(] ?|^)(?:and |but |oh |also |the |an? |any |ones? with )*"
_PHRASE = (
    r"(?!(?:it|that|this|which|they|what|there|i|you|we|he|she|budget|price|money)\b)"
    r"[a-z][a-z'’-]*(?: [a-z][a-z'’-]*){0,3}?"
)
_NEEDED = Late(
    rf"{_SAID_OF_IT}(?P<wish>{_PHRASE})(?:: yes(?=\s*(?:[.,;!]|$))|,? (?:(?:is|are)(?: also| absolutely"
    rf"| really)? {_any('is needed')}"
    rf"|{_any('would be good')})(?![\w-]))"
)
OUT = Late(
    rf"{_SAID_OF_IT}(?P<first>{_PHRASE})(?:: no(?=\s*(?:[.,;!]|$))|(?: ones?| stuff)? (?:(?:is|are|['’]s)(?: also"
    rf"| absolutely| definitely| really| just"
    rf"| completely)? {_any('is ruled out')}|won['’]?t do|{_any('does to me')})(?![\w-]))"
)
"""What is ruled out behind it: "plastic inside is a no-go"."""
_QUIETER = Late(
    r"\b(?!(?:other|rather|better|cheaper|older|newer|later|sooner|earlier|nicer|smarter|never|ever|under|over)\b)"
    r"(?P<wish>[a-z]{3,}er) than (?:my|the|our|what|this|that|his|her|most)\b"
)
_PIECE = Late(
    r"(?:[,;:(]\s*|[.!?]\s+)(?:(?:and|also|oh|plus|with|ideally|preferably|definitely|must be|has to be|it['’]s) )*"
    rf"(?P<wish>[^,.;:!?()]{{2,{_LONGEST_PIECE}}}?)\s*(?:(?:for|instead of|rather than|not|over) [a-z'’ -]{2, 30})?"
    r"\s*(?:please|if possible|preferred|preferably"
    r"|ideally|though|as well|too|only)?(?=[,.;:!)](?!\d)|$)"
)
_PLACED = Late(
    r"(?<=\w) (?:on|at|in|inside|around) (?:the |each |both )?(?:left|right|back|front|sides?|top|bottom|inside"
    r"|outside|ends?"
    r"|middle)$"
)
"""Where a part of it is: "chain on the left"."""
_OF_OTHER_THINGS = frozenset(
    {
        "buy",
        "want",
        "recommend",
        "choose",
        "compare",
        "price",
        "where",
        "aftersale",
        "owned",
        "seller",
        "chat",
        "person",
    }
    | {"kin", "occasion", "musing", "verdict", "supply", "limit", "explain", "howto", "service"}
)
"""Lists of cues of what is said of something else than the thing."""
_WORD_OF_PIECE = Late(r"[a-z0-9][\w'’/-]*$")
_OF_SOMEBODY_WHO_LIKES = Late(
    rf"\b(?:who|he|she|they|dad|mum|mom|wife|husband|son|daughter|friend) (?:really |also )?{_any('likes')} (?:\w+ )?$"
)


def english_terms(message: Message, kind_ends: int) -> Iterator[Place]:
    """What clauses ask for. Behind ``kind_ends``, where the kind of thing is named, bare pieces ask as well."""
    text = message.folded
    for pattern in _TERMS:
        for match in pattern.finditer(text):
            start, end = match.span(match.lastgroup or "wish")
            if _stands_by_itself(text, start, end):
                yield start - len(_part_before(message, start)), end
            if pattern is _TERMS[0]:
                yield from _further(text, end)
    for thing in message.goods:
        if can := _CAN.match(text, thing.end):
            yield can.span("wish")
    things = {thing.end for thing in message.goods}
    for match in _PART_IS.finditer(text):
        if match.end("part") not in things:
            yield match.span("wish")
    for pattern in (_NEEDED, _QUIETER):
        yield from (match.span("wish") for match in pattern.finditer(text))
    yield from _pieces(message, kind_ends)
    # What may be the thing itself where none is named yet: "my hall is dark, it needs a lamp".
    yield from (found.span("wish") for found in _NEEDS.finditer(text) if found.start() >= kind_ends)


def _stands_by_itself(text: str, start: int, end: int) -> bool:
    """Whether it tells something: neither "takes" of "takes under 45 minutes" nor half of "both … and …"."""
    return _HALF.search(text[start:end]) is None and (" " in text[start:end] or not _OPEN.match(text, end))


def _part_before(message: Message, start: int) -> str:
    """The part of a thing that a condition is told of, but for one that is a wish by itself."""
    head = _HEAD.search(message.folded[max(0, start - 50) : start])
    if head is None or any(start - len(head["head"]) <= wish.start < start for wish in message.wishes):
        return ""
    return head["head"]


def _further(text: str, start: int) -> Iterator[Place]:
    """What else it must do in the same sentence: "…, open automatically and fit in a handbag"."""
    stop = _SENTENCE_END.search(text[start : start + _SENTENCE])
    rest = text[start : start + (stop.start() if stop else _SENTENCE)]
    for found in _LIST_AFTER_MUST.finditer(rest):
        yield start + found.start("wish"), start + found.end("wish")


def term_places(message: Message) -> list[Place]:
    """Where clauses ask for something, "must fit under a sink": what they name is not the thing."""
    return [place for place in english_terms(message, len(message.folded)) if " " in message.folded[slice(*place)]]


def is_liked_by_somebody(text: str, start: int) -> bool:
    """Whether what stands there is what somebody likes, "my dad who loves fishing"."""
    return _OF_SOMEBODY_WHO_LIKES.search(text[max(0, start - 60) : start]) is not None


def _pieces(message: Message, kind_ends: int) -> Iterator[Place]:
    """Pieces between commas of a few words, none of which tells of anything else: ", reflective", ", loose leaf,"."""
    no_piece, text = _no_piece(), message.folded
    named = bytearray(len(text))
    for span in (*message.goods, *(cue for cue in message.cues if not cue.lists.isdisjoint(_OF_OTHER_THINGS))):
        named[span.start : span.end] = bytes((1,)) * (span.end - span.start)
    for match in _PIECE.finditer(text):
        start, end = match.span("wish")
        words = text[start:end].split()
        if (
            start >= kind_ends > 0
            and (len(words) <= _PIECE_WORDS or _PLACED.search(text[start:end]))
            and all(_WORD_OF_PIECE.match(word) for word in words)
            and no_piece.isdisjoint(_PLACED.sub("", text[start:end]).split())
            and not words[0].endswith(("ing", "ly"))
            and not text[start:end].replace(" ", "").isdigit()
            and not _is_a_name(message.shown, start, end)
            and (named.find(1, start, end) < 0 or words == ["light"] or _PLACED.search(text[start:end]))
        ):
            yield start, end


def _is_a_name(shown: str, start: int, end: int) -> bool:
    """One capital word behind a comma: a town, or somebody, but neither USB nor A4."""
    word = shown[start:end]
    return word.istitle() and " " not in word and not word[-1].isdigit() and shown[:start].rstrip()[-1:] == ","


@cache
def _no_piece() -> frozenset[str]:
    return frozenset(read_lists("terms.en.txt")["no piece"])
