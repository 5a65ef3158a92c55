"""A piece of an answer is whole characters, wherever the tokens cut, and nothing gets lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.inference.pieces import Pieces

TEXT = "naïve 敏感肌 🧴👩‍🔬 e\u0301 \u0000 end"


def pieces(*parts: bytes) -> list[str]:
    text = Pieces(0.0)
    return [*(text.add(part, now) for now, part in enumerate(parts)), text.end(cut_off=False)]


@pytest.mark.parametrize("cut", range(len(TEXT.encode()) + 1))
def test_a_text_cut_in_two_comes_out_whole(cut: int) -> None:
    data = TEXT.encode()
    got = pieces(data[:cut], data[cut:])
    assert "".join(got) == TEXT
    assert got[0] == data[:cut].decode(errors="ignore")


def test_a_text_byte_by_byte_comes_out_whole() -> None:
    got = pieces(*(bytes([byte]) for byte in TEXT.encode()))
    assert "".join(got) == TEXT
    assert all(len(piece) <= 1 for piece in got)


@given(st.lists(st.binary(max_size=6), max_size=12))
def test_any_bytes_in_any_pieces_give_the_text_that_they_are(parts: list[bytes]) -> None:
    assert "".join(pieces(*parts)) == b"".join(parts).decode(errors="replace")


def test_what_can_never_become_a_character_is_shown_as_such() -> None:
    assert pieces(b"a\xff", b"b\xe6\x95") == ["a\ufffd", "b", "\ufffd"]


@pytest.mark.parametrize("data", ["a敏".encode()[:-1], "a🧴".encode()[:-1], "a🧴".encode()[:2]])
def test_half_a_character_at_the_end_of_an_answer_that_was_cut_off_is_left_out(data: bytes) -> None:
    cut, ended = Pieces(0.0), Pieces(0.0)
    assert [cut.add(data, 0.0), cut.end(cut_off=True)] == ["a", ""]
    assert [ended.add(data, 0.0), ended.end(cut_off=False)] == ["a", "\ufffd"]


def test_what_can_never_become_a_character_is_shown_also_where_the_answer_was_cut_off() -> None:
    text = Pieces(1.0)
    assert [text.add(b"a", 0.0), text.add(b"\xff\xe6", 0.1), text.end(cut_off=True)] == ["a", "", "\ufffd"]


def test_a_fast_model_s_text_goes_out_at_a_pace_and_nothing_is_lost() -> None:
    text = Pieces(0.016)
    times = (0, 0.004, 0.008, 0.017, 0.02, 0.04, 0.05)
    out = [text.add(letter.encode(), now) for letter, now in zip("abcdefg", times, strict=True)]
    assert out == ["a", "", "", "bcd", "", "ef", ""]
    assert (text.end(cut_off=False), text.end(cut_off=False)) == ("g", "")


def test_a_slow_model_s_text_never_waits() -> None:
    text = Pieces(0.016)
    assert [text.add(letter.encode(), number * 0.02) for number, letter in enumerate("slow")] == list("slow")


def test_half_a_character_does_not_start_the_wait() -> None:
    text = Pieces(0.016)
    first, *rest = "敏".encode()
    assert [text.add(bytes([first]), 0.0), text.add(bytes(rest), 0.001)] == ["", "敏"]


def test_what_the_answer_begins_with_stands_once_before_its_first_text() -> None:
    text = Pieces(0.016, "<think>\n")
    assert [text.add(b"\xe6", 0.0), text.add(b"\x95\x8f", 0.001), text.add(b"b", 0.1)] == ["", "<think>\n敏", "b"]
    assert text.end(cut_off=False) == ""
    assert [Pieces(0.016, "<think>\n").end(cut_off=False), Pieces(0.016, "<think>\n").add(b"", 0.0)] == ["", ""]


@given(st.lists(st.tuples(st.binary(max_size=6), st.floats(0, 0.1))), st.floats(0, 0.1))
def test_whatever_the_pace_the_pieces_are_the_text(parts: list[tuple[bytes, float]], every_s: float) -> None:
    text, now, out = Pieces(every_s), 0.0, []
    for part, taken in parts:
        now += taken
        out.append(text.add(part, now))
    assert "".join([*out, text.end(cut_off=False)]) == b"".join(part for part, _ in parts).decode(errors="replace")
