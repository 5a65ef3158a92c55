"""What becomes of the Markdown that models write: golden shapes, no Qt."""

from __future__ import annotations

import subprocess
import sys
from time import process_time

import pytest

from desktop_client.chat.markup.blocks import SLICE, pieces_of, plain_pieces, window_end
from desktop_client.chat.markup.code_colours import inks
from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.inline import MAX_BRACKETS, spans
from desktop_client.chat.markup.pieces import Code, Look, Piece, Plain, Prose, Rule, Span, Table
from desktop_client.chat.markup.units import MAX_CELLS, MAX_UNIT

WINDOW, WINDOW_LINES = 60_000, 600
_TAGS = {Look.BOLD: "b", Look.ITALIC: "i", Look.STRUCK: "s", Look.CODE: "c", Look.MATHS: "m", Look.ADDRESS: "a"}


def inline(content: str) -> str:
    """Spans as text with tags, pressable addresses as <a=…>."""
    return "".join(map(_tagged, spans(content)))


def _tagged(span: Span) -> str:
    text = span.text.replace("\n", "⏎")
    for look, tag in _TAGS.items():
        if look in span.look:
            target = f"={span.address}" if look is Look.ADDRESS and span.address else ""
            text = f"<{tag}{target}>{text}</{tag}>"
    return text


def shape(text: str) -> list[str]:
    return [_line(piece) for piece in pieces_of(text)]


