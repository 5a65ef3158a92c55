"""A conversation as a page: what it says, in which elements, and what it can't be made to hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from standins.begging_answers import BEGGING
from standins.hostile_messages import HOSTILE
from standins.markdown_answers import SAID, WRITTEN
from standins.page_reader import PageReader

from desktop_client.chat.attachment import Attachment, Kind, with_attachments
from desktop_client.chat.conversation import Conversation, Message, MessageState, Provenance
from desktop_client.chat.markup.blocks import pieces_of, plain_pieces
from desktop_client.chat.markup.html import as_html
from desktop_client.chat.markup.inline import plain_spans, shown_text, spans
from desktop_client.chat.markup.pieces import Code, Piece, Plain, Prose, Table
from desktop_client.chat.page import to_html
from desktop_client.inference.engine import Role, Sampling
from desktop_client.wording import Language, say

NOON = datetime(2026, 11, 27, 12, 5, tzinfo=UTC)
PROVENANCE = Provenance("SmolLM2", "a" * 64, "b" * 64, "c" * 64, Sampling(), None)
HARMLESS = {
    "html": {"lang"}, "head": set(), "title": set(), "style": set(), "body": set(), "section": {"class"},
    "meta": {"charset", "name", "http-equiv", "content"}, "time": {"datetime"}, "span": {"class"},
    "p": {"class", "dir"}, "ul": set(), "ol": set(), "li": {"class", "value"}, "blockquote": set(), "hr": set(),
    "br": set(), "strong": set(), "em": set(), "s": set(), "code": set(), "bdi": set(), "figure": set(),
    "figcaption": set(), "pre": {"tabindex"}, "details": set(), "summary": set(), "div": {"class", "tabindex"},
    "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": {"class", "dir"}, "td": {"class", "dir"},
    **{f"h{level}": {"dir"} for level in range(1, 7)},
}  # fmt: skip
"""Elements and attributes that lead nowhere, load nothing and run nothing: all that a page may be made of."""


def message(number: int, role: Role, text: str, **changes: Any) -> Message:
    fields = {"parent_id": number - 1 or None, "state": MessageState.COMPLETE, "created_at": NOON} | changes
    return Message(number, 1, role=role, text=text, **fields)


def page_of(*messages: Message, title: str = "A chat", language: Language = "en") -> str:
    conversation = Conversation(1, title, NOON, NOON + timedelta(days=1), messages[-1].id if messages else None)
    return to_html(conversation, messages, language, timezone(timedelta(hours=8)))


def body_of(page: str) -> str:
    return page.partition("</h2>\n")[2].partition("</section>")[0]


def html_of(markdown: str) -> str:
    return as_html(pieces_of(markdown)).replace("\n", "")


# -- what it can't be made to hold ------------------------------------------------------------------------------


def assert_harmless(page: str) -> PageReader:
    read = PageReader(page)
    for tag, attributes in read.elements:
        assert attributes.keys() <= HARMLESS[tag], (tag, attributes)
    policies = [attributes["content"] for _, attributes in read.elements if "http-equiv" in attributes]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    styles = [tag for tag, _ in read.elements if tag == "style"]
    assert len(styles) == 1
    assert not re.search(r"url\(|@import|@font-face|expression", page.partition("<style>")[2].partition("</style>")[0])
    return read


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_message_made_to_hurt_comes_out_as_text(name: str) -> None:
    text = HOSTILE[name][:60_000]
    assert_harmless(page_of(message(1, Role.USER, text), message(2, Role.ASSISTANT, text)))


@pytest.mark.parametrize("text", BEGGING)
def test_an_answer_that_begs_for_a_link_gets_none_anywhere(text: str) -> None:
    provenance = replace(PROVENANCE, model_name=f"</h2>{text}")
    attached = Attachment("x".join(text.split())[:90], Kind.TEXT, 1, text)
    page = page_of(
        message(1, Role.SYSTEM, text),
        message(2, Role.USER, with_attachments(text, [attached])),
        message(
            3, Role.ASSISTANT, f"<think>{text}</think>\n{text}", state=MessageState.INTERRUPTED, note=text,
            provenance=provenance,
        ),
        title=f"</title>{text}",
    )  # fmt: skip
    read = assert_harmless(page)
    assert read.text.count("\u202e") == 0
    page.encode()


def test_where_a_link_leads_stands_beside_it_whole() -> None:
    html = html_of("See [the shop](https://shop.example/a/very/long/path/to/a/thing?ref=1) or https://b.example/x.")
    assert "the shop (<bdi>https://shop.example/a/very/long/path/to/a/thing?ref=1</bdi>)" in html
    assert "or <bdi>https://b.example/x</bdi>." in html


# -- what it says -----------------------------------------------------------------------------------------------


def letters(piece: Piece) -> str:
    """What the transcript shows of a piece, apart from its marker."""
    match piece:
        case Prose(content=content):
            return shown_text(spans(content))
        case Code(text=text, language=language):
            return language + text
        case Table(head=head, rows=rows):
            return "".join(shown_text(spans(cell)) for row in (head, *rows) for cell in row)
        case Plain(text=text):
            return shown_text(plain_spans(text))
        case _:
            return ""


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("answer", [*WRITTEN, *SAID])
def test_the_page_has_the_letters_of_the_transcript_in_elements_that_close(answer: str) -> None:
    pieces = [piece for piece in pieces_of(answer) if "/…" not in letters(piece)]
    read = PageReader(as_html(pieces))
    assert bare(read.text) == bare("".join(map(letters, pieces)))
    markers = [piece.place.marker for piece in pieces if piece.place.marker]
    items = [attributes for tag, attributes in read.elements if tag == "li" and attributes.get("class") != "unmarked"]
    assert [str(item.get("value", "")) for item in items] == [m.rstrip(".") if m[0].isdigit() else "" for m in markers]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("- a\n- b", "<ul><li>A</li><li>B</li></ul>"),
        ("- a\n  1. b\n  2. c\n- d", "<ul><li>A<ol><li value=1>B</li><li value=2>C</li></ol></li><li>D</li></ul>"),
        ("- a\n\n1. b", "<ul><li>A</li></ul><ol><li value=1>B</li></ol>"),
        ("7. a\n\n   b\n8. c", "<ol><li value=7>AB</li><li value=8>C</li></ol>"),
        ("> a\n> - b\n\nc", "<blockquote>A<ul><li>B</li></ul></blockquote>C"),
        ("- a\n  > b\n  > - c\n- d", "<ul><li>A<blockquote>B<ul><li>C</li></ul></blockquote></li><li>D</li></ul>"),
        ("- - a", "<ul><li><ul><li>A</li></ul></li></ul>"),
        ("- [ ] a\n- [x] b", "<ul><li class=open>A</li><li class=done>B</li></ul>"),
    ],
)
def test_lists_and_quotations_are_nested_again(markdown: str, html: str) -> None:
    found = re.sub(r'<p dir="auto">(.*?)</p>', lambda match: match[1].upper(), html_of(markdown))
    assert found.replace('"', "") == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# A *b*\n###### c", '<h1 dir="auto">A <em>b</em></h1><h6 dir="auto">c</h6>'),
        ("a\n**b** ~~c~~ `<d>`", '<p dir="auto">a<br><strong>b</strong> <s>c</s> <code>&lt;d&gt;</code></p>'),
        ("a\n\n---", '<p dir="auto">a</p><hr>'),
        (
            "```py\n\nif x: # <y>\n```",
            '<figure><figcaption>py</figcaption><pre tabindex="0"><code>'
            '<span class="keyword">if</span> x: <span class="comment"># &lt;y&gt;</span></code></pre></figure>',
        ),
        (
            "|a|b|\n|:-:|-:|\n|1|<br>|",
            '<div class="wide" tabindex="0"><table><thead><tr><th class="center" dir="auto">a</th>'
            '<th class="right" dir="auto">b</th></tr></thead><tbody><tr><td class="center" dir="auto">1</td>'
            '<td class="right" dir="auto"><br></td></tr></tbody></table></div>',
        ),
        ("$$\na < b\n$$", "<pre><code>$$a &lt; b$$</code></pre>"),
    ],
)
def test_each_kind_of_piece_has_its_element(markdown: str, html: str) -> None:
    assert html_of(markdown) == html


def test_a_text_shown_as_it_is_comes_in_one_piece() -> None:
    text = "".join(f"line {number}\n" for number in range(3_000)) + "x" * 9_000
    read = PageReader(as_html(plain_pieces(text)))
    assert [tag for tag, _ in read.elements if tag != "br"] == ["p"]
    assert read.elements.count(("br", {})) == 3_000
    assert read.text == text.replace("\n", "")


def test_headings_of_an_answer_stand_below_the_name_of_who_gave_it() -> None:
    assert "<h3" in page_of(message(1, Role.ASSISTANT, "# Top"))
    assert "<h1>" not in body_of(page_of(message(1, Role.ASSISTANT, "# Top")))


@pytest.mark.parametrize(
    ("language", "about", "code"),
    [
        ("en", "Begun 27 Nov 2026, 20:05, last changed 28 Nov 2026, 20:05 (GMT+08:00).", "en"),
        ("zh", "开始于 2026年11月27日 20:05，最后更改于 2026年11月28日 20:05（GMT+08:00）。", "zh-CN"),
    ],
)
def test_title_times_and_speakers(language: Language, about: str, code: str) -> None:
    question = message(1, Role.USER, "q")
    answer = message(2, Role.ASSISTANT, "a", provenance=PROVENANCE)
    page = page_of(question, answer, title="Masks & more", language=language)
    assert f'<html lang="{code}">' in page
    assert "<title>Masks &amp; more</title>" in page
    assert '<h1 dir="auto">Masks &amp; more</h1>' in page
    assert about in page
    speakers = [heading.partition(" <time")[0] for heading in re.findall("<h2>(.*)</h2>", page)]
    assert speakers == [say("You").in_language(language), "SmolLM2"]


def test_which_version_is_shown_and_what_stands_on_other_branches() -> None:
    question = message(1, Role.USER, "q")
    answers = [message(number, Role.ASSISTANT, f"answer {number}", parent_id=1) for number in (2, 3, 4)]
    page = to_html(Conversation(1, "t", NOON, NOON, 3), [question, *answers], "en")
    assert "Only the branch that was shown; other branches hold 2 messages." in page
    assert "<span>version 2 of 3</span>" in page
    assert "answer 3" in page
    assert "answer 2" not in page
    assert "version" not in body_of(page)
    whole = page_of(question, answers[0])
    assert "branch" not in whole.partition("</style>")[2]


def test_attachments_are_named_and_folded() -> None:
    text = with_attachments("Read this", [Attachment("笔记 <1>.md", Kind.MARKDOWN, 5, "# a\n\n  b")])
    body = body_of(page_of(message(1, Role.USER, text)))
    assert body.startswith('<p class="plain">Read this</p>')
    assert "<summary>Attached: 笔记 &lt;1&gt;.md (Markdown)</summary>" in body
    assert "<pre><code># a\n\n  b</code></pre>" in body
    assert "---" not in body


@pytest.mark.parametrize(
    ("state", "note", "said"),
    [
        (MessageState.COMPLETE, "", None),
        (MessageState.STOPPED, "", "Stopped. What was written is kept."),
        (MessageState.LENGTH, "", "The answer ends here because it reached its length limit."),
        (MessageState.STREAMING, "", "The answer was still being written."),
        (MessageState.INTERRUPTED, "No <memory>.", "Interrupted. What was written is kept. No &lt;memory&gt;."),
    ],
)
def test_how_an_answer_ended_is_said(state: MessageState, note: str, said: str | None) -> None:
    body = body_of(page_of(message(1, Role.ASSISTANT, "half", state=state, note=note)))
    assert re.findall('<p class="state">(.*)</p>', body) == ([said] if said else [])


def test_reasoning_is_folded_away_before_the_answer() -> None:
    body = body_of(page_of(message(1, Role.ASSISTANT, "<think>\n- so\n</think>\n**Yes**")))
    folded, _, answer = body.partition("</details>")
    assert folded.startswith("<details><summary>Reasoning</summary>")
    assert "so</p>" in folded
    assert "<strong>Yes</strong>" in answer


def test_an_empty_conversation_is_a_page_too() -> None:
    assert "<section" not in assert_harmless(page_of()).text
