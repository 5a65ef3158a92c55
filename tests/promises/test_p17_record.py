"""P17, a record that can't be quietly changed: whichever byte is flipped, checking fails and names the entry."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from standins.clock import FakeClock
from standins.offers import MASK_SHELF, NOW
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.record import (
    Asked,
    Came,
    Entry,
    Head,
    Verdict,
    entry,
    hash_of,
    verify,
)
from desktop_client.commerce.record_file import RecordFileError, verify_file, written
from desktop_client.commerce.suggestions import Limits, Outside, Suggestions
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.store.database import Database
from desktop_client.store.migrations import MIGRATIONS
from desktop_client.store.profile_store import Store, open_store
from desktop_client.store.record import RecordStore
from desktop_client.store.sqlite import sqlite3

TESTS = Path(__file__).parents[1]
NEED = ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",))
VERIFIER = TESTS.parent / "docs" / "verify_record.py"


class Closed:
    """Nobody gets out, and there are no keys."""

    def prepare(self, *args: object) -> object:
        raise AssertionError

    send = of = prepare


def suggestions(record: object, *sources: ScriptedSource, **options) -> Suggestions:
    switches = Switchboard(*(source.manifest.id for source in sources))
    return Suggestions(sources, switches, lambda: NOW, outside=Outside(Closed(), Closed(), record), **options)


def shelf() -> ScriptedSource:
    return ScriptedSource("shelf", MASK_SHELF)


def fill(store: Store) -> None:
    """One entry of each kind, and a second list."""
    asked = store.record.add(Asked("shop", "shop.example", "search", "GET /?q=面膜 HTTP/1.1\n\n", "ab" * 32))
    store.record.add(Came(asked, "ok", 200, 17, "cd" * 32))
    made = suggestions(store.record, shelf(), limits=Limits(shown=2))
    made.reorder(made.suggest(NEED), order=Order.TOTAL_PRICE)


# --- on disk -----------------------------------------------------------------------------------------------------


class Tampering:
    """The rows of a record in the hands of somebody who drops the triggers first."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        for trigger in ("record_is_never_changed", "record_goes_whole"):
            self.db.execute(f"DROP TRIGGER {trigger}")

    def value(self, column: str, number: int) -> bytes:
        row = self.db.execute(f"SELECT CAST({column} AS BLOB) FROM record WHERE number = ?", (number,)).fetchone()
        return bytes(row[0])

    def put(self, column: str, number: int, value: bytes) -> None:
        self.db.execute(f"UPDATE record SET {column} = CAST(? AS TEXT) WHERE number = ?", (value, number))


@pytest.fixture
def tampering(profile: Profile, clock: FakeClock) -> Iterator[tuple[Tampering, Store]]:
    with open_store(profile, clock) as store:
        fill(store)
        tampering = Tampering(profile.database)
        yield tampering, store
        tampering.db.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def flips(value: bytes) -> Iterator[bytes]:
    """The value with one bit of one byte flipped; over the bytes all eight bits get their turn."""
    for place in range(len(value)):
        flipped = bytearray(value)
        flipped[place] ^= 1 << place % 8
        yield bytes(flipped)


@pytest.mark.parametrize("column", ["at", "kind", "content", "previous", "hash"])
def test_every_byte_of_every_column_counts(tampering: tuple[Tampering, Store], column: str) -> None:
    hand, store = tampering
    assert store.record.verify() == Verdict(4, None, store.record.entries(limit=1)[0].hash)
    for number in range(1, 5):
        real = hand.value(column, number)
        for flipped in flips(real):
            hand.put(column, number, flipped)
            assert store.record.verify().broken == number, flipped
        hand.put(column, number, real)
    assert store.record.verify().broken is None


