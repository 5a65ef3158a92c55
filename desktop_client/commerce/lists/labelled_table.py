"""A table of offers as a file: CSV, Markdown or HTML. Whichever it is, the label stands over it and every row says how
its offer stands commercially (promise P10). What sellers wrote can't become a formula, a link or markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

from desktop_client.commerce.label import header
from desktop_client.wording import Language, say

_FORMULA = tuple("=+-@＝＋－＠")
"""What a spreadsheet may take a cell for a formula by; the full-width ones in Chinese and Japanese editions."""

_MARKS = frozenset(r"\`*_{}[]()<>#+-.!|~&:=$^\"'@/")
"""What may mean something in one Markdown or another; all of it is ASCII punctuation, which a backslash takes away."""

LONG = 300
"""Characters of a cell from which its row may be parted between two sheets: one that is kept whole and has no room
leaves the rest of the sheet empty, the first one almost all of it.
"""

_STYLE = """
body { font: 10pt/1.4 sans-serif; margin: 2em; color: #111; background: #fff }
h1 { font-size: 13pt } h2 { font-size: 11pt }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #888; padding: .3em .5em; text-align: start; vertical-align: top; overflow-wrap: anywhere }
th:first-child, td:first-child { font-weight: bold; overflow-wrap: break-word }
.abreast { table-layout: fixed } .abreast tr > :first-child { width: 15% }
thead { display: table-header-group; break-inside: avoid } thead tr { break-after: avoid }
tr { break-inside: avoid } tr.long { break-inside: auto }
h2 { break-after: avoid } h2.abreast:not(:first-of-type) { break-before: page }
.sheets { table-layout: fixed }
.sheets > thead > tr > th, .sheets > tbody > tr > td { border: 0; padding: 0; font-weight: normal }
.sheets > tbody > tr { break-inside: auto }
.sheets > thead > tr > th { font-weight: bold; padding-bottom: .6em }
@media screen { .sheets > thead { display: none } }
@media print { body { margin: 0 } h1 { display: none } }
@page { margin: 15mm; size: landscape }
"""
"""Browsers print the head of a table anew on every sheet. So the page stands in a table that has the label for its
head: whichever sheet of the pile somebody is handed says what it is. It has that head to itself, since browsers leave
out a tall one, and a seller's title can be as long as he likes. On the screen the label stands over the page.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; the heading of the only section may be empty.

    ``notices`` are, row by row, what the source's terms want to stand beside its offers; "" where they want nothing.
    ``columns`` take the place of the table's own, in a section that has offers for columns.
    """

    heading: str
    rows: tuple[tuple[str, ...], ...]
    notices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledTable:
    """Cells of plain text. The first column is the commercial status, or the first row where offers are the columns;
    ``facts`` are sentences that stand over all.
    """

    language: Language
    facts: tuple[str, ...]
    columns: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """Every notice once, in the order of the rows."""
        return tuple(dict.fromkeys(text for section in self.sections for text in section.notices if text))


def as_csv(table: LabelledTable) -> str:
    """RFC 4180, every cell quoted. The label, the section's heading and the source's notice are columns, so that each
    row has them wherever it is pasted. Write it as ``utf-8-sig``: spreadsheets need the mark to read Chinese.
    """
    what, where, notice = (
        title.in_language(table.language) for title in (say("What this is"), say("List"), say("Notice of the source"))
    )
    lines = [(what, where, *table.columns, notice)]
    lines += [
        (header(), section.heading, *row, said)
        for section in table.sections
        for row, said in zip_longest(section.rows, section.notices, fillvalue="")
    ]
    return "".join(",".join(_quoted(cell) for cell in line) + "\r\n" for line in lines)


def as_markdown(table: LabelledTable) -> str:
    """A page with one table a section, in the dialect of GitHub."""
    parts = [f"# {_marked(header())}", *(_marked(fact) for fact in table.facts)]
    for section in table.sections:
        if section.heading:
            parts.append(f"## {_marked(section.heading)}")
        columns = section.columns or table.columns
        lines = [columns, *section.rows]
        rows = ["| " + " | ".join(_marked(cell) or " " for cell in line) + " |" for line in lines]
        rows.insert(1, "|" + " --- |" * len(columns))
        parts.append("\n".join(rows))
    parts += (_marked(notice) for notice in table.notices)
    return "\n\n".join(parts) + "\n"


def as_html(table: LabelledTable, *, on_each_sheet: bool = True) -> str:
    """A page that needs nothing else, runs nothing and links nowhere, made to be printed as well.

    ``on_each_sheet``: a browser that prints it puts the label on each sheet; for a printer that does so itself, False.
    """
    label = _escaped(header())
    sheets = (
        f'<table class="sheets" role="presentation"><thead><tr><th>{label}</th></tr></thead><tbody><tr><td>',
        "</td></tr></tbody></table>",
    )
    before, behind = sheets if on_each_sheet else ("", "")
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{"zh-CN" if table.language == "zh" else "en"}">',
        '<head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{label}</title>",
        f"<style>{_STYLE}</style></head>",
        f"<body>{before}<h1>{label}</h1>",
        *(f"<p>{_escaped(fact)}</p>" for fact in table.facts),
    ]
    for section in table.sections:
        if section.heading:
            kind = ' class="abreast"' if section.columns else ""
            parts.append(f"<h2{kind}>{_escaped(section.heading)}</h2>")
        parts += _table(section, table.columns)
    parts += (f"<p>{_escaped(notice)}</p>" for notice in table.notices)
    return "\n".join([*parts, f"{behind}</body></html>"]) + "\n"


def _table(section: Section, columns: tuple[str, ...]) -> Iterable[str]:
    """A section; what stands in the head of its table is printed on every sheet that it takes."""
    heads = [_row("th", section.columns or columns)]
    rows = list(section.rows)
    if section.columns:
        # Offers side by side have their commercial status in the first row, and must have it on every sheet.
        heads += [_row("td", row) for row in rows[:1]]
        del rows[:1]
    # They get the same room, however long one of their titles is.
    kind = '<table class="abreast">' if section.columns else "<table>"
    yield f"{kind}<thead>{''.join(heads)}</thead><tbody>"
    yield from (_row("td", row) for row in rows)
    yield "</tbody></table>"


def one_line(text: str) -> str:
    """A text without line ends and without characters that can't be seen, such as those that turn the direction."""
    seen = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c) not in {"Cf", "Cs"}).split())


def _quoted(cell: str) -> str:
    text = one_line(cell)
    harmless = f"'{text}" if text.startswith(_FORMULA) else text
    return '"' + harmless.replace('"', '""') + '"'


def _marked(cell: str) -> str:
    return "".join(f"\\{c}" if c in _MARKS else c for c in one_line(cell))


def _row(kind: str, cells: Sequence[str]) -> str:
    begin = '<tr class="long">' if max(map(len, cells), default=0) > LONG else "<tr>"
    return begin + "".join(_cells(kind, cells)) + "</tr>"


def _cells(kind: str, cells: Iterable[str]) -> Iterable[str]:
    # bdi keeps a title that is written from right to left from turning its neighbours round.
    return (f"<{kind}><bdi>{_escaped(cell)}</bdi></{kind}>" for cell in cells)


def _escaped(text: str) -> str:
    return escape(one_line(text))
