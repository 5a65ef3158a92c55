"""What goes with a question: it comes apart again as it was, and a file that can't be read is refused in words."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.pdf_files import bomb, locked, loop, pdf_of, with_words, without_words

from desktop_client.chat.attaching import MOST_BYTES, pasted, read_attachment
from desktop_client.chat.attachment import Attachment, Kind, parted, spoken, typed, with_attachments
from desktop_client.errors import SidelightError
from desktop_client.inference.child import environment

MASKS = Attachment("masks.txt", Kind.TEXT, 12, "Gentle ones.\nNo fragrance.")
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=200)


def one(name: str, kind: Kind, text: str) -> Attachment:
    return Attachment(name, kind, len(text), text)


NAMES = st.text(st.characters(categories=["L", "N"], include_characters=" -_.()"), min_size=1, max_size=40)
ATTACHMENTS = st.builds(one, NAMES.map(lambda n: " ".join(n.split()) or "x"), st.sampled_from(Kind), LINES)


@given(LINES, st.lists(ATTACHMENTS, max_size=3))
def test_a_message_comes_apart_as_it_was_put_together(words: str, attachments: list[Attachment]) -> None:
    whole = with_attachments(words, attachments)
    back, found = parted(whole)
    if attachments:
        assert list(found) == attachments
        assert back == words.strip("\n") or not words.strip()
    else:
        assert (back, found) == (words if words.strip() else "", ())


def test_a_file_may_hold_marks_of_its_own() -> None:
    inner = one("inner.txt", Kind.TEXT, "deep")
    outer = one("outer.txt", Kind.TEXT, f"before\n{inner.marked()}\n--- end of attachment 000000000000 ---\nafter")
    assert parted(with_attachments("q", [outer, MASKS])) == ("q", (outer, MASKS))


def test_what_somebody_typed_that_looks_like_a_mark_is_no_attachment() -> None:
    forged = MASKS.marked().replace("Gentle", "Strong")
    assert parted(forged) == (forged, ())
    assert parted("--- attachment 0123456789ab: x (text, 1 bytes) ---\nx")[1] == ()


def test_many_marks_without_ends_are_looked_through_in_no_time() -> None:
    text = "--- attachment 0123456789ab: x (text, 1 bytes) ---\n" * 20_000
    began = time.process_time()
    assert parted(text) == (text, ())
    small = "--- attachment 0123456789ab: x (text, 1 bytes) ---\n" * 2_000
    middle = time.process_time()
    parted(small)
    assert middle - began < 40 * max(time.process_time() - middle, 0.005), "no worse than in proportion"


def test_a_message_is_about_what_was_typed_or_else_its_files() -> None:
    assert spoken(with_attachments("Which one?", [MASKS])) == "Which one?"
    assert spoken(with_attachments("", [MASKS])) == "masks.txt"
    assert typed(with_attachments("Which one?", [MASKS])) == "Which one?"
    assert typed(with_attachments("", [MASKS])) == ""


def test_a_name_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    odd = Attachment("a\nb\x1b[31m (pdf, 1 bytes) ---.txt", Kind.TEXT, 3, "x")
    assert odd.marked().count("\n") == 2
    (found,) = parted(odd.marked())[1]
    assert "\n" not in found.name


# -- files --------------------------------------------------------------------------------------------------------


def put(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind", "text"),
    [
        ("a.txt", "面膜\r\nmask\r\n".encode(), Kind.TEXT, "面膜\nmask"),
        ("a.md", b"# Title\n", Kind.MARKDOWN, "# Title"),
        ("a.py", b"print(1)\n", Kind.TEXT, "print(1)"),
        ("noending", "﻿with a mark".encode(), Kind.TEXT, "with a mark"),
        ("gb.txt", "敏感肌适合用什么面膜".encode("gb18030"), Kind.TEXT, "敏感肌适合用什么面膜"),
        ("wide.txt", "wide 面".encode("utf-16"), Kind.TEXT, "wide 面"),
        ("form.txt", b"page\x0cpage", Kind.TEXT, "pagepage"),
    ],
)
def test_text_is_read_in_the_encodings_that_people_have(
    tmp_path: Path, name: str, content: bytes, kind: Kind, text: str
) -> None:
    found = read_attachment(put(tmp_path, name, content))
    assert (found.name, found.kind, found.size, found.text) == (name, kind, len(content), text)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.png", b"\x89PNG", "is a picture"),
        ("photo.HEIC", b"", "is a picture"),
        ("a.docx", b"PK", "can't be read as text"),
        ("a.bin", bytes(range(256)), "is no text"),
        ("a.txt", b"\0\0\0", "is no text"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n", "is empty"),
        ("a.txt", b"\x01\x02\x03\x04text", "is no text"),
        ("a.txt", b"a" * (MOST_BYTES + 1), "too long to go with a question"),
        ("a.txt", b"a" * 1_000_001, "too long to go with a question"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    with pytest.raises(SidelightError, match=told) as failure:
        read_attachment(put(tmp_path, name, content))
    assert failure.value.next_step is not None


def test_what_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(SidelightError, match="can't be read"):
        read_attachment(tmp_path / "gone.txt")
    with pytest.raises(SidelightError, match="is not a file"):
        read_attachment(tmp_path)


def test_a_long_paste_becomes_a_file() -> None:
    assert pasted("面膜\r\nx", 3) == Attachment("pasted-3.txt", Kind.PASTED, 9, "面膜\nx")


def test_the_text_of_a_pdf_is_read(tmp_path: Path) -> None:
    found = read_attachment(put(tmp_path, "report.pdf", with_words("Gentle masks only")))
    assert (found.kind, found.text) == (Kind.PDF, "Gentle masks only")
    assert read_attachment(put(tmp_path, "noending", with_words("By its first bytes"))).kind is Kind.PDF


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (without_words(), "holds pictures of pages and no text"),
        (b"%PDF-1.7\n" + b"\xff" * 500, "damaged"),
        (with_words("Gentle masks only")[:150], "damaged|no text"),
        (loop(), "damaged|no text|more to be read"),
        (pdf_of(b"x" * 1000, b"/Filter /FlateDecode "), "damaged|no text"),
        (b"not a pdf", "damaged"),
    ],
)
def test_a_bad_pdf_is_refused_in_words(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(SidelightError, match=told):
        read_attachment(put(tmp_path, "bad.pdf", content))


def test_a_locked_pdf_is_said(tmp_path: Path) -> None:
    with pytest.raises(SidelightError, match="locked with a password"):
        read_attachment(locked(tmp_path / "locked.pdf", "secret masks"))


def test_a_pdf_that_unpacks_to_gigabytes_takes_neither_memory_nor_time_of_ours(tmp_path: Path) -> None:
    path = put(tmp_path, "bomb.pdf", bomb())
    assert path.stat().st_size < 20_000_000
    with pytest.raises(SidelightError, match=r"more to be read|damaged|too long"):
        read_attachment(path)


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(SidelightError, match="took too long"):
        read_attachment(put(tmp_path, "slow.pdf", with_words("x")), limit_s=0.001)


REACHES_OUT = """
import sys
from desktop_client.chat import pdf_text

def tries(_):
    said = []
    for attempt in (lambda: __import__("socket").socket(), lambda: open("/etc/passwd"), lambda: open("here", "w")):
        try:
            attempt()
        except OSError as error:
            said.append(type(error).__name__)
        else:
            said.append("allowed")
    return {"text": " ".join(said)}

pdf_text.read = tries
pdf_text.main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the locks are Linux's")
def test_who_reads_a_pdf_can_reach_neither_network_nor_other_files(tmp_path: Path) -> None:
    path = put(tmp_path, "a.pdf", with_words("x"))
    words = [sys.executable, "-c", REACHES_OUT, str(path)]
    done = subprocess.run(words, env=environment(), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "allowed" not in json.loads(done.stdout)["text"]
    assert not (tmp_path / "here").exists()
