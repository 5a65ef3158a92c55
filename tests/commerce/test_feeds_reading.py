"""Reading as a whole: the format by content, encodings, progress, cancelling, files that are refused."""

from __future__ import annotations

import gzip
import json
import random
import threading
from pathlib import Path

import pytest
from standins.feed_files import NOW, read

from desktop_client.commerce.feeds import FeedRefusedError, FeedRow, read_feed
from desktop_client.commerce.feeds.detect import detect
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.wording import chinese

TSV = "id\ttitle\tprice\n"


def rows(count: int, title: str = "A thing") -> str:
    return "".join(f"{n}\t{title} {n}\t1.00 USD\n" for n in range(count))


@pytest.mark.parametrize(
    ("content", "want"),
    [
        (TSV + rows(1), "google_table"),
        ("item_id,title,seller_name\n1,A,S\n", "openai_table"),
        ('<?xml version="1.0"?><!-- x --><rss><channel></channel></rss>', "google_xml"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "google_xml"),
        ("<products><product><item_id>1</item_id><title>A</title></product></products>", "openai_xml"),
        ("<products><product><id>1</id><title>A</title><enable_search>true</enable_search>", "openai_xml"),
        ("<products><product><id>1</id><title>the enable_search flag</title></product></products>", "google_xml"),
        ("<!DOCTYPE html><html><body></body></html>", "jsonld_html"),
        ('<div><script type="application/ld+json">{}</script></div>', "jsonld_html"),
        ('{"@context":"https://schema.org","@type":"Product"}', "jsonld_json"),
        ('{"@type":"Product"}\n{"@type":"Product"}\n', "jsonld_jsonl"),
        ('[{"@type":"Product"}]', "jsonld_json"),
        ('{"id":"1","title":"A","variants":[]}\n', "acp_jsonl"),
        ('{"products":[{"id":"1","variants":[]}]}', "acp_json"),
        ('{"item_id":"1","title":"A"}\n{"item_id":"2","title":"B"}\n', "openai_jsonl"),
        ('[\n{"id":"1",\n"title":"A"}\n]', "openai_json"),
        ('{"source_id":"shelf","offer_id":"1","title":"A"}\n', "offers_jsonl"),
        ("Handle,Title,Variant Price\na,A,1\n", "shopify_csv"),
        ("ID,Type,SKU,Name,Regular price,Sale price,Categories\n1,simple,s,A,1,,\n", "woocommerce_csv"),
    ],
)
def test_the_format_is_told_by_what_stands_in_the_file(tmp_path: Path, content: str, want: str) -> None:
    file = tmp_path / "misleading.xml"
    file.write_text(content, encoding="utf-8")
    found = detect(file)
    assert found.id == want
    assert str(found.name)
    assert found.name.template in chinese()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "nothing in the file"),
        (b" \r\n\t\n", "nothing in the file"),
        (b"\xef\xbb\xbf", "nothing in the file"),
        (b"just some words\nand more\n", "none of the feed formats"),
        (b"a,b,c\n1,2,3\n", "none of the feed formats"),
        (b'{"hello": "world"}', "none of the feed formats"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of the feed formats"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "none of the feed formats"),
        (b"\x1f\x8b\x08broken", "can't be read"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_next_step(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(FeedRefusedError, match=why) as refused:
        read(tmp_path, content)
    assert refused.value.next_step is not None
    assert "None" not in refused.value.in_language("zh")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.tsv", tmp_path):
        with pytest.raises(FeedRefusedError, match="can't be read"):
            read_feed(path, now=NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "utf-32"])
def test_encodings_with_a_mark_need_no_word(tmp_path: Path, encoding: str) -> None:
    text = TSV + rows(3, "面膜 شاحن é")
    if encoding.endswith("-bom"):
        name = encoding.removesuffix("-bom")
        content = "\ufeff".encode(name) + text.encode(name)
    else:
        content = text.encode(encoding)
    result = read(tmp_path, content)
    assert [offer.title for offer in result.offers] == [f"面膜 شاحن é {n}" for n in range(3)]
    assert result.notes == []
    assert all(found.raw in content for found in result.rows)


def test_latin_1_is_read_and_said(tmp_path: Path) -> None:
    text = TSV + rows(2) + "x\tCrème “brûlée” 10 €\t4,50 €\n"
    result = read(tmp_path, text.encode("cp1252"))
    assert (result.offers[2].title, str(result.offers[2].price)) == ("Crème “brûlée” 10 €", "4.50 EUR")
    assert len(result.notes) == 1
    assert "Latin-1" in result.notes[0]


def test_latin_1_far_into_the_file(tmp_path: Path) -> None:
    text = (TSV + rows(500, "word " * 120)).encode() + "x\tCrème\t1.00 USD\n".encode("latin-1")
    assert len(text) > 300_000
    result = read(tmp_path, text)
    assert result.offers[-1].title == "Crème"
    assert result.notes


def test_a_character_cut_in_half_spoils_no_chinese(tmp_path: Path) -> None:
    text = TSV.encode() + "1\t面膜".encode() + "贴".encode()[:2] + "\t1.00 CNY\n2\t好\t2.00 CNY\n".encode()
    result = read(tmp_path, text)
    assert [offer.title for offer in result.offers] == ["面膜\ufffd", "好"]


def test_chinese_spreadsheets_in_gb_18030_are_read_and_said(tmp_path: Path) -> None:
    text = TSV + "1\t积雪草舒缓面膜，敏感肌可用\t69.00 CNY\n2\t燕麦睡眠面膜\t35.00 CNY\n"
    result = read(tmp_path, text.encode("gb18030"))
    assert [offer.title for offer in result.offers] == ["积雪草舒缓面膜，敏感肌可用", "燕麦睡眠面膜"]
    assert "GB18030" in result.notes[0]


def test_signs_that_only_gb_18030_has_are_no_reason_to_take_it_for_latin_1(tmp_path: Path) -> None:
    text = TSV + "".join(f"{n}\t面膜\t¥{n}9.00\n" for n in range(1, 9))
    result = read(tmp_path, text.encode("gb18030"))
    assert [(offer.title, str(offer.price)) for offer in result.offers][-1] == ("面膜", "89.00 CNY")
    assert "GB18030" in result.notes[0]


def test_packed_files_are_read(tmp_path: Path) -> None:
    result = read(tmp_path, gzip.compress((TSV + rows(5)).encode()))
    assert len(result.rows) == 5


def test_a_packed_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress((TSV + rows(9000)).encode())
    with pytest.raises(FeedRefusedError, match="can't be read"):
        read(tmp_path, packed[: len(packed) // 2])


def test_a_packed_file_that_unpacks_beyond_reason_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress((TSV + rows(3)).encode() + b" " * (80 * 1024 * 1024), compresslevel=9)
    assert len(bomb) < 200_000
    with pytest.raises(FeedRefusedError, match="200 times"):
        read(tmp_path, bomb)


def test_progress_goes_up_to_the_whole_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    content = TSV + rows(8000)
    read(tmp_path, content, on_progress=lambda done, of: seen.append((done, of)))
    assert len(seen) > 10
    assert seen == sorted(seen)
    assert seen[-1] == (len(content), len(content))


FORMATS = {
    "table": TSV + rows(2000),
    "xml": "<rss><channel>"
    + "".join(
        f"<item><id>{n}</id><title>A {n}</title><description>{'x' * 100}</description></item>" for n in range(2000)
    )
    + "</channel></rss>",
    "lines": "".join(json.dumps({"id": str(n), "title": "A", "seller_name": "S"}) + "\n" for n in range(2000)),
    "array": json.dumps([{"id": str(n), "title": "A" * 100} for n in range(2000)]),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_cancelling_ends_the_reading_and_closes_the_file(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "feed"
    file.write_text(FORMATS[kind], encoding="utf-8")
    cancel = threading.Event()
    got = 0
    with read_feed(file, now=NOW, cancel=cancel) as reading, pytest.raises(Cancelled):  # noqa: PT012 - it is the loop
        for found in reading:
            got += isinstance(found, FeedRow)
            if got == 10:
                cancel.set()
    assert 10 <= got < 2000


def test_every_row_is_aware_of_when_and_whence(tmp_path: Path) -> None:
    for content in FORMATS.values():
        found = read(tmp_path, content).rows[-1]
        assert (found.offer.source_id, found.offer.fetched_at) == ("shelf", NOW)
        assert found.raw.decode() in content


DAMAGE = (b'"', b"\x00", b"\xff", b"<", b"&", b"{", b"]", b"\t", b"\n", b"<item>", b"<!--", b"null", b"1e999", b"<?xml")


@pytest.mark.parametrize("kind", FORMATS)
def test_whatever_happens_to_a_file_it_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    whole = FORMATS[kind].encode()[:1500]
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 2, 5))):
            at = chance.randrange(len(content))
            if chance.random() < 0.6:
                content[at:at] = chance.choice(DAMAGE)
            else:
                del content[at : at + chance.choice((1, 20, 200))]
        try:
            result = read(tmp_path, bytes(content))
        except FeedRefusedError:
            continue
        assert len(result.ids) == len(set(result.ids))
        assert all(found.line >= 1 for found in [*result.rows, *result.errors])
