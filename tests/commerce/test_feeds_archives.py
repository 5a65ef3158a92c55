"""Packed feeds: gzip and ZIP are read as what lies in them; what is made to burst or hides an archive is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import threading
import zipfile
from pathlib import Path

import pytest
from standins.feed_files import NOW, read

from desktop_client.commerce.feeds import FeedError, FeedRefusedError, FeedRow, read_feed
from desktop_client.commerce.feeds.detect import detect
from desktop_client.commerce.feeds.feed_file import Limits
from desktop_client.commerce.sending.faults import Cancelled

HEAD = "id\ttitle\tprice\n"
MIB = 1024 * 1024


def rows(first: int, count: int) -> str:
    return "".join(f"{n}\tA thing {n}\t1.00 USD\n" for n in range(first, first + count))


def archive(*files: tuple[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return held.getvalue()


def gzipped(content: bytes, compresslevel: int = 9) -> bytes:
    """Without the time, which would stand in the tests' names: two processes that share them have to agree on these."""
    return gzip.compress(content, compresslevel, mtime=0)


PAGE = """<html><div itemscope itemtype="https://schema.org/Product"><meta itemprop=sku content=m1>
<b itemprop=name>Mug</b></div></html>"""


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (gzipped((HEAD + rows(0, 5)).encode()), "Google Merchant feed (table), packed with gzip", "google_table"),
        (archive(("a.tsv", HEAD + rows(0, 5))), "Google Merchant feed (table), in a ZIP archive", "google_table"),
        (
            archive(("a.tsv", HEAD + rows(0, 4)), ("b.html", PAGE)),
            "Google Merchant feed (table) and Web page with schema.org products, 2 files in a ZIP archive",
            "google_table+jsonld_html",
        ),
    ],
)
def test_what_it_is_is_said_before_it_is_imported(tmp_path: Path, content: bytes, name: str, kind: str) -> None:
    file = tmp_path / "feed.bin"
    file.write_bytes(content)
    found = detect(file)
    assert (str(found.name), found.id) == (name, kind)
    assert "{" not in found.name.in_language("zh")
    assert len(read(tmp_path, content).rows) == 5


def test_files_of_an_archive_are_one_feed_after_another(tmp_path: Path) -> None:
    more = [("b/part-2.tsv", HEAD + rows(3, 2) + "0\tagain\t1.00 USD\n"), ("c.tsv", HEAD + "9\n")]
    result = read(tmp_path, archive(("part-1.tsv", HEAD + rows(0, 3)), *more))
    assert result.ids == ["0", "1", "2", "3", "4"]
    assert result.why == [
        (4, "b/part-2.tsv: The id 0 stood in an earlier row already."),
        (2, "c.tsv: The row has no title."),
    ]


def test_encodings_are_each_files_own(tmp_path: Path) -> None:
    latin, wide = (HEAD + "1\tCrème\t1.00 EUR\n").encode("latin-1"), (HEAD + "2\t面膜\t1.00 CNY\n").encode("utf-16")
    result = read(tmp_path, archive(("latin.tsv", latin), ("wide.tsv", wide)))
    assert [offer.title for offer in result.offers] == ["Crème", "面膜"]
    assert len(result.notes) == 1
    assert result.notes[0].startswith("latin.tsv: ")


def test_what_is_no_feed_beside_feeds_is_listed_and_the_systems_own_files_are_not(tmp_path: Path) -> None:
    beside = [("__MACOSX/._a.tsv", b"\0\5"), (".DS_Store", b"\0"), ("empty/", b""), ("x/Thumbs.db", b"\0")]
    result = read(tmp_path, archive(*beside, ("readme.txt", "Hello"), ("a.tsv", HEAD + rows(0, 2)), ("none.tsv", "")))
    assert result.ids == ["0", "1"]
    assert result.why == [
        (1, "readme.txt: readme.txt is in none of the feed formats that Sidelight reads."),
        (1, "none.tsv: There is nothing in the file none.tsv."),
    ]


def test_pages_with_microdata_are_read(tmp_path: Path) -> None:
    result = read(tmp_path, archive(("1.html", PAGE), ("2.html", PAGE.replace("m1", "m2"))))
    assert result.ids == ["m1", "m2"]


