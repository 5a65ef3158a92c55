"""A message that is longer than a model can read, as a question with those passages of the rest that it is about.

What is long is what was pasted or attached; what is asked about it stands in front of it or behind it. The rest is cut
into passages, and those are kept that share most words with the question, rare words counting for more (the weights
are tf-idf's), as many as fit, in the order in which they stood. It is a text as any attachment is, so what the model
sees is what the message shows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_client.chat.attachment import Attachment, Kind, parted, with_attachments
from desktop_client.late import Late

PASSAGE = 600
"""Characters of a passage, about; cut where a paragraph, a line, a sentence or at least a word ends."""
LONGEST_QUESTION = 800
_ENDS = ("\n\n", "\n", "。", ". ", "！", "？", "! ", "? ", " ")
_WORDS = Late(r"[^\W_]+")
_CJK = Late(r"[\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one of the texts."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of what is not there: ``gap`` (characters) in its place, ``name`` (name, passages shown, in all) as
    the attachment's.
    """

    gap: Callable[[int], str]
    name: Callable[[str, int, int], str]
    pasted: str


def excerpt(text: str, words: Words, fits: Callable[[str], bool]) -> str:
    """The message with as many passages as fit. ``fits`` is asked some ten times. "" where not even one fits."""
    question, sources = asked_of(text, words.pasted)
    order = ranked(question, sources)
    least, most, best = 1, len(order), ""
    while least <= most:
        kept = (least + most) // 2
        shown = _shown(question, sources, order, kept, words)
        if fits(shown):
            best, least = shown, kept + 1
        else:
            most = kept - 1
    return best


def asked_of(text: str, pasted: str) -> tuple[str, tuple[Attachment, ...]]:
    """What is asked, and the long texts that it is asked about; what was pasted into the message gets a name."""
    typed, sources = parted(text)
    if len(typed) <= LONGEST_QUESTION and sources:
        return typed, sources
    question, rest = _question_of(typed)
    own = Attachment(pasted, Kind.PASTED, len(rest.encode(errors="replace")), rest)
    return question, (own, *sources)


def ranked(question: str, sources: Sequence[Attachment]) -> list[Passage]:
    """All passages, those that have most to do with the question first; alike ones as they stand."""
    passages = [Passage(n, *span) for n, source in enumerate(sources) for span in _spans(source.text)]
    asked = set(_terms(question))
    found = [
        Counter(term for term in _terms(sources[one.source].text[one.start : one.end]) if term in asked)
        for one in passages
    ]
    spread = Counter(term for terms in found for term in terms)
    rarity = {term: math.log(1 + len(passages) / count) for term, count in spread.items()}
    scores = [sum(rarity[term] * (1 + math.log(count)) for term, count in terms.items()) for terms in found]
    return [passages[n] for n in sorted(range(len(passages)), key=lambda n: -scores[n])]


def _question_of(typed: str) -> tuple[str, str]:
    """The short paragraph at one of the ends, the one that asks if both are short; "" if neither is."""
    parts = re.split(r"\n\s*\n", typed.strip("\n"))
    if len(parts) < 2:
        lines = typed.strip("\n").split("\n")
        parts = lines if len(lines) > 1 else parts
    ends = [n for n in (0, len(parts) - 1) if len(parts) > 1 and len(parts[n]) <= LONGEST_QUESTION]
    if not ends:
        return "", typed
    chosen = next((n for n in ends if parts[n].rstrip().endswith(("?", "？"))), ends[0])
    at = typed.index(parts[0]) if chosen == 0 else typed.rindex(parts[-1])
    rest = typed[at + len(parts[0]) :] if chosen == 0 else typed[:at]
    return parts[chosen], rest.strip("\n")


def _spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    while start < len(text):
        end = min(len(text), start + PASSAGE)
        if end < len(text):
            cuts = (text.rfind(mark, start + PASSAGE // 2, end) + len(mark) for mark in _ENDS)
            end = next((cut for cut in cuts if cut > start + PASSAGE // 2), end)
        spans.append((start, end))
        start = end
    return spans


def _terms(text: str) -> list[str]:
    """Words, and of Chinese, which has no spaces, pairs of characters."""
    lower = text.casefold()
    words = [word for word in _WORDS.findall(_CJK.sub(" ", lower)) if len(word) > 1]
    return words + [run[n : n + 2] for run in _CJK.findall(lower) for n in range(max(1, len(run) - 1))]


def _shown(question: str, sources: Sequence[Attachment], order: Sequence[Passage], kept: int, words: Words) -> str:
    attachments = []
    for number, source in enumerate(sources):
        chosen = sorted((one.start, one.end) for one in order[:kept] if one.source == number)
        if not chosen:
            continue
        every = sum(one.source == number for one in order)
        text, at = [], 0
        for start, end in [*chosen, (len(source.text), len(source.text))]:
            if start > at:
                text.append(f"\n\n{words.gap(start - at)}\n\n")
            text.append(source.text[start:end])
            at = end
        name = words.name(source.name, len(chosen), every)
        attachments.append(Attachment(name, source.kind, source.size, "".join(text).strip("\n")))
    return with_attachments(question, attachments)
