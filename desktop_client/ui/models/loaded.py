"""Which model the engine has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the engine has, as the settings name it, and whether it is still being loaded."""

    choice: str = ""
    loading: bool = False
