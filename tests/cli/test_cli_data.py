"""``sidelight data``: what it prints, and one clear sentence where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_client.paths import Profile
from desktop_client.settings import LANGUAGE, Settings
from desktop_client.store.profile_store import open_store
from desktop_client.store.sqlite import sqlite3

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def talked(profile: Profile) -> Profile:
    with open_store(profile) as store:
        store.conversations.begin("kept", "question")
    return profile


def change(profile: Profile, statement: str) -> None:
    with sqlite3.connect(profile.database) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
    db.close()


def titles(profile: Profile) -> list[str]:
    with open_store(profile) as store:
        return [c.title for c in store.conversations.conversations()]


@pytest.mark.usefixtures("talked")
def test_a_sound_database_is_said_to_be_sound(run: Run, document: Callable[..., Any]) -> None:
    assert run("data", "check") == (0, "The database is sound.\n", "")
    assert document("data", "check") == {"sound": True, "faults": []}


def test_a_changed_row_is_told_with_what_to_do(talked: Profile, run: Run, document: Callable[..., Any]) -> None:
    change(talked, "UPDATE messages SET note = 'damag3d'")
    status, out, err = run("data", "check")
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "Row 1 of messages has changed on the disk.",
        "The database is not sound: 1 fault. Take out what can be read with `sidelight data salvage`, "
        "or bring back from a backup what is missing.",
    ]
    assert document("data", "check", status=1)["faults"][0]["repairable"] is False


def test_a_word_index_is_repaired(talked: Profile, run: Run) -> None:
    run("data", "check")
    with sqlite3.connect(talked.database) as db:
        db.execute("DELETE FROM offer_index_data WHERE id > 10")
        db.execute("INSERT INTO offer_index (offer_index) VALUES ('delete-all')")
        db.execute("INSERT INTO offer_index (rowid, title) VALUES (5, 'nothing')")
    db.close()
    status, _, err = run("data", "check")
    assert status == 1
    assert "data check --repair" in err
    assert run("data", "check", "--repair")[:2] == (0, "The database is sound.\n")


def test_a_backup_is_made_listed_and_not_made_twice(talked: Profile, run: Run, document: Callable[..., Any]) -> None:
    assert document("data", "backups") == {"backups": []}
    assert run("data", "backups")[1] == "There are no backups yet.\n"
    made = document("data", "backup")["backup"]
    assert Path(made["file"]).parent == talked.backups
    assert document("data", "backups") == {"backups": [made]}
    assert document("data", "backup") == {"backup": None}
    assert run("data", "backup")[1] == "Nothing has changed since the newest backup.\n"


def test_what_is_gone_is_brought_back(talked: Profile, run: Run, document: Callable[..., Any]) -> None:
    name = Path(document("data", "backup")["backup"]["file"]).name
    change(talked, "DELETE FROM messages")
    change(talked, "DELETE FROM conversations")
    assert titles(talked) == []
    assert document("data", "restore")["conversations"] == 1
    assert titles(talked) == ["kept"]
    told = "Brought back: 0 conversations, 0 messages in others, 0 pins and alerts.\n"
    assert run("data", "restore", name) == (0, told, "")


def test_a_copy_takes_the_place_of_a_damaged_file(talked: Profile, run: Run, document: Callable[..., Any]) -> None:
    document("data", "backup")
    talked.database.write_bytes(b"nonsense" * 1000)
    assert run("data", "check")[0] == 1
    told = document("data", "restore", "--replace")
    assert Path(told["set_aside"]).read_bytes() == b"nonsense" * 1000
    assert titles(talked) == ["kept"]


def test_what_can_be_read_is_salvaged(talked: Profile, run: Run) -> None:
    status, out, _ = run("data", "salvage")
    assert status == 0
    assert out.startswith("Saved 1 messages in 1 conversations; 0 rows could not be read.\nThe old file is now ")
    assert titles(talked) == ["kept"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("restore",), "There are no backups yet. Make one with `sidelight data backup`."),
        (("restore", "none.db"), "There is no file none.db. See `sidelight data backups` for those there are."),
        (("salvage",), "There is no database in "),
    ],
)
def test_what_is_not_there_is_said_in_one_line(run: Run, words: tuple[str, ...], told: str) -> None:
    status, out, err = run("data", *words)
    assert (status, out) == (1, "")
    assert err.startswith(told)
    assert err.count("\n") == 1


@pytest.mark.usefixtures("talked")
def test_it_speaks_chinese(profile: Profile, run: Run) -> None:
    Settings(profile.settings).set(LANGUAGE, "zh")
    assert run("data", "check")[1] == "数据库完好。\n"
