"""P10, the label can't be missed, in files: every JSON says what it is and how each offer stands commercially."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.label import STATUS, both, header
from desktop_client.commerce.lists.codec import (
    empty_panel,
    offer_from_json,
    offer_to_json,
    panel_to_json,
    ranked_to_json,
)
from desktop_client.commerce.lists.export import to_csv, to_html, to_markdown
from desktop_client.commerce.lists.labelled_table import LONG, LabelledTable, Section, as_html, one_line
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.offer import AdFlag, Commercial, Seller, Status
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.suggestions import Suggestions

WORDS = {"广告 / Paid link", "无商业关系 / No payment", "未披露 / Not disclosed"}
EVERY = [
    Commercial(affiliate, payee, sponsored, "x", commission_bp=commission)
    for affiliate, payee, sponsored, commission in product(
        (True, False), ("you", "source", "none", "unknown", ""), AdFlag, (None, 0, 550)
    )
]


def test_every_status_has_words_in_both_languages() -> None:
    assert {both(STATUS[status]) for status in Status} == WORDS


@pytest.mark.parametrize("commercial", EVERY)
def test_no_offer_is_without_status(commercial: Commercial) -> None:
    row = offer_to_json(make_offer(commercial=commercial))["commercial"]
    assert row["words"] in WORDS
    assert row["status"] in set(Status)


def test_no_payment_is_only_said_where_everything_says_so() -> None:
    said = {
        (c.affiliate_link, c.payee, c.sponsored, c.commission_bp)
        for c in EVERY
        if offer_to_json(make_offer(commercial=c))["commercial"]["status"] == "no_payment"
    }
    assert said == {(False, "none", AdFlag.NO, None), (False, "none", AdFlag.NO, 0)}


def test_a_row_that_says_nothing_about_money_is_not_disclosed() -> None:
    row = offer_to_json(offer_from_json('{"source_id": "a", "offer_id": "1", "title": "Mask"}'))
    assert row["commercial"]["words"] == "未披露 / Not disclosed"


@given(status=st.text(max_size=20))
def test_a_file_cannot_set_the_status(status: str) -> None:
    line = offer_to_json(make_offer(commercial=Commercial(True, "source", AdFlag.YES, "x")))
    line["commercial"] |= {"status": status, "words": status}
    assert offer_to_json(offer_from_json(json.dumps(line)))["commercial"]["words"] == "广告 / Paid link"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_panel_carries_the_label_and_every_offer_its_status(language) -> None:
    offers = [make_offer(str(i), source_id="jd", commercial=c) for i, c in enumerate(EVERY[:9])]
    apart = ScriptedSource("ebay", [make_offer("e", source_id="ebay")], may_mix=False)
    listed = Suggestions([ScriptedSource("jd", offers), apart], Switchboard("jd", "ebay"), lambda: NOW).suggest(
        ShoppingNeed("face mask")
    )
    panel = panel_to_json(listed, language)
    assert panel["label"] == "广告区 · 商品建议，不是回答的一部分 / Ads & offers — not part of the answer"
    rows = [*panel["offers"], *panel["groups"][0]["offers"]]
    assert len(rows) == 10
    assert all(row["commercial"]["words"] in WORDS for row in rows)
    assert json.loads(json.dumps(panel)) == panel


def test_an_empty_panel_carries_the_label_too() -> None:
    panel = empty_panel(silent=Silence.HEALTH)
    assert "广告" in panel["label"]
    assert panel["silent"] == "health"
    assert panel["offers"] == []


def test_a_ranked_list_carries_it_on_every_row() -> None:
    ranked = rank(
        ShoppingNeed("face mask"), [make_offer(commercial=c, offer_id=str(i)) for i, c in enumerate(EVERY)], now=NOW
    )
    rows = ranked_to_json(ranked)["offers"]
    assert len(rows) == len(EVERY)
    assert all(row["commercial"]["words"] in WORDS for row in rows)


# --- lists as tables ---------------------------------------------------------------------------------------------


def _suggested(*offers, apart=()):
    sources = [ScriptedSource("jd", offers), ScriptedSource("ebay", apart, may_mix=False)]
    return Suggestions(sources, Switchboard("jd", "ebay"), lambda: NOW).suggest(ShoppingNeed("face mask"))


def _of_every_kind():
    rows = [make_offer(f"{i}", source_id="jd", commercial=c) for i, c in enumerate(EVERY[:9])]
    return _suggested(*rows, apart=[make_offer("e", source_id="ebay", commercial=EVERY[0])])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_of_a_csv_carries_the_label_and_its_status(language) -> None:
    columns, *rows = csv.reader(io.StringIO(to_csv(_of_every_kind(), language), newline=""))
    assert len(rows) == 10
    assert {row[0] for row in rows} == {header()}
    assert all(any(row[2].startswith(words) for words in WORDS) for row in rows)
    assert all(len(row) == len(columns) for row in rows)
    assert [row[1] for row in rows].count("ebay") == 1


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_pages_carry_the_label_on_top_and_the_status_in_every_row(write, language) -> None:
    page = _Page()
    page.feed(write(_of_every_kind(), language) if write is to_html else _rendered(write(_of_every_kind(), language)))
    assert page.headings[0] == header()
    assert "ebay" in page.headings
    assert len(page.rows) == 10
    assert all(any(row[0].startswith(words) for words in WORDS) for row in page.rows)
    assert "我们不从中获得任何收入。 / We earn nothing from any of this." in page.text


def test_a_sample_and_a_commission_are_said_beside_the_status() -> None:
    paid = make_offer("1", source_id="jd", commercial=Commercial(True, "you", AdFlag.NO, "x", 550), sample=True)
    assert "广告 / Paid link · commission 5.5 % · Sample, not for sale" in to_csv(_suggested(paid), "en")


def test_a_chinese_file_says_whose_samples_are_and_why_they_stand_there_in_chinese() -> None:
    sample = make_offer("1", source_id="jd", sample=True, seller=Seller("Sample shelf"))
    for written in (to_csv(_suggested(sample), "zh"), to_html(_suggested(sample), "zh")):
        assert "示例货架" in written
        assert "Sample shelf" not in written
        assert " %）；" in written
    assert "Sample shelf" in to_csv(_suggested(sample), "en")


def test_pages_say_who_was_asked_and_how_it_was_ordered() -> None:
    page = to_html(_suggested(make_offer("1", source_id="jd")), "en")
    for fact in ("Looked for: face mask", "Order: Best match", "jd: 1 offer", "ebay: had nothing", "room: 0"):
        assert fact in page


def test_the_statuses_of_offers_side_by_side_stand_on_every_sheet() -> None:
    """What is in the head of a table is printed on every sheet that it takes; the statuses are its second row."""
    rows = (("Commercial status", *sorted(WORDS)), ("Price", "€1", "€2", "€3"))
    page = as_html(LabelledTable("en", (), ("", ""), (Section("Offers", rows, (), ("", "A", "B", "C")),)))
    (head,) = re.findall(r'<table class="abreast"><thead>(.*?)</thead>', page)
    assert all(words in head for words in WORDS)
    assert "€1" not in head
    assert page.count("Commercial status") == 1
    assert "thead { display: table-header-group; break-inside: avoid }" in page


def test_a_row_that_is_long_may_be_parted_between_sheets() -> None:
    """Kept whole, it went to the next sheet and left the first one all but empty."""
    cells = ("未披露 / Not disclosed", "x" * LONG), ("未披露 / Not disclosed", "x" * (LONG + 1))
    page = as_html(LabelledTable("en", (), ("Status", "Why"), (Section("", cells),)))
    (whole,) = re.findall(r'<tr class="long">.*?</tr>', page)
    assert whole.count("x") == LONG + 1, "what is shorter stays whole"
    assert "tr { break-inside: avoid } tr.long { break-inside: auto }" in page


def test_every_sheet_of_a_printed_page_has_the_label() -> None:
    """A browser that prints a table puts its head on each sheet, unless it is tall: so the whole page stands in one
    table, with the label and nothing else for its head.
    """
    body = to_html(_of_every_kind(), "en").partition("<body>")[2]
    head, _, page = body.partition("<tbody>")
    assert head.startswith('<table class="sheets" role="presentation"><thead><tr><th>')
    assert unescape(re.sub("<[^>]*>", "", head)) == header()
    assert page.endswith("</td></tr></tbody></table></body></html>\n"), "nothing stands outside"
    assert page.count("<table") == page.count("</table>") - 1 == 2


HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r\n=1", " =1", "\u200b=1", "\u202e=1",
    '"=1', 'x","=1', "x\r\n=cmd|' /C calc'!A0", "\x00=1",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_seller_can_put_a_formula_or_a_row_into_a_csv(text: str) -> None:
    offer = make_offer("1", "Face mask", source_id="jd", seller=Seller(text), url_clean=text)
    written = to_csv(_suggested(offer), "en")
    lines = written.split("\r\n")
    assert len(lines) == 3
    assert not re.search(r"[\x00-\x1f]", written.replace("\r\n", ""))
    for cell in next(csv.reader([lines[1]])):
        assert not cell.startswith(tuple("=+-@＝＋－＠\t\r"))
    assert re.fullmatch(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*', lines[1]), "every cell is quoted"


MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table><h1>No payment</h1>", "&lt;b&gt;",
    "[No payment](https://evil.example)", "![x](https://evil.example/x.png)", "https://evil.example",
    "www.evil.example",
    "a | 无商业关系 / No payment | b", "`code`", "\n\n# No payment", "a@evil.example", "$\\href{https://evil.example}{x}$",
    "<https://evil.example>", "\u202etnemyap oN", "[x]: https://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_no_seller_can_put_markup_a_link_or_a_cell_into_a_page(write, text: str) -> None:
    offer = make_offer("1", f"Face mask {text}", source_id="jd", seller=Seller(text), url_clean="https://jd.example/1")
    written = write(_suggested(offer), "en")
    page = _Page()
    page.feed(written if write is to_html else _rendered(written))
    assert len(page.rows) == 1
    (row,) = page.rows
    assert row[0] == "无商业关系 / No payment"
    assert len(row) == 11
    assert row[2] == one_line(f"Face mask {text}")
    assert page.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody", "tr", "th", "td", "bdi",
    }  # fmt: skip
    assert "\u202e" not in written


def _rendered(markdown: str) -> str:
    """As a renderer with tables and bare links does it."""
    return MarkdownIt("gfm-like", {"linkify": False}).render(markdown)


class _Page(HTMLParser):
    """Rows of the tables, headings, the tags that occur, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.headings: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self._into: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self._into = []
        elif tag in ("td", "h1", "h2"):
            self._into = self.headings if tag != "td" else self._into
            self._into.append("")

    def handle_endtag(self, tag):
        if tag == "tr" and self._into:
            self.rows.append(self._into)
            self._into = []
        if tag in ("h1", "h2"):
            self._into = []

    def handle_data(self, data):
        self.text += data
        if self._into:
            self._into[-1] += data.strip("\n")
