"""The command as scripts run it: what it prints, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_client.cli import main
from desktop_client.paths import Profile


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models and digests of the person who runs the tests are out of reach."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def run(profile: Profile, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command on the test's profile; its exit status, standard output and standard error."""

    def run_it(*words: object) -> tuple[int, str, str]:
        status = main([*map(str, words), "--profile", str(profile.root)])
        return (status, *capfd.readouterr())

    return run_it


@pytest.fixture
def document(run: Callable[..., tuple[int, str, str]]) -> Callable[..., Any]:
    """The one JSON document of a command that ends with ``status``."""

    def one(*words: object, status: int = 0) -> Any:
        ended, out, err = run(*words, "--json")
        assert ended == status, err
        assert out.count("\n") == 1
        return json.loads(out)

    return one


@pytest.fixture
def refused(run: Callable[..., tuple[int, str, str]]) -> Callable[..., str]:
    """The one line on stderr of a command that must fail."""

    def line(*words: str) -> str:
        status, out, err = run(*words)
        assert status == 1
        assert out == ""
        assert err.count("\n") == 1, err
        assert "Traceback" not in err
        return err

    return line