def test_what_means_the_same_but_is_written_otherwise_counts_too(tampering: tuple[Tampering, Store]) -> None:
    hand, store = tampering
    at, content = hand.value("at", 2), hand.value("content", 2)
    for column, real, changed in (
        ("at", at, at.replace(b"T", b" ")),
        ("at", at, at.replace(b"+00:00", b"Z")),
        ("content", content, content.replace(b":", b": ", 1)),
        ("content", content, content + b" "),
        ("hash", hand.value("hash", 2), hand.value("hash", 2).upper()),
    ):
        assert real != changed
        hand.put(column, 2, changed)
        assert store.record.verify().broken == 2
        hand.put(column, 2, real)


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["DELETE FROM record WHERE number = 4"], 4),
        (["DELETE FROM record WHERE number >= 3"], 3),
        (["DELETE FROM record WHERE number = 2"], 2),
        (["DELETE FROM record WHERE number = 1"], 1),
        (["DELETE FROM record"], 1),
        (["UPDATE record SET number = -1 WHERE number = 2", "UPDATE record SET number = 2 WHERE number = 3",
          "UPDATE record SET number = 3 WHERE number = -1"], 2),
        (["INSERT INTO record SELECT 5, at, kind, content, previous, hash FROM record WHERE number = 4"], 5),
        (["INSERT INTO record SELECT 0, at, kind, content, previous, hash FROM record WHERE number = 1"], 1),
        (["UPDATE record SET number = number + 1 WHERE number = 4", "UPDATE record SET number = 4 WHERE number = 3",
          "INSERT INTO record SELECT 3, at, kind, content, previous, hash FROM record WHERE number = 2"], 3),
        (["UPDATE record SET content = NULL"], None),
        (["UPDATE record_head SET count = 3"], 4),
        (["UPDATE record_head SET count = 5"], 5),
        (["UPDATE record_head SET hash = upper(hash)"], 4),
        (["UPDATE record_head SET count = '4 or so'"], 1),
        (["UPDATE record_head SET count = 4.5"], 1),
        (["UPDATE record_head SET hash = CAST(hash AS BLOB)"], 4),
        (["INSERT INTO record_head SELECT * FROM record_head"], 1),
        (["DELETE FROM record_head"], 1),
    ],
)  # fmt: skip
def test_cutting_swapping_and_slipping_in_are_found(
    tampering: tuple[Tampering, Store], statements: list[str], broken: int | None
) -> None:
    hand, store = tampering
    if broken is None:
        with pytest.raises(sqlite3.IntegrityError):
            hand.db.execute(statements[0])
        return
    for statement in statements:
        hand.db.execute(statement)
    assert store.record.verify().broken == broken


def test_an_entry_that_is_written_anew_with_a_good_hash_breaks_the_next_or_the_head(
    tampering: tuple[Tampering, Store],
) -> None:
    hand, store = tampering
    for number, broken in ((2, 3), (4, 4)):
        entries = {e.number: e for e in store.record.entries()}
        real = entries[number]
        forged = hash_of(number, real.at, real.kind, "{}", real.previous)
        hand.put("content", number, b"{}")
        hand.put("hash", number, forged.encode())
        assert store.record.verify().broken == broken
        hand.put("content", number, real.content.encode())
        hand.put("hash", number, real.hash.encode())
    assert store.record.verify().broken is None


def test_flipping_any_byte_of_a_row_in_the_file_itself_is_found(tmp_path: Path, clock: FakeClock) -> None:
    """Below SQL: row id, header and values of one entry as they lie in the file."""
    file = tmp_path / "sidelight.db"
    database = Database(file, clock)
    record = RecordStore(database, clock)
    for number in range(3):
        record.add(Came(number, "ok", 200, 17, "cd" * 32))
    middle = record.entries()[1]
    database.close()
    whole = file.read_bytes()
    row = (middle.at.isoformat() + middle.kind.value + middle.content + middle.previous + middle.hash).encode()
    # Before the values: two bytes of size, one of row id, and a header of eight.
    start = whole.index(row) - 11
    unseen = []
    for place in range(start, start + 11 + len(row)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        file.write_bytes(changed)
        database = Database(file, clock, migrations=MIGRATIONS)
        try:
            if RecordStore(database, clock).verify().broken is None:
                unseen.append(place - start)
        except SidelightError:
            pass
        database.close()
    assert unseen == []


def test_deleted_whole_it_is_an_empty_chain_that_holds(tampering: tuple[Tampering, Store]) -> None:
    _, store = tampering
    assert store.record.delete() == 4
    assert store.record.verify() == Verdict(0)
    assert store.record.add(Came(1, "ok")) == 1
    assert store.record.verify().broken is None


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_what_was_written_survives_kill_9(tmp_path: Path) -> None:
    written_by_all = 0
    for number in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "standins.recording_process", tmp_path / "profile"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])},
        )
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(1 + 7 * number)]
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.readlines()
        process.stdout.close()
        process.wait()
        last = max(int(line) for line in told if line.endswith(b"\n"))
        with open_store(Profile(tmp_path / "profile")) as store:
            verdict = store.record.verify()
        assert verdict.broken is None
        assert verdict.count >= last > written_by_all
        written_by_all = verdict.count


# --- as a file ---------------------------------------------------------------------------------------------------


@pytest.fixture
def exported(profile: Profile, clock: FakeClock, tmp_path: Path) -> bytes:
    with open_store(profile, clock) as store:
        fill(store)
        store.record.export(tmp_path / "record.jsonl")
    return (tmp_path / "record.jsonl").read_bytes()


