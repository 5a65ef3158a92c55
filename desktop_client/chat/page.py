"""A conversation as one page to read and to print. It loads nothing, runs nothing and leads nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from importlib import resources

from desktop_client.chat.attachment import Attachment, Kind, parted
from desktop_client.chat.conversation import Conversation, Message, MessageState, branch, places
from desktop_client.chat.markup.blocks import pieces_of, plain_pieces
from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.html import as_html
from desktop_client.chat.reasoning import part
from desktop_client.chat.speaker import BY_HAND, speaker
from desktop_client.inference.engine import Role
from desktop_client.wording import Language, Sentence, counted, say

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TIMES: dict[Language, str] = {"en": "d MMM y, HH:mm", "zh": "y年M月d日 HH:mm"}
_HEADINGS_FROM = 3
"""Above the headings of an answer stand the page's title and the name of who speaks."""
_STATES = {
    MessageState.STOPPED: say("Stopped. What was written is kept."),
    MessageState.LENGTH: say("The answer ends here because it reached its length limit."),
    MessageState.STREAMING: say("The answer was still being written."),
    MessageState.INTERRUPTED: say("Interrupted. What was written is kept."),
}
_KINDS = {
    Kind.TEXT: say("text"),
    Kind.MARKDOWN: say("Markdown"),
    Kind.PDF: say("text of a PDF"),
    Kind.PASTED: say("pasted text"),
}


def to_html(
    conversation: Conversation, messages: Sequence[Message], language: Language, zone: tzinfo | None = None
) -> str:
    """The shown path, with its times by the clock of ``zone`` or, without one, of this computer."""
    return _Page(messages, language, zone).of(conversation)


class _Page:
    """What the parts of one page have in common."""

    def __init__(self, messages: Sequence[Message], language: Language, zone: tzinfo | None) -> None:
        self._messages, self._language, self._zone = messages, language, zone
        self._places = places(messages)

    def of(self, conversation: Conversation) -> str:
        shown = branch(self._messages, conversation.head_id)
        title = escape(cleaned(conversation.title))
        about = [self._times(conversation), *self._elsewhere(len(self._messages) - len(shown))]
        style = resources.files(__package__).joinpath("page.css").read_text("utf-8")
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{"zh-CN" if self._language == "zh" else "en"}">',
                '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                f"<title>{title}</title><style>\n{style}</style></head>",
                f'<body><h1 dir="auto">{title}</h1>',
                *(f'<p class="about">{sentence}</p>' for sentence in about),
                *map(self._section, shown),
                "</body></html>\n",
            ]
        )

    # -- above the messages -----------------------------------------------------------------------------------

    def _times(self, conversation: Conversation) -> str:
        begun, last = self._moment(conversation.created_at), self._moment(conversation.updated_at)
        zone = self._format(conversation.updated_at, "ZZZZ")
        return self._text(say("Begun {begun}, last changed {last} ({zone}).", begun=begun, last=last, zone=zone))

    def _elsewhere(self, count: int) -> list[str]:
        if not count:
            return []
        left_out = counted.messages(count)
        return [self._text(say("Only the branch that was shown; other branches hold {messages}.", messages=left_out))]

    # -- a message --------------------------------------------------------------------------------------------

    def _section(self, message: Message) -> str:
        is_answer = message.role is Role.ASSISTANT
        kind = "answer" if is_answer else "question"
        body = self._answer(message) if is_answer else self._question(message.text)
        return f'<section class="{kind}">{self._heading(message)}\n{body}</section>'

    def _heading(self, message: Message) -> str:
        who = escape(cleaned(speaker(message, self._language)))
        same = self._places[message.parent_id, message.role]
        version = say("version {number} of {count}", number=same.index(message.id) + 1, count=len(same))
        which = f" <span>{self._text(version)}</span>" if len(same) > 1 else ""
        machine = message.created_at.isoformat(timespec="seconds")
        return f'<h2>{who} <time datetime="{machine}">{self._moment(message.created_at)}</time>{which}</h2>'

    def _question(self, text: str) -> str:
        typed, attachments = parted(text)
        return "\n".join([as_html(plain_pieces(typed)), *map(self._attachment, attachments)])

    def _attachment(self, attachment: Attachment) -> str:
        name = f"{cleaned(attachment.name)} ({_KINDS[attachment.kind].in_language(self._language)})"
        label = self._text(say("Attached: {name}", name=name))
        return (
            f"<details><summary>{label}</summary><pre><code>{escape(cleaned(attachment.text))}</code></pre></details>"
        )

    def _answer(self, message: Message) -> str:
        parts = part(message.text)
        out = []
        if parts.reasoning:
            body = as_html(pieces_of(parts.reasoning), headings_from=_HEADINGS_FROM)
            out.append(
                f"<details><summary>{self._text(say('Reasoning'))}</summary><blockquote>{body}</blockquote></details>"
            )
        out.append(as_html(pieces_of(parts.answer), headings_from=_HEADINGS_FROM))
        if message.is_by_hand:
            out.append(f'<p class="state">{self._text(BY_HAND)}</p>')
        if state := _STATES.get(message.state):
            note = f" {escape(cleaned(message.note))}" if message.note else ""
            out.append(f'<p class="state">{self._text(state)}{note}</p>')
        return "\n".join(out)

    # -- words ------------------------------------------------------------------------------------------------

    def _text(self, sentence: Sentence) -> str:
        return escape(sentence.in_language(self._language))

    def _moment(self, at: datetime) -> str:
        return self._format(at, _TIMES[self._language])

    def _format(self, at: datetime, pattern: str) -> str:
        from babel.dates import format_datetime

        local = at.astimezone(self._zone)
        return format_datetime(local, pattern, tzinfo=local.tzinfo, locale="zh_CN" if self._language == "zh" else "en")
