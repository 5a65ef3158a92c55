"""English verdicts: how the words of ``data/verdicts.en.txt`` are joined into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial

from desktop_client.commerce.reading.lexicon import begun_within
from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.unasked_en import unasked
from desktop_client.commerce.reading.verdicts import Place, Verdict, any_of, without_the_kind
from desktop_client.late import Late

_PAGE = "verdicts.en.txt"
_of = partial(any_of, _PAGE)

_STOP = (
    r"(?:for|with|without|and|or|nor|but|please|pls|in|on|at|to|from|into|under|over|below|above|around|that|which"
    r"|who|is"
    r"|are|was|were|isn['’]t|aren['’]t|it|its|it['’]s|they|them|because|since|so|as|if|when|while|than|i|i['’]m"
    r"|i['’]d|we"
    r"|me|us|you|he|she|him|her|my|our|your|his|their|the|an?|this|these|those|of|by|can|could|should|would|will|must"
    r"|preferably|ideally|thanks?|cheers|ta|budget|less|more|about|between|up|ones?|two|three|four|five|six|seven|eight"
    r"|nine|ten|twenty|thirty|forty|fifty|sixty|hundred|what|how|where|why|there|here|any|anything|something|everything"
    r"|nothing|no|not|too|very|though|either|anymore|again|whatsoever|just|do|does|did|don['’]t|doesn['’]t|have|has"
    r"|needs?"
    r"|wants?|loves|likes|enjoys|prefers|looking|makes?|gives?|stuff|things?|kinds?|items?|products?|materials"
    r"|versions?|required|needed|involved|lol"
    r"|haha|tbh|imo|thx|mate|btw)\b"
)
_WORD = rf"(?!{_STOP})[a-z][a-z'’-]*"
_THING = rf"{_WORD}(?: {_WORD}){{0,3}}"
_WRAP = (
    r"(?:(?:any|anything|something|everything|things?|stuff|all|the|an?|those|these|that|this|made|out|of|from|with"
    r"|in|having"
    r"|containing|like|buying|using|wearing|touching|too much|is|are|(?:look|feel|smell|sound|scent|taste|touch|kind"
    r"|sort"
    rf"|type|sight|sounds|smells)s? of|added|(?:that|which) {_of('in need of')}|needs?|requires?|uses?|takes?"
    rf"|contains?|has"
    r"|ones? (?:in|with|made of)) )*"
)
_CHAIN = rf"{_THING}(?:(?:, {_THING}){{0,4}},? (?:and|or|nor|&) (?:(?:no|not|any|the|an?|in|from|of|with) )*{_THING})?"
_MAYBE = (
    r"(?:(?:just|really|absolutely|honestly|also|truly|personally|still|simply|totally|completely|so|always|usually"
    r"|now|both"
    r"|all|quite|kind of|kinda|pretty much|already|definitely|please|rather|much|particularly|very) )*"
)
_SOMEBODY = (
    rf"(?:\b(?:i|we|s?he|they|(?:my|our|his|her) [a-z]+)(?:['’](?:m|ve|re|d|s|ll)| am| are| is| have| has| had| would"
    rf"| will"
    rf"|ve|m)? {_MAYBE}|(?<![^,.;:!?]) ?(?:(?:and|but|because|since|so|as|sorry|also) )?{_MAYBE})"
)
_NOT_DO = r"(?:do|does|did|would|will|could)(?:n['’]?t| not)|won['’]?t|never|no longer"

_DISLIKE = Late(
    rf"{_SOMEBODY}(?:{_of('dislike')}(?: to (?:buy|wear|use|have|touch|own))?"
    rf"|(?:can['’]?t|cannot|can not|couldn['’]t) {_MAYBE}{_of('cannot')}"
    rf"|(?:{_NOT_DO}) (?:{_MAYBE}|want to |wanna |ever |go near )*(?:see |have )?{_of('do not')}"
    rf"|never want to (?:see|wear|buy|use|touch|own)|{_of('am', 'react')})"
    rf" {_WRAP}(?:(?P<own>(?:my|our|his|her|their|your)\b[^.,;:!?]*)|(?P<things>{_CHAIN}))"
)
_ORDER = Late(
    rf"(?<![\w'’-])(?P<order>(?:nothing|none) (?:that|which) {_of('in need of')}"
    r"|never mind(?= (?:the |those |any |all )*(?:ones|those|things|stuff) (?:with|in|made|from|that|which))"
    rf"|(?:(?:do|does)(?:n['’]?t| not)|never|no need to) (?:please |even |also |ever )?(?:{_of('do not order')}"
    rf"(?: (?:me|us|him|her|them))?|get (?:me|us|him|her))|{_of('order')}"
    r"|(?P<must>(?:can['’]?t|cannot|can not|must not|mustn['’]?t|shouldn['’]?t|should not|may not|won['’]t) (?:have"
    r"|contain|use|include"
    r"|come with|be made (?:of|from|with)|smell of))"
    rf"|(?:that|which) (?:doesn['’]?t|does not|don['’]?t|do not|won['’]?t|will not) {_of('in need of')})"
    rf" {_WRAP}(?P<things>{_CHAIN})"
)
_FOUND_UGLY = Late(
    rf"{_SOMEBODY}(?:find|finds|found|think|thinks|consider) {_WRAP}(?P<things>{_THING}?) (?:is |are "
    rf"|looks? )?(?:(?:too|so|really|very"
    rf"|just|pretty|a bit|kind of|quite) )*{_of('ugly')}\b"
)
_PLAIN = frozenset(
    {"no", "not", "without", "never", "nothing", "minus", "sans", "isn't", "aren't", "except", "anything but"}
)
"""What wishes.py reads by itself, one thing or two."""
_NEITHER_NOR = Late(
    rf"(?<![a-z])neither {_WRAP}(?P<things>{_THING}(?:,? n?or (?:(?:in|of|from|an?|the|with|made) )*{_THING}){{1,4}})"
)
_NON = Late(r"(?<![a-z-])non[- ](?P<things>[a-z]{3,}(?: [a-z]+)?)")
_RATHER = Late(
    r"(?<![a-z])(?:(?:rather|sooner)(?! than| not)|more like|(?:(?:i|we|he|she)['’]d|would|i|we) (?:choose|take|pick"
    r"|go for|favou?r)"
    r"|(?P<prefer>prefers?|preferring))"
    rf" (?P<liked>(?!to )[^.;:!?,]{{2,60}}?)(?: (?:than|over|instead of|rather than)|(?(prefer) to|(?!))) {_WRAP}"
    rf"(?P<things>{_CHAIN})"
)
_OVER = Late(
    rf"(?<![a-z])(?:an?|the) (?P<liked>{_THING}) (?:over|rather than|instead of) (?:an? "
    rf"|the )?(?P<things>{_THING}) ones?\b"
)
_BEHIND = Late(
    rf"(?P<out>(?<![a-z])(?:(?:is|are|was|were|be)"
    rf"|(?<=[a-z])['’]s) {_MAYBE}(?:an? )?{_of('out behind')}(?![a-z-])(?! of | to )"
    rf"|(?<![a-z]){_of('annoys')} (?:me|us|him|her|my|them)\b"
    rf"|(?<![a-z])(?:makes?|made) (?:me|us|him|her|them|everyone|(?:my|our|his|her) {_of('of somebody')})\b"
    rf" (?!(?:\w+ )?{_of('makes glad')})(?P<either>{_of('makes either')}\b)?"
    rf"|(?<![a-z])(?:gives?|giving|gave) (?:me|us|him|her|them|my \w+) (?:(?:a|an|bad|terrible|awful|horrible|instant"
    rf"|real) )*"
    rf"{_of('gives', 'mild')}"
    rf"|(?<![a-z])(?P<fails>(?:(?:always|just|constantly|keeps?|often|never fails? to|easily"
    rf"|quickly) )?{_of('fails')}\b)"
    r"|(?<![a-z])(?:turns?|hurts?|irritates?|scratch(?:es)?|triggers?|bothers?|stings?) (?:my|our|his|her)"
    rf" {_of('of somebody')}\b"
    r"|(?<![a-z])(?:drives?|driving|drove) (?:me|us|him|her|them|my \w+) (?:\w+ )?(?:crazy|mad|nuts|insane|up|round"
    r"|bonkers|wild)"
    r"|(?<![a-z])(?:puts?|turns?|creeps?|weirds?|freaks?|grosses|ticks?) (?:me|us|him|her) (?:off|out)\b"
    r"|(?<![a-z])(?:gets?|grates?|getting) on (?:my|our|her|his) nerves|(?<![a-z])sets? my teeth on edge"
    r"|(?<![a-z])(?:(?:does|do)(?:n['’]?t| not)|never) (?:really |quite )?(?:work|suit|agree|sit well|do it"
    r"|go down well)\b"
    r"(?: (?:for|with) )?(?:me|us|him|her)\b|(?<![a-z])(?:need|needs) not apply|(?<![a-z])(?:won['’]?t|will not) do\b"
    rf"|(?<![a-z])no thanks?(?: you)?$)"
    rf"|(?P<neither>(?<![a-z])(?:is|are|be|['’]s|being|would be) {_MAYBE}(?:(?:nice|good|great|lovely|handy|welcome"
    r"|a bonus|a plus|cool)(?: to have)? but (?:it ?(?:is|['’]s) )?(?:not |isn['’]t |no )|(?:also |perfectly "
    r"|totally |equally"
    rf" |absolutely )*{_of('neither behind')}(?![a-z-]))"
    rf"|(?<![a-z])(?:nice|good|great|handy|lovely) to have\b"
    rf"|(?<![a-z])(?:isn['’]t|aren['’]t|not|is not|are not) {_MAYBE}(?:an? )?(?:absolutely "
    rf"|strictly )?{_of('not needed')}(?![a-z-])"
    rf"|(?<![a-z]){_of('neither behind')}(?: (?:too|as well|by me|with me|for me))?$"
    rf"|(?<![a-z])(?:does|do)(?:n['’]?t| not) (?:really |much |actually )?(?:{_of('no matter')}|make (?:any |a "
    rf"|much )?difference)"
    r"(?! (?:if|whether|about|what|which|how))|(?<![a-z])(?:will|would|can|could)(?: also)? (?:do|work)(?: too"
    r"| as well| fine)?$"
    r"|(?<![a-z])works?(?: too| as well| fine| for me| equally well)+$|(?<![a-z])both (?:work|do)$"
    r"|(?<![a-z])or (?:not|without)\b(?:, i don['’]t mind| at all)?$)"
)
_BEHIND_ALONE = Late(
    r"^(?:but|though|although|yet)? ?(?:that['’]s |it['’]s |it is |that is |it )?(?:isn['’]t |not "
    r"|doesn['’]t (?:have to|need to)"
    rf"|is |{_MAYBE})*(?:an? )?(?:{_of('neither behind', 'not needed')}|i don['’]t (?:mind|care)"
    rf"|i do not mind|(?:it|they|that)? ?(?:['’]ll|will|would|can) do)"
    r"(?: (?:though|either|too|as well|(?:by|with|for) (?:me|us)))*$"
)
_COMPARES = re.compile(r"(?<=er) than\b")
_YET = re.compile(r" ?(?:but|though|although|yet)\b")
"""What makes of "ok" a verdict on the clause before, "blue is dull but ok"."""
_HAD = Late(
    rf"(?<![a-z]){_of('had')} (?:an?|the|my|our|his|her|one|two|some|that|this|those|these)\b"
    r"(?:(?!and (?:now|want|need|i |we |would|am|looking)|but |now |so )[^.;:!?,])*"
    r"|\b(?:i|we|s?he|they|already)(?: already| still)? ?"
    r"(?:have|has|['’]ve got|got|own|owns) (?:an?|the|some|our|my) (?:(?!and |but |so )[^.;:!?,]){2,40}?"
    r"(?: already\b| one\b(?! (?:that|which|with)))"
    r"|(?<![a-z])(?:my|our|his|her|the) (?:old|last|previous|current|existing|present|former|broken)"
    rf"(?: (?!{_STOP}|broke|died|leaks?)[a-z-]+){{1,4}}"
)
_CHAINED = 60
"""Characters before a clause in which things may be named that it is said of, "silk, satin and velvet make me itch"."""
_CLAUSE = re.compile(
    r"[.!?;:()—–](?!\d)| - |,(?!\d)"
    r"| (?=(?:but|because|since|so|although|though|while) (?!far|much|many|that|not |it['’]s not|isn))"
    r"| (?:and|as) (?=(?:i|we|she|he|they|it|also|the|my|now|any|please) )"
)
_LEAD = re.compile(
    r"^(?:(?:and|but|also|so|because|since|as|plus|btw|honestly|sorry|unfortunately|personally|for me|though|although"
    r"|while|oh|well|even|besides|sadly|note that|be aware|mind you|to be honest|tbh|obviously|i think|i find|i feel"
    r"|i know"
    r"|if possible|any|anything|everything|something|ones?|things?|stuff|all|the|an?|those|these|in|with|of|from|like"
    r"|made"
    r"|(?:look|feel|smell|sound|scent|taste|touch|kind|sort|type|sight)s? of|having|wearing|using|touching|smelling"
    r"|plain|for the colou?r|needing|has to be|being|real|actual|wearing) )+"
)
_TRAIL = re.compile(
    r"(?: (?:ones?|stuff|things?|items?|products?|always|really|just|simply|usually|often|sometimes|also|honestly"
    r"|totally"
    r"|absolutely|would|will|can|might|may|is|are|tends? to|always|still|please|kind|kinds|type|types|too|materials?"
    r"|somehow|actually|and|never|seems?|which|definitely|literally))+$"
)
_NO_SUBJECT = re.compile(
    r"(?:it|that|this|they|he|she|i|we|you|which|who|what|where|how|is|are|does|do|can|nothing|none|not|no|if|when"
    r"|whatever"
    r"|there|here|price|budget|shipping|delivery|under|up to|less|more|around|about|everything|anything|one|all|both"
    r"|someone|suggest|recommend|show|find|get|buy|want|need|looking|kids|children|toddlers?|bab(?:y|ies)|dogs?|cats?"
    r"|pupp(?:y|ies)|neighbou?rs?|guests|people|work|life)\b"
)
_NO_CHOICE = re.compile(r"^(?:which|what|how|is|are|does|do|i|we|s?he)\b|\b(?:must|should|has to|have to|needs? to)$")
"""What asks about a thing, or for it: "must be allowed on planes"."""
_OWN = re.compile(r"(?:my|our|his|her|their|your|this|that)\b|\b(?:i have|i had|i own|i bought|old one|last one)\b")
_SUBJECT = re.compile(
    rf"(?:(?:^|, )(?P<chained>{_WORD}(?: {_WORD})?(?:, {_WORD}(?: {_WORD})?){{0,3}}),? )?(?:and|or|&) {_THING}$"
)
_JOINED = re.compile(r"(?:,? (?P<how>and|or|nor|&)|,) (?:(?:no|not|any|the|an?|in|from|of|with) )*")
_MILD = Late(rf"(?<![a-z]){_of('mild')}(?![a-z])")
_GRAVE = Late(rf"(?<![a-z]){_of('grave')}")


def english_verdicts(message: Message) -> Iterator[Verdict]:
    """What an English message says not to be had, or to make no difference, in no order."""
    yield from _felt_or_ordered(message)
    yield from _chosen(message)
    yield from (Verdict(*place) for place in unasked(message.folded))
    yield from (Verdict(*match.span()) for match in _HAD.finditer(message.folded))
    yield from _said_behind(message)


def _felt_or_ordered(message: Message) -> Iterator[Verdict]:
    """What somebody dislikes, "I can't stand velvet", and what is not to be shown or made of, "nothing in leather"."""
    text = message.folded
    for match in _DISLIKE.finditer(text):
        if match["own"]:
            yield Verdict(*match.span("own"))
        else:
            yield from _ruled_out(message, match, is_felt=True)
    for match in _ORDER.finditer(text):
        if match["order"].replace("’", "'") not in _PLAIN or _lists_stuff(message, *match.span("things")):
            yield from _ruled_out(message, match, is_felt=match["must"] is not None)
    for match in _FOUND_UGLY.finditer(text):
        yield from _ruled_out(message, match, is_felt=True)


def _lists_stuff(message: Message, start: int, end: int) -> bool:
    """Whether commas part what is of one sort, "no silk, satin or velvet", and not "nothing flimsy, white or grey"."""
    pieces = re.split(r"(?:,| or | nor )+ ?", message.folded[start:end])
    listed = {span.phrase for span in message.wishes} | _words("substance")
    return len(pieces) > 2 and all(piece in listed for piece in pieces)


def _chosen(message: Message) -> Iterator[Verdict]:
    """What is not chosen of two, "rather wood than metal", or is neither, or is "non-plastic"."""
    text = message.folded
    for pattern in (_NEITHER_NOR, _RATHER, _OVER):
        for match in pattern.finditer(text):
            yield from _ruled_out(message, match, is_felt=pattern is _RATHER)
    for match in _NON.finditer(text):
        if stuff := _substances_at(match["things"]):
            place = match.start("things"), match.start("things") + len(stuff)
            yield Verdict(match.start(), place[1], (place,))


def _ruled_out(message: Message, match: re.Match[str], *, is_felt: bool = False) -> Iterator[Verdict]:
    """The things of a match; no verdict where the first is none, "I don't like spending"."""
    start = match.start("things")
    if _COMPARES.match(message.folded, match.end("things")) and "liked" not in match.groupdict():
        yield Verdict(*match.span())  # "I never want one heavier than this": what is compared is not ruled out.
        return
    things = list(_things(message, start, match.end("things"), match.span()))
    if things:
        begins = start if "liked" in match.groupdict() else match.start()
        ails = is_felt and _ails(message, (match.start(), start), things)
        yield Verdict(begins, things[-1][1], tuple(things), is_felt, ails)


def _things(message: Message, start: int, end: int, around: Place) -> Iterator[Place]:
    """What is named in a stretch, "silk, satin or velvet"; the next wish, "and machine washable", ends it."""
    text = message.folded
    joints = [None, *_JOINED.finditer(text, start, end)]
    either = joints[-1] is not None and joints[-1]["how"] in ("or", "nor")
    for n, joint in enumerate(joints):
        begins = joint.end() if joint else start
        following = joints[n + 1] if n + 1 < len(joints) else None
        ends = following.start() if following else end
        ends = begins + len(_TRAIL.sub("", text[begins:ends]))
        if _is_no_thing(text[begins:ends]) or (joint and not either and is_next_wish(message, begins, ends)):
            return
        yield without_the_kind(message, (begins, ends), [around])


def is_next_wish(message: Message, start: int, end: int) -> bool:
    """Whether what is joined to a ruled-out thing by "and" is the next thing to have: "no leather and washable"."""
    phrase = message.folded[start:end]
    if phrase in _words("substance"):
        return False
    if phrase.split(" ", 1)[0] in _words("quality"):
        return True
    if re.search(r"(?:proof|less|able|ible|free|resistant|friendly|safe)$|^[a-z]+ed$", phrase):
        return True
    if any(start < span.end <= end and span.lists & {"goods"} for span in message.goods) and " " in phrase:
        return True
    return any(span.phrase not in _words("substance") for span in begun_within(message.wishes, start, start + 1))


def _said_behind(message: Message) -> Iterator[Verdict]:
    """Verdicts that stand behind their thing, clause by clause: "wool makes me itch", "used is fine"."""
    begins, sentence, before = 0, 0, ""
    for start, end in _clauses(message.folded):
        clause = message.folded[start:end]
        if not message.folded[max(0, start - 2) : start].rstrip().endswith(","):
            sentence = start
        if before and _YET.match(clause) and _BEHIND_ALONE.match(clause.strip()):
            yield Verdict(_of_which(message, begins, start), end)
        elif match := _BEHIND.search(clause):
            yield from _behind(message, max(sentence, start - _CHAINED), (start, end), match)
        elif before and _BEHIND_ALONE.match(clause.strip()):
            yield Verdict(_of_which(message, begins, start), end)
        begins, before = start, clause


def _of_which(message: Message, start: int, end: int) -> int:
    """Where in the clause before that stands which is said to be no must: behind the kind of thing."""
    kinds = [s.end for s in begun_within(message.goods, start, end) if s.end <= end and "goods" in s.lists]
    return max(kinds, default=start)


def _behind(message: Message, sentence: int, clause: Place, match: re.Match[str]) -> Iterator[Verdict]:
    text, (start, whole) = message.folded, clause
    subject = text[start : start + match.start()]
    lead = re.match(r" *", subject)
    begins = start + (lead.end() if lead else 0)
    subject = text[begins : start + match.start()].rstrip()
    if match["neither"]:
        if subject and not (_NO_CHOICE.search(subject) or _is_the_thing(message, begins, subject)):
            yield Verdict(begins, start + match.end())
        return
    whole_begins = begins
    if stripped := _LEAD.match(subject):
        begins += stripped.end()
        subject = subject[stripped.end() :]
    subject = _TRAIL.sub("", subject)
    if not subject or _NO_SUBJECT.match(subject) or re.search(r"(?:^| )(?:that|which|who|not)$|n['’]t$", subject):
        return
    place = _chain_behind(text, sentence, begins, begins + len(subject))
    things = list(_things(message, *place, (place[0], whole)))
    long = any(text[a:b].count(" ") > 3 or re.search(rf"(?:^| ){_STOP}", text[a:b]) for a, b in things)
    if match["fails"]:
        if things and _begins_with_stuff(message, *things[0]):
            yield Verdict(place[0], whole)
        return
    if match["either"] or _OWN.search(subject) or long or not things:
        yield Verdict(begins, whole)
        return
    ails = _ails(message, (start + match.start(), whole), things)
    yield Verdict(min(whole_begins, place[0]), whole, tuple(things), is_felt=True, ails=ails)


def _is_the_thing(message: Message, begins: int, subject: str) -> bool:
    """Whether it is what is wanted itself that will do: "an armchair will do, with a footrest"."""
    article = re.match("(?:an?|some) ", subject)
    named = begun_within(message.goods, begins + article.end(), begins + article.end() + 1) if article else ()
    return any(span.end == begins + len(subject) and "goods" in span.lists for span in named)


def _chain_behind(text: str, sentence: int, begins: int, ends: int) -> Place:
    """The whole of "silk, satin and velvet", which commas part."""
    chained = _SUBJECT.search(text[sentence:ends])
    if chained and chained["chained"]:
        return sentence + chained.start("chained"), ends
    return begins, ends


def _ails(message: Message, said: Place, things: Sequence[Place]) -> bool:
    """Whether it tells of a mild reaction, and of one to ordinary stuff."""
    feels = message.folded[slice(*said)]
    mild = _MILD.search(feels) is not None and _GRAVE.search(message.folded) is None
    return mild and all(_is_ordinary(message, *thing) for thing in things)


def _is_ordinary(message: Message, start: int, end: int) -> bool:
    """Whether what one's body does not like is an ordinary stuff or smell, and not standing up or food."""
    phrase = message.folded[start:end]
    words = _words("substance")
    return (
        phrase in words
        or phrase.split(" ")[-1] in words
        or any(s.start <= start and end <= s.end for s in message.wishes)
    )


def _begins_with_stuff(message: Message, start: int, end: int) -> bool:
    """Whether it is stuff, or a part made of it: "wooden handles"."""
    first = message.folded[start:end].split(" ", 1)[0]
    return first in _words("substance") or bool(begun_within(message.wishes, start, start + 1))


def _is_no_thing(phrase: str) -> bool:
    first, _, rest = phrase.partition(" ")
    return not phrase[:1].isalpha() or first in _words("begins no thing") or (not rest and first in _words("no thing"))


def _substances_at(phrase: str) -> str:
    """The stuff that a phrase begins with; none where it begins with another word."""
    first = phrase.split(" ", 1)[0]
    return phrase if phrase in _words("substance") else first if first in _words("substance") else ""


def _clauses(text: str) -> Iterator[Place]:
    start = 0
    for match in _CLAUSE.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(read_lists(_PAGE)[name])