def _line(piece: Piece) -> str:
    place = piece.place
    lead = ">" * len(place.quotes) + "  " * place.depth + (f"{place.marker} " if place.marker else "")
    match piece:
        case Prose(content=content, level=level):
            return f"{lead}{'#' * level}{' ' if level else ''}{inline(content)}"
        case Code(text=code, language=language):
            return f"{lead}```{language}|{code.replace(chr(10), '⏎')}"
        case Table(head=head, rows=rows, aligns=aligns):
            cells = ["/".join(map(inline, row)) for row in (head, *rows)]
            return f"{lead}table {''.join(align[0] for align in aligns)} " + " | ".join(cells)
        case Rule():
            return f"{lead}rule"
        case Plain(text=plain, fixed=fixed):
            return f"{lead}{'fixed' if fixed else 'plain'} {plain.replace(chr(10), '⏎')}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Look:\n- a\n- b", ["Look:", "  • a", "  • b"]),
        ("1. a\n   - b\n2. c", ["  1. a", "    • b", "  2. c"]),
        ("1. a\n\n   more\n2. b", ["  1. a", "  more", "  2. b"]),
        ("5. a\n5. b", ["  5. a", "  6. b"]),
        ("1. ```sh\n   ls\n   ```\n2. b", ["  1. ```sh|ls", "  2. b"]),
        ("- a\n  ```py\n  x = 1\n  ```", ["  • a", "  ```py|x = 1"]),
        ("```go\nfunc", ["```go|func"]),
        ("```\n- no list\n```\nafter", ["```|- no list", "after"]),
        ("T:\n| a | b |\n|---|--:|\n| 1 | 2 |", ["T:", "table lr a/b | 1/2"]),
        ("|a|b|\n|:-:|-|\n|**x**|", ["table cl a/b | <b>x</b>/"]),
        ("- [x] done\n- [ ] open\n- [y] none", ["  [x] done", "  [ ] open", "  • [y] none"]),
        ("Title\n===\nSub\n---\ntext", ["# Title", "## Sub", "text"]),
        ("### Three ###\n#no", ["### Three", "#no"]),
        ("> a\n> > b\n> - c", [">a", ">>b", ">  • c"]),
        ("> a\n\nb", [">a", "b"]),
        ("a\n\n---\n\nb", ["a", "rule", "b"]),
        ("one\ntwo  \nthree\\\nfour", ["one⏎two⏎three⏎four"]),
        ("<div>\n<b>x</b> <script>y</script>\n</div>", ["<div>⏎<b>x</b> <script>y</script>⏎</div>"]),
        ("[a]: https://x.org/y\n[a]", ["[a]: <a=https://x.org/y>https://x.org/y</a>⏎[a]"]),
        ("\\[\na = b\n- c\n\\]\nafter", ["fixed \\[⏎a = b⏎- c⏎\\]", "after"]),
        ("$$\nx_1\n$$", ["fixed $$⏎x_1⏎$$"]),
        ("\\[open\n- a\n\n- b", ["fixed \\[open⏎- a", "  • b"]),
        ("- \n- a", ["  • ", "  • a"]),
        ("- - a", ["  • ", "    • a"]),
        ("", []),
        ("\n\n  \n", []),
    ],
)
def test_blocks(text: str, expected: list[str]) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**注意:**请看", "<b>注意:</b>请看"),
        ("**注意：**请看", "<b>注意：</b>请看"),
        ("请看**“重点”**内容", "请看<b>“重点”</b>内容"),
        ("**「強調」**です", "<b>「強調」</b>です"),
        ("**중요!**입니다", "<b>중요!</b>입니다"),
        ("~~售罄。~~请看", "<s>售罄。</s>请看"),
        ("**a**b *c* _d_ ***e***", "<b>a</b>b <i>c</i> <i>d</i> <i><b>e</b></i>"),
        ("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"),
        ("a ** b ** c, **open", "a ** b ** c, **open"),
        ("~~x~~ ~y~", "<s>x</s> ~y~"),
        ("`a*b*` ``x ` y``", "<c>a*b*</c> <c>x ` y</c>"),
        ("$5, not $50; $1_000 or $2_000", "$5, not $50; $1_000 or $2_000"),
        ("\\(a_1*b*c\\) and \\[x\\]", "<m>\\(a_1*b*c\\)</m> and <m>\\[x\\]</m>"),
        ("$a_i*b*c$ and $$x*y*z$$", "<m>$a_i*b*c$</m> and <m>$$x*y*z$$</m>"),
        ("\\(open *a*", "\\(open <i>a</i>"),
        ("\\*a\\* &amp; &lt;b&gt;", "*a* & <b>"),
        ("a<br>b<BR/>c<br />d", "a⏎b⏎c⏎d"),
        ("&#x202e;abc&#x200b;", "abc"),
        ("&#10;a&nbsp;b", "⏎a\xa0b"),
    ],
)
def test_inline(text: str, expected: str) -> None:
    assert (
        inline(text) == expected.replace("<i><b>", "<b><i>").replace("</b></i>", "</i></b>") or inline(text) == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[docs](https://e.org/a)", "docs<a> (</a><a=https://e.org/a>e.org/a</a><a>)</a>"),
        ("[x](https://e.org/)", "x<a> (</a><a=https://e.org/>e.org</a><a>)</a>"),
        ("[https://e.org/a](https://e.org/a)", "<a=https://e.org/a>https://e.org/a</a>"),
        ("<https://e.org/a>", "<a=https://e.org/a>https://e.org/a</a>"),
        (
            "[taobao.com](https://evil.example/x)",
            "taobao.com<a> (</a><a=https://evil.example/x>evil.example/x</a><a>)</a>",
        ),
        ("![pic](https://e.org/p.png)", "pic<a> (</a><a=https://e.org/p.png>e.org/p.png</a><a>)</a>"),
        ("[](https://e.org)", "<a>(</a><a=https://e.org>e.org</a><a>)</a>"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](file:///etc/passwd)", "[x](file:///etc/passwd)"),
        ("[x](data:text/html,a)", "[x](data:text/html,a)"),
        ("[x](/relative)", "x<a> (/relative)</a>"),
        ("[x](mailto:a@b.c)", "x<a> (mailto:a@b.c)</a>"),
        ("[x](https://u:p@e.org/)", "x<a> (https://u:p@e.org/)</a>"),
        ("https://e.org/a_(b)，看", "<a=https://e.org/a_(b)>https://e.org/a_(b)</a>，看"),
        ("(https://e.org/a).", "(<a=https://e.org/a>https://e.org/a</a>)."),
        ("看https://e.org/a了解更多", "看<a=https://e.org/a>https://e.org/a</a>了解更多"),
        ("`https://e.org`", "<c>https://e.org</c>"),
        ("ftp://e.org www.e.org e.org/a", "ftp://e.org www.e.org e.org/a"),
        ("https://gооgle.com/x", "https://gооgle.com/x"),
        ("**https://e.org**", "<a=https://e.org><b>https://e.org</b></a>"),
    ],
)
def test_addresses_stay_text(text: str, expected: str) -> None:
    assert inline(text) == expected


def test_look_alike_hosts_are_shown_as_punycode() -> None:
    shown = inline("[bank](https://аpple.com/login)")
    assert "xn--pple-43d.com/login" in shown
    assert "аpple" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb", "a\u2066b\u2069", "a\u200bb", "a\ufeffb", "\x1b[31mred", "a\x00b", "a\U000e0041b", "a\u00adb",
        "a\ufdd0b", "\ufffeb",
    ],
)  # fmt: skip
def test_characters_that_hide_or_reorder_are_taken_out(text: str) -> None:
    assert not set("\u202e\u2066\u2069\u200b\ufeff\x1b\x00\U000e0041\u00ad\ufdd0\ufffe") & set(cleaned(text))


def test_joiners_of_scripts_and_emoji_stay() -> None:
    assert cleaned("👨‍👩‍👧 می‌خواهم ❤️") == "👨‍👩‍👧 می‌خواهم ❤️"


def test_cleaning_pieces_is_cleaning_the_whole() -> None:
    text = "a\r\nb\u2028c\ud800d\ufffce\x0bf\u202eg"
    assert "".join(map(cleaned, text)) == cleaned(text) == "a\nb\nc\ufffdd\ufffde\nfg"


