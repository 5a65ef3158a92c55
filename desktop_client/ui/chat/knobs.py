"""The knobs of drawing words: their names, what they mean in a plain sentence, and within which bounds they turn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Knob:
    """``field`` is the name in :class:`Sampling`; ``decimals`` 0 is a whole number."""

    field: str
    name: str
    about: str
    low: float
    high: float
    step: float
    decimals: int


def all_knobs() -> tuple[Knob, ...]:
    """The knobs, the one that matters most first, in the language of the window."""
    translate = QCoreApplication.translate
    return (
        Knob(
            "temperature", translate("Knobs", "Temperature"),
            translate("Knobs", "0 always takes the likeliest word; higher is freer."), 0, 2, 0.1, 2,
        ),
        Knob(
            "top_p", translate("Knobs", "Top p"),
            translate("Knobs", "Draw only from the likeliest words that together have this share; 1 is all words."),
            0, 1, 0.05, 2,
        ),
        Knob(
            "top_k", translate("Knobs", "Top k"),
            translate("Knobs", "Draw only from so many of the likeliest words; 0 is all words."), 0, 1000, 5, 0,
        ),
        Knob(
            "min_p", translate("Knobs", "Min p"),
            translate("Knobs", "Leave out words that have less than this share of the likeliest word's chance."),
            0, 1, 0.01, 2,
        ),
        Knob(
            "repeat_penalty", translate("Knobs", "Repeat penalty"),
            translate("Knobs", "Above 1, words that were just said become less likely; 1 changes nothing."),
            0.5, 2, 0.05, 2,
        ),
        Knob(
            "max_tokens", translate("Knobs", "Longest answer (tokens)"),
            translate("Knobs", "An answer ends here at the latest; it can be continued."), 16, 131072, 128, 0,
        ),
    )  # fmt: skip
