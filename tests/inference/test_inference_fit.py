"""What this machine can run: memory against what there is, speed only from what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tiny_gguf import write_model

from desktop_client.inference.file_notes import FileNotes, identity
from desktop_client.inference.fit import Machine, Speed, Speeds, Verdict
from desktop_client.inference.gguf_check import check
from desktop_client.inference.headers import Headers
from desktop_client.inference.memory import available_bytes, total_bytes

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("needed", "free", "total", "verdict"),
    [
        (3 * GB, 4 * GB, 8 * GB, Verdict.FITS),
        (5 * GB, 4 * GB, 8 * GB, Verdict.TIGHT),
        (8 * GB, 4 * GB, 8 * GB, Verdict.TOO_LARGE),
        (3 * GB, None, None, Verdict.UNKNOWN),
        (3 * GB, None, 2 * GB, Verdict.TOO_LARGE),
    ],
)
def test_memory_decides(needed: int, free: int | None, total: int | None, verdict: Verdict) -> None:
    assert Machine(free, total).verdict(needed) is verdict


def test_this_machine_has_memory() -> None:
    free, total = available_bytes(), total_bytes()
    assert total is not None
    assert free is None or 0 < free <= total


def test_nothing_is_claimed_before_an_answer(tmp_path: Path) -> None:
    assert Speeds(tmp_path / "speeds.json").of("a" * 64, GB) is None


def test_a_measured_model_tells_of_itself_and_of_others(tmp_path: Path) -> None:
    speeds = Speeds(tmp_path / "speeds.json")
    for rate in (9.0, 10.0, 50.0):
        speeds.note("a" * 64, GB, 100, rate)
    again = Speeds(tmp_path / "speeds.json")
    assert again.of("a" * 64, GB) == Speed(10.0, measured=True)
    assert again.of("b" * 64, 4 * GB) == Speed(2.5, measured=False)
    assert again.of(None, GB // 2) == Speed(20.0, measured=False)


def test_a_short_answer_says_nothing_about_speed(tmp_path: Path) -> None:
    speeds = Speeds(tmp_path / "speeds.json")
    speeds.note("a" * 64, GB, 5, 99.0)
    speeds.note("a" * 64, GB, 500, 0.0)
    assert speeds.of("a" * 64, GB) is None


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', '{"a": {"size": "x", "rates": [1]}}', "{"])
def test_a_torn_file_of_speeds_is_no_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "speeds.json").write_text(content)
    speeds = Speeds(tmp_path / "speeds.json")
    assert speeds.of("a", GB) is None
    speeds.note("a", GB, 100, 10.0)
    assert speeds.of("a", GB) == Speed(10.0, measured=True)


def test_a_header_is_read_once_and_again_when_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_model(tmp_path / "tiny.gguf")
    headers = Headers(tmp_path / "headers.json")
    header = headers.read(path)
    assert (header.architecture, header.context_tokens, header.problem) == ("llama", 2048, None)
    report = check(path, context_tokens=1024)
    assert header.memory(1024) == report.memory_bytes
    assert header.memory(99_999) == header.memory(2048), "no model takes more context than it knows"
    with monkeypatch.context() as patched:
        patched.setattr("desktop_client.inference.headers.facts_of", lambda _: pytest.fail("read again"))
        assert Headers(tmp_path / "headers.json").read(path) == header
    path.write_bytes(b"not a model")
    changed = headers.read(path)
    assert "not a GGUF" in str(changed.problem) or "no GGUF" in str(changed.problem)


def test_a_file_that_vanished_has_a_problem_and_no_traceback(tmp_path: Path) -> None:
    assert Headers(tmp_path / "headers.json").read(tmp_path / "gone.gguf").problem is not None


def test_notes_of_files_that_are_gone_are_dropped(tmp_path: Path) -> None:
    notes = FileNotes(tmp_path / "notes.json")
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
        notes.keep(tmp_path / name, identity(tmp_path / name), name)
    (tmp_path / "one").unlink()
    (tmp_path / "three").write_text("3")
    notes.keep(tmp_path / "three", identity(tmp_path / "three"), 3)
    assert "one" not in (tmp_path / "notes.json").read_text().replace(str(tmp_path), "")
    assert (notes.known(tmp_path / "two"), notes.known(tmp_path / "three")) == ("two", 3)
