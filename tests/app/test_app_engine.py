"""How the parts put the engine together."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_client import settings as options
from desktop_client.app.parts import Parts
from desktop_client.inference.local import LocalEngine
from desktop_client.paths import Profile
from desktop_client.settings import Settings


def local(profile: Profile, **settings: bool) -> LocalEngine:
    with Parts(profile, Settings(profile.settings), **settings) as parts:  # type: ignore[arg-type]
        engine = parts.engine.active
        assert isinstance(engine, LocalEngine)
        return engine


@pytest.mark.parametrize("goes_on", [True, False])
def test_what_was_read_is_kept_where_conversations_go_on(tmp_path: Path, goes_on: bool) -> None:
    assert (local(Profile(tmp_path / "p"), goes_on=goes_on)._states is not None) == goes_on


def test_the_context_that_was_raised_holds_after_a_restart(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "p")
    assert local(profile).context_tokens is None
    Settings(profile.settings).set(options.CONTEXT_TOKENS, 16384)
    assert local(profile).context_tokens == 16384
