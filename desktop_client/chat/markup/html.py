"""Pieces as HTML. Foreign text goes in as text: no element that leads, loads or runs is written, whatever it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from desktop_client.chat.markup.code_colours import inks
from desktop_client.chat.markup.inline import plain_spans, spans
from desktop_client.chat.markup.nesting import Nesting
from desktop_client.chat.markup.pieces import Code, Look, Piece, Plain, Prose, Rule, Span, Table

_TAGS = ((Look.BOLD, "strong"), (Look.ITALIC, "em"), (Look.STRUCK, "s"), (Look.CODE, "code"), (Look.MATHS, "code"))
_DEEPEST_HEADING = 6


def as_html(pieces: Iterable[Piece], *, headings_from: int = 1) -> str:
    """The pieces one after another, in their lists and quotations; ``headings_from`` is what a ``#`` makes."""
    out: list[str] = []
    nesting = Nesting(out)
    for run in _whole(pieces):
        nesting.go_to(run[0].place)
        out.append(_element(run, headings_from))
    nesting.end()
    return "\n".join(out)


def preformatted(text: str) -> str:
    """Text with all its spaces and line ends."""
    # Right after a <pre> a line end would be dropped.
    return f"<pre><code>{escape(text)}</code></pre>"


def _whole(pieces: Iterable[Piece]) -> Iterator[Sequence[Piece]]:
    """Pieces that stand alone, the slices of one text together, and all rows of a table."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not _goes_on(run[-1], piece):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _goes_on(before: Piece, piece: Piece) -> bool:
    if isinstance(piece, Table):
        return piece.lead is not None
    return isinstance(piece, Plain) and isinstance(before, Plain) and piece.lines == before.lines


def _element(run: Sequence[Piece], headings_from: int) -> str:
    match run[0]:
        case Prose(content=content, level=level):
            tag = f"h{min(level + headings_from - 1, _DEEPEST_HEADING)}" if level else "p"
            return f'<{tag} dir="auto">{_inline(spans(content))}</{tag}>'
        case Code() as code:
            caption = f"<figcaption>{escape(code.language)}</figcaption>" if code.language else ""
            return f'<figure>{caption}<pre tabindex="0"><code>{_coloured(code)}</code></pre></figure>'
        case Table() as table:
            return _table(table, [row for piece in run if isinstance(piece, Table) for row in piece.rows])
        case Rule():
            return "<hr>"
        case Plain(fixed=fixed):
            text = _joined([piece for piece in run if isinstance(piece, Plain)])
            return preformatted(text) if fixed else f'<p class="plain">{_inline(plain_spans(text))}</p>'


def _joined(slices: Sequence[Plain]) -> str:
    first, *others = slices
    return first.text + "".join(one.text if one.joined else f"\n{one.text}" for one in others)


def _inline(run: Iterable[Span]) -> str:
    return "".join(map(_span, run))


def _span(span: Span) -> str:
    # Where the window shows a host and an ellipsis, and the rest to who presses it, paper has to say it all.
    html = escape(span.address if span.address and span.text.endswith("…") else span.text).replace("\n", "<br>")
    for look, tag in _TAGS:
        if span.look & look:
            html = f"<{tag}>{html}</{tag}>"
    return f"<bdi>{html}</bdi>" if span.address else html


def _coloured(code: Code) -> str:
    parts, at = [], 0
    for start, length, ink in inks(code.language, code.text):
        stretch = code.text[start : start + length]
        parts += [escape(code.text[at:start]), f'<span class="{ink.value}">{escape(stretch)}</span>']
        at = start + length
    return "".join([*parts, escape(code.text[at:])])


def _table(table: Table, rows: Sequence[Sequence[str]]) -> str:
    head = _cells(table, table.head, "th")
    body = "\n".join(_cells(table, row, "td") for row in rows)
    return f'<div class="wide" tabindex="0"><table><thead>{head}</thead>\n<tbody>{body}</tbody></table></div>'


def _cells(table: Table, row: Sequence[str], tag: str) -> str:
    cells = (
        f'<{tag} class="{align}" dir="auto">{_inline(spans(cell))}</{tag}>'
        for align, cell in zip(table.aligns, row, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"