@pytest.mark.parametrize(
    "text",
    [
        "word " * (MAX_UNIT // 5 + 10),
        "x" * 2_001,
        "[" * (MAX_BRACKETS + 1),
        "*a **b" * 1_000,
        "> " * 60 + "deep",
        "|a" * 50 + "|\n" + "|-" * 50 + "|\n",
        "|a|b|\n|-|-|\n" + "|1|2|\n" * MAX_CELLS,
        "- item\n  " + "y" * 3_000,
        "```\n" + "z" * 25_000 + "\n```",
    ],
    ids=["long", "run", "brackets", "stars", "deep", "wide table", "long table", "run in a list", "run in code"],
)
def test_what_is_too_much_is_shown_as_it_is(text: str) -> None:
    pieces = pieces_of(text)
    plain = [piece for piece in pieces if isinstance(piece, Plain)]
    assert plain or text.startswith("|a|a")
    assert not [piece for piece in pieces if isinstance(piece, Table | Code)]
    assert all(len(piece.text) <= SLICE for piece in plain)
    shown = "".join(p.text if isinstance(p, Plain) else p.content for p in pieces if not isinstance(p, Rule))
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("letters", ["A sentence of some length that is repeated. ", "敏感肌适合用什么样的面膜呢。"])
def test_a_paragraph_may_be_as_long_as_a_unit(letters: str) -> None:
    text = "**Bold.** " + letters * ((MAX_UNIT - 100) // len(letters))
    assert [type(piece) for piece in pieces_of(text)] == [Prose]


@pytest.mark.parametrize(
    "part", ["a*b* ", "a **b** ", "a short line\n", "see https://a.example/x and ", "so $x^2$ is "]
)
def test_a_paragraph_that_takes_as_much_work_is_shown_as_it_is(part: str) -> None:
    short, long = part * (2_000 // len(part)), part * (19_000 // len(part))
    assert [type(piece) for piece in pieces_of(short)] == [Prose]
    assert {type(piece) for piece in pieces_of(long)} == {Plain}


def test_one_tangled_block_leaves_the_others_alone() -> None:
    assert shape("**a**\n\n" + "x" * 2_500 + "\n\n- b")[::2] == ["<b>a</b>", "  • b"]


def test_a_question_is_not_markdown() -> None:
    (only,) = plain_pieces("# not a *heading*\n- nor a list")
    assert isinstance(only, Plain)
    assert only.text == "# not a *heading*\n- nor a list"


def test_slices_of_a_question_give_it_back() -> None:
    text = "\n".join("line " * (n % 40) for n in range(400)) + "q" * 9_000
    slices = [piece for piece in plain_pieces(text) if isinstance(piece, Plain)]
    assert "".join(("" if piece.joined or not n else "\n") + piece.text for n, piece in enumerate(slices)) == text


def test_slices_of_a_long_line_break_no_word() -> None:
    text = "A sentence of some length that is repeated. " * 1_500
    slices = [piece for piece in pieces_of(text) if isinstance(piece, Plain)]
    assert all(piece.text.endswith(" ") for piece in slices[:-1])
    assert "".join(piece.text for piece in slices) == text
    (whole,) = {len(piece.text) for piece in plain_pieces("字" * SLICE) if isinstance(piece, Plain)}
    assert whole == SLICE


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "[a](" * 12_000, "[[a](" * 10_000, "![" * 25_000, "*a **a " * 8_000, "`" * 50_000, "<a" * 25_000,
     "\\(" * 25_000, "$x_" * 17_000, "~~a" * 17_000, "> " * 25_000, "- " * 25_000, "a|" * 25_000, "https://" * 6_000,
     "&#" * 25_000, "|a|b|\n|-|-|\n" * 4_000, "a\n" * 25_000, "1. a\n" * 10_000, "x" * 50_000, "((((" * 12_000],
    ids=range(20),
)  # fmt: skip
def test_hostile_text_costs_little_more_than_honest_text(text: str) -> None:
    def cost(of: str) -> float:
        spans.cache_clear()
        started = process_time()
        for piece in pieces_of(of[: window_end(of, WINDOW, WINDOW_LINES)]):
            for content in [piece.content] if isinstance(piece, Prose) else []:
                spans(content)
        return process_time() - started

    honest = "- Plain **words** in lines of a usual length, `none` of them *hostile* at all.\n" * WINDOW_LINES
    pieces_of("warm **up**")
    # The best of three: a machine with other work on it makes single figures jump. Quadratic costs are far beyond.
    assert min(cost(text) for _ in range(3)) < 12 * min(cost(honest) for _ in range(3))


def test_colours_of_code() -> None:
    code = 'def f(x):\n    # why\n    return "a" + 3.5'
    found = [(code[start : start + length], ink.value) for start, length, ink in inks("Python", code)]
    assert found == [
        ("def", "keyword"), ("# why", "comment"), ("return", "keyword"), ('"a"', "string"), ("3.5", "number"),
    ]  # fmt: skip
    assert not list(inks("brainf", code))


def test_reading_markdown_needs_no_qt() -> None:
    program = (
        "import sys; from desktop_client.chat.markup.blocks import pieces_of;"
        "from desktop_client.chat.markup.inline import spans; pieces_of('- **a**'); spans('a');"
        "sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
