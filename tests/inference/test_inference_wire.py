"""Lines between the engine and its process are bounded, and what is no frame is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.inference import wire


def test_a_message_gets_across_whatever_is_in_it() -> None:
    message = {"text": "敏\n\u2028\ud800\x00", "n": [1, 2.5, None]}
    line = wire.read_line(io.BytesIO(wire.frame(message)), 1000)
    assert line is not None
    assert wire.parse(line) == message


@given(st.integers(0), st.text())
def test_a_piece_is_framed_as_any_event_is(number: int, text: str) -> None:
    assert wire.piece_frame(number, text) == wire.frame({"id": number, "event": "piece", "text": text})


def test_a_line_of_the_limit_passes_and_one_more_byte_does_not() -> None:
    assert wire.read_line(io.BytesIO(b"12345\n"), 5) == b"12345"
    with pytest.raises(wire.WireError):
        wire.read_line(io.BytesIO(b"123456\n"), 5)


def test_the_end_is_the_end_also_within_a_line() -> None:
    assert wire.read_line(io.BytesIO(b""), 5) is None
    assert wire.read_line(io.BytesIO(b"123"), 5) is None


@pytest.mark.parametrize("line", [b"", b"nonsense", b"[1]", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_no_frame(line: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.parse(line)