def tar(content: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as packed:
        entry = tarfile.TarInfo("feed.tsv")
        entry.size = len(content)
        packed.addfile(entry, io.BytesIO(content))
    return held.getvalue()


FEED = (HEAD + rows(0, 3)).encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (archive(("in.zip", archive(("a.tsv", FEED)))), "another archive in it (in.zip)"),
        (archive(("a.tsv", FEED), ("in.gz", gzipped(FEED))), "another archive in it (in.gz)"),
        (gzipped(gzipped(FEED)), "another archive in it"),
        (gzipped(archive(("a.tsv", FEED))), "another archive in it"),
        (gzipped(tar(FEED)), "another archive in it"),
        (archive(("in.xz", lzma.compress(FEED))), "another archive in it"),
        (tar(FEED), "packed as tar"),
        (bz2.compress(FEED), "packed as bzip2"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(40), "packed as 7z"),
        (b"Rar!\x1a\x07\x01\0" + bytes(40), "packed as RAR"),
        (archive(("a.tsv", FEED), how=zipfile.ZIP_LZMA), "packed in a way"),
        (archive(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<w/>")), "spreadsheet"),
        (archive(("a.txt", "hello"), ("b.txt", "there")), "no feed in the archive"),
        (archive(("a.txt", "hello")), "a.txt is in none of the feed formats"),
        (archive(), "no feed in the archive"),
        (archive(("a.tsv", FEED))[:-30], "can't be read"),
    ],
)
def test_what_is_not_unpacked_is_refused_with_a_next_step(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(FeedRefusedError) as refused:
        read(tmp_path, content)
    assert why in str(refused.value.cause)
    assert refused.value.next_step is not None
    assert "{" not in refused.value.in_language("zh")


def test_a_password_is_said(tmp_path: Path) -> None:
    locked = bytearray(archive(("a.tsv", FEED)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    with pytest.raises(FeedRefusedError, match="password"):
        read(tmp_path, bytes(locked))


SPACE = b" " * (80 * MIB)


def test_an_archive_that_says_how_much_it_bursts_into_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    bomb = archive(("a.tsv", FEED + SPACE))
    assert len(bomb) < 200_000
    with pytest.raises(FeedRefusedError, match="200 times"):
        detect(_put(tmp_path, bomb))


def test_many_small_bombs_count_together(tmp_path: Path) -> None:
    bomb = archive(*[(f"{n}.tsv", FEED + b" " * MIB) for n in range(80)])
    with pytest.raises(FeedRefusedError, match="200 times"):
        detect(_put(tmp_path, bomb))


def test_an_archive_that_lies_about_its_size_ends_where_the_lie_does(tmp_path: Path) -> None:
    """The stated size bounds what is unpacked, so a lie costs the rest of the file and nothing else."""
    honest = FEED + SPACE
    bomb = bytearray(archive(("a.tsv", honest)))
    true, said = len(honest).to_bytes(4, "little"), (len(FEED) + 10).to_bytes(4, "little")
    assert bomb.count(true) == 2
    with pytest.raises(FeedRefusedError, match="can't be read"):
        read(tmp_path, bytes(bomb.replace(true, said)))


def test_too_much_in_all_is_refused_though_it_is_packed_honestly(tmp_path: Path) -> None:
    noise = random.Random(5)
    honest = HEAD + "".join(f"{n}\t{noise.getrandbits(800):x}\t1.00 USD\n" for n in range(9_000))
    tight = Limits(unpacked=1_500_000)
    for content in (gzipped(honest.encode()), archive(("a.tsv", honest))):
        with pytest.raises(FeedRefusedError, match="unpacks to more than"):
            read(tmp_path, content, limits=tight)
        assert len(read(tmp_path, content, limits=Limits(unpacked=2_500_000)).rows) == 9_000


def test_too_many_files_and_too_long_a_list_of_them_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedRefusedError, match="more than 200 files"):
        read(tmp_path, archive(*[(f"{n}.tsv", FEED) for n in range(201)]))
    long_list = archive(*[(f"{'a' * 60_000}{n}.tsv", b"") for n in range(20)])
    with pytest.raises(FeedRefusedError, match="list of files"):
        read(tmp_path, long_list)


def test_a_gzip_bomb_with_one_endless_line(tmp_path: Path) -> None:
    bomb = gzipped(FEED + b"x" * (80 * MIB), compresslevel=9)
    with pytest.raises(FeedRefusedError, match="200 times"):
        read(tmp_path, bomb)


def test_progress_over_all_files_of_an_archive(tmp_path: Path) -> None:
    noise = random.Random(3)
    texts = [HEAD + "".join(f"{n}.{k}\t{noise.getrandbits(200):x}\t\n" for n in range(2_000)) for k in range(3)]
    content = archive(*[(f"{k}.tsv", text) for k, text in enumerate(texts)])
    seen: list[tuple[int, int]] = []
    read(tmp_path, content, on_progress=lambda done, of: seen.append((done, of)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert len({done for done, _ in seen}) > 6
    assert {of for _, of in seen} == {len(content)}
    assert 0.98 * len(content) < seen[-1][0] <= len(content)


@pytest.mark.parametrize("pack", [lambda text: gzipped(text.encode()), lambda text: archive(("a", text))])
def test_cancelling_ends_an_archive_too(tmp_path: Path, pack) -> None:
    cancel = threading.Event()
    with read_feed(_put(tmp_path, pack(HEAD + rows(0, 5_000))), now=NOW, cancel=cancel) as reading:
        found = iter(reading)
        next(found)
        cancel.set()
        with pytest.raises(Cancelled):
            list(found)


def test_whatever_happens_to_an_archive_it_is_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(11)
    whole = archive(("a.tsv", HEAD + rows(0, 40)), ("b.tsv", HEAD + rows(40, 40)))
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 2, 6))):
            at = chance.randrange(len(content))
            if chance.random() < 0.7:
                content[at] = chance.randrange(256)
            else:
                del content[at : at + chance.choice((1, 9, 60))]
        try:
            with read_feed(_put(tmp_path, bytes(content)), now=NOW) as reading:
                found = list(reading)
        except FeedRefusedError:
            continue
        assert all(isinstance(row, FeedRow | FeedError) for row in found)


def _put(folder: Path, content: bytes) -> Path:
    file = folder / "feed.bin"
    file.write_bytes(content)
    return file