def lines_of(file: bytes) -> list[bytes]:
    return file.splitlines(keepends=True)


def outside_verifier(file: bytes, folder: Path) -> tuple[int, str]:
    """What the script for strangers says, run by itself."""
    path = folder / "checked.jsonl"
    path.write_bytes(file)
    ran = subprocess.run([sys.executable, "-I", VERIFIER, path], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def stranger() -> Callable[[Iterator[bytes]], tuple[int, str]]:
    """Its check, without a process for every flipped byte."""
    names: dict[str, object] = {"__name__": "verify_record"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), names)
    check: Callable[[Iterator[bytes]], tuple[int, str]] = names["check"]  # type: ignore[assignment]
    return check


def test_every_byte_of_an_export_counts(exported: bytes) -> None:
    lines = lines_of(exported)
    assert verify_file(lines).broken is None
    for number, line in enumerate(lines[1:], 1):
        for flipped in flips(line):
            assert verify_file([*lines[:number], *lines_of(flipped), *lines[number + 1 :]]).broken == number, flipped
    for flipped in flips(lines[0]):
        try:
            assert verify_file([*lines_of(flipped), *lines[1:]]).broken is not None, flipped
        except RecordFileError:
            continue


def test_every_byte_of_an_export_counts_for_strangers_too(exported: bytes) -> None:
    lines, check = lines_of(exported), stranger()
    assert check(iter(lines))[0] == 4
    for number, line in enumerate(lines):
        for flipped in flips(line):
            with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
                check(iter([*lines[:number], *lines_of(flipped), *lines[number + 1 :]]))


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda lines: lines[:-1], 4),
        (lambda lines: lines[:2], 2),
        (lambda lines: [lines[0]], 1),
        (lambda lines: [*lines[:-1], lines[-1].rstrip(b"\n")], 4),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 1),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], 2),
        (lambda lines: [*lines, lines[-1]], 5),
        (lambda lines: [*lines, b"\n"], 5),
        (lambda lines: [*lines, b"5\n"], 5),
        (lambda lines: [lines[0], b'{"number":' + b"[" * 100_000 + b"\n", *lines[1:]], 1),
        (lambda lines: [line.replace(b"\n", b"\r\n") if n else line for n, line in enumerate(lines)], 1),
    ],
)
def test_cutting_swapping_and_slipping_in_are_found_in_a_file(
    exported: bytes, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], broken: int
) -> None:
    changed = change(lines_of(exported))
    assert verify_file(changed).broken == broken
    status, said = outside_verifier(b"".join(changed), tmp_path)
    assert status == 1
    assert "Traceback" not in said


def test_a_stranger_can_check_it_without_anything_of_ours(exported: bytes, tmp_path: Path) -> None:
    assert len(VERIFIER.read_text(encoding="utf-8").splitlines()) <= 80
    assert "desktop_client" not in VERIFIER.read_text(encoding="utf-8")
    verdict = verify_file(lines_of(exported))
    assert outside_verifier(exported, tmp_path) == (0, f"whole: 4 entries, the last has the hash {verdict.hash}\n")


@pytest.mark.parametrize("file", [b"", b"\n", b"{}\n", b'{"format":"sidelight-record"}\n', b"\xff\n", b"[" * 100_000,
                                  b"5\n", b'{"a":' * 100_000])  # fmt: skip
def test_what_is_no_record_is_refused_in_one_sentence(file: bytes, tmp_path: Path) -> None:
    with pytest.raises(RecordFileError, match="no record of Sidelight"):
        verify_file(lines_of(file))
    status, said = outside_verifier(file, tmp_path)
    assert (status, said.count("\n"), "Traceback" in said) == (1, 1, False)


def test_a_record_in_a_newer_format_is_refused_by_that_name(exported: bytes) -> None:
    first, *rest = lines_of(exported)
    with pytest.raises(RecordFileError, match="version 2"):
        verify_file([first.replace(b'"version":1', b'"version":2'), *rest])


def test_a_chain_in_memory_obeys_the_same_rules() -> None:
    head, entries = Head(), []
    for number in range(3):
        made = entry(head, NOW, Came(number, "ok"))
        head = Head(made.number, made.hash)
        entries.append(made)
    assert verify(entries, head) == Verdict(3, None, head.hash)
    assert verify([], Head()) == Verdict(0)
    assert verify_file(written(entries, head)) == Verdict(3, None, head.hash)
    changed: list[Entry] = [entries[0], replace(entries[1], content="{}"), entries[2]]
    assert verify(changed, head) == Verdict(1, 2, entries[0].hash)
