"""A piece of an answer is whole characters, wherever the tokens cut, and nothing gets lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.inference.pieces import Paced, WholeCharacters

TEXT = "naïve 敏感肌 🧴👩‍🔬 e\u0301 \u0000 end"


def pieces(*parts: bytes) -> list[str]:
    text = WholeCharacters()
    return [*(text.add(part) for part in parts), text.end()]


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


def test_a_fast_model_s_text_goes_out_at_a_pace_and_nothing_is_lost() -> None:
    pace = Paced(0.016)
    out = [
        pace.add(letter, now) for letter, now in zip("abcdefg", (0, 0.004, 0.008, 0.017, 0.02, 0.04, 0.05), strict=True)
    ]
    assert out == ["a", "", "", "bcd", "", "ef", ""]
    assert (pace.end(), pace.end()) == ("g", "")


def test_a_slow_model_s_text_never_waits() -> None:
    pace = Paced(0.016)
    assert [pace.add(letter, number * 0.02) for number, letter in enumerate("slow")] == list("slow")


def test_half_a_character_does_not_start_the_wait() -> None:
    pace = Paced(0.016)
    assert [pace.add("", 0.0), pace.add("敏", 0.001)] == ["", "敏"]
