"""Where things lie on disk. A profile is one folder; models are shared between profiles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "sidelight"


@dataclass(frozen=True, slots=True)
class Profile:
    """One user's folder: conversations, shelf, settings. Nothing in it is created until it is needed."""

    root: Path

    @classmethod
    def default(cls) -> Profile:
        """The profile that is used when none is named."""
        return cls(Path(platformdirs.user_data_dir(APP, appauthor=False)))

    @property
    def database(self) -> Path:
        """The SQLite file with conversations, shelf, shortlists and record."""
        return self.root / "sidelight.db"

    @property
    def settings(self) -> Path:
        """The TOML file with the settings that differ from their defaults."""
        return self.root / "settings.toml"

    @property
    def backups(self) -> Path:
        """Copies of the database made before migrations and on a schedule."""
        return self.root / "backups"

    @property
    def models(self) -> Path:
        """GGUF files that belong to this profile alone."""
        return self.root / "models"

    @property
    def states(self) -> Path:
        """What the model remembers of conversations that were left; it can be made again by reading them."""
        return self.root / "states"

    @property
    def rates(self) -> Path:
        """The exchange rates that the user imported."""
        return self.root / "rates.json"

    @property
    def lock(self) -> Path:
        """Held by the window, so that one profile has one window."""
        return self.root / "window.lock"


def shared_models() -> Path:
    """Where downloads go: the default profile's models folder, read by every profile (big, and not secret)."""
    return Profile.default().models


def cache() -> Path:
    """Things that can be made again: the engine's wheel, scratch files."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False))
