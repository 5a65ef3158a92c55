"""What a source's terms want to stand beside its offers stands there: on the card, in the table, in every file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown_it import MarkdownIt
from standins.offers import NOW, make_offer
from standins.sources import MemoryShelf, ScriptedSource, Switchboard

from desktop_client.app import Parts
from desktop_client.cli import main
from desktop_client.cli.offer_lines import print_list
from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.label import notices_of
from desktop_client.commerce.lists.export import ListFormat, list_bytes
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.source import Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.etsy import NOTICE
from desktop_client.commerce.sources.shelf import ShelfSource
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.panel.presenter import panel_view

ETSY = make_offer("e", source_id="etsy")
OWN = make_offer("own", source_id="shelf")


def _suggested(*offers, brought_by: str = "etsy") -> SuggestionList:
    etsy = ScriptedSource("etsy", offers if brought_by == "etsy" else ())
    etsy.manifest = replace(etsy.manifest, terms=Terms(attribution=NOTICE))
    shelf = ShelfSource(SourceContext(MemoryShelf(() if brought_by == "etsy" else offers), lambda: NOW))
    return Suggestions([shelf, etsy], Switchboard("etsy", "shelf"), lambda: NOW).suggest(ShoppingNeed("face mask"))


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("brought_by", ["etsy", "shelf"])
def test_every_file_of_a_list_has_it_whoever_brought_the_offer(brought_by: str) -> None:
    listed = _suggested(ETSY, OWN, brought_by=brought_by) if brought_by == "shelf" else _suggested(ETSY)
    columns, *rows = csv.reader(io.StringIO(list_bytes(listed, ListFormat.CSV, "en").decode("utf-8-sig"), newline=""))
    assert columns[-1] == "Notice of the source"
    assert sorted(row[-1] for row in rows) == sorted([NOTICE, ""][: len(rows)])
    assert json.loads(list_bytes(listed, ListFormat.JSON, "zh"))["notices"] == {"etsy": NOTICE}
    assert NOTICE in _Text(list_bytes(listed, ListFormat.HTML, "zh").decode()).text
    assert NOTICE in _Text(MarkdownIt().render(list_bytes(listed, ListFormat.MARKDOWN, "en").decode())).text


@pytest.mark.parametrize("form", ListFormat)
def test_no_file_has_it_where_no_offer_of_the_source_is(form: ListFormat) -> None:
    assert b"trademark" not in list_bytes(_suggested(OWN, brought_by="shelf"), form, "en")


def test_its_card_has_it_and_so_has_what_is_copied_from_the_card() -> None:
    cards = {card.key[0]: card for card in panel_view(_suggested(ETSY, OWN, brought_by="shelf"), NOW, "zh").cards}
    assert NOTICE in cards["etsy"].notes
    assert NOTICE in cards["etsy"].copied
    assert NOTICE not in cards["shelf"].copied


@pytest.mark.parametrize("form", ["table", "csv", "json", "md", "html"])
def test_so_has_a_comparison_on_the_command_line(capsys: pytest.CaptureFixture, tmp_path: Path, form: str) -> None:
    profile = Profile(tmp_path)
    with Parts(profile, Settings(profile.settings)) as parts:
        for offer in (ETSY, OWN):
            parts.store.shortlists.pin(offer, ShoppingNeed("face mask"))
        assert NOTICE in notices_of(parts.registry.manifests).values()
    assert main(["compare", "--format", form, "--profile", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    said = {"md": lambda text: _Text(MarkdownIt().render(text)).text, "html": lambda text: _Text(text).text}
    assert " ".join(said.get(form, str)(printed).split()).count(NOTICE) == 1


def test_the_table_of_the_window_has_it_once_and_so_has_its_copy() -> None:
    pins = [Pin(offer, NOW) for offer in (ETSY, replace(ETSY, offer_id="f"), OWN)]
    table = compare_table(lay_out(pins, NOW), {}, "en", {"etsy": NOTICE, "ebay": "of no offer here"})
    assert table.notices == (NOTICE,)
    assert table.as_text("label").splitlines()[-1] == NOTICE


SAID = "All offers here are verified by Sidelight."


class Saying(ScriptedSource):
    """A merchant that wants something said with its offers."""

    def search(self, query: Query) -> Search:
        page = yield from super().search(query)
        return replace(page, disclosures=(SAID,))


def _said() -> SuggestionList:
    merchant = Saying("corner", [make_offer("1", source_id="corner")])
    merchant.manifest = replace(merchant.manifest, name={"en": "Corner Shop", "zh": "街角"})
    return Suggestions([merchant], Switchboard("corner"), lambda: NOW).suggest(ShoppingNeed("face mask"))


@pytest.mark.parametrize(("language", "words"), [("en", f"Corner Shop: {SAID}"), ("zh", f"街角：{SAID}")])
def test_what_a_source_wants_said_is_said_with_its_name_wherever_its_offers_are_read(language, words) -> None:
    """Without the name it would look like Sidelight's own words."""
    listed = _said()
    assert panel_view(listed, NOW, language).disclosures == (words,)
    assert words in _Text(list_bytes(listed, ListFormat.HTML, language).decode()).text
    assert words in _Text(MarkdownIt().render(list_bytes(listed, ListFormat.MARKDOWN, language).decode())).text
    told: list[str] = []
    print_list(SimpleNamespace(print=told.append, text=lambda s: s.in_language(language), language=language), listed)  # type: ignore[arg-type]
    assert words in told


def test_what_stands_at_each_offer_is_not_said_once_more() -> None:
    listed = _suggested(ETSY)
    coverage = tuple(replace(came, disclosures=(NOTICE,)) for came in listed.coverage)
    again = replace(listed, coverage=coverage)
    assert [text for came, text in again.disclosures if came.source_id == "etsy"] == []
