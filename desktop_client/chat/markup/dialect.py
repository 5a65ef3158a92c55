"""The Markdown that language models write, as a parser: CommonMark with tables and strike-through, made for chat.

Apart from CommonMark: no HTML but ``<br>``, no link definitions (they act at a distance, and hide where a link goes),
emphasis that works beside Chinese, Japanese and Korean text, and formulas kept as text with their backslashes.

Importing this takes a tenth of a second; whoever wants to be quick calls :func:`parser` in a thread beforehand.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from desktop_client.chat.markup.addresses import is_cjk

MAX_NESTING = 20
"""Lists and quotations deeper than this lose their content in the parser; such blocks have to be shown as they are."""
MAX_COLUMNS = 40
"""What has more columns is no table but text."""
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CLOSER = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_LONGEST_FORMULA = 200


@cache
def parser() -> MarkdownIt:
    """The one parser, for any thread."""
    md = MarkdownIt("commonmark")
    md.inline = _Inline()
    md.configure("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "reference"])
    md.inline.ruler.before("escape", "maths", _maths)
    md.inline.ruler.before("autolink", "line_break", _line_break)
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("fence", "maths_block", _maths_block, {"alt": ["paragraph", "blockquote", "list"]})
    # With the first text a parser sorts its rules, and is unfit for other threads while it does.
    md.parse("text")
    return md


class _State(StateInline):
    """Lets emphasis open and close at CJK text, which has no spaces: ``**注意：**请看`` is bold."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the parser's names
        found = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return found
        end = start + found.length
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < self.posMax else " "
        if not (is_cjk(before) or is_cjk(after)):
            return found
        return Scanned(found.can_open or not after.isspace(), found.can_close or not before.isspace(), found.length)


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A table, unless it has so many columns that reading its cells would take too long."""
    if state.src.count("|", state.bMarks[start_line], state.eMarks[start_line]) > MAX_COLUMNS:
        return False
    return table(state, start_line, end_line, silent)


def _maths(state: StateInline, silent: bool) -> bool:
    """``\\(…\\)``, ``\\[…\\]``, ``$$…$$`` and ``$…$`` with TeX in it are text that nothing inside is read from."""
    opener = state.src[state.pos : state.pos + 2]
    if opener in _CLOSER:
        end = state.src.find(_CLOSER[opener], state.pos + 2) + 2
    elif opener[:1] == "$":
        end = _dollar_end(state)
    else:
        return _lone_bracket(state, opener, silent)
    if end < state.pos + 3 or end > state.posMax:
        return _lone_bracket(state, opener, silent)
    if not silent:
        state.push("maths", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _dollar_end(state: StateInline) -> int:
    # Prices have dollar signs too: "$5 or $6" is no formula. TeX without a backslash, ^, _ or { needs no protection.
    start = state.pos + 1
    end = state.src.find("$", start, start + _LONGEST_FORMULA)
    body = state.src[start:end] if end > start else ""
    if not body or body != body.strip() or "\n" in body or state.src[end + 1 : end + 2].isdigit():
        return -1
    return end + 1 if any(c in "\\^_{" for c in body) else -1


def _lone_bracket(state: StateInline, opener: str, silent: bool) -> bool:
    if opener not in ("\\(", "\\)", "\\[", "\\]"):
        return False
    if not silent:
        state.append_pending(opener)
    state.pos += 2
    return True


def _line_break(state: StateInline, silent: bool) -> bool:
    match = _BR.match(state.src, state.pos) if state.src[state.pos] == "<" else None
    if match is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _maths_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A formula in lines of its own ends at its closing bracket or, lest a stray bracket do harm, at a blank line."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    opener = state.src[begin : begin + 2]
    if opener not in ("\\[", "$$") or state.is_code_block(start_line):
        return False
    closer = _CLOSER[opener]
    first = _line(state, start_line)[2:]
    if closer in first:
        ends_here = first.rstrip().find(closer) == len(first.rstrip()) - 2
        next_line = start_line + 1
    else:
        ends_here = opener == "\\[" or not first.strip()
        next_line = _closing_line(state, start_line + 1, end_line, closer)
    if not ends_here or silent:
        return ends_here
    token = state.push("maths_block", "", 0)
    token.content = state.getLines(start_line, next_line, state.blkIndent, False).strip("\n")
    token.map = [start_line, next_line]
    state.line = next_line
    return True


def _closing_line(state: StateBlock, line: int, end_line: int, closer: str) -> int:
    while line < end_line and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
        if closer in _line(state, line - 1):
            break
    return line


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
